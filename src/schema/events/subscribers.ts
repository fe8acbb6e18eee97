import {
  acknowledgePaymentEvents,
  createEventSubscriber,
  paymentFeed,
  trimPaymentEvents,
} from '../../modules/index.ts';
import {
  deleteEventSubscriber,
  pauseEventSubscriber,
  resumeEventSubscriber,
  rewindEventSubscriber,
  subscriberKinds,
  subscriberStarts,
  subscriberStates,
  type AcknowledgeEventsInput,
  type CreateEventSubscriberInput,
  type EventsAcknowledged,
  type EventsTrimmed,
  type PauseEventSubscriberInput,
  type RewindEventSubscriberInput,
  type SubscriberChanged,
  type SubscriberInput,
  type TrimEventsInput,
} from '../../platform/events/index.ts';
import { actor } from '../actor.ts';
import { builder } from '../builder.ts';
import { actField, row, value, type InputFieldBuilder } from '../mutation/act-field.ts';
import { choice, property, readType, type ReadType } from '../read/read-type.ts';
import { listField, oneField } from '../read/root-fields.ts';

const Kind = builder.enumType('EventSubscriberKind', {
  description: 'How a subscriber gets its events: it asks for them, or they are sent to it.',
  values: subscriberKinds,
});

const State = builder.enumType('EventSubscriberState', {
  description: 'Whether a subscriber gets events.',
  values: subscriberStates,
});

export const Start = builder.enumType('EventSubscriberStart', {
  description: 'Where a subscriber begins: with what comes from now on, or with all that is kept.',
  values: subscriberStarts,
});

export const EventSubscriberType: ReadType = readType('EventSubscriber', {
  description: 'Who receives a feed, and how far it has come.',
  fields: {
    id: property('id', 'Its id.'),
    name: property('name', 'Unique, for telling them apart.'),
    feed: property('feed', 'Which events it receives, e.g. `PAYMENTS`.'),
    kind: choice('kind', Kind, 'How it gets them.'),
    types: property('types', 'Of these types alone; null: of all.'),
    person: actor('personId', 'Whose rights apply.'),
    ackedPosition: property('ackedPosition', 'Everything up to here has been taken in.'),
    ackedAt: property('ackedAt', 'When that was said; null: not yet.'),
    headPosition: property('headPosition', 'The newest event of the feed.'),
    lag: property('lag', 'How many events of the feed, of whatever type, it is behind.'),
    lagSeconds: property('lagSeconds', 'The age of the oldest one that is not acknowledged.'),
    state: choice('state', State, 'Whether it gets events.'),
    pausedReason: property('pausedReason', 'Why it is paused, where that was said.'),
    pausedAt: property('pausedAt', 'Since when it is paused; null: it is not.'),
    createdAt: property('createdAt', 'When it was made.'),
    createdBy: actor('createdBy', 'Who made it.'),
    version: property('version', 'Rises when it is paused, resumed or rewound.'),
  },
  filter: ['id', 'name', 'feed', 'kind', 'state', 'ackedAt', 'createdAt'],
  order: ['name', 'createdAt'],
});

oneField('eventSubscriber', EventSubscriberType, 'A subscriber by its id.');
listField('eventSubscribers', EventSubscriberType, {
  description: 'One’s own subscribers; all, for who administers them.',
  defaultOrder: 'NAME_ASC',
});

const subscriber = <R extends SubscriberChanged>() =>
  row<R>(EventSubscriberType, (result) => result.subscriberId, 'The subscriber.');

const subscriberId = (t: InputFieldBuilder) =>
  t.id({ required: true, description: 'The subscriber.' });

const expectedVersion = (t: InputFieldBuilder) =>
  t.int({ description: 'Refused when it is another by now.' });

actField<CreateEventSubscriberInput, SubscriberChanged>({
  name: 'createEventSubscriber',
  operation: createEventSubscriber,
  description:
    'Somebody receives a feed from now on, by asking for it, with a cursor that is kept here.',
  key: 'optional',
  input: (t) => ({
    subscriberId: t.id({ description: 'Made by the client; else by the server.' }),
    name: t.string({ required: true, description: 'Unique, 1 to 200 characters.' }),
    feed: t.string({ description: `Which events; \`${paymentFeed}\`, if not said.` }),
    types: t.stringList({ description: 'Of these types alone; of all, if not said.' }),
    personId: t.id({ description: 'Whose rights apply; whoever asks, if not said.' }),
    start: t.field({ type: Start, description: 'Where it begins; `HEAD`, if nothing is said.' }),
    position: t.field({ type: 'Position', description: 'Or: with what comes after this.' }),
  }),
  complete: (input) => ({ ...input, feed: input.feed ?? paymentFeed }),
  payload: { subscriber: subscriber() },
});

actField<AcknowledgeEventsInput, EventsAcknowledged>({
  name: 'acknowledgePaymentEvents',
  operation: acknowledgePaymentEvents,
  description:
    'A subscriber has taken in everything up to a position. Saying it again, or later what was ' +
    'to be said earlier, changes nothing.',
  key: 'none',
  input: (t) => ({
    subscriberId: subscriberId(t),
    position: t.field({ type: 'Position', required: true, description: 'The last one taken in.' }),
    expectedVersion: t.int({
      description: 'Refused when it was rewound, paused or resumed since.',
    }),
  }),
  payload: {
    ackedPosition: value('Position', (result) => result.ackedPosition, 'What is acknowledged now.'),
    subscriber: subscriber(),
  },
});

actField<PauseEventSubscriberInput, SubscriberChanged>({
  name: 'pauseEventSubscriber',
  operation: pauseEventSubscriber,
  description:
    'A subscriber cannot begin to follow, and nothing is sent to it, until it is resumed.',
  key: 'optional',
  input: (t) => ({
    subscriberId: subscriberId(t),
    reason: t.string({ description: 'Why, 1,000 characters at most.' }),
    expectedVersion: expectedVersion(t),
  }),
  payload: { subscriber: subscriber() },
});

actField<SubscriberInput, SubscriberChanged>({
  name: 'resumeEventSubscriber',
  operation: resumeEventSubscriber,
  description: 'A subscriber that was paused goes on where it was.',
  key: 'optional',
  input: (t) => ({ subscriberId: subscriberId(t), expectedVersion: expectedVersion(t) }),
  payload: { subscriber: subscriber() },
});

actField<RewindEventSubscriberInput, SubscriberChanged>({
  name: 'rewindEventSubscriber',
  operation: rewindEventSubscriber,
  description: 'A subscriber gets once more what it had acknowledged. Say a position, or a day.',
  key: 'optional',
  input: (t) => ({
    subscriberId: subscriberId(t),
    toPosition: t.field({ type: 'Position', description: 'What came after it comes once more.' }),
    toDate: t.field({
      type: 'LocalDate',
      description: 'What was recorded on that business day or later comes once more.',
    }),
    expectedVersion: expectedVersion(t),
  }),
  payload: { subscriber: subscriber() },
});

actField<SubscriberInput, SubscriberChanged>({
  name: 'deleteEventSubscriber',
  operation: deleteEventSubscriber,
  description: 'Somebody receives a feed no longer; the cursor is gone.',
  key: 'optional',
  input: (t) => ({ subscriberId: subscriberId(t), expectedVersion: expectedVersion(t) }),
  payload: {
    subscriberId: value('ID', (result) => result.subscriberId, 'The subscriber that was.'),
  },
});

actField<TrimEventsInput, EventsTrimmed>({
  name: 'trimPaymentEvents',
  operation: trimPaymentEvents,
  description:
    'Gives up the events about payments that were recorded before a day, ten years ago at least. ' +
    'The last event about each thing stays.',
  key: 'optional',
  input: (t) => ({
    before: t.field({ type: 'LocalDate', required: true, description: 'The first day kept.' }),
  }),
  payload: {
    keptAfter: value('Position', (result) => result.keptAfter, 'From here on all is kept.'),
    trimmed: value('Int', (result) => result.trimmed, 'How many events are gone.'),
  },
});
