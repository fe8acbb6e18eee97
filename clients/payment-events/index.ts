import { FeedBroken, FeedRefused, LineLost } from './errors.ts';
import { selection, type PaymentEvent, type PaymentEventPage } from './events.ts';
import { follow, type FollowOptions } from './follow.ts';
import { ask, done } from './http.ts';
import type { LineOptions } from './line.ts';
import { createSequence } from './sequence.ts';

export { fileCursorStore, memoryCursorStore, type CursorStore } from './cursor-store.ts';
export { FeedBroken, FeedRefused, LineLost };
export type { Cursor, PaymentEvent, PaymentEventPage } from './events.ts';
export type { FollowOptions } from './follow.ts';
export type { LineOptions } from './line.ts';
export {
  cursorTable,
  postgresCursorStore,
  type SqlClient,
  type SqlPool,
} from './postgres-cursor-store.ts';

export interface PageQuestion {
  readonly after?: string;
  readonly types?: readonly string[];
  /** 100 at most, and if not said. */
  readonly first?: number;
}

export interface Snapshot {
  /** Follow after this. */
  readonly at: string;
  /** The last event of each stream as of then, in no order of time. */
  readonly events: AsyncIterable<PaymentEvent>;
}

export interface PaymentEvents {
  /** One page, over HTTP. */
  page(asked?: PageQuestion): Promise<PaymentEventPage>;
  /** Everything after a position that is there now, page by page, proved to be whole. */
  all(asked?: PageQuestion): AsyncIterable<PaymentEvent>;
  /** What to start from, instead of from the first event. */
  snapshot(asked?: { readonly at?: string; readonly types?: readonly string[] }): Promise<Snapshot>;
  /** Follows for ever: see `FollowOptions`. */
  follow<Tx>(options: FollowOptions<Tx>): Promise<void>;
  /** Tells the server how far a subscriber has come: so that its lag can be watched. */
  acknowledge(subscriberId: string, position: string): Promise<string>;
  /** How far a subscriber has come, as the server knows. */
  acknowledged(subscriberId: string): Promise<string>;
}

/** The feed of events about payments of one server. */
export const connectPaymentEvents = (line: LineOptions): PaymentEvents => ({
  page: (asked = {}) => page(line, asked),
  all: (asked = {}) => all(line, asked),
  snapshot: (asked = {}) => snapshot(line, asked),
  follow: (options) => follow(line, options),
  async acknowledge(subscriberId, position) {
    const variables = { input: { subscriberId, position } };
    const { it } = await ask<{ it: Acknowledged }>(line, acknowledgement, variables);
    return done(it).ackedPosition;
  },
  async acknowledged(id) {
    const { it } = await ask<{ it: Acknowledged | null }>(line, subscriber, { id });
    if (!it) throw new FeedRefused('SUBSCRIBER_NOT_FOUND', 'There is no such subscriber');
    return it.ackedPosition;
  },
});

interface Acknowledged {
  readonly ackedPosition: string;
  readonly userErrors: readonly { readonly code: string; readonly message: string }[];
}

const acknowledgement = `mutation ($input: AcknowledgePaymentEventsInput!) {
  it: acknowledgePaymentEvents(input: $input) { ackedPosition userErrors { code message } } }`;

const subscriber = 'query ($id: ID!) { it: eventSubscriber(id: $id) { ackedPosition } }';

const pageText = `query ($after: Position, $types: [String!], $first: Int) {
  it: paymentEvents(after: $after, types: $types, first: $first) {
    endPosition headPosition keptAfter events { ${selection} } } }`;

const snapshotText = `query ($at: Position, $after: Position, $types: [String!]) {
  it: paymentSnapshot(at: $at, after: $after, types: $types) {
    at endPosition events { ${selection} } } }`;

const page = async (line: LineOptions, asked: PageQuestion): Promise<PaymentEventPage> =>
  (await ask<{ it: PaymentEventPage }>(line, pageText, { ...asked })).it;

async function* all(line: LineOptions, asked: PageQuestion): AsyncGenerator<PaymentEvent> {
  let part = await page(line, asked);
  const start = asked.after ?? part.keptAfter;
  const sequence = createSequence({ position: start, id: null }, asked.types === undefined);
  for (;;) {
    for (const event of part.events) if (sequence.isNext(event)) yield event;
    if (BigInt(part.endPosition) >= BigInt(part.headPosition)) return;
    part = await page(line, { ...asked, after: part.endPosition });
  }
}

interface SnapshotPage {
  readonly at: string;
  readonly endPosition: string | null;
  readonly events: readonly PaymentEvent[];
}

async function snapshot(
  line: LineOptions,
  asked: { readonly at?: string; readonly types?: readonly string[] },
): Promise<Snapshot> {
  const next = async (variables: object): Promise<SnapshotPage> =>
    (await ask<{ it: SnapshotPage }>(line, snapshotText, { ...asked, ...variables })).it;
  const first = await next({});
  const { at } = first;
  async function* events(): AsyncGenerator<PaymentEvent> {
    let part = first;
    for (;;) {
      yield* part.events;
      if (part.endPosition === null) return;
      part = await next({ at, after: part.endPosition });
    }
  }
  return { at, events: events() };
}
