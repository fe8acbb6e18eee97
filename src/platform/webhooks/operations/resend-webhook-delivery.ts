import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation } from '../../perform/operation.ts';
import { lockEndpoint } from '../endpoints.ts';
import { refuseWith } from '../errors.ts';
import { requestDelivery, type DeliveryRequested } from '../requests.ts';

export interface ResendWebhookDeliveryInput {
  readonly webhookEndpointId: Id;
  /** Of the event, in the feed of the endpoint. */
  readonly position: string;
}

const findEvent = statement(
  'webhook_event_at',
  `select id, feed_position as position from event_log
   where feed = $1 and feed_position = $2 and feed_position <= $3`,
);

/**
 * Sends an event once more, out of turn and whatever became of it before; it bears the same id. In
 * its stream nothing changes by it. Refuses WEBHOOK_ENDPOINT_NOT_FOUND, WEBHOOK_EVENT_NOT_FOUND.
 */
export const resendWebhookDelivery = defineOperation<ResendWebhookDeliveryInput, DeliveryRequested>(
  {
    name: 'resendWebhookDelivery',
    permission: 'webhooks.manage',
    async run(op, input) {
      const endpoint = await lockEndpoint(op, input.webhookEndpointId, 'resendWebhookDelivery');
      const { feed, readPosition } = endpoint;
      const values = [feed, input.position, readPosition];
      const [event] = await op.query<{ id: Id; position: string }>(findEvent, values);
      if (!event) return refuseWith('WEBHOOK_EVENT_NOT_FOUND', ['position']);
      return requestDelivery(op, endpoint, event);
    },
  },
);
