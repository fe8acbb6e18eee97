import type { RecordedEvent } from '../../platform/events/event.ts';
import {
  headPosition,
  readEvents,
  requireNotAhead,
  type EventPage,
} from '../../platform/events/event-log.ts';
import { knownEventTypes as types } from '../../modules/index.ts';
import { actorById } from '../actor.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { requireFirst, requireReader } from './event-reader.ts';
import { wantedEvents } from './wanted-events.ts';

const EventType = builder.objectRef<RecordedEvent>('Event').implement({
  description: 'Something that happened. Never altered; a correction is a further event.',
  fields: (t) => ({
    position: t.field({
      type: 'Position',
      description: 'Its place in the one order of all events, without gaps, from "1".',
      resolve: (event) => event.position,
    }),
    id: t.exposeID('id', { description: 'The same however often it is delivered.' }),
    type: t.exposeString('type', { description: 'The thing and what happened: see `eventTypes`.' }),
    subjectType: t.exposeString('subjectType', { description: 'What kind of thing it is about.' }),
    subjectId: t.exposeID('subjectId', { description: 'The thing it is about.' }),
    occurredAt: t.field({
      type: 'DateTime',
      description: 'When it was done.',
      resolve: (event) => event.occurredAt,
    }),
    recordedAt: t.field({
      type: 'DateTime',
      description: 'When it got its position.',
      resolve: (event) => event.recordedAt,
    }),
    operationId: t.exposeID('operationId', {
      description: 'The act that caused it: the same for all events of one act.',
    }),
    actor: t.field(
      actorById<RecordedEvent>(
        'Who did it; null where the product acted by itself.',
        (event) => event.actorId,
      ),
    ),
    data: t.field({
      type: 'JSON',
      description: 'The thing as it was after the act, and what the act changed.',
      resolve: (event) => event.data,
    }),
  }),
});

const EventPageType = builder.objectRef<EventPage>('EventPage').implement({
  description: 'A stretch of the event log.',
  fields: (t) => ({
    events: t.field({
      type: [EventType],
      description: 'The events that the viewer may see, in order.',
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
  }),
});

const EventTypeInfo = builder
  .objectRef<{ type: string; description: string }>('EventTypeInfo')
  .implement({
    description: 'A kind of event that the product announces.',
    fields: (t) => ({
      type: t.exposeString('type', { description: 'Its name, e.g. `stockTransfer.shipped`.' }),
      description: t.exposeString('description', { description: 'What it tells.' }),
    }),
  });

builder.queryFields((t) => ({
  eventTypes: t.field({
    type: [EventTypeInfo],
    description: 'The kinds of events that the viewer may see.',
    resolve: (_root, _args, context) => {
      const viewer = requireReader(context);
      return types.all.filter((type) => viewer.grants.has(type.permission));
    },
  }),
  events: t.field({
    type: EventPageType,
    description:
      'The event log after a position. Call again with `endPosition` until it equals ' +
      '`headPosition`; then every event has been offered once, in order.',
    args: {
      after: t.arg({ type: 'Position', description: 'From the first event on, if not said.' }),
      types: t.arg.stringList({ description: 'Only these; all that may be seen, if not said.' }),
      first: t.arg.int({ description: 'Events at most; 100 if not said, and at most.' }),
    },
    resolve: (_root, args, context) => {
      const first = requireFirst(args.first);
      return readEvents(context.parts.database, types, requireReader(context), {
        after: args.after ?? '0',
        types: args.types ?? null,
        first,
      });
    },
  }),
}));

builder.subscriptionField('events', (t) =>
  t.field({
    type: EventType,
    description:
      'Every event after a position, in order, without gap or repeat: first from the log, then ' +
      'as they happen. After a break, subscribe again after the last position seen.',
    args: {
      after: t.arg({
        type: 'Position',
        description: 'Only what happens from now on, if not said.',
      }),
      types: t.arg.stringList({ description: 'Only these; all that may be seen, if not said.' }),
    },
    subscribe: (_root, args, context) =>
      follow(context, args.after ?? null, args.types ?? null) as never,
    // Asked for each event and each client, with the rights of that moment.
    extensions: {
      tell: (event: RecordedEvent, context: Context) =>
        types.isVisible(requireReader(context), event) ? event : null,
    },
    resolve: (event) => event as RecordedEvent,
  }),
);

async function follow(
  context: Context,
  after: string | null,
  asked: readonly string[] | null,
): Promise<AsyncIterableIterator<RecordedEvent>> {
  const viewer = requireReader(context);
  const wanted = asked && new Set(types.requireKnown(asked, viewer));
  const { database, feed } = context.parts;
  const start = after ?? feed.head();
  // As the log has it: this server may not have heard yet of what another has told.
  requireNotAhead(start, await headPosition(database));
  const events = feed.follow(start);
  return wanted ? wantedEvents(events, wanted) : events;
}
