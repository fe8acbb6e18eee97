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

const resume = statement(
  'event_subscriber_resume',
  `update event_subscriber
   set state = 'ACTIVE', paused_reason = null, paused_at = null, version = version + 1
   where id = $1 returning ${subscriberColumns}`,
);

/**
 * A subscriber that was paused goes on where it was. Refuses SUBSCRIBER_NOT_FOUND, STALE,
 * SUBSCRIBER_ACTIVE.
 */
export const resumeEventSubscriber = defineOperation<SubscriberInput, SubscriberChanged>({
  name: 'resumeEventSubscriber',
  permission: 'events.subscribe',
  async run(op, input) {
    const { id, state, pausedReason } = await lockSubscriber(op, input, 'resumeEventSubscriber');
    if (state === 'ACTIVE') refuse('SUBSCRIBER_ACTIVE', 'It is not paused', ['subscriberId']);
    const [resumed] = await op.query<EventSubscriberRow>(resume, [id]);
    const change = { pausedReason };
    op.emit(subscriberEvent(eventsEvents.subscriberResumed, resumed as EventSubscriberRow, change));
    return { subscriberId: id };
  },
});
