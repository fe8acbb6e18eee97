import { eventTypes, type EventTypes } from '../../platform/events/event-types.ts';
import type { RecordedEvent } from '../../platform/events/event.ts';
import { readEvents, requireNotAhead, type EventPage } from '../../platform/events/event-log.ts';
import { Forbidden, type Viewer } from '../../platform/identity/index.ts';
import { maxPageSize } from '../../platform/read/reader.ts';
import { refuse } from '../../kernel/domain-error.ts';
import { allEventTypes } from '../../modules/index.ts';
import { actorById } from '../actor.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { visibleEvents } from './visible-events.ts';

const types: EventTypes = eventTypes(allEventTypes);

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

/** Reading the log at all is a right of its own; each type then asks for its own. */
function requireReader(context: Context): Viewer {
  const viewer = context.requireViewer();
  if (!viewer.grants.has('events.read')) throw new Forbidden('events.read', 'Reading events');
  return viewer;
}

/** As of every list: the limit on list sizes would refuse more before this does. */
const maxEvents = maxPageSize;

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
      const first = args.first ?? maxEvents;
      if (first < 1 || first > maxEvents) {
        refuse('PAGE_SIZE', `first must be between 1 and ${maxEvents}; it is ${first}`, ['first']);
      }
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
    subscribe: (_root, args, context) => {
      const viewer = requireReader(context);
      const wanted = new Set(types.requireKnown(args.types ?? null, viewer));
      const { feed } = context.parts;
      const after = args.after ?? feed.head();
      requireNotAhead(after, feed.head());
      return visibleEvents(
        feed.follow(after),
        (event) => wanted.has(event.type) && types.isVisible(viewer, event),
      );
    },
    resolve: (event) => event as RecordedEvent,
  }),
);
