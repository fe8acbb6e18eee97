import { newId, type Id } from '../../src/kernel/id.ts';
import {
  holdStock,
  releaseStock,
  type HoldStockInput,
  type ReleaseStockInput,
} from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive, ship, transfer } from './acts.ts';
import {
  conditions,
  lotIdOf,
  owner,
  placedLine,
  promise,
  promises,
  receiveOwned,
} from './corrections.ts';
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
beforeAll(async () => void (w = await openWorld()));
afterAll(() => w.close());
beforeEach(() => forgetGoods(w));
afterEach(async () => expect(await w.verify()).toEqual([]));

const lotId = (code: string): Promise<Id> => lotIdOf(w, code);

const lineOf = (text: string) => placedLine(w, text);
const target = (lines: readonly string[]) => ({
  warehouseId: idOf(w, 'TEH'),
  reason: 'Scratched',
  lines: lines.map(lineOf),
});
const hold = (lines: readonly string[], over: Partial<HoldStockInput> = {}) =>
  w.perform(holdStock, { status: 'BLOCKED', ...target(lines), ...over }, asSystem);
const release = (lines: readonly string[], over: Partial<ReleaseStockInput> = {}) =>
  w.perform(releaseStock, { status: 'BLOCKED', ...target(lines), ...over }, asSystem);
const lotInput = (id: Id, over: object = {}) => ({ lotId: id, reason: 'Recall 12', ...over });
const holdLot = (id: Id, over: object = {}) =>
  w.perform(holdStock, { status: 'QUARANTINE', ...lotInput(id, over) }, asSystem);

test('goods at a place are held and set free, and stay where they are', async () => {
  await receive(w, 'TEH A1', 'VALVE 10', 'BOILER S1,S2');
  await hold(['TEH A1 VALVE 4', 'TEH A1 BOILER S2']);
  expect(await conditions(w)).toEqual([
    'TEH A1 BOILER S1 1',
    'TEH A1 BOILER S2 1 BLOCKED',
    'TEH A1 VALVE 4 BLOCKED',
    'TEH A1 VALVE 6',
  ]);
  expect(await w.sql('select number, reason, kind from stock_voucher order by number')).toEqual([
    { number: 'TEH-GR-2026-000001', reason: null, kind: 'RECEIPT' },
    { number: 'TEH-ST-2026-000001', reason: 'Scratched', kind: 'STATUS_CHANGE' },
  ]);
  expect((await announced(w)).at(-1)).toMatchObject({ type: 'stockStatusChange.posted' });
  await release(['TEH A1 VALVE 1', 'TEH A1 BOILER S2']);
  expect(await conditions(w)).toEqual([
    'TEH A1 BOILER S1 1',
    'TEH A1 BOILER S2 1',
    'TEH A1 VALVE 3 BLOCKED',
    'TEH A1 VALVE 7',
  ]);
});

test('a lot is held in a warehouse, or wherever it is; what is on its way is told', async () => {
  await receive(w, 'TEH A1', 'ROPE 10 L1', 'ROPE 1 L2');
  await receive(w, 'TEH A2', 'ROPE 2 L1');
  await receive(w, 'ISF A1', 'ROPE 3 L1');
  const t = await transfer(w, 'TEH > MHD', 'ROPE 4');
  await ship(w, t, 'TEH A1 ROPE 4 L1');
  const id = await lotId('L1');
  const here = await holdLot(id, { warehouseId: idOf(w, 'ISF') });
  expect(here).toMatchObject({ stockVoucherIds: { length: 1 }, inTransit: '4' });
  const everywhere = await holdLot(id);
  expect(everywhere).toMatchObject({ stockVoucherIds: { length: 1 }, inTransit: '4' });
  expect(await conditions(w)).toEqual([
    'ISF A1 ROPE L1 3 QUARANTINE',
    'TEH A1 ROPE L1 6 QUARANTINE',
    'TEH A1 ROPE L2 1',
    'TEH A2 ROPE L1 2 QUARANTINE',
  ]);
  await expectRefused(w, () => holdLot(id), ['NOTHING_THERE lotId']);
  const both = await w.perform(releaseStock, { status: 'QUARANTINE', ...lotInput(id) }, asSystem);
  expect(both.stockVoucherIds).toHaveLength(2);
  expect((await conditions(w)).join()).not.toContain('QUARANTINE');
});

test('a hold wins over promises, and a release serves who waits', async () => {
  await receive(w, 'TEH A1', 'VALVE 5');
  await promise(w, 'TEH A1 VALVE 4');
  await hold(['TEH A1 VALVE 3']);
  expect(await promises(w)).toEqual(['VALVE held 2 waiting 2 at TEH A1']);
  await release(['TEH A1 VALVE 3']);
  expect(await promises(w)).toEqual(['VALVE held 4 at TEH A1']);
});

test('goods of an owner are held as such', async () => {
  const ownerId = await owner(w, 'HOLD-1');
  await receiveOwned(w, ownerId, 'TEH A1', 'VALVE', '5');
  await hold([], { lines: [{ ...lineOf('TEH A1 VALVE 2'), ownerId }] });
  expect(await conditions(w)).toEqual(['TEH A1 VALVE 2 BLOCKED HOLD-1', 'TEH A1 VALVE 3 HOLD-1']);
});

test.each([
  ['lines and a lot', { lotId: newId() }, ['WHICH_GOODS']],
  ['neither', { lines: null }, ['WHICH_GOODS']],
  ['lines of no warehouse', { warehouseId: null }, ['WHICH_GOODS']],
  ['no reason', { reason: '' }, ['REASON_REQUIRED reason']],
  ['a condition that is none', { status: 'EXPIRED' as 'BLOCKED' }, ['STATUS_NOT_ALLOWED status']],
  ['a day to come', { datedOn: '2026-03-22' }, ['DATED_IN_FUTURE datedOn']],
  [
    'a warehouse there is not',
    { warehouseId: newId() },
    ['WAREHOUSE_NOT_FOUND warehouseId', 'LOCATION_NOT_FOUND lines.0.locationId'],
  ],
])('refuses %s', async (_, over, faults) => {
  await receive(w, 'TEH A1', 'VALVE 5');
  await expectRefused(w, () => hold(['TEH A1 VALVE 1'], over), faults);
});

test('every fault of every line is named', async () => {
  await receive(w, 'TEH A1', 'VALVE 5', 'ROPE 1 L1', 'BOILER S1');
  const valve = lineOf('TEH A1 VALVE 1');
  const lines = [
    { ...valve, quantity: '0' },
    { ...valve, productId: newId() },
    lineOf('TEH A1 ROPE 1 L9'),
    lineOf('TEH A1 BOILER S9'),
    lineOf('TEH A1 BOILER S1'),
    lineOf('TEH A1 BOILER S1'),
  ];
  await expectRefused(w, () => hold([], { lines }), [
    'NOT_POSITIVE lines.0.quantity',
    'PRODUCT_NOT_FOUND lines.1.productId',
    'SERIAL_REPEATED lines.5.serials.0',
    'LOT_NOT_FOUND lines.2.lotCode',
    'LOT_NOT_FOUND lines.3.serials.0',
  ]);
  await expectRefused(w, () => hold(['TEH A1 VALVE 6']), ['INSUFFICIENT_STOCK lines.0']);
  await expectRefused(w, () => release(['TEH A1 VALVE 1']), ['INSUFFICIENT_STOCK lines.0']);
  await expectRefused(w, () => holdLot(newId()), ['LOT_NOT_FOUND lotId']);
  await expectRefused(w, () => hold([]), ['NO_LINES lines']);
  await expectRefused(w, () => release(['TEH A1 VALVE 1'], { status: 'AVAILABLE' as 'BLOCKED' }), [
    'STATUS_NOT_ALLOWED status',
  ]);
});

test('needs inventory.hold there; for a lot everywhere, everywhere', async () => {
  await receive(w, 'TEH A1', 'ROPE 1 L1');
  const clerk = asViewer({ 'inventory.hold': [idOf(w, 'TEH')] });
  const id = await lotId('L1');
  const input = { status: 'BLOCKED' as const, ...lotInput(id) };
  await expect(w.perform(holdStock, input, clerk)).rejects.toThrow(Forbidden);
  const there = { ...input, warehouseId: idOf(w, 'ISF') };
  await expect(w.perform(holdStock, there, clerk)).rejects.toThrow(Forbidden);
  await w.perform(holdStock, { ...input, warehouseId: idOf(w, 'TEH') }, clerk);
  await w.perform(releaseStock, { ...input, warehouseId: idOf(w, 'TEH') }, clerk);
  await w.perform(holdStock, input, asViewer({ 'inventory.hold': 'ALL' }));
});

test('the same key answers as the first time, and of eight at once one holds', async () => {
  await receive(w, 'TEH A1', 'VALVE 5', 'ROPE 5 L1');
  const caller = { ...asSystem, idempotencyKey: 'h1' };
  const input = { status: 'BLOCKED' as const, ...target(['TEH A1 VALVE 2']) };
  const first = await w.perform(holdStock, input, caller);
  expect(await w.perform(holdStock, input, caller)).toEqual(first);
  const id = await lotId('L1');
  expect(await outcomes(times(8, () => holdLot(id)))).toEqual({ done: 1, NOTHING_THERE: 7 });
  expect(await conditions(w)).toEqual([
    'TEH A1 ROPE L1 5 QUARANTINE',
    'TEH A1 VALVE 2 BLOCKED',
    'TEH A1 VALVE 3',
  ]);
});

test('500 lines take as many statements as one', async () => {
  await receive(w, 'TEH A1', 'VALVE 1000');
  const one = await w.statementsOf(() => hold(['TEH A1 VALVE 1']));
  expect(await w.statementsOf(() => hold(times(500, () => 'TEH A1 VALVE 1')))).toEqual(one);
});
