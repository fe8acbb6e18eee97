import type { EventSubscriberRow } from './subscribers.ts';
import type { EventType, NewEvent } from './event.ts';

const define = (type: string, description: string): EventType => ({
  type,
  permission: 'events.subscribe',
  description,
});

/** What is told of subscribers; of no feed themselves. */
export const eventsEvents = {
  subscriberCreated: define('eventSubscriber.created', 'Somebody receives a feed from now on'),
  subscriberPaused: define('eventSubscriber.paused', 'A subscriber gets nothing for a while'),
  subscriberResumed: define('eventSubscriber.resumed', 'A subscriber goes on where it was'),
  subscriberRewound: define('eventSubscriber.rewound', 'A subscriber gets events once more'),
  subscriberDeleted: define('eventSubscriber.deleted', 'Somebody receives a feed no longer'),
} as const satisfies Record<string, EventType>;

export const subscriberEvent = (
  type: EventType,
  { id, personId, ...subscriber }: EventSubscriberRow,
  change: Readonly<Record<string, unknown>> = {},
): NewEvent => ({
  type,
  subject: { type: 'eventSubscriber', id },
  ownerId: personId,
  data: { eventSubscriber: { id, personId, ...subscriber }, change },
});
