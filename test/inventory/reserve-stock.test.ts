import { newId } from '../../src/kernel/id.ts';
import type { ReservationLineInput } from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { refusalOf } from '../support/refusal.ts';
import { receive } from './acts.ts';
import { levelsIn, promisesIn } from './promising.ts';
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

const line = (text: string, more: Partial<ReservationLineInput> = {}) => lineOf(w, text, more);
const reserve = (...asked: Asked) => setAside(w, ...asked);

describe('setting goods aside', () => {
  test('all lines, or none with every line that is short', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 30', 'HOSE 2');
    const lines = [
      line('TEH VALVE 2 CT'),
      line('TEH HOSE 3'),
      line('TEH VALVE 8'),
      line('ISF HOSE 1'),
    ];
    const faults = await expectRefused(w, () => reserve(lines), [
      'INSUFFICIENT_STOCK lines.1',
      'INSUFFICIENT_STOCK lines.2',
      'INSUFFICIENT_STOCK lines.3',
    ]);
    expect(faults.map(({ message }) => message)).toEqual([
      'HOSE: 3 wanted in TEH, 2 not promised',
      'VALVE: 8 wanted in TEH, 6 not promised',
      'HOSE: 1 wanted in ISF, 0 not promised',
    ]);
    const demandId = newId();
    const done = await reserve([line('TEH VALVE 2 CT'), line('TEH HOSE 2')], {
      demandId,
      demandKind: 'ORDER',
    });
    expect(done).toMatchObject({
      demandId,
      reservations: [
        { state: 'RESERVED', held: '24', waiting: '0' },
        { state: 'RESERVED', held: '2', waiting: '0' },
      ],
    });
    const events = (await announced(w)).filter(({ type }) => type === 'stockDemand.reserved');
    expect(events.map(({ unit_ids }) => unit_ids)).toEqual([[idOf(w, 'TEH')]]);
    expect(events[0]?.data).toMatchObject({
      stockDemand: { id: demandId, kind: 'ORDER' },
      stockReservations: [
        { state: 'RESERVED', held: '24' },
        { state: 'RESERVED', held: '2' },
      ],
    });
  });

  test('as much as there is, or the rest waits; whole lines wait whole', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 10');
    await reserve([line('TEH VALVE 12')], { allOrNothing: false });
    await reserve([line('TEH VALVE 3')], { allOrNothing: false, wait: true });
    await reserve([line('TEH VALVE 3')], { wait: true });
    await receive(w, 'TEH DOCK', 'VALVE 5');
    expect(await promisesIn(w)).toEqual([
      'VALVE 12: held 10 released 2 RESERVED',
      'VALVE 3: held 3 RESERVED',
      'VALVE 3: waiting 3 REQUESTED',
    ]);
    expect(await levelsIn(w)).toEqual(['TEH VALVE sellable 15 reserved 13 waiting 3']);
  });

  test('of the very goods: the place, lot or serial number that is named', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 3', 'ROPE 5 L1', 'ROPE 5 L2', 'BOILER S1,S2');
    await receive(w, 'TEH A1', 'VALVE 3', 'ROPE 7 L1');
    await reserve([
      line('TEH A1 VALVE 3'),
      line('TEH ROPE 6', { lotCode: ' L1 ' }),
      line('TEH DOCK ROPE 4'),
      line('TEH BOILER 1', { serial: 'S2' }),
    ]);
    const rows = await w.sql(
      `select l.code as place, lot.code as lot, b.hard_reserved::int as n from stock_balance b
       join location l on l.id = b.location_id left join lot on lot.id = b.lot_id
       where b.hard_reserved > 0 order by 1, 2`,
    );
    expect(rows).toEqual([
      { place: 'A1', lot: 'L1', n: 6 },
      { place: 'A1', lot: null, n: 3 },
      { place: 'DOCK', lot: expect.stringMatching(/L[12]/) as string, n: 4 },
      { place: 'DOCK', lot: 'S2', n: 1 },
    ]);
    await expectRefused(w, () => reserve([line('TEH BOILER 1', { serial: 'S2' })]), [
      'INSUFFICIENT_STOCK lines.0',
    ]);
  });

  test('names every fault of every line', async () => {
    await receive(w, 'TEH DOCK', 'ROPE 5 L1', 'BOILER S1,S2');
    const id = newId();
    const lines: ReservationLineInput[] = [
      line('TEH VALVE 1', { id: 'x', productId: newId() }),
      line('TEH VALVE 1', { warehouseId: newId(), quantity: '-1' }),
      line('TEH VALVE 1.5', { id }),
      line('TEH VALVE 1', { unit: 'MTR', id }),
      line('TEH VALVE 1', { locationId: idOf(w, 'ISF A1') }),
      line('TEH VALVE 1', { locationId: idOf(w, 'TEH QUAR') }),
      line('TEH VALVE 1', { lotCode: 'L1' }),
      line('TEH ROPE 1', { lotCode: 'L9' }),
      line('TEH BOILER 2', { serial: 'S1' }),
      line('TEH VALVE 1', { strength: 'HARD' }),
      line('TEH DOCK VALVE 1', { strength: 'SOFT' }),
      line('TEH VALVE 1', { packageId: newId() }),
    ];
    const more = {
      demandKind: 'order',
      demandId: 'y',
      wantedOn: '2026-13-01',
      expiresAt: '2026-03-21T08:00:00Z',
    };
    await expectRefused(w, () => reserve(lines, more), [
      'ID_MALFORMED demandId',
      'CODE_MALFORMED demandKind',
      'NOT_A_DATE wantedOn',
      'RUNS_OUT_IN_PAST expiresAt',
      'ID_MALFORMED lines.0.id',
      'PRODUCT_NOT_FOUND lines.0.productId',
      'WAREHOUSE_NOT_FOUND lines.1.warehouseId',
      'NOT_POSITIVE lines.1.quantity',
      'TOO_PRECISE lines.2.quantity',
      'UNKNOWN_UNIT lines.3.unit',
      'LOCATION_NOT_FOUND lines.4.locationId',
      'LOCATION_NOT_FOUND lines.5.locationId',
      'NOT_TRACKED lines.6.lotCode',
      'LOT_NOT_FOUND lines.7.lotCode',
      'SERIALS_REQUIRED lines.8.serial',
      'NAMES_NO_GOODS lines.9.strength',
      'NAMES_GOODS lines.10.strength',
      'PACKAGE_NOT_FOUND lines.11.packageId',
    ]);
    const unending = [line('TEH DOCK ROPE 1'), line('TEH DOCK BOILER 1'), line('TEH DOCK VALVE 1')];
    await expectRefused(w, () => reserve(unending, { wait: true }), [
      'LOT_REQUIRED lines.0.lotCode',
      'SERIALS_REQUIRED lines.1.serial',
    ]);
    await expectRefused(w, () => reserve([]), ['NO_LINES lines']);
    const many = times(1_001, () => line('TEH VALVE 1'));
    await expectRefused(w, () => reserve(many), ['TOO_MANY_LINES lines']);
    const twice = times(2, () => line('TEH VALVE 1', { id }));
    await expectRefused(w, () => reserve(twice), ['ID_REPEATED lines.1.id']);
    await expectRefused(
      w,
      () =>
        reserve([line('TEH VALVE 1')], { expiresInSeconds: 5, expiresAt: '2026-03-22T08:00:00Z' }),
      ['TEXT_MALFORMED expiresAt'],
    );
  });

  test('nor is anything promised in the name of a transfer or an issue', async () => {
    for (const demandKind of ['TRANSFER', 'ISSUE', 'SALES_ORDER']) {
      const ask = () => reserve([line('TEH VALVE 1')], { demandKind });
      await expectRefused(w, ask, ['CODE_MALFORMED demandKind']);
    }
  });

  test('within reach: every warehouse of the lines', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 10');
    await receive(w, 'ISF DOCK', 'VALVE 10');
    const clerk = asViewer({ 'inventory.reserve': [idOf(w, 'TEH')] });
    await reserve([line('TEH VALVE 1')], {}, clerk);
    await expect(reserve([line('TEH VALVE 1'), line('ISF VALVE 1')], {}, clerk)).rejects.toThrow(
      Forbidden,
    );
    await expect(reserve([line('TEH VALVE 1')], {}, asViewer({}))).rejects.toThrow(Forbidden);
    expect(await promisesIn(w)).toHaveLength(1);
  });
});

describe('many at once', () => {
  test('100 clients for 10 units: exactly 10, and 90 are told item and quantity', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 10');
    const acts = times(100, () => reserve([line('TEH VALVE 1')]));
    expect(await outcomes(acts)).toEqual({ done: 10, INSUFFICIENT_STOCK: 90 });
    const faults = await refusalOf(() => reserve([line('TEH VALVE 1')]));
    expect(faults[0]?.message).toBe('VALVE: 1 wanted in TEH, 0 not promised');
    expect(await levelsIn(w)).toEqual(['TEH VALVE sellable 10 reserved 10']);
    const [log] = await w.sql(
      "select count(*)::int as n from operation_log where operation = 'reserveStock'",
    );
    expect(log).toEqual({ n: 10 });
  });

  test('each has its own answer, whoever shares its transaction', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 5');
    const clerk = asViewer({ 'inventory.reserve': [idOf(w, 'ISF')] });
    const ends = await Promise.allSettled([
      reserve([line('TEH VALVE 2')]),
      reserve([line('TEH VALVE 2')], {}, clerk),
      reserve([line('TEH VALVE 0')]),
      // More than there is, whoever comes first.
      reserve([line('TEH VALVE 6')]),
      reserve([line('TEH VALVE 3')]),
      reserve([line('TEH VALVE 9')], { wait: true }),
    ]);
    expect(ends.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'rejected', 'rejected', 'rejected', 'fulfilled', 'fulfilled'],
    ]);
    expect((await promisesIn(w)).sort()).toEqual([
      'VALVE 2: held 2 RESERVED',
      'VALVE 3: held 3 RESERVED',
      'VALVE 9: waiting 9 REQUESTED',
    ]);
  });

  test('an id that is taken is that act alone refused', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 50');
    const id = newId();
    const acts = times(20, (n) => reserve([line('TEH VALVE 1', n % 5 === 0 ? { id } : {})]));
    expect(await outcomes(acts)).toEqual({ done: 17, ID_TAKEN: 3 });
  });

  test('sent again, it answers as the first time', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 10');
    const caller = { ...asSystem, idempotencyKey: 'k1' };
    const twins = await Promise.all(times(5, () => reserve([line('TEH VALVE 4')], {}, caller)));
    for (const twin of twins) expect(twin).toEqual(twins[0]);
    expect(await levelsIn(w)).toEqual(['TEH VALVE sellable 10 reserved 4']);
  });

  test('takes the same statements for one line, for 500, and for 40 acts', async () => {
    await receive(w, 'TEH DOCK', 'VALVE 5000', 'HOSE 5000');
    const one = await w.statementsOf(() => reserve([line('TEH VALVE 1')]));
    const many = times(500, (n) => line(n % 2 ? 'TEH VALVE 1' : 'TEH HOSE 1'));
    expect(await w.statementsOf(() => reserve(many))).toEqual(one);
    expect(one).toEqual([
      'operation_log_open',
      'inventory_warehouse_facts',
      'catalog_load_product_measures',
      'stock_levels_lock',
      'stock_reservations_make',
      'operation_log_close',
    ]);
    const acts = await w.statementsOf(() =>
      Promise.all(times(40, () => reserve([line('TEH VALVE 1')]))),
    );
    expect(acts.filter((name) => name === 'stock_reservations_make').length).toBeLessThan(5);
  });
});
