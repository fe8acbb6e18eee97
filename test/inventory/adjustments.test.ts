import { newId } from '../../src/kernel/id.ts';
import { adjustStock } from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { receive } from './acts.ts';
import {
  adjust,
  adjustInput,
  changeOf,
  conditions,
  owner,
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
  stock,
  times,
  type World,
} from './world.ts';

let w: World;
beforeAll(async () => void (w = await openWorld()));
afterAll(() => w.close());
beforeEach(() => forgetGoods(w));
afterEach(async () => expect(await w.verify()).toEqual([]));

test('the book follows what is there: more and less, lots and serial numbers', async () => {
  await receive(w, 'TEH A1', 'VALVE 10', 'ROPE 5 L1', 'BOILER S1,S2');
  const id = newId();
  const answer = await adjust(
    w,
    [
      'TEH A1 VALVE -3',
      'TEH A2 VALVE 4',
      'TEH A1 ROPE -1.5 L1',
      { ...changeOf(w, 'TEH A1 ROPE 2 L2'), lot: { code: 'L2', expiresOn: '2027-01-31' } },
      'TEH A1 BOILER -S1',
      'TEH A2 BOILER S3,S4',
      { ...changeOf(w, 'TEH A1 VALVE 2'), unit: 'CT' },
    ],
    { id, reference: ' count 7 ' },
  );
  expect(answer).toEqual({
    stockVoucherId: id,
    number: 'TEH-AJ-2026-000001',
    awaitsApproval: false,
  });
  expect(await stock(w)).toEqual([
    'TEH A1 BOILER S2 1',
    'TEH A1 ROPE L1 3.5',
    'TEH A1 ROPE L2 2',
    'TEH A1 VALVE 31',
    'TEH A2 BOILER S3 1',
    'TEH A2 BOILER S4 1',
    'TEH A2 VALVE 4',
  ]);
  expect(
    await w.sql(
      `select kind, state, reason, reason_code, reference from stock_voucher
                 where id = $1`,
      [id],
    ),
  ).toEqual([
    {
      kind: 'ADJUSTMENT',
      state: 'POSTED',
      reason: 'Counted again',
      reason_code: 'CORRECTION',
      reference: 'count 7',
    },
  ]);
  expect((await announced(w)).at(-1)).toMatchObject({
    type: 'stockAdjustment.posted',
    unit_ids: [idOf(w, 'TEH')],
    data: { stockVoucher: { reasonCode: 'CORRECTION', lines: { length: 7 } } },
  });
});

test('where goods went follows from the reason', async () => {
  await receive(w, 'TEH A1', 'VALVE 10');
  await adjust(w, ['TEH A1 VALVE -1'], { reasonCode: 'DAMAGE' });
  await adjust(w, ['TEH A1 VALVE -2'], { reasonCode: 'SAMPLE' });
  await adjust(w, ['TEH A1 VALVE 3'], { reasonCode: 'FOUND' });
  const moves = await w.sql(
    `select f.code as "from", t.code as "to", m.reason from stock_move m
     join location f on f.id = m.from_location_id join location t on t.id = m.to_location_id
     where m.kind = 'ADJUSTMENT' order by m.seq`,
  );
  const reason = 'Counted again';
  expect(moves).toEqual([
    { from: 'A1', to: 'SCRAP', reason },
    { from: 'A1', to: 'ADJUSTMENT', reason },
    { from: 'ADJUSTMENT', to: 'A1', reason },
  ]);
});

test('goods of an owner, and in another condition, are corrected apart', async () => {
  const ownerId = await owner(w, `ACME-${Date.now()}`);
  await receiveOwned(w, ownerId, 'TEH A1', 'VALVE', '5');
  await adjust(w, [
    { ...changeOf(w, 'TEH A1 VALVE -2'), ownerId },
    { ...changeOf(w, 'TEH A1 VALVE 4'), status: 'BLOCKED' },
  ]);
  const [first, second] = await conditions(w);
  expect(first).toMatch(/^TEH A1 VALVE 3 ACME/);
  expect(second).toBe('TEH A1 VALVE 4 BLOCKED');
  const ours = changeOf(w, 'TEH A1 VALVE -1');
  await expectRefused(w, () => adjust(w, [ours]), ['INSUFFICIENT_STOCK lines.0']);
});

test('what is gone is gone: of those promised the least and youngest waits again', async () => {
  await receive(w, 'TEH A1', 'VALVE 10');
  await promise(w, 'TEH VALVE 4', 5);
  await promise(w, 'TEH A1 VALVE 3');
  await promise(w, 'TEH VALVE 3');
  await adjust(w, ['TEH A1 VALVE -5'], { reasonCode: 'LOSS' });
  expect(await stock(w)).toEqual(['TEH A1 VALVE 5']);
  expect(await promises(w)).toEqual([
    'VALVE held 4',
    'VALVE held 1 waiting 2 at TEH A1',
    'VALVE held 0 waiting 3',
  ]);
  await adjust(w, ['TEH A1 VALVE 5'], { reasonCode: 'FOUND' });
  expect(await promises(w)).toEqual(['VALVE held 4', 'VALVE held 3 at TEH A1', 'VALVE held 3']);
});

test('lines of one item give and take at once, whichever comes first', async () => {
  await receive(w, 'TEH A1', 'VALVE 1');
  await adjust(w, ['TEH A1 VALVE -3', 'TEH A1 VALVE 4']);
  expect(await stock(w)).toEqual(['TEH A1 VALVE 2']);
  await expectRefused(w, () => adjust(w, ['TEH A1 VALVE 1', 'TEH A1 VALVE -4']), [
    'INSUFFICIENT_STOCK lines.1',
  ]);
});

test('every fault of every line is named, and nothing changes', async () => {
  await receive(w, 'TEH A1', 'VALVE 1', 'ROPE 5 L1', 'BOILER S1');
  const valve = changeOf(w, 'TEH A1 VALVE -1');
  const rope = changeOf(w, 'TEH A1 ROPE 1 L1');
  await expectRefused(
    w,
    () =>
      adjust(
        w,
        [
          { ...valve, productId: newId() },
          { ...valve, locationId: idOf(w, 'ISF A1') },
          { ...valve, change: '-0' },
          { ...valve, change: '1.5' },
          { ...valve, unit: 'MTR' },
          { ...valve, lot: { code: 'L1' } },
          { ...valve, ownerId: newId() },
          { ...valve, packageId: newId() },
          { ...rope, lot: null },
          { ...rope, lot: { code: 'L9', expiresOn: '2026-05-01', removalOn: '2026-05-02' } },
          changeOf(w, 'TEH A1 BOILER -S1'),
          changeOf(w, 'TEH A2 BOILER S1'),
        ],
        { id: 'none', reason: ' ', reference: 'x'.repeat(201), datedOn: '2026-03-22' },
      ),
    [
      'ID_MALFORMED id',
      'REASON_REQUIRED reason',
      'TEXT_MALFORMED reference',
      'DATED_IN_FUTURE datedOn',
      'PRODUCT_NOT_FOUND lines.0.productId',
      'LOCATION_NOT_FOUND lines.1.locationId',
      'NOT_POSITIVE lines.2.change',
      'TOO_PRECISE lines.3.change',
      'UNKNOWN_UNIT lines.4.unit',
      'NOT_TRACKED lines.5.lot',
      'OWNER_NOT_FOUND lines.6.ownerId',
      'PACKAGE_NOT_FOUND lines.7.packageId',
      'LOT_REQUIRED lines.8.lot',
      'LOT_DAYS_CROSSED lines.9.lot.removalOn',
      'SERIAL_REPEATED lines.11.serials.0',
    ],
  );
});

test.each([
  ['no lines', () => adjust(w, []), ['NO_LINES lines']],
  [
    '1,001 lines',
    () =>
      adjust(
        w,
        times(1001, () => 'TEH A1 VALVE 1'),
      ),
    ['TOO_MANY_LINES lines'],
  ],
  [
    'a warehouse there is not',
    () => adjust(w, ['TEH A1 VALVE 1'], { warehouseId: newId() }),
    ['WAREHOUSE_NOT_FOUND warehouseId', 'LOCATION_NOT_FOUND lines.0.locationId'],
  ],
  [
    'a reason that goes the other way',
    () => adjust(w, ['TEH A1 VALVE 1', 'TEH A1 VALVE -1'], { reasonCode: 'LOSS' }),
    ['REASON_DIFFERS lines.0.change'],
  ],
  [
    'found goods that are fewer',
    () => adjust(w, ['TEH A1 VALVE -1'], { reasonCode: 'OPENING' }),
    ['REASON_DIFFERS lines.0.change'],
  ],
  [
    'a reason of another act',
    () => adjust(w, ['TEH A1 VALVE 1'], { reasonCode: 'OWNERSHIP' }),
    ['CODE_MALFORMED reasonCode'],
  ],
  [
    'a lot that was never seen',
    () => adjust(w, ['TEH A1 ROPE -1 L7']),
    ['LOT_NOT_FOUND lines.0.lot'],
  ],
  [
    'more than there is',
    () => adjust(w, ['TEH A2 VALVE -1', 'TEH A1 VALVE -1']),
    ['INSUFFICIENT_STOCK lines.1', 'INSUFFICIENT_STOCK lines.0'],
  ],
])('refuses %s', async (_, act, faults) => {
  await expectRefused(w, act, faults);
});

test('a serial number that is in stock is not found elsewhere; one that is gone is', async () => {
  await receive(w, 'ISF A1', 'BOILER S1');
  const found = () => adjust(w, ['TEH A1 BOILER S1']);
  const faults = await expectRefused(w, found, ['SERIAL_ALREADY_IN_STOCK lines.0.serials.0']);
  expect(faults[0]?.details).toMatchObject({ warehouse: 'ISF', location: 'A1' });
  const isfahan = { warehouseId: idOf(w, 'ISF') };
  await adjust(w, ['ISF A1 BOILER -S1'], isfahan);
  await found();
  expect(await stock(w)).toEqual(['TEH A1 BOILER S1 1']);
});

test('refuses an id that is taken, and other days of a known lot', async () => {
  const id = newId();
  const rope = changeOf(w, 'TEH A1 ROPE 1 L1');
  await adjust(w, [{ ...rope, lot: { code: 'L1', expiresOn: '2027-01-31' } }], { id });
  const other = { ...rope, lot: { code: 'L1', expiresOn: '2027-02-28' } };
  await expectRefused(w, () => adjust(w, [other]), ['LOT_EXPIRY_DIFFERS lines.0.lot.expiresOn']);
  await expectRefused(w, () => adjust(w, [rope], { id }), ['ID_TAKEN id']);
});

test('needs inventory.adjust at the warehouse', async () => {
  const before = await w.tableDump();
  for (const clerk of [
    asViewer({ 'inventory.adjust': [idOf(w, 'ISF')] }),
    asViewer({ 'inventory.receive': 'ALL' }),
  ]) {
    await expect(adjust(w, ['TEH A1 VALVE 1'], {}, clerk)).rejects.toThrow(Forbidden);
  }
  expect(await w.tableDump()).toBe(before);
  await adjust(w, ['TEH A1 VALVE 1'], {}, asViewer({ 'inventory.adjust': [idOf(w, 'TEH')] }));
});

test('the same key answers as the first time; with other input it is refused', async () => {
  const caller = { ...asSystem, idempotencyKey: 'k1' };
  const input = adjustInput(w, ['TEH A1 BOILER S1']);
  const first = await w.perform(adjustStock, input, caller);
  expect(await w.perform(adjustStock, input, caller)).toEqual(first);
  const other = adjustInput(w, ['TEH A1 VALVE 1']);
  await expectRefused(w, () => w.perform(adjustStock, other, caller), [
    'IDEMPOTENCY_KEY_REUSED idempotencyKey',
  ]);
  expect(await stock(w)).toEqual(['TEH A1 BOILER S1 1']);
});

test('of ten who take the last one from the book, one does', async () => {
  await receive(w, 'TEH A1', 'VALVE 1');
  const acts = times(10, () => adjust(w, ['TEH A1 VALVE -1'], { reasonCode: 'LOSS' }));
  expect(await outcomes(acts)).toEqual({ done: 1, INSUFFICIENT_STOCK: 9 });
  const found = times(8, (n) => adjust(w, [`TEH A${(n % 2) + 1} BOILER S1`]));
  expect(await outcomes(found)).toEqual({ done: 1, SERIAL_ALREADY_IN_STOCK: 7 });
});

test('1,000 lines take as many statements as one', async () => {
  const line = (n: number): string => `TEH A1 ROPE 1 L${n % 40}`;
  const one = await w.statementsOf(() => adjust(w, [line(0)]));
  const many = await w.statementsOf(() => adjust(w, times(1000, line)));
  expect(many).toEqual(one);
  const less = (n: number): string => `TEH A1 ROPE -1 L${n % 40}`;
  const gone = await w.statementsOf(() => adjust(w, [less(0)]));
  expect(await w.statementsOf(() => adjust(w, times(900, less)))).toEqual(gone);
});
