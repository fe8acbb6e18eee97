import type { FeedEvent } from '../../platform/events/event.ts';
import type { FeedPage, ToldEvent } from '../../platform/events/feed-log.ts';
import type { FeedSnapshot } from '../../platform/events/feed-snapshot.ts';
import { ActorType, findActor } from '../actor.ts';
import { builder } from '../builder.ts';

const StreamType = builder.objectRef<FeedEvent>('EventStream').implement({
  description: 'The thing that events are about: they follow each other in it.',
  fields: (t) => ({
    type: t.exposeString('subjectType', { description: 'What kind of thing, e.g. `receipt`.' }),
    id: t.exposeID('subjectId', { description: 'Which one.' }),
  }),
});

/** Null where the event is withheld. */
const told =
  <T>(read: (event: FeedEvent) => T) =>
  ({ event, withheld }: ToldEvent): T | null =>
    withheld ? null : read(event);

export const PaymentEventType = builder.objectRef<ToldEvent>('PaymentEvent');

PaymentEventType.implement({
  description:
    'Something that happened about payments. Never altered; a correction is a further event. One ' +
    'that is out of reach is withheld: position, id and recordedAt alone are told.',
  fields: (t) => ({
    position: t.field({
      type: 'Position',
      description: 'Its place among all events about payments, without gaps, from "1".',
      resolve: ({ event }) => event.feedPosition,
    }),
    id: t.id({
      description: 'The same however often it is delivered.',
      resolve: ({ event }) => event.id,
    }),
    recordedAt: t.field({
      type: 'DateTime',
      description: 'When it got its position.',
      resolve: ({ event }) => event.recordedAt,
    }),
    withheld: t.boolean({
      description: 'It is there, and what it says is out of the reach of whoever asks.',
      resolve: ({ withheld }) => withheld,
    }),
  }),
});

builder.objectFields(PaymentEventType, (t) => ({
  type: t.string({
    nullable: true,
    description: 'The thing and what happened: see `eventTypes`.',
    resolve: told((event) => event.type),
  }),
  schemaVersion: t.int({
    nullable: true,
    description: 'Of its data: raised when a field changes its meaning or goes.',
    resolve: told((event) => event.schemaVersion),
  }),
  stream: t.field({
    type: StreamType,
    nullable: true,
    description: 'What it is about.',
    resolve: told((event) => event),
  }),
  streamVersion: t.field({
    type: 'Position',
    nullable: true,
    description: 'Its place among the events about the same thing, without gaps, from "1".',
    resolve: told((event) => event.streamVersion),
  }),
}));

builder.objectFields(PaymentEventType, (t) => ({
  occurredAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'When it was done.',
    resolve: told((event) => event.occurredAt),
  }),
  effectiveOn: t.field({
    type: 'LocalDate',
    nullable: true,
    description: 'The business day it counts on.',
    resolve: told((event) => event.effectiveOn),
  }),
  actor: t.field({
    type: ActorType,
    nullable: true,
    description: 'Who did it; null where the product acted by itself.',
    resolve: ({ event, withheld }, _args, context) =>
      withheld ? null : findActor(context, event.actorId),
  }),
  correlationId: t.id({
    nullable: true,
    description: 'The act that caused it: the same for all events of one act.',
    resolve: told((event) => event.operationId),
  }),
  causationId: t.id({
    nullable: true,
    description: 'The event that caused it, where one did.',
    resolve: told((event) => event.causedBy),
  }),
  idempotencyKey: t.string({
    nullable: true,
    description: 'The key that the act was sent with, where it was sent with one.',
    resolve: told((event) => event.idempotencyKey),
  }),
  data: t.field({
    type: 'JSON',
    nullable: true,
    description: 'The thing as it was after the act, and what the act changed.',
    resolve: told((event) => event.data),
  }),
}));

export const PaymentEventPage = builder.objectRef<FeedPage>('PaymentEventPage').implement({
  description: 'A stretch of the events about payments.',
  fields: (t) => ({
    events: t.field({
      type: [PaymentEventType],
      description: 'In order. Without `types` their positions follow each other without a gap.',
      resolve: (page) => [...page.events],
    }),
    endPosition: t.field({
      type: 'Position',
      description: 'Everything up to here has been looked at: go on `after` this.',
      resolve: (page) => page.endPosition,
    }),
    headPosition: t.field({
      type: 'Position',
      description: 'The newest event there is.',
      resolve: (page) => page.headPosition,
    }),
    keptAfter: t.field({
      type: 'Position',
      description: 'What is at or before it may be given up; "0": everything is kept.',
      resolve: (page) => page.keptAfter,
    }),
  }),
});

export const PaymentSnapshot = builder.objectRef<FeedSnapshot>('PaymentSnapshot').implement({
  description: 'Each thing that events about payments speak of, as it was at a position.',
  fields: (t) => ({
    events: t.field({
      type: [PaymentEventType],
      description: 'Of each thing the last event by then: its data has the thing as it was.',
      resolve: (page) => [...page.events],
    }),
    at: t.field({
      type: 'Position',
      description: 'As of when: ask for the next pages `at` this, then go on with events after it.',
      resolve: (page) => page.at,
    }),
    endPosition: t.field({
      type: 'Position',
      nullable: true,
      description: 'The next page is `after` this; null when this was the last.',
      resolve: (page) => page.endPosition,
    }),
  }),
});
