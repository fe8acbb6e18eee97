import { availableActions } from '../../src/kernel/transitions.ts';
import { newId } from '../../src/kernel/id.ts';
import {
  approveStockCount,
  cancelStockCount,
  decideStockCount,
  finishCountLocation,
  planStockCount,
  postStockCount,
  recordCount,
  recountStockCount,
  reviewStockCount,
  startStockCount,
  stockCountStateNames,
  stockCountStates,
} from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive, ship, transfer } from './acts.ts';
import { count, counting, countLine, empty, finish, planned, post } from './counting.ts';
import { expectRefused, forgetGoods, idOf, openWorld, type World } from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetGoods(w);
  await receive(w, 'TEH A1', 'VALVE 10', 'ROPE 20 L1', 'BOILER S1,S2');
  await receive(w, 'TEH A2', 'VALVE 5');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

test('a plan names what exists', async () => {
  const input = {
    id: 'mine',
    warehouseId: idOf(w, 'TEH'),
    plannedOn: '2026-02-30',
    recountPercent: '-1',
    recountQuantity: 'some',
    locationIds: [idOf(w, 'ISF A1'), newId()],
    productIds: [idOf(w, 'VALVE'), newId()],
    countClasses: ['Z' as 'A'],
    note: 'x'.repeat(1001),
  };
  await expectRefused(w, () => w.perform(planStockCount, input, asSystem), [
    'ID_MALFORMED id',
    'NOT_A_DATE plannedOn',
    'NEGATIVE_COUNT recountPercent',
    'NOT_A_NUMBER recountQuantity',
    'TEXT_MALFORMED note',
    'LOCATION_NOT_FOUND locationIds.0',
    'LOCATION_NOT_FOUND locationIds.1',
    'CODE_MALFORMED countClasses',
    'PRODUCT_NOT_FOUND productIds.1',
  ]);
  const nowhere = { warehouseId: newId() };
  await expectRefused(w, () => w.perform(planStockCount, nowhere, asSystem), [
    'WAREHOUSE_NOT_FOUND warehouseId',
  ]);
  await expectRefused(w, () => planned(w, { countClasses: ['A'] }), [
    'NOTHING_TO_COUNT countClasses',
  ]);
  await expectRefused(w, () => planned(w, { recountPercent: '123456789' }), [
    'TOO_MANY_DIGITS recountPercent',
  ]);
  await expectRefused(w, () => planned(w, { places: [] }), ['NO_LINES locationIds']);
  const id = await planned(w);
  await expectRefused(w, () => planned(w, { id }), ['ID_TAKEN id']);
});

test('two counts do not have the same goods at once', async () => {
  const all = await counting(w, { places: ['TEH A1'] });
  const valves = await planned(w, { products: ['VALVE', 'HOSE'] });
  const start = (id: string) => w.perform(startStockCount, { stockCountId: id }, asSystem);
  const faults = await expectRefused(w, () => start(valves), ['COUNTED_ELSEWHERE']);
  expect(faults[0]?.message).toBe('TEH-SC-2026-000001 is counting VALVE at A1');
  await w.perform(cancelStockCount, { stockCountId: all }, asSystem);
  await start(valves);
  const ropes = await counting(w, { places: ['TEH A1'], products: ['ROPE'] });
  await expectRefused(w, () => start(ropes), ['ILLEGAL_STATE']);
  await expectRefused(w, () => count(w, valves, ['TEH A1 ROPE 1 L1']), [
    'NOT_IN_COUNT lines.0.productId',
  ]);
  // Found at a place that another count has to itself.
  await counting(w, { places: ['TEH DOCK'] });
  await expectRefused(w, () => count(w, valves, ['TEH DOCK VALVE 1']), ['COUNTED_ELSEWHERE']);
});

test('what is counted is named as it is', async () => {
  const id = await counting(w, { places: ['TEH A1', 'TEH A2'] });
  await count(w, id, ['TEH A2 VALVE 5']);
  await finish(w, id, 'TEH A2');
  const line = {
    locationId: idOf(w, 'TEH A1'),
    productId: idOf(w, 'VALVE'),
    quantity: '1',
    unit: 'PCE',
  };
  const lines = [
    { ...line, locationId: idOf(w, 'ISF A1') },
    { ...line, locationId: idOf(w, 'TEH DOCK') },
    { ...line, locationId: idOf(w, 'TEH A2') },
    { ...line, productId: newId() },
    { ...line, unit: 'MTR' },
    { ...line, quantity: '-1' },
    { ...line, quantity: '1.5' },
    { ...line, lotCode: 'L1' },
    { ...line, ownerId: newId() },
    { ...line, packageId: newId() },
    { ...line, productId: idOf(w, 'BOILER'), quantity: '2', serials: ['S1'] },
    { ...line, productId: idOf(w, 'ROPE'), unit: 'MTR' },
    { ...line, status: 'LOST' as 'AVAILABLE' },
    { ...line, again: 'SOON' as 'ADD' },
  ];
  await expectRefused(w, () => w.perform(recordCount, { stockCountId: id, lines }, asSystem), [
    'LOCATION_NOT_FOUND lines.0.locationId',
    'NOT_IN_COUNT lines.1.locationId',
    'LOCATION_COUNTED lines.2.locationId',
    'PRODUCT_NOT_FOUND lines.3.productId',
    'UNKNOWN_UNIT lines.4.unit',
    'NEGATIVE_COUNT lines.5.quantity',
    'TOO_PRECISE lines.6.quantity',
    'NOT_TRACKED lines.7.lotCode',
    'OWNER_NOT_FOUND lines.8.ownerId',
    'PACKAGE_NOT_FOUND lines.9.packageId',
    'SERIALS_REQUIRED lines.10.serials',
    'LOT_REQUIRED lines.11.lotCode',
    'CODE_MALFORMED lines.12.status',
    'CODE_MALFORMED lines.13.again',
  ]);
});

test('the same is not counted twice unless somebody says what that means', async () => {
  const id = await counting(w, { places: ['TEH A1', 'TEH A2'] });
  const goods = ['TEH A1 VALVE 3', 'TEH A1 BOILER S1', 'TEH A1 VALVE 3', 'TEH A2 BOILER S1'];
  await expectRefused(w, () => count(w, id, goods), [
    'ALREADY_COUNTED lines.2',
    'SERIAL_COUNTED lines.3.serials.0',
  ]);
  await count(w, id, goods.slice(0, 2));
  await expectRefused(w, () => count(w, id, goods.slice(0, 1)), ['ALREADY_COUNTED lines.0']);
  await expectRefused(w, () => count(w, id, goods.slice(3)), ['SERIAL_COUNTED lines.0.serials.0']);
  await count(w, id, ['TEH A1 VALVE 9'], asSystem, { again: 'ANEW' });
  const none = { quantity: '0', serials: ['S1'], again: 'ANEW' as const };
  await count(w, id, ['TEH A1 BOILER S1'], asSystem, none);
  await count(w, id, goods.slice(3));
  await expectRefused(w, () => empty(w, id, 'TEH A2'), ['SOMETHING_COUNTED locationId']);
  await finish(w, id, 'TEH A1');
  await expectRefused(w, () => finish(w, id, 'TEH A1'), ['LOCATION_COUNTED locationId']);
});

test('a place is finished by those who counted there, and once', async () => {
  const id = await counting(w, { places: ['TEH A1'] });
  await expectRefused(w, () => finish(w, id, 'TEH A1'), ['NOTHING_COUNTED locationId']);
  await expectRefused(w, () => finish(w, id, 'TEH A2'), ['NOT_IN_COUNT locationId']);
  await expectRefused(w, () => finish(w, id, 'ISF A1'), ['LOCATION_NOT_FOUND locationId']);
  const twins = await planned(w, { products: ['HOSE'] });
  const start = () => w.perform(startStockCount, { stockCountId: twins }, asSystem);
  await expectRefused(w, start, ['NOTHING_TO_COUNT']);
});

test('decisions are about differences of this count', async () => {
  const id = await counting(w, { places: ['TEH A2'] });
  await count(w, id, ['TEH A2 VALVE 4']);
  await finish(w, id, 'TEH A2');
  const stockCountLineId = await countLine(w, id, 'A2 VALVE');
  const lines = [
    { stockCountLineId: newId(), decision: 'ACCEPT' as const },
    { stockCountLineId, decision: 'KEEP_BOOK' as const },
    { stockCountLineId, decision: 'ACCEPT' as const, round: 2 },
    { stockCountLineId, decision: 'SHRUG' as 'ACCEPT' },
  ];
  await expectRefused(w, () => w.perform(decideStockCount, { stockCountId: id, lines }, asSystem), [
    'LINE_NOT_FOUND lines.0.stockCountLineId',
    'REASON_REQUIRED lines.1.reason',
    'ID_REPEATED lines.2',
    'LINE_NOT_FOUND lines.2.round',
    'LINE_SETTLED lines.2.round',
    'ID_REPEATED lines.3',
    'CODE_MALFORMED lines.3.decision',
  ]);
});

test('goods that have left since cannot be missed any more', async () => {
  const id = await counting(w, { places: ['TEH A2'] });
  await empty(w, id, 'TEH A2');
  await ship(w, await transfer(w, 'TEH > ISF', 'VALVE 2'), 'TEH A2 VALVE 2');
  await expectRefused(w, () => post(w, id), ['INSUFFICIENT_STOCK']);
});

test('each act needs its right here, and its state', async () => {
  const id = await counting(w, { places: ['TEH A2'] });
  const here = asViewer({ 'inventory.count': [idOf(w, 'TEH')] });
  const there = asViewer({
    'inventory.count': [idOf(w, 'ISF')],
    'inventory.approve': [idOf(w, 'ISF')],
  });
  const refused = (act: () => Promise<unknown>) => expect(act()).rejects.toThrow(Forbidden);
  await refused(() => planned(w, {}, there));
  await refused(() => w.perform(startStockCount, { stockCountId: id }, there));
  await refused(() => count(w, id, ['TEH A2 VALVE 5'], there));
  await refused(() => finish(w, id, 'TEH A2', there));
  await refused(() => post(w, id, there));
  await refused(() => w.perform(cancelStockCount, { stockCountId: id }, there));
  await refused(() => w.perform(approveStockCount, { stockCountId: id }, here));
  await refused(() => w.perform(approveStockCount, { stockCountId: id }, there));
  const again = { stockCountId: id, locationIds: [idOf(w, 'TEH A2')] };
  await refused(() => w.perform(recountStockCount, again, here));
  await refused(() => w.perform(recountStockCount, again, there));
  await refused(() => w.perform(reviewStockCount, { stockCountId: id }, here));
  await refused(() => w.perform(reviewStockCount, { stockCountId: id }, there));
  await expectRefused(w, () => post(w, id, here), ['ILLEGAL_STATE']);
  const nobody = newId();
  await expectRefused(w, () => post(w, nobody, here), ['STOCK_COUNT_NOT_FOUND stockCountId']);
  await expectRefused(w, () => post(w, 'x', here), ['STOCK_COUNT_NOT_FOUND stockCountId']);
});

test('every state knows what can be done', () => {
  const table = stockCountStateNames.map((state) => {
    const allowed = availableActions(stockCountStates, state).filter((action) => action.allowed);
    return `${state}: ${allowed.map(({ name }) => name).join(' ')}`.trim();
  });
  const underWay = 'recordCount finishCountLocation declareCountLocationEmpty cancelStockCount';
  expect(table).toEqual([
    'PLANNED: startStockCount cancelStockCount',
    `COUNTING: ${underWay}`,
    'RECOUNT: recordCount finishCountLocation declareCountLocationEmpty reviewStockCount ' +
      'cancelStockCount',
    'REVIEW: decideStockCount recountStockCount approveStockCount postStockCount cancelStockCount',
    'POSTED:',
    'CANCELLED:',
  ]);
});

test('sent again it does nothing more; 20 lines take as many statements as one', async () => {
  const id = await counting(w, { places: ['TEH A1', 'TEH A2'] });
  const again = { ...asSystem, idempotencyKey: 'once' };
  await count(w, id, ['TEH A1 VALVE 3'], again);
  await count(w, id, ['TEH A1 VALVE 3'], again);
  const codes = Array.from({ length: 20 }, (_, index) => `TEH A1 BOILER T${index}`);
  const one = await w.statementsOf(() => count(w, id, ['TEH A1 BOILER T99']));
  const twenty = await w.statementsOf(() => count(w, id, codes));
  expect(twenty).toEqual(one);
  const end = { ...asSystem, idempotencyKey: 'end' };
  await w.perform(finishCountLocation, { stockCountId: id, locationId: idOf(w, 'TEH A1') }, end);
  await w.perform(finishCountLocation, { stockCountId: id, locationId: idOf(w, 'TEH A1') }, end);
  await empty(w, id, 'TEH A2');
  const key = { ...asSystem, idempotencyKey: 'post' };
  const first = await w.perform(postStockCount, { stockCountId: id }, key);
  expect(await w.perform(postStockCount, { stockCountId: id }, key)).toEqual(first);
});
