import { paymentFeed, knownEventTypes as types } from '../../modules/index.ts';
import type { FeedEvent } from '../../platform/events/event.ts';
import {
  extentOf,
  readFeed,
  requireWithin,
  tellTo,
  type ToldEvent,
} from '../../platform/events/feed-log.ts';
import { readSnapshot } from '../../platform/events/feed-snapshot.ts';
import { findOwnSubscriber, type EventSubscriberRow } from '../../platform/events/index.ts';
import type { Viewer } from '../../platform/identity/index.ts';
import { refuse } from '../../kernel/domain-error.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { requireFirst, requireReader } from './event-reader.ts';
import { PaymentEventPage, PaymentEventType, PaymentSnapshot } from './payment-event-types.ts';

const typesArgument = 'Only these, of those within reach; everything, if not said.';

builder.queryFields((t) => ({
  paymentEvents: t.field({
    type: PaymentEventPage,
    description:
      'The events about payments after a position. Call again with `endPosition` until it equals ' +
      '`headPosition`; then every event has been offered once, in order.',
    args: {
      after: t.arg({ type: 'Position', description: 'From the first one kept, if not said.' }),
      types: t.arg.stringList({ description: typesArgument }),
      first: t.arg.int({ description: 'Events at most; 100 if not said, and at most.' }),
    },
    resolve: (_root, args, context) =>
      readFeed(context.parts.database, types, requireReader(context), paymentFeed, {
        after: args.after ?? null,
        types: args.types ?? null,
        first: requireFirst(args.first),
      }),
  }),
  paymentSnapshot: t.field({
    type: PaymentSnapshot,
    description:
      'The state to start a new reader from, page by page; then the events after its position.',
    args: {
      at: t.arg({ type: 'Position', description: 'The newest, if not said.' }),
      after: t.arg({ type: 'Position', description: 'The `endPosition` of the page before.' }),
      types: t.arg.stringList({ description: typesArgument }),
      first: t.arg.int({ description: 'Events at most; 100 if not said, and at most.' }),
    },
    resolve: (_root, args, context) =>
      readSnapshot(context.parts.database, types, requireReader(context), paymentFeed, {
        at: args.at ?? null,
        after: args.after ?? null,
        types: args.types ?? null,
        first: requireFirst(args.first),
      }),
  }),
}));

/** One event on its way to a follower, and the types that the follower asked for. */
interface Offered {
  readonly event: FeedEvent;
  readonly wanted: ReadonlySet<string> | null;
}

builder.subscriptionField('paymentEvents', (t) =>
  t.field({
    type: PaymentEventType,
    description:
      'Every event about payments after a position, in order, without gap or repeat: first from ' +
      'the log, then as they happen. After a break, subscribe again after the last one seen.',
    args: {
      after: t.arg({
        type: 'Position',
        description: 'If not said: what the subscriber has acknowledged; else from now on.',
      }),
      types: t.arg.stringList({ description: `${typesArgument} A subscriber has its own.` }),
      subscriber: t.arg.id({ description: 'One’s own subscriber, which keeps a cursor.' }),
    },
    subscribe: (_root, args, context) =>
      follow(context, args.after ?? null, args.types ?? null, args.subscriber ?? null) as never,
    // Asked for each event and each client, with the rights of that moment.
    extensions: {
      tell: ({ event, wanted }: Offered, context: Context) =>
        tellTo(requireReader(context), types, wanted, event),
    },
    resolve: (event) => event as ToldEvent,
  }),
);

async function follow(
  context: Context,
  after: string | null,
  asked: readonly string[] | null,
  subscriberId: string | null,
): Promise<AsyncIterableIterator<Offered>> {
  const viewer = requireReader(context);
  const { database, feed } = context.parts;
  const subscriber =
    subscriberId === null ? null : await subscriberOf(context, viewer, subscriberId);
  const wanted = types.wantedOf(paymentFeed, asked ?? subscriber?.types ?? null);
  const start = after ?? subscriber?.ackedPosition ?? feed.head(paymentFeed);
  // As the log has it: this server may not have heard yet of what another has told.
  requireWithin(await extentOf(database, paymentFeed), start);
  return offering(feed.followFeed(paymentFeed, start), wanted);
}

async function subscriberOf(
  context: Context,
  { personId }: Viewer,
  id: string,
): Promise<EventSubscriberRow> {
  const found = await findOwnSubscriber(context.parts.database, paymentFeed, id, personId);
  if (found.state === 'PAUSED') {
    refuse('SUBSCRIBER_PAUSED', `It is paused: ${found.pausedReason ?? 'no reason was given'}`, [
      'subscriber',
    ]);
  }
  return found;
}

/** A bare iterator, so that `return()` ends the following at once even while `next()` waits. */
function offering(
  events: AsyncIterableIterator<FeedEvent>,
  wanted: ReadonlySet<string> | null,
): AsyncIterableIterator<Offered> {
  const offer = (event: FeedEvent): Offered => ({ event, wanted });
  return {
    async next() {
      const step = await events.next();
      return step.done ? step : { done: false, value: offer(step.value) };
    },
    async return() {
      await events.return?.();
      return { done: true, value: undefined };
    },
    async throw(error) {
      await events.throw?.(error);
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
