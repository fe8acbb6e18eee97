import { importOpeningStock, type StockOpened } from '../../src/modules/inventory/index.ts';
import { Forbidden } from '../../src/platform/identity/index.ts';
import { asSystem, asViewer } from '../support/perform.ts';
import { refusalOf } from '../support/refusal.ts';
import { receive } from './acts.ts';
import { moveGoods } from './move-goods.ts';
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

const open = (csv: string, dryRun = false, caller = asSystem): Promise<StockOpened> =>
  w.perform(importOpeningStock, { csv, dryRun }, caller);

const file = `warehouse;location;sku;quantity;unit;lot;serials;expires_on;status
TEH;A1;VALVE;2;CT;;;;
teh;;valve;5;;;;;BLOCKED
ISF;QUAR;ROPE;2.5;MTR;L1;;2030-01-01;
TEH;A2;BOILER;;;;S1|S2;;
`;

const entered = [
  'ISF QUAR ROPE L1 2.5',
  'TEH A1 VALVE 24',
  'TEH A2 BOILER S1 1',
  'TEH A2 BOILER S2 1',
  'TEH DOCK VALVE 5',
];

test('a file of several warehouses is entered as a correction of each', async () => {
  const opened = await open(file);
  expect(await stock(w)).toEqual(entered);
  expect(opened).toMatchObject({ dryRun: false, lines: 4, products: 3, lots: 1, serials: 2 });
  expect(opened.rows[0]).toEqual({
    line: 2,
    warehouse: 'TEH',
    sku: 'VALVE',
    quantity: '24',
    baseUnit: 'PCE',
    lot: null,
    serials: 0,
  });
  const vouchers = await w.sql(
    `select number, kind, state, reason_code, reason from stock_voucher order by number`,
  );
  const paper = {
    kind: 'ADJUSTMENT',
    state: 'POSTED',
    reason_code: 'OPENING',
    reason: 'Opening stock',
  };
  expect(vouchers).toEqual([
    { number: 'ISF-AJ-2026-000001', ...paper },
    { number: 'TEH-AJ-2026-000001', ...paper },
  ]);
  expect(opened.vouchers.map(({ lines }) => lines)).toEqual([1, 3]);
  expect((await announced(w)).map(({ type, unit_ids }) => [type, unit_ids])).toEqual([
    ['stockAdjustment.posted', [idOf(w, 'ISF')]],
    ['stockAdjustment.posted', [idOf(w, 'TEH')]],
  ]);
});

test('a dry run answers the same, and changes nothing but the log', async () => {
  const before = await w.tableDump();
  const dry = await open(file, true, { ...asSystem, idempotencyKey: 'dry' });
  expect(await w.tableDump()).toBe(before);
  const [logged] = await w.sql<{ input: { dryRun: boolean } }>('select input from operation_log');
  expect(logged?.input.dryRun).toBe(true);
  const real = await open(file, false, { ...asSystem, idempotencyKey: 'real' });
  expect({ ...dry, dryRun: false, vouchers: [] }).toEqual({ ...real, vouchers: [] });
  expect(dry.vouchers.map(({ stockVoucherId }) => stockVoucherId)).toEqual([null, null]);
  expect(await stock(w)).toEqual(entered);
});

test('the same key enters the file once; a dry run has a key of its own', async () => {
  const key = { ...asSystem, idempotencyKey: 'once' };
  const first = await open(file, false, key);
  expect(await open(file, false, key)).toEqual(first);
  expect(await stock(w)).toEqual(entered);
  await expectRefused(w, () => open(file, true, key), ['IDEMPOTENCY_KEY_REUSED idempotencyKey']);
});

const bad = `warehouse,location,sku,quantity,unit,lot,serials,expires_on,owner,status
XXX,A1,VALVE,1,,,,,,
TEH,Z9,VALVE,1,,,,,,
MHD,,VALVE,1,,,,,,
TEH,A1,NOPE,1,,,,,,
TEH,A1,VALVE,1.5,,,,,,
TEH,A1,VALVE,-1,,,,,,
TEH,A1,VALVE,,,,,,,
TEH,A1,VALVE,1,KGM,,,,,
TEH,A1,VALVE,1,,L1,,,,
TEH,A1,ROPE,1,,,,,,
TEH,A1,ROPE,1,,L2,,2030-02-30,,
TEH,A1,BOILER,2,,,S1,,,
TEH,A1,BOILER,2,,,S1|S1,,,
TEH,A1,VALVE,1,,,,,NOBODY,
TEH,A1,VALVE,1,,,,,,FINE
TEH,A1,VALVE,1,,,,2030-01-01,,
TEH,A1
TEH,A1,VALVE,1,,,,,,
`;

const every = [
  'CSV_MALFORMED csv.18',
  'WAREHOUSE_NOT_FOUND csv.2.warehouse',
  'LOCATION_NOT_FOUND csv.3.location',
  'NO_RECEIPT_LOCATION csv.4.location',
  'PRODUCT_NOT_FOUND csv.5.sku',
  'TOO_PRECISE csv.6.quantity',
  'NOT_POSITIVE csv.7.quantity',
  'NOT_A_NUMBER csv.8.quantity',
  'UNKNOWN_UNIT csv.9.unit',
  'NOT_TRACKED csv.10.lot',
  'LOT_REQUIRED csv.11.lot',
  'NOT_A_DATE csv.12.expires_on',
  'SERIALS_REQUIRED csv.13.serials',
  'SERIAL_REPEATED csv.14.serials',
  'OWNER_NOT_FOUND csv.15.owner',
  'CODE_MALFORMED csv.16.status',
  'LOT_REQUIRED csv.17.expires_on',
];

const inOrder = (lines: readonly string[]): string[] => [...lines].sort();

test.each([false, true])(
  'every bad row is named, by line and column (dry run: %s)',
  async (dry) => {
    const faults = await expectRefusedInAnyOrder(() => open(bad, dry), every);
    const told = faults.find(({ code }) => code === 'TOO_PRECISE');
    expect(told).toMatchObject({
      message: expect.stringMatching(/^Line 6, quantity: /),
      details: { line: 6, column: 'quantity' },
    });
  },
);

async function expectRefusedInAnyOrder(act: () => unknown, wanted: readonly string[]) {
  const before = await w.tableDump();
  const faults = await refusalOf(act);
  const listed = faults.map(({ code, path }) => `${code} ${path.join('.')}`);
  expect(inOrder(listed)).toEqual(inOrder(wanted));
  expect(await w.tableDump()).toBe(before);
  return faults;
}

test('what only the ledger knows is named beside what the file itself gets wrong', async () => {
  await receive(w, 'TEH DOCK', 'BOILER S1');
  const csv = 'warehouse,sku,quantity,serials\nTEH,BOILER,1,S1\nTEH,VALVE,x,\n';
  await expectRefused(w, () => open(csv), [
    'NOT_A_NUMBER csv.3.quantity',
    'SERIAL_ALREADY_IN_STOCK csv.2.serials',
  ]);
});

test('a closed period, and a day to come, are refused', async () => {
  const csv = 'warehouse,sku,quantity\nTEH,VALVE,1\n';
  const dated = (datedOn: string) => w.perform(importOpeningStock, { csv, datedOn }, asSystem);
  await expectRefused(w, () => dated('2026-03-22'), ['DATED_IN_FUTURE datedOn']);
  await w.sql(`update warehouse set closed_through = '2026-02-28' where code = 'TEH'`);
  try {
    await expectRefused(w, () => dated('2026-02-28'), ['PERIOD_CLOSED datedOn']);
  } finally {
    await w.sql('update warehouse set closed_through = null');
  }
});

test('above the limit of a warehouse a file is refused', async () => {
  await w.sql(`update warehouse set adjustment_limit = 10 where code = 'TEH'`);
  try {
    const csv = 'warehouse,sku,quantity\nTEH,VALVE,1\n';
    await expectRefused(w, () => open(csv), ['APPROVAL_REQUIRED csv']);
  } finally {
    await w.sql('update warehouse set adjustment_limit = null');
  }
});

test('every warehouse of the file must be within reach', async () => {
  const clerk = asViewer({ 'inventory.adjust': [idOf(w, 'TEH')] });
  await expect(open(file, false, clerk)).rejects.toThrow(Forbidden);
  expect(await stock(w)).toEqual([]);
  const own = 'warehouse,sku,quantity\nTEH,VALVE,1\n';
  await open(own, false, clerk);
  expect(await stock(w)).toEqual(['TEH DOCK VALVE 1']);
});

test('as many statements for 1,000 rows as for one of a warehouse', async () => {
  const rows = (count: number): string =>
    `warehouse,sku,quantity,lot\n${times(count, (n) => `TEH,ROPE,1,L${n}`).join('\n')}\n`;
  const one = await w.statementsOf(() => open(rows(1)));
  const thousand = await w.statementsOf(() => open(rows(1000)));
  expect(thousand).toEqual(one);
});

test('two files with one serial, while goods move: it is entered once', async () => {
  await receive(w, 'TEH A1', 'VALVE 100', 'ROPE 100 L1');
  const csv =
    'warehouse,location,sku,quantity,lot,serials\nISF,A1,ROPE,1,L1,\nTEH,A1,ROPE,1,L1,\n' +
    'TEH,A1,VALVE,1,,\nISF,A1,VALVE,1,,\nTEH,A1,BOILER,,,S1\n';
  const ends = await outcomes([
    open(csv),
    open(csv),
    ...times(4, (n) =>
      moveGoods(w, n % 2 ? 'VALVE 1 TEH A1 > ISF A1' : 'ROPE 1 TEH A1 > ISF A1 lot:L1'),
    ),
  ]);
  expect(ends).toEqual({ done: 5, SERIAL_ALREADY_IN_STOCK: 1 });
  expect(await w.verify()).toEqual([]);
  expect((await stock(w)).filter((line) => line.includes('S1'))).toEqual(['TEH A1 BOILER S1 1']);
});
