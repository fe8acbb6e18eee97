import { newId } from '../../src/kernel/id.ts';
import { editLocation } from '../../src/modules/inventory/index.ts';
import { asSystem } from '../support/perform.ts';
import { receive } from './acts.ts';
import { relocate } from './corrections.ts';
import {
  leave,
  levelsIn,
  lose,
  promise,
  promisesIn,
  releasing,
  wantedOf,
  type Terms,
} from './promising.ts';
import { without } from './without.ts';
import { draftIssue, reserveFor } from './voucher-acts.ts';
import { expectRefused, forgetGoods, idOf, openWorld, type World } from './world.ts';
import { atGate, gate } from '../support/gate.ts';

/*
 * One act does several things to promises, one after the other: nothing comes in between.
 */

let w: World;
beforeAll(async () => void (w = await openWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  w.clock.set(at(0));
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const at = (minutes: number): Date => new Date(Date.UTC(2026, 2, 21, 8, minutes));
const ranOut: Terms = { expiresAt: at(60) };

describe('goods that leave out of a promise of their own', () => {
  test('are not given to who waits for them, when a promise of other goods runs out', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 5', 'HOSE 5');
    const mine = await promise(w, 'TEH VALVE 5');
    await promise(w, 'TEH HOSE 5', ranOut);
    await promise(w, 'TEH VALVE 5', { wait: true });
    w.clock.set(at(60));
    await leave(w, mine, 'TEH DOCK VALVE 5 > customer', 'TEH DOCK HOSE 5 > customer');
    expect((await promisesIn(w)).sort()).toEqual([
      'HOSE 5: released 5 EXPIRED',
      'VALVE 5: consumed 5 CONSUMED',
      'VALVE 5: waiting 5 REQUESTED',
    ]);
  });

  test('nor when one of the same goods does: who waits gets what that held', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 9');
    const mine = await promise(w, 'TEH DOCK VALVE 5');
    await promise(w, 'TEH DOCK VALVE 4', ranOut);
    await promise(w, 'TEH DOCK VALVE 3', { wait: true, priority: 9 });
    await promise(w, 'TEH VALVE 9', { wait: true });
    w.clock.set(at(60));
    const go = (goods: string) => leave(w, mine, `TEH DOCK ${goods} > customer`);
    await expectRefused(w, () => go('VALVE 6'), ['INSUFFICIENT_STOCK']);
    await go('VALVE 5');
    expect(await levelsIn(w)).toEqual(['TEH VALVE sellable 4 reserved 4 waiting 8']);
  });
});

describe('promises that go along with their goods', () => {
  test('come before who waits for such goods where they go', async () => {
    await receive(w, 'TEH A1', 'VALVE 5');
    await receive(w, 'TEH DOCK', 'VALVE 5');
    await promise(w, 'TEH A1 VALVE 5');
    await promise(w, 'TEH A2 VALVE 5', { wait: true });
    await relocate(w, ['TEH A1 > A2 VALVE 5'], { moveReservations: true });
    expect(await promisesIn(w)).toEqual([
      'VALVE 5: held 5 RESERVED',
      'VALVE 5: waiting 5 REQUESTED',
    ]);
    await relocate(w, ['TEH DOCK > A2 VALVE 3']);
    expect((await promisesIn(w))[1]).toBe('VALVE 5: held 3 waiting 2 PARTIAL');
  });

  test('keep no goods where they are when they have run out', async () => {
    await receive(w, 'TEH A1', 'VALVE 5');
    await promise(w, 'TEH A1 VALVE 5', ranOut);
    await promise(w, 'TEH VALVE 2', { wait: true });
    w.clock.set(at(60));
    await relocate(w, ['TEH A1 > A2 VALVE 5']);
    expect(await promisesIn(w)).toEqual([
      'VALVE 5: released 5 EXPIRED',
      'VALVE 2: held 2 RESERVED',
    ]);
  });

  test('do not go when they have run out', async () => {
    await receive(w, 'TEH A1', 'VALVE 5', 'HOSE 5');
    await promise(w, 'TEH A1 VALVE 5', ranOut);
    await promise(w, 'TEH A1 HOSE 5');
    w.clock.set(at(60));
    const goods = ['TEH A1 > A2 VALVE 5', 'TEH A1 > A2 HOSE 5'];
    await relocate(w, goods, { moveReservations: true });
    expect(await promisesIn(w)).toEqual(['VALVE 5: released 5 EXPIRED', 'HOSE 5: held 5 RESERVED']);
  });
});

test('what has run out is cut before what is still promised', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 10');
  await promise(w, 'TEH VALVE 4', { ...ranOut, priority: 5 });
  await promise(w, 'TEH VALVE 6');
  w.clock.set(at(60));
  await lose(w, 'TEH DOCK VALVE 4');
  expect((await promisesIn(w))[1]).toBe('VALVE 6: held 6 RESERVED');
});

test('what a demand is promised while it is given up stays, as if it had come later', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 5', 'HOSE 5');
  const demandId = newId();
  await promise(w, 'TEH VALVE 5', { demandId });
  const late = await wantedOf(w, 'TEH HOSE 5', { demandId });
  const slowly = without(releasing, {
    stock_levels_lock_of_reservations: [
      ['select s.product_id as "productId"', `select ${gate} is null, s.product_id as "productId"`],
    ],
  });
  const ending = 'CANCELLED' as const;
  const meanwhile = () => promise(w, 'TEH HOSE 5', late);
  await atGate(w.database.pool, { of: 1, meanwhile }, () =>
    w.perform(slowly, { demandIds: [demandId], ending }, asSystem),
  );
  expect(await promisesIn(w)).toEqual(['VALVE 5: released 5 RELEASED', 'HOSE 5: held 5 RESERVED']);
});

describe('who waits for goods of a place', () => {
  const editA2 = async (kind: 'STORAGE' | 'QUARANTINE') => {
    const locationId = idOf(w, 'TEH A2');
    const [now] = await w.sql<{ version: number }>('select version from location where id = $1', [
      locationId,
    ]);
    const expectedVersion = now?.version ?? 0;
    return w.perform(editLocation, { locationId, kind, expectedVersion }, asSystem);
  };

  test('is promised nothing there while what is there is not sold', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 5');
    await promise(w, 'TEH A2 VALVE 5', { wait: true });
    await editA2('QUARANTINE');
    await receive(w, 'TEH A2', 'VALVE 5');
    expect(await promisesIn(w)).toEqual(['VALVE 5: waiting 5 REQUESTED']);
    await relocate(w, ['TEH A2 > DOCK VALVE 5']);
    await editA2('STORAGE');
    await relocate(w, ['TEH DOCK > A2 VALVE 5']);
    expect(await promisesIn(w)).toEqual(['VALVE 5: held 5 RESERVED']);
  });

  test('drafts of goods that are not sold set nothing aside', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 9');
    await receive(w, 'TEH QUAR', 'VALVE 5');
    await reserveFor(w, await draftIssue(w, 'TEH', 'VALVE 3 at TEH QUAR', 'VALVE 2'));
    expect(await promisesIn(w)).toEqual(['VALVE 2: held 2 RESERVED']);
  });
});

test('more than can be counted is refused, of goods and of wishes', async () => {
  const most = '99999999999999';
  await receive(w, 'TEH DOCK', `VALVE ${most}`);
  await expectRefused(w, () => receive(w, 'TEH A1', 'VALVE 1'), ['TOO_MANY_DIGITS']);
  await promise(w, `TEH HOSE ${most}`, { wait: true });
  const more = () => promise(w, 'TEH HOSE 1', { wait: true });
  await expectRefused(w, more, ['TOO_MANY_DIGITS']);
});
