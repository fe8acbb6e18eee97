import { setTimeout as sleep } from 'node:timers/promises';
import { newId, type Id } from '../../../src/kernel/id.ts';
import type { Queryable, Statement } from '../../../src/platform/database/statement.ts';
import { readFeed } from '../../../src/platform/events/feed-log.ts';
import { readSnapshot } from '../../../src/platform/events/feed-snapshot.ts';
import { createTrimEvents } from '../../../src/platform/events/index.ts';
import { asSystem, asViewer } from '../../support/perform.ts';
import { refusalOf } from '../../support/refusal.ts';
import {
  feedName,
  hearer,
  openFeedWorld,
  ring,
  shown,
  types,
  upTo,
  type FeedWorld,
} from './feed-world.ts';
import { patienceMs } from '../../support/wait-until.ts';

let w: FeedWorld;
beforeEach(async () => {
  w = await openFeedWorld();
});
afterEach(() => w.close());

const read = (asked: { after?: string } = {}) =>
  readFeed(w.app.database, types, hearer(), feedName, {
    after: asked.after ?? null,
    types: null,
    first: 100,
  });

describe('a snapshot', () => {
  const snapshot = (asked: { at?: string; after?: string; first?: number; types?: string[] }) =>
    readSnapshot(w.app.database, types, hearer(), feedName, {
      at: asked.at ?? null,
      after: asked.after ?? null,
      types: asked.types ?? null,
      first: asked.first ?? 100,
    });

  test('has the last event of each stream, the same while others write', async () => {
    const bells = Array.from({ length: 7 }, () => newId());
    await w.ring(21, bells);
    await w.settle();
    const first = await snapshot({ first: 3 });
    expect(first.at).toBe('21');
    // Meanwhile each bell rings again, and new ones are hung.
    await w.ring(10, [...bells, newId(), newId(), newId()]);
    await w.settle();
    const { at } = first;
    const second = await snapshot({ at, after: first.endPosition as string, first: 3 });
    const third = await snapshot({ at, after: second.endPosition as string, first: 3 });
    expect(third.endPosition).toBeNull();
    const all = [first, second, third].flatMap(({ events }) => shown(events));
    expect(all.map(Number).sort((a, b) => a - b)).toEqual(upTo(21, 15));
    expect(shown((await snapshot({})).events)).toHaveLength(10);
    expect(shown((await snapshot({ at: '2' })).events).sort()).toEqual(['1', '2']);
  });

  test('holds what withheld events and chosen types leave, and goes on from there', async () => {
    const bells = [newId(), newId()];
    await w.ring(4, bells);
    await w.app.perform(ring, { bellId: bells[0] as Id, n: 99, as: 'hung' }, asSystem);
    await w.settle();
    const rung = await snapshot({ types: ['bell.rang'] });
    expect(shown(rung.events).sort()).toEqual(['3', '4']);
    expect((await read({ after: rung.at })).events).toEqual([]);
    expect(await refusalOf(() => snapshot({ at: '6' }))).toMatchObject([
      { code: 'POSITION_AHEAD' },
    ]);
    expect(await refusalOf(() => snapshot({ after: '77' }))).toMatchObject([
      { code: 'INVALID_CURSOR' },
    ]);
  });
});

describe('retention', () => {
  const trim = createTrimEvents('trimBells', feedName);
  const operator = asViewer({ 'events.trim': 'ALL' });
  const old = '2100-06-01';

  test('gives up what is ten years old, keeps the last of each stream, tells readers', async () => {
    const bells = [newId(), newId()];
    await w.ring(9, [...bells, newId()]);
    await w.settle();
    const before = await read();
    const live = await w.feed(1);
    const follower = live.followFeed(feedName, '2');
    // What is younger than ten years stays, whatever anybody says.
    const tooSoon = () => w.app.perform(trim, { before: old }, operator);
    expect(await refusalOf(tooSoon)).toMatchObject([
      { code: 'TOO_YOUNG', path: ['before'], details: { latest: '2016-03-21' } },
    ]);
    w.app.clock.set('2110-06-01T08:00:00Z');
    expect(await w.app.perform(trim, { before: old }, operator)).toEqual({
      keptAfter: '9',
      trimmed: 6,
    });
    // Again: nothing happens.
    expect(await w.app.perform(trim, { before: old }, operator)).toMatchObject({ trimmed: 0 });
    await w.ring(3, bells);
    await w.settle();
    const page = await read();
    expect([page.keptAfter, shown(page.events)]).toEqual(['9', ['10', '11', '12']]);
    for (const after of ['0', '8']) {
      expect(await refusalOf(() => read({ after }))).toMatchObject([
        { code: 'CURSOR_TOO_OLD', path: ['after'], details: { keptAfter: '9' } },
      ]);
    }
    expect(await refusalOf(() => follower.next())).toMatchObject([{ code: 'CURSOR_TOO_OLD' }]);
    expect(before.events).toHaveLength(9);
    const state = await readSnapshot(w.app.database, types, hearer(), feedName, {
      ...{ at: null, after: null, types: null, first: 100 },
    });
    expect(
      shown(state.events)
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual([9, 11, 12]);
    expect(await w.app.verify()).toEqual([]);
    // What was not given up is not to be deleted, even now; nor the last of a stream before it.
    for (const kept of [9, 10]) {
      const remove = `delete from event_log where feed_position = ${kept}`;
      await expect(w.app.sql(remove)).rejects.toThrow('append-only');
    }
  });

  /** Rings one bell so often that what is given up fills pages of the log. */
  const ringLong = async (): Promise<void> => {
    const bellId = newId();
    for (const n of [1, 2]) await w.app.perform(ring, { bellId, n, times: 600 }, asSystem);
    await w.settle();
  };
  const giveUp = async (): Promise<void> => {
    w.app.clock.set('2110-06-01T08:00:00Z');
    expect(await w.app.perform(trim, { before: old }, operator)).toMatchObject({ trimmed: 1199 });
  };

  /** Reads as the product does; behind the first look at the feed's extent much is given up. */
  const trimmedMeanwhile = (): Queryable => {
    let trimmed = false;
    return {
      async query<Row>(asked: Statement, values?: readonly unknown[]): Promise<Row[]> {
        const rows = await w.app.database.query<Row>(asked, values);
        if (!trimmed && asked.name === 'event_feed_extent') {
          trimmed = true;
          await giveUp();
        }
        return rows;
      },
    };
  };

  test('tells a follower also where nothing at all is left of what comes next', async () => {
    await ringLong();
    const live = await w.feed(1);
    const followers = ['2', '500', '700'].map((at) => live.followFeed(feedName, at));
    await giveUp();
    const told = followers.map((follower) => refusalOf(() => follower.next()));
    const late = sleep(patienceMs, ['silence'], { ref: false });
    for (const one of told) {
      expect(await Promise.race([one, late])).toMatchObject([
        { code: 'CURSOR_TOO_OLD', details: { keptAfter: '1200' } },
      ]);
    }
  });

  test('tells a reader whose events go between two of its statements', async () => {
    await ringLong();
    const tooOld = [{ code: 'CURSOR_TOO_OLD', details: { keptAfter: '1200' } }];
    const asked = { types: ['bell.rang'], first: 100 };
    const page = () =>
      readFeed(trimmedMeanwhile(), types, hearer(), feedName, { ...asked, after: '7' });
    expect(await refusalOf(page)).toMatchObject(tooOld);
    expect((await w.app.sql('select 1 from event_log where feed is not null')).length).toBe(1);
  });

  test('tells who asks for a state of which events go meanwhile', async () => {
    await ringLong();
    const state = () =>
      readSnapshot(trimmedMeanwhile(), types, hearer(), feedName, {
        ...{ at: '7', after: null, types: null, first: 100 },
      });
    expect(await refusalOf(state)).toMatchObject([{ code: 'CURSOR_TOO_OLD' }]);
  });

  test('is for operators', async () => {
    const clerk = asViewer({ 'events.read': 'ALL', 'events.administer': 'ALL' });
    await expect(w.app.perform(trim, { before: '2000-01-01' }, clerk)).rejects.toThrow(
      'events.trim',
    );
  });
});
