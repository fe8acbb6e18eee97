import { isId, type Id } from '../../../kernel/id.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation } from '../../perform/operation.ts';
import { lockEndpoint, takeLeaseAway } from '../endpoints.ts';
import { refuseWith } from '../errors.ts';
import { endpointEvent, webhooksEvents } from '../events.ts';

export interface DiscardDeadLetterInput {
  readonly webhookEndpointId: Id;
  readonly webhookStreamId: Id;
  readonly reason: string;
}

export interface DeadLetterDiscarded {
  readonly webhookEndpointId: Id;
  /** What the receiver will never get. */
  readonly eventId: Id;
  readonly position: string;
}

interface DeadLetter {
  readonly eventId: Id;
  readonly position: string;
  /** Of the event behind it in the stream, if there is one. */
  readonly next: string | null;
}

const find = statement(
  'webhook_dead_letter',
  `select l.id as "eventId", l.feed_position as position, (
     select min(n.feed_position) from event_log n
     where n.feed = l.feed and n.subject_type = l.subject_type and n.subject_id = l.subject_id
       and n.feed_position > l.feed_position and n.feed_position <= $4
       and ($5::text[] is null or n.type = any($5))) as next
   from webhook_stream w
   join event_log l on l.feed = $3 and l.subject_type = w.subject_type
     and l.subject_id = w.subject_id and l.feed_position >= w.next_position
   where w.id = $2 and w.endpoint_id = $1 and w.state = 'DEAD'
   order by l.feed_position limit 1`,
);

const goOn = statement(
  'webhook_stream_go_on',
  `update webhook_stream
   set next_position = $2, state = 'WAITING', failures = 0, first_failed_at = null,
       last_attempt_at = null, next_attempt_at = null, last_error = null, dead_at = null
   where id = $1`,
);

const remove = statement('webhook_stream_remove', 'delete from webhook_stream where id = $1');

/**
 * Gives up the event that failed, for good, and delivers those behind it. The reason stays in the
 * log. Refuses WEBHOOK_ENDPOINT_NOT_FOUND, WEBHOOK_STREAM_NOT_DEAD, REASON_REQUIRED.
 */
export const discardDeadLetter = defineOperation<DiscardDeadLetterInput, DeadLetterDiscarded>({
  name: 'discardDeadLetter',
  permission: 'webhooks.manage',
  async run(op, { webhookEndpointId, webhookStreamId, ...input }) {
    const endpoint = await lockEndpoint(op, webhookEndpointId, 'discardDeadLetter');
    const reason = input.reason.trim();
    if (reason.length < 1 || reason.length > 500) refuseWith('REASON_REQUIRED', ['reason']);
    const { id, feed, types, readPosition } = endpoint;
    const values = [id, webhookStreamId, feed, readPosition, types];
    const [letter] = isId(webhookStreamId) ? await op.query<DeadLetter>(find, values) : [];
    if (!letter) return refuseWith('WEBHOOK_STREAM_NOT_DEAD', ['webhookStreamId']);
    const { eventId, position, next } = letter;
    if (next === null) op.owe(remove, [webhookStreamId]);
    else op.owe(goOn, [webhookStreamId, next]);
    takeLeaseAway(op, id);
    const data = { webhookStreamId, eventId, position, reason };
    op.emit(endpointEvent(webhooksEvents.deadLetterDiscarded, endpoint, data));
    return { webhookEndpointId: id, eventId, position };
  },
});
