/** Events and their feeds: the door. */
export {
  EventSubscriber,
  eventsEntities,
  subscriberKinds,
  subscriberStates,
  type SubscriberKind,
  type SubscriberState,
} from './entities.ts';
export { eventsErrorCodes } from './errors.ts';
export { eventsEvents } from './events.ts';
export {
  createAcknowledgeEvents,
  type AcknowledgeEventsInput,
  type EventsAcknowledged,
} from './operations/acknowledge-events.ts';
export {
  createCreateEventSubscriber,
  subscriberStarts,
  type CreateEventSubscriberInput,
  type SubscriberStart,
} from './operations/create-event-subscriber.ts';
export { deleteEventSubscriber } from './operations/delete-event-subscriber.ts';
export {
  pauseEventSubscriber,
  type PauseEventSubscriberInput,
} from './operations/pause-event-subscriber.ts';
export { resumeEventSubscriber } from './operations/resume-event-subscriber.ts';
export {
  rewindEventSubscriber,
  type RewindEventSubscriberInput,
} from './operations/rewind-event-subscriber.ts';
export {
  createTrimEvents,
  type EventsTrimmed,
  type TrimEventsInput,
} from './operations/trim-events.ts';
export { eventsPermissions } from './permissions.ts';
export { eventsReadRules } from './read-rules.ts';
export {
  findOwnSubscriber,
  type EventSubscriberRow,
  type SubscriberChanged,
  type SubscriberInput,
} from './subscribers.ts';
