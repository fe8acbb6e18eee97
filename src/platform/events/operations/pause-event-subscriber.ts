import { refuse } from '../../../kernel/domain-error.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation } from '../../perform/operation.ts';
import { eventsEvents, subscriberEvent } from '../events.ts';
import {
  lockSubscriber,
  subscriberColumns,
  type EventSubscriberRow,
  type SubscriberChanged,
  type SubscriberInput,
} from '../subscribers.ts';

export interface PauseEventSubscriberInput extends SubscriberInput {
  readonly reason?: string | undefined;
}

const pause = statement(
  'event_subscriber_pause',
  `update event_subscriber
   set state = 'PAUSED', paused_reason = $2, paused_at = $3, version = version + 1
   where id = $1 returning ${subscriberColumns}`,
);

const longestReason = 1_000;

/**
 * A subscriber gets nothing until it is resumed. Refuses SUBSCRIBER_NOT_FOUND, STALE,
 * SUBSCRIBER_PAUSED, REASON_MALFORMED.
 */
export const pauseEventSubscriber = defineOperation<PauseEventSubscriberInput, SubscriberChanged>({
  name: 'pauseEventSubscriber',
  permission: 'events.subscribe',
  async run(op, input) {
    const { id, state } = await lockSubscriber(op, input, 'pauseEventSubscriber');
    if (state === 'PAUSED') refuse('SUBSCRIBER_PAUSED', 'It is paused already', ['subscriberId']);
    const reason = input.reason?.trim() ?? '';
    if (reason.length > longestReason) {
      refuse('REASON_MALFORMED', `A reason has at most ${longestReason} characters`, ['reason']);
    }
    const [paused] = await op.query<EventSubscriberRow>(pause, [id, reason || null, op.now]);
    op.emit(subscriberEvent(eventsEvents.subscriberPaused, paused as EventSubscriberRow));
    return { subscriberId: id };
  },
});
