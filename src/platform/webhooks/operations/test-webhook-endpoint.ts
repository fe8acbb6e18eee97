import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../perform/operation.ts';
import { lockEndpoint } from '../endpoints.ts';
import { requestDelivery, type DeliveryRequested } from '../requests.ts';

/**
 * Sends a `webhook.test`, which is no event and has no position, once, whether the endpoint is
 * paused or not. What came of it is among the attempts, under the id that is answered. Refuses
 * WEBHOOK_ENDPOINT_NOT_FOUND.
 */
export const testWebhookEndpoint = defineOperation<{ webhookEndpointId: Id }, DeliveryRequested>({
  name: 'testWebhookEndpoint',
  permission: 'webhooks.manage',
  async run(op, { webhookEndpointId }) {
    const endpoint = await lockEndpoint(op, webhookEndpointId, 'testWebhookEndpoint');
    return requestDelivery(op, endpoint, null);
  },
});
