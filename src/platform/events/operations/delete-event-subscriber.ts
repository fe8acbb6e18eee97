import { statement } from '../../database/statement.ts';
import { defineOperation } from '../../perform/operation.ts';
import { eventsEvents, subscriberEvent } from '../events.ts';
import { lockSubscriber, type SubscriberChanged, type SubscriberInput } from '../subscribers.ts';

const remove = statement('event_subscriber_delete', 'delete from event_subscriber where id = $1');

/** Somebody receives a feed no longer. Refuses SUBSCRIBER_NOT_FOUND, STALE. */
export const deleteEventSubscriber = defineOperation<SubscriberInput, SubscriberChanged>({
  name: 'deleteEventSubscriber',
  permission: 'events.subscribe',
  async run(op, input) {
    const subscriber = await lockSubscriber(op, input, 'deleteEventSubscriber');
    await op.query(remove, [subscriber.id]);
    op.emit(subscriberEvent(eventsEvents.subscriberDeleted, subscriber));
    return { subscriberId: subscriber.id };
  },
});
