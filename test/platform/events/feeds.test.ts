import { newId, type Id } from '../../../src/kernel/id.ts';
import { readFeed, type FeedPage } from '../../../src/platform/events/feed-log.ts';
import { asSystem } from '../../support/perform.ts';
import { refusalOf } from '../../support/refusal.ts';
import {
  feedName,
  hearer,
  openFeedWorld,
  places,
  ring,
  shown,
  take,
  types,
  upTo,
  type FeedWorld,
} from './feed-world.ts';

let w: FeedWorld;
beforeEach(async () => {
  w = await openFeedWorld();
});
afterEach(() => w.close());

/** Versions of each stream, as they come. */
const versionsOf = async (): Promise<ReadonlyMap<Id, number[]>> => {
  const streams = new Map<Id, number[]>();
  for (const { bell, version } of await w.log()) {
    streams.set(bell, [...(streams.get(bell) ?? []), version]);
  }
  return streams;
};

const read = (
  asked: { after?: string; types?: string[]; first?: number } = {},
  viewer = hearer(),
): Promise<FeedPage> =>
  readFeed(w.app.database, types, viewer, feedName, {
    after: asked.after ?? null,
    types: asked.types ?? null,
    first: asked.first ?? 100,
  });

test('12 writers, four relays, one transaction long open: gapless, each stream too', async () => {
  const bells = [newId(), newId(), newId()];
  const keeper = await w.app.database.pool.connect();
  await keeper.query('select pg_advisory_lock(7)');
  const bellId = bells[0] as Id;
  const long = w.app.perform(ring, { bellId, n: 0, waits: true }, asSystem);
  await w.app.sql('select pg_sleep(0.05)');
  const relays = [w.relay(), w.relay(), w.relay(), w.relay()];
  await Promise.all(
    Array.from({ length: 12 }, async (_, writer) => {
      for (let n = 1; n <= 30; n += 1) {
        const seconds = (n * writer) % 7 === 0 ? 0.01 : 0;
        const as = n % 5 === 0 ? 'polished' : 'rang';
        const own = { bellId: bells[(n + writer) % 3] as Id, n: writer * 1000 + n };
        await w.app.perform(ring, { ...own, seconds, as, times: 1 + (n % 2) }, asSystem);
      }
    }),
  );
  await keeper.query('select pg_advisory_unlock(7)');
  keeper.release();
  await long;
  await Promise.all(relays.map((relay) => relay.settled()));
  // No relay counted on from what another had left behind: the unique keys had nothing to refuse.
  expect(w.relayErrors).toEqual([]);
  const log = await w.log();
  // Of 30 acts of each writer 24 rang, 12 of them twice; and the long one.
  expect(log.map(({ position }) => position)).toEqual(upTo(12 * 36 + 1));
  expect(log.at(-1)?.n).toBe(0);
  const streams = await versionsOf();
  expect(streams.size).toBe(3);
  for (const versions of streams.values()) expect(versions).toEqual(upTo(versions.length));
  // One writer's events follow each other as they were committed.
  const ofThird = log.map(({ n }) => n).filter((n) => n > 3000 && n < 4000);
  expect(ofThird).toEqual([...ofThird].sort((a, b) => a - b));
});

test('a relay killed in the middle of a batch leaves it whole to the next', async () => {
  const bells = [newId(), newId()];
  const victim = w.relay();
  const kills: Promise<unknown>[] = [];
  for (let round = 0; round < 5; round += 1) {
    const kill = w.app.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()
         and datname = current_database() and query like '%event_stream%'`,
    );
    kills.push(kill);
    kill.catch(() => undefined);
    await w.ring(20, bells);
  }
  await Promise.allSettled(kills);
  await victim.settled();
  await w.relay().settled();
  expect((await w.log()).map(({ position }) => position)).toEqual(upTo(100));
  for (const versions of (await versionsOf()).values()) expect(versions).toEqual(upTo(50));
});

test('a position or a version given twice is refused by the database', async () => {
  await w.ring(2);
  await w.settle();
  const again = (position: string, version: string): Promise<unknown> =>
    w.app.sql(
      `insert into event_log (position, id, type, subject_type, subject_id, unit_ids,
         operation_id, occurred_at, data, feed, feed_position, stream_version)
       select 99, gen_random_uuid(), type, subject_type, subject_id, unit_ids, operation_id,
         occurred_at, data, feed, ${position}, ${version} from event_log where feed_position = 2`,
    );
  await expect(again('feed_position', '9')).rejects.toThrow('event_log_feed_position');
  await expect(again('9', 'stream_version')).rejects.toThrow('event_log_stream_version');
  await expect(again('null', '9')).rejects.toThrow('event_log_feed_in_full');
  const back = (change: string): Promise<unknown> => w.app.sql(`update event_feed set ${change}`);
  await expect(back('position = 1')).rejects.toThrow('never goes back');
  await expect(w.app.sql('delete from event_feed')).rejects.toThrow('never goes back');
  await expect(back('kept_after = 3')).rejects.toThrow('event_feed_kept_within');
  await expect(w.app.sql('delete from event_log')).rejects.toThrow('append-only');
});

test('an event bears what caused it, the key of its act, the day it counts on', async () => {
  const bellId = newId();
  const caller = { ...asSystem, idempotencyKey: 'ring once' };
  const { ids } = await w.app.perform(ring, { bellId, n: 1, times: 2 }, caller);
  await w.app.perform(ring, { bellId, n: 2, effectiveOn: '2026-01-31' }, asSystem);
  await w.app.perform(ring, { bellId, n: 3, as: 'hung' }, asSystem);
  await w.settle();
  const { events } = await read();
  const facts = events.map(({ event: e }) => [
    ...[e.id, e.causedBy, e.idempotencyKey, e.effectiveOn, e.schemaVersion, e.streamVersion],
  ]);
  const today = '2026-03-21';
  expect(facts).toEqual([
    [ids[0], null, 'ring once', today, 3, '1'],
    [ids[1], ids[0], 'ring once', today, 3, '2'],
    [expect.any(String), null, null, '2026-01-31', 3, '3'],
    [expect.any(String), null, null, today, 1, '4'],
  ]);
});

test('rights leave no hole: what is out of reach is withheld, in its place', async () => {
  const [mine, theirs] = [newId(), newId()];
  for (let n = 1; n <= 9; n += 1) {
    const unitId = n % 3 === 0 ? mine : theirs;
    const as = n === 6 ? 'hung' : 'rang';
    await w.app.perform(ring, { bellId: newId(), n, unitId, as }, asSystem);
  }
  await w.settle();
  const clerk = hearer({ 'bell.hear': [mine] });
  const page = await read({}, clerk);
  expect(shown(page.events)).toEqual(upTo(9).map((n) => (n % 3 === 0 ? `${n}` : `${n} withheld`)));
  expect(shown((await read({}, hearer({}))).events)).toEqual(upTo(9).map((n) => `${n} withheld`));
  // Among chosen types what is withheld would tell its type.
  const rung = await read({ types: ['bell.rang'] }, clerk);
  expect([shown(rung.events), rung.endPosition]).toEqual([['3', '9'], '9']);
  const one = await read({ types: ['bell.rang'], first: 3 }, clerk);
  expect([shown(one.events), one.endPosition]).toEqual([['3'], '3']);
  expect(await refusalOf(() => read({ types: ['bell.polished', 'bell.rang'] }))).toMatchObject([
    { code: 'UNKNOWN_EVENT_TYPE', path: ['types', '0'] },
  ]);
  expect(await refusalOf(() => read({ after: '10' }))).toMatchObject([{ code: 'POSITION_AHEAD' }]);
});

test('a follower replays from any position, then goes live, without gap or repeat', async () => {
  const moving = w.relay();
  await w.ring(20);
  await moving.settled();
  const live = await w.feed(5);
  for (const start of [0, 1, 7, 15, 19, 20]) {
    const follower = live.followFeed(feedName, String(start));
    const more = w.ring(5);
    const seen = await take(follower, Number(live.head(feedName)) - start + 5);
    await more;
    expect(places(seen)).toEqual(upTo(start + seen.length, start + 1));
    await follower.return?.();
  }
  expect(live.followers()).toBe(0);
});

test('a feed that begins while a server runs is followed from its first event', async () => {
  const live = await w.feed();
  const follower = live.followFeed(feedName, '0');
  const moving = w.relay();
  await w.ring(3);
  await moving.settled();
  expect(places(await take(follower, 3))).toEqual([1, 2, 3]);
});

test('many that come back together read the log once', async () => {
  const bellId = newId();
  for (let n = 0; n < 4; n += 1) {
    await w.app.perform(ring, { bellId, n, times: 150 }, asSystem);
  }
  await w.settle();
  const live = await w.feed(5);
  const followers = Array.from({ length: 50 }, (_, n) => live.followFeed(feedName, `${n * 9}`));
  const sent = await w.app.statementsOf(async () => {
    const seen = await Promise.all(followers.map((follower) => take(follower, 50)));
    for (const [n, events] of seen.entries()) {
      expect(places(events)).toEqual(upTo(n * 9 + 50, n * 9 + 1));
    }
  });
  expect(sent.filter((name) => name.startsWith('event_feed'))).toHaveLength(1);
  for (const follower of followers) void follower.return?.();
  expect(live.followers()).toBe(0);
});
