import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation } from '../../perform/operation.ts';
import { lockEndpoint, takeLeaseAway } from '../endpoints.ts';
import { refuseWith } from '../errors.ts';
import { endpointEvent, webhooksEvents } from '../events.ts';

export interface ReplayDeadLettersInput {
  readonly webhookEndpointId: Id;
  /** One stream; all of the endpoint, if not said. */
  readonly webhookStreamId?: Id | undefined;
}

export interface DeadLettersReplayed {
  readonly webhookEndpointId: Id;
  /** How many streams are delivered again. */
  readonly streams: number;
}

const revive = statement(
  'webhook_stream_revive',
  `update webhook_stream
   set state = 'WAITING', failures = 0, first_failed_at = null, last_attempt_at = null,
       next_attempt_at = null, last_error = null, dead_at = null
   where endpoint_id = $1 and state = 'DEAD' and ($2::uuid is null or id = $2)
   returning id`,
);

/**
 * Dead letters are delivered again, each stream from the event that failed on, in order. Refuses
 * WEBHOOK_ENDPOINT_NOT_FOUND, WEBHOOK_STREAM_NOT_DEAD.
 */
export const replayDeadLetters = defineOperation<ReplayDeadLettersInput, DeadLettersReplayed>({
  name: 'replayDeadLetters',
  permission: 'webhooks.manage',
  async run(op, input) {
    const endpoint = await lockEndpoint(op, input.webhookEndpointId, 'replayDeadLetters');
    const { webhookStreamId: one = null } = input;
    const known = one === null || isId(one);
    const revived = known ? await op.query<{ id: Id }>(revive, [endpoint.id, one]) : [];
    if (one !== null && revived.length === 0) {
      refuseWith('WEBHOOK_STREAM_NOT_DEAD', ['webhookStreamId']);
    }
    if (revived.length > 0) {
      takeLeaseAway(op, endpoint.id);
      const streams = { streams: revived.length, webhookStreamId: one };
      op.emit(endpointEvent(webhooksEvents.deadLettersReplayed, endpoint, streams));
    }
    return { webhookEndpointId: endpoint.id, streams: revived.length };
  },
});
