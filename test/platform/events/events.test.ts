import { newId } from '../../../src/kernel/id.ts';
import { DomainError } from '../../../src/kernel/domain-error.ts';
import { eventTypes } from '../../../src/platform/events/event-types.ts';
import type { EventType, RecordedEvent } from '../../../src/platform/events/event.ts';
import { eventsAfter, headPosition, readEvents } from '../../../src/platform/events/event-log.ts';
import { createEventFeed, type EventFeed } from '../../../src/platform/events/feed.ts';
import { startRelay, type Relay } from '../../../src/platform/events/relay.ts';
import { statement } from '../../../src/platform/database/statement.ts';
import { defineOperation } from '../../../src/platform/perform/operation.ts';
import { asSystem, asViewer, openTestApp, type TestApp } from '../../support/perform.ts';

const ticked: EventType = {
  type: 'clock.ticked',
  permission: 'clock.read',
  description: 'A test announces',
};
const rang: EventType = { ...ticked, type: 'clock.rang' };
const sleep = statement('test_sleep', 'select pg_sleep($1)');
const waitForLeave = statement('test_wait', 'select pg_advisory_xact_lock(1)');

/** Announces one event, holding its transaction open for a while. */
const tick = defineOperation({
  name: 'tick',
  permission: null,
  async run(
    op,
    input: { n: number; seconds?: number; unitId?: string; rings?: boolean; waits?: true },
  ) {
    op.emit({
      type: input.rings ? rang : ticked,
      subject: { type: 'clock', id: newId() },
      ...(input.unitId && { unitIds: [input.unitId] }),
      data: { n: input.n },
    });
    if (input.seconds) await op.query(sleep, [input.seconds]);
    if (input.waits) await op.query(waitForLeave);
    return { n: input.n };
  },
});

let app: TestApp;
const relays: Relay[] = [];
const feeds: EventFeed[] = [];

const relay = (): Relay => {
  const started = startRelay({ database: app.database, pollMs: 20 });
  relays.push(started);
  return started;
};

const feed = async (kept = 2_000, pollMs = 1_000): Promise<EventFeed> => {
  const created = await createEventFeed({ database: app.database, kept, pollMs });
  feeds.push(created);
  return created;
};

beforeEach(async () => {
  app = await openTestApp({ poolSize: 20 });
});

afterEach(async () => {
  await Promise.all(relays.splice(0).map((started) => started.stop()));
  await Promise.all(feeds.splice(0).map((created) => created.stop()));
  await app.close();
});

const announce = async (count: number, from = 1): Promise<void> => {
  for (let n = from; n < from + count; n += 1) await app.perform(tick, { n }, asSystem);
};

/** Reads a follower until it has seen so many events. */
async function take(
  follower: AsyncIterableIterator<RecordedEvent>,
  count: number,
): Promise<RecordedEvent[]> {
  const seen: RecordedEvent[] = [];
  while (seen.length < count) {
    const step = await follower.next();
    if (step.done === true) break;
    seen.push(step.value);
  }
  return seen;
}

const positions = (events: readonly RecordedEvent[]): number[] =>
  events.map((event) => Number(event.position));
const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

test('12 uneven writers, two relays, one transaction long open: all, once, gapless', async () => {
  // The long one takes its place in the outbox first and commits last.
  const keeper = await app.database.pool.connect();
  await keeper.query('select pg_advisory_lock(1)');
  const long = app.perform(tick, { n: 0, waits: true }, asSystem);
  await app.sql('select pg_sleep(0.05)');
  const [first, second] = [relay(), relay()];
  const writers = Array.from({ length: 12 }, async (_, writer) => {
    for (let n = 1; n <= 40; n += 1) {
      const seconds = (n * writer) % 7 === 0 ? 0.01 : 0;
      await app.perform(tick, { n: writer * 1000 + n, seconds }, asSystem);
    }
  });
  await Promise.all(writers);
  await first.settled();
  const before = Number(await headPosition(app.database));
  expect(before).toBe(480);
  await keeper.query('select pg_advisory_unlock(1)');
  keeper.release();
  await long;
  await Promise.all([first.settled(), second.settled()]);
  const all = await eventsAfter(app.database, '0', 1000);
  expect(positions(all)).toEqual(upTo(481));
  expect(all.at(-1)?.data).toEqual({ n: 0 });
  expect(new Set(all.map((event) => event.data['n'])).size).toBe(481);
  // One writer's events follow each other as they were committed.
  const ofThird = all.map((event) => event.data['n'] as number).filter((n) => n > 3000 && n < 4000);
  expect(ofThird).toEqual(upTo(3040, 3001));
});

test('a relay killed in the middle of a batch leaves it whole to the next', async () => {
  await announce(30);
  const victim = relay();
  const kills: Promise<unknown>[] = [];
  for (let round = 0; round < 5; round += 1) {
    const kill = app.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query like '%event_head%'
         and pid <> pg_backend_pid()`,
    );
    kills.push(kill);
    kill.catch(() => undefined);
    await announce(10, 31 + round * 10);
  }
  await Promise.allSettled(kills);
  await victim.settled();
  await relay().settled();
  expect(positions(await eventsAfter(app.database, '0', 1000))).toEqual(upTo(80));
});

test('a follower replays from any position, then goes live, without gap or repeat', async () => {
  const moving = relay();
  await announce(20);
  await moving.settled();
  const live = await feed(5);
  for (const start of [0, 1, 7, 15, 19, 20]) {
    const follower = live.follow(String(start));
    const more = announce(5, 100);
    const seen = await take(follower, Number(live.head()) - start + 5);
    await more;
    expect(positions(seen)).toEqual(upTo(start + seen.length, start + 1));
    await follower.return?.();
  }
  expect(live.followers()).toBe(0);
});

test('a slow follower falls back to the log and holds nobody up', async () => {
  const moving = relay();
  const live = await feed(5);
  const slow = live.follow('0');
  const quick = live.follow('0');
  await announce(40);
  await moving.settled();
  expect(positions(await take(quick, 40))).toEqual(upTo(40));
  expect(positions(await take(slow, 40))).toEqual(upTo(40));
});

test('a lost wake-up is made good by the poll', async () => {
  const live = await feed(100, 50);
  await app.sql(`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'bazargan feed' and datname = current_database()`);
  const moving = relay();
  const follower = live.follow('0');
  await announce(3);
  await moving.settled();
  expect(positions(await take(follower, 3))).toEqual([1, 2, 3]);
});

test('500 followers let go at once while they wait leave none behind', async () => {
  const live = await feed();
  const followers = Array.from({ length: 500 }, () => live.follow('0'));
  const waiting = followers.map((follower) => follower.next());
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(live.followers()).toBe(500);
  for (const follower of followers) void follower.return?.();
  expect((await Promise.all(waiting)).every((step) => step.done)).toBe(true);
  expect(live.followers()).toBe(0);
});

test('what the rights hide leaves no hole: the end position goes on', async () => {
  const [mine, theirs] = [newId(), newId()];
  for (let n = 1; n <= 9; n += 1) {
    await app.perform(tick, { n, unitId: n % 3 === 0 ? mine : theirs, rings: n === 6 }, asSystem);
  }
  await relay().settled();
  const types = eventTypes([ticked, rang]);
  const read = (grants: Parameters<typeof asViewer>[0], page = {}) =>
    readEvents(app.database, types, asViewer(grants).viewer, {
      after: '0',
      types: null,
      first: 100,
      ...page,
    });
  const clerk = { 'clock.read': [mine] };
  expect(positions((await read(clerk)).events)).toEqual([3, 6, 9]);
  expect((await read(clerk)).endPosition).toBe('9');
  expect((await read({ 'clock.read': [newId()] })).endPosition).toBe('9');
  expect(positions((await read(clerk, { types: ['clock.rang'] })).events)).toEqual([6]);
  const firstTwo = await read(clerk, { first: 2 });
  expect([positions(firstTwo.events), firstTwo.endPosition]).toEqual([[3, 6], '6']);
  expect(positions((await read(clerk, { after: '6' })).events)).toEqual([9]);
  expect((await read({})).events).toEqual([]);
  await expect(read(clerk, { after: '10' })).rejects.toThrow(DomainError);
  await expect(read(clerk, { types: ['clock.stopped'] })).rejects.toThrow('clock.stopped');
});

test('the log refuses to be altered', async () => {
  await announce(1);
  await relay().settled();
  await expect(app.sql(`update event_log set data = '{}'`)).rejects.toThrow('append-only');
  await expect(app.sql('delete from event_log')).rejects.toThrow('append-only');
});
