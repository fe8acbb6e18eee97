import { newId, type Id } from '../../../src/kernel/id.ts';
import { createEventFeed, type EventFeed } from '../../../src/platform/events/feed.ts';
import { eventTypes } from '../../../src/platform/events/event-types.ts';
import type { EventType, FeedEvent } from '../../../src/platform/events/event.ts';
import type { ToldEvent } from '../../../src/platform/events/feed-log.ts';
import { startRelay, type Relay } from '../../../src/platform/events/relay.ts';
import { statement } from '../../../src/platform/database/statement.ts';
import { defineOperation } from '../../../src/platform/perform/operation.ts';
import { asSystem, asViewer, openTestApp, type TestApp } from '../../support/perform.ts';

export const feedName = 'BELLS';

const type = (name: string, feed?: string): EventType => ({
  type: `bell.${name}`,
  permission: 'bell.hear',
  description: 'A test announces',
  ...(feed && { feed }),
});

export const hung = type('hung', feedName);
export const rang: EventType = { ...type('rang', feedName), schemaVersion: 3 };
/** Of no feed: takes a position of all events between them. */
export const polished = type('polished');
export const types = eventTypes([hung, rang, polished]);

const waitForLeave = statement('test_feed_wait', 'select pg_advisory_xact_lock(7)');
const sleep = statement('test_feed_sleep', 'select pg_sleep($1)');

export interface RingInput {
  readonly bellId: Id;
  readonly n: number;
  /** So many events by one act; the first causes the others. */
  readonly times?: number;
  readonly seconds?: number;
  readonly waits?: true;
  readonly unitId?: Id;
  readonly effectiveOn?: string;
  readonly as?: 'hung' | 'rang' | 'polished';
}

const kinds = { hung, rang, polished };

/** Announces that a bell rang, holding its transaction open for a while. */
export const ring = defineOperation({
  name: 'ring',
  permission: null,
  async run(op, input: RingInput): Promise<{ ids: Id[] }> {
    const { bellId, n, times = 1, unitId, effectiveOn } = input;
    const ids: Id[] = [];
    for (let time = 0; time < times; time += 1) {
      const id: Id = op.emit({
        type: kinds[input.as ?? 'rang'],
        subject: { type: 'bell', id: bellId },
        ...(unitId && { unitIds: [unitId] }),
        ...(effectiveOn && { effectiveOn }),
        ...(ids[0] && { causedBy: ids[0] }),
        data: { bell: { id: bellId, n }, change: { time } },
      });
      ids.push(id);
    }
    if (input.seconds) await op.query(sleep, [input.seconds]);
    if (input.waits) await op.query(waitForLeave);
    return { ids };
  },
});

export interface FeedWorld {
  readonly app: TestApp;
  relay(): Relay;
  /** What relays were refused by the database. */
  readonly relayErrors: readonly unknown[];
  feed(kept?: number, pollMs?: number): Promise<EventFeed>;
  /** Rings each bell once, by turns, `count` times in all. */
  ring(count: number, bells?: readonly Id[]): Promise<void>;
  /** Gives everything its position. */
  settle(): Promise<void>;
  log(): Promise<readonly Logged[]>;
  close(): Promise<void>;
}

export interface Logged {
  readonly position: number;
  readonly version: number;
  readonly bell: Id;
  readonly n: number;
}

export async function openFeedWorld(): Promise<FeedWorld> {
  const app = await openTestApp({ poolSize: 20 });
  const relays: Relay[] = [];
  const relayErrors: unknown[] = [];
  const feeds: EventFeed[] = [];
  const relay = (): Relay => {
    const onError = (error: unknown): void => void relayErrors.push(error);
    const started = startRelay({ database: app.database, pollMs: 20, onError });
    relays.push(started);
    return started;
  };
  let n = 0;
  return {
    app,
    relay,
    relayErrors,
    async feed(kept = 2_000, pollMs = 50) {
      const created = await createEventFeed({ database: app.database, kept, pollMs });
      feeds.push(created);
      return created;
    },
    async ring(count, bells = [newId()]) {
      for (let i = 0; i < count; i += 1) {
        const bellId = bells[i % bells.length] as Id;
        await app.perform(ring, { bellId, n: (n += 1) }, asSystem);
      }
    },
    async settle() {
      const once = startRelay({ database: app.database });
      await once.settled();
      await once.stop();
    },
    log: () =>
      app.sql<Logged>(
        `select feed_position::int as position, stream_version::int as version,
                subject_id as bell, (data->'bell'->>'n')::int as n
         from event_log where feed = $1 order by feed_position`,
        [feedName],
      ),
    async close() {
      await Promise.all(relays.map((started) => started.stop()));
      await Promise.all(feeds.map((created) => created.stop()));
      await app.close();
    },
  };
}

/** Reads a follower until it has seen so many events. */
export async function take(
  follower: AsyncIterableIterator<FeedEvent>,
  count: number,
): Promise<FeedEvent[]> {
  const seen: FeedEvent[] = [];
  while (seen.length < count) {
    const step = await follower.next();
    if (step.done === true) break;
    seen.push(step.value);
  }
  return seen;
}

export const places = (events: readonly FeedEvent[]): number[] =>
  events.map((event) => Number(event.feedPosition));

export const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

export const hearer = (grants: Parameters<typeof asViewer>[0] = { 'bell.hear': 'ALL' }) =>
  asViewer(grants).viewer;

/** Positions, and whether they tell no more. */
export const shown = (events: readonly ToldEvent[]): string[] =>
  events.map(({ event, withheld }) => `${event.feedPosition}${withheld ? ' withheld' : ''}`);
