import { newId } from '../../src/kernel/id.ts';
import { deactivateProduct, reactivateProduct } from '../../src/modules/catalog/index.ts';
import { receiveGoods, type ReceiveGoodsInput } from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { refusalOf } from '../support/refusal.ts';
import { receive } from './acts.ts';
import {
  announced,
  expectRefused,
  forgetGoods,
  idOf,
  listed,
  openWorld,
  outcomes,
  stock,
  times,
  type World,
} from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld()));
afterAll(() => w.close());
beforeEach(() => forgetGoods(w));
afterEach(async () => expect(await w.verify()).toEqual([]));

type Line = ReceiveGoodsInput['lines'][number];
const line = (sku: string, over: Partial<Line> = {}): Line => ({
  productId: idOf(w, sku),
  quantity: '1',
  unit: sku === 'ROPE' ? 'MTR' : 'PCE',
  ...over,
});
const input = (lines: Line[], over: Partial<ReceiveGoodsInput> = {}): ReceiveGoodsInput => ({
  warehouseId: idOf(w, 'TEH'),
  lines,
  ...over,
});
const go = (lines: Line[], over: Partial<ReceiveGoodsInput> = {}) =>
  w.perform(receiveGoods, input(lines, over), asSystem);

test('goods are put where the line, the receipt or the warehouse says', async () => {
  const id = newId();
  const answer = await go(
    [
      line('VALVE', { quantity: '2', unit: 'CT', locationId: idOf(w, 'TEH A2') }),
      line('ROPE', { quantity: '12.5', lot: { code: ' L1 ', expiresOn: '2027-01-31' } }),
      line('ROPE', { quantity: '7.5', lot: { code: 'L1' } }),
      line('BOILER', { quantity: '2', serials: ['S1', 'S2'] }),
    ],
    { id, locationId: idOf(w, 'TEH A1'), reference: ' folio 12 ' },
  );
  expect(answer).toEqual({ stockVoucherId: id, number: 'TEH-GR-2026-000001' });
  await go([line('VALVE')]);
  expect(await stock(w)).toEqual([
    'TEH A1 BOILER S1 1',
    'TEH A1 BOILER S2 1',
    'TEH A1 ROPE L1 20',
    'TEH A2 VALVE 24',
    'TEH DOCK VALVE 1',
  ]);
  expect(await w.sql(`select code, kind, expires_on from lot where kind = 'LOT'`)).toEqual([
    { code: 'L1', kind: 'LOT', expires_on: '2027-01-31' },
  ]);
});

test('the receipt is announced to its warehouse, with its lines', async () => {
  await go([line('BOILER', { serials: ['S1'] })]);
  expect(await announced(w)).toMatchObject([
    {
      type: 'goodsReceipt.posted',
      unit_ids: [idOf(w, 'TEH')],
      data: {
        stockVoucher: {
          number: 'TEH-GR-2026-000001',
          warehouse: { code: 'TEH' },
          lines: [
            {
              lineNo: 1,
              sku: 'BOILER',
              posted: '1',
              baseUnit: 'PCE',
              parts: [{ serials: ['S1'] }],
            },
          ],
        },
      },
    },
  ]);
});

test('every fault of every line is named, and nothing changes', async () => {
  await expectRefused(
    w,
    () =>
      go(
        [
          line('VALVE', { productId: newId() }),
          line('VALVE', { unit: 'MTR', locationId: idOf(w, 'ISF A1') }),
          line('VALVE', { quantity: '0' }),
          line('VALVE', { quantity: '1.5', unit: 'CT' }),
          line('VALVE', { lot: { code: 'L1' }, serials: ['S1'] }),
          line('ROPE', { quantity: '1.234' }),
          line('ROPE'),
          line('ROPE', { lot: { code: 'L1', expiresOn: '2026-02-30' } }),
          line('BOILER', { quantity: '2', serials: ['S1'] }),
          line('BOILER', { quantity: '2', serials: ['S1', 'S1'] }),
          line('BOILER', { serials: ['S1'] }),
          line('BOILER', { serials: [' '] }),
        ],
        { id: 'none', reference: 'x'.repeat(201) },
      ),
    [
      'ID_MALFORMED id',
      'TEXT_MALFORMED reference',
      'PRODUCT_NOT_FOUND lines.0.productId',
      'LOCATION_NOT_FOUND lines.1.locationId',
      'UNKNOWN_UNIT lines.1.unit',
      'NOT_POSITIVE lines.2.quantity',
      'TOO_PRECISE lines.3.quantity',
      'NOT_TRACKED lines.4.lot',
      'NOT_TRACKED lines.4.serials',
      'TOO_PRECISE lines.5.quantity',
      'LOT_REQUIRED lines.6.lot',
      'NOT_A_DATE lines.7.lot.expiresOn',
      'SERIALS_REQUIRED lines.8.serials',
      'SERIAL_REPEATED lines.9.serials.1',
      'CODE_MALFORMED lines.11.serials.0',
      'SERIAL_REPEATED lines.9.serials.0',
      'SERIAL_REPEATED lines.10.serials.0',
    ],
  );
});

test.each([
  ['no lines', () => go([]), ['NO_LINES lines']],
  [
    '10,001 serial numbers',
    () => go(times(2, (n) => line('BOILER', { serials: times(5000 + n, (m) => `S${m}`) }))),
    ['TOO_MANY_LINES lines'],
  ],
  ['1,001 lines', () => go(times(1001, () => line('VALVE'))), ['TOO_MANY_LINES lines']],
  [
    'a warehouse there is not',
    () => go([line('VALVE')], { warehouseId: newId() }),
    ['WAREHOUSE_NOT_FOUND warehouseId'],
  ],
  [
    'a warehouse without a place for receipts',
    () => go([line('VALVE')], { warehouseId: idOf(w, 'MHD') }),
    ['NO_RECEIPT_LOCATION locationId'],
  ],
  [
    'a place of another warehouse',
    () => go([line('VALVE')], { locationId: idOf(w, 'ISF A1') }),
    ['LOCATION_NOT_FOUND locationId'],
  ],
])('refuses %s', async (_, act, faults) => {
  await expectRefused(w, act, faults);
});

test('refuses a product that is no longer traded', async () => {
  const product = { productId: idOf(w, 'HOSE') };
  await w.perform(deactivateProduct, product, asSystem);
  await expectRefused(w, () => go([line('HOSE')]), ['PRODUCT_INACTIVE lines.0.productId']);
  await w.perform(reactivateProduct, product, asSystem);
});

test('refuses a serial that is in stock, and says where', async () => {
  await receive(w, 'ISF A1', 'BOILER S1,S2');
  const faults = await expectRefused(
    w,
    () => go([line('VALVE'), line('BOILER', { quantity: '3', serials: ['S3', 'S2', 'S1'] })]),
    ['SERIAL_ALREADY_IN_STOCK lines.1.serials.2', 'SERIAL_ALREADY_IN_STOCK lines.1.serials.1'],
  );
  expect(faults[0]?.details).toMatchObject({ serial: 'S1', warehouse: 'ISF', location: 'A1' });
});

test('refuses another expiry date of a lot, and an id that is taken', async () => {
  const id = newId();
  await go([line('ROPE', { lot: { code: 'L1', expiresOn: '2027-01-31' } })], { id });
  const other = line('ROPE', { lot: { code: 'L1', expiresOn: '2027-02-01' } });
  await expectRefused(w, () => go([other]), ['LOT_EXPIRY_DIFFERS lines.0.lot.expiresOn']);
  await expectRefused(w, () => go([line('VALVE')], { id }), ['ID_TAKEN id']);
});

test('needs inventory.receive at the warehouse', async () => {
  const before = await w.tableDump();
  for (const clerk of [
    asViewer({ 'inventory.receive': [idOf(w, 'ISF')], 'inventory.read': 'ALL' }),
    asViewer({ 'inventory.transfer': 'ALL' }),
  ]) {
    await expect(w.perform(receiveGoods, input([line('VALVE')]), clerk)).rejects.toThrow(Forbidden);
  }
  expect(await w.tableDump()).toBe(before);
  const clerk = asViewer({ 'inventory.receive': [idOf(w, 'TEH')] });
  await w.perform(receiveGoods, input([line('VALVE')]), clerk);
  expect(await w.sql('select posted_by from stock_voucher')).toEqual([
    { posted_by: clerk.viewer.personId },
  ]);
});

test('the same key answers as the first time; with other input it is refused', async () => {
  const caller = { ...asSystem, idempotencyKey: 'k1' };
  const same = input([line('BOILER', { serials: ['S1'] })]);
  const first = await w.perform(receiveGoods, same, caller);
  expect(await w.perform(receiveGoods, same, caller)).toEqual(first);
  await expectRefused(w, () => w.perform(receiveGoods, input([line('VALVE')]), caller), [
    'IDEMPOTENCY_KEY_REUSED idempotencyKey',
  ]);
  expect(await stock(w)).toEqual(['TEH DOCK BOILER S1 1']);
});

test('1,000 lines take as many statements as one', async () => {
  const one = await w.statementsOf(() => go([line('ROPE', { lot: { code: 'L1' } })]));
  const many = await w.statementsOf(() =>
    go(times(1000, (n) => line('ROPE', { lot: { code: `L${n % 40}` } }))),
  );
  expect(many).toEqual(one);
  expect(await w.sql('select sum(on_hand)::int as n from stock_balance')).toEqual([{ n: 1001 }]);
});

test('one serial received by ten at once arrives once', async () => {
  const acts = times(10, (n) => receive(w, n % 2 ? 'TEH A1' : 'ISF A1', 'BOILER S2,S1', 'VALVE 1'));
  expect(await outcomes(acts)).toEqual({ done: 1, SERIAL_ALREADY_IN_STOCK: 9 });
  expect((await stock(w)).filter((text) => text.includes('BOILER'))).toHaveLength(2);
});

test('numbers have no gaps, refusals and races included', async () => {
  await receive(w, 'TEH A1', 'BOILER S1');
  await outcomes(
    times(20, (n) => (n % 3 ? receive(w, 'TEH A1', 'VALVE 1') : receive(w, 'TEH A1', 'BOILER S1'))),
  );
  const rows = await w.sql<{ number: string }>('select number from stock_voucher order by number');
  expect(rows.map((row) => row.number)).toEqual(
    times(14, (n) => `TEH-GR-2026-${String(n + 1).padStart(6, '0')}`),
  );
});

test('a year begins with number one', async () => {
  await receive(w, 'TEH A1', 'VALVE 1');
  w.clock.set('2027-01-01T00:00:00Z');
  const answer = await go([line('VALVE')]);
  w.clock.set('2026-03-21T08:00:00Z');
  expect(answer.number).toBe('TEH-GR-2027-000001');
});

test('a receipt and its moves never change', async () => {
  await receive(w, 'TEH A1', 'VALVE 1');
  const append = 'append-only';
  await expect(w.sql('delete from stock_move')).rejects.toThrow(append);
  await expect(w.sql('delete from stock_voucher')).rejects.toThrow(append);
  await expect(w.sql('delete from stock_voucher_line')).rejects.toThrow('is posted');
  await expect(w.sql('update stock_voucher_line set posted = 2')).rejects.toThrow('is posted');
  await expect(w.sql('update stock_move set quantity = 2')).rejects.toThrow('append-only');
  expect(listed(await refusalOf(() => go([])))).toEqual(['NO_LINES lines']);
});
