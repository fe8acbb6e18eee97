import { newId, type Id } from '../../src/kernel/id.ts';
import {
  expireStockReservations,
  prioritiseStockReservation,
  releaseStockReservations,
} from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive } from './acts.ts';
import { promisesIn } from './promising.ts';
import { lineOf, setAside, type Asked } from './set-aside.ts';
import {
  announced,
  expectRefused,
  forgetGoods,
  idOf,
  openWorld,
  outcomes,
  times,
  type World,
} from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld({ poolSize: 24 })));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  w.clock.set('2026-03-21T08:00:00Z');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const line = (text: string) => lineOf(w, text);
const reserve = (...asked: Asked) => setAside(w, ...asked);

describe('giving up', () => {
  test('frees what is held for those who wait, and says why', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 5');
    const { reservations } = await reserve([line('TEH VALVE 3'), line('TEH VALVE 2')]);
    await reserve([line('TEH VALVE 4')], { allOrNothing: false, wait: true });
    const ids = reservations.map(({ stockReservationId }) => stockReservationId);
    await w.perform(
      releaseStockReservations,
      { stockReservationIds: [ids[0]!], reason: 'Changed their mind' },
      asSystem,
    );
    expect(await promisesIn(w)).toEqual([
      'VALVE 3: released 3 RELEASED',
      'VALVE 2: held 2 RESERVED',
      'VALVE 4: held 3 waiting 1 PARTIAL',
    ]);
    const events = (await announced(w)).slice(-2);
    expect(events.map(({ type, data }) => [type, data['change']])).toEqual([
      ['stockReservation.released', { held: '-3', reason: 'Changed their mind' }],
      ['stockReservation.granted', { held: '3', reason: null }],
    ]);
    await expectRefused(
      w,
      () =>
        w.perform(
          releaseStockReservations,
          { stockReservationIds: [...ids, newId(), 'x'] },
          asSystem,
        ),
      ['ID_MALFORMED stockReservationIds.3'],
    );
    await expectRefused(
      w,
      () =>
        w.perform(releaseStockReservations, { stockReservationIds: [...ids, newId()] }, asSystem),
      ['ILLEGAL_STATE stockReservationIds.0', 'STOCK_RESERVATION_NOT_FOUND stockReservationIds.2'],
    );
    const clerk = asViewer({ 'inventory.reserve': [idOf(w, 'ISF')] });
    const foreign = w.perform(releaseStockReservations, { stockReservationIds: [ids[1]!] }, clerk);
    await expect(foreign).rejects.toThrow(Forbidden);
  });

  test('twice at once: once', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 5');
    const { reservations } = await reserve([line('TEH VALVE 3')]);
    const stockReservationIds = reservations.map((one) => one.stockReservationId);
    const acts = times(5, () =>
      w.perform(releaseStockReservations, { stockReservationIds }, asSystem),
    );
    expect(await outcomes(acts)).toEqual({ done: 1, ILLEGAL_STATE: 4 });
  });
});

test('who waits can be put before others, by one who has seen it as it is', async () => {
  const ids: Id[] = [];
  for (const _ of times(2, () => 0)) {
    const { reservations } = await reserve([line('TEH VALVE 3')], { wait: true });
    ids.push(reservations[0]!.stockReservationId);
  }
  const act = (expectedVersion: number, more: object = { priority: 5 }) =>
    w.perform(
      prioritiseStockReservation,
      { stockReservationId: ids[1]!, expectedVersion, ...more },
      asSystem,
    );
  expect(await outcomes(times(4, () => act(1)))).toEqual({ done: 1, STALE: 3 });
  await act(2, { wantedOn: '2026-04-01' });
  // To be served as before changes nothing, and is not told.
  const told = (await announced(w)).length;
  await act(3, { wantedOn: '2026-04-01' });
  await act(3, { priority: undefined });
  expect((await announced(w)).length).toBe(told);
  await expectRefused(w, () => act(3, { wantedOn: 'soon' }), ['NOT_A_DATE wantedOn']);
  const both = { wantedOn: '2026-04-01', withoutWantedOn: true };
  await expectRefused(w, () => act(3, both), ['DAY_CONTRADICTED wantedOn']);
  await act(3, { withoutWantedOn: true });
  expect(
    await w.sql('select priority, wanted_on from stock_reservation where id = $1', [ids[1]]),
  ).toEqual([{ priority: 5, wanted_on: null }]);
  await receive(w, 'TEH DOCK', 'VALVE 3');
  expect(await promisesIn(w)).toEqual(['VALVE 3: waiting 3 REQUESTED', 'VALVE 3: held 3 RESERVED']);
  await expectRefused(w, () => act(5), ['ILLEGAL_STATE']);
  const missing = { stockReservationId: newId(), expectedVersion: 1 };
  await expectRefused(w, () => w.perform(prioritiseStockReservation, missing, asSystem), [
    'STOCK_RESERVATION_NOT_FOUND stockReservationId',
  ]);
});

test('the job ends what ran out, and nothing else', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 10');
  await reserve([line('TEH VALVE 6')], { expiresInSeconds: 60 });
  await reserve([line('TEH VALVE 2')], { expiresAt: '2026-03-21T09:00:00Z' });
  await reserve([line('TEH VALVE 5')], { wait: true });
  w.clock.advance(59);
  expect(await w.perform(expireStockReservations, {}, asSystem)).toMatchObject({ expired: 0 });
  w.clock.advance(1);
  expect(await outcomes(times(3, () => w.perform(expireStockReservations, {}, asSystem)))).toEqual({
    done: 3,
  });
  expect(await promisesIn(w)).toEqual([
    'VALVE 6: released 6 EXPIRED',
    'VALVE 2: held 2 RESERVED',
    'VALVE 5: held 5 RESERVED',
  ]);
  const clerk = asViewer({ 'inventory.reserve': [idOf(w, 'TEH')] });
  await expect(w.perform(expireStockReservations, {}, clerk)).rejects.toThrow(Forbidden);
});
