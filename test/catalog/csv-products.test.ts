import {
  defineUnit,
  importProductsCsv,
  type ProductsImported,
} from '../../src/modules/catalog/index.ts';
import { asSystem, openTestApp, type TestApp } from '../support/perform.ts';
import { refusalOf } from '../support/refusal.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
  for (const [code, decimals] of [
    ['PCE', 0],
    ['CT', 0],
    ['MTR', 2],
  ] as const) {
    await app.perform(defineUnit, { code, nameEn: code, nameFa: code, decimals }, asSystem);
  }
});
afterAll(() => app.close());
beforeEach(() => app.forget('product'));

const enter = (csv: string, dryRun = false): Promise<ProductsImported> =>
  app.perform(importProductsCsv, { csv, dryRun }, asSystem);

const file =
  'sku,name_en,name_fa,base_unit,tracking,units,barcodes\r\n' +
  'kettle-1,"Kettle, steel",کتری,pce,,CT=12,4006381333931|CODE_128:K:1@CT\r\n' +
  'ROPE-1,Rope,طناب,MTR,lot,,\r\n';

const products = (): Promise<unknown[]> =>
  app.sql(`select p.sku, p.name_en, p.base_unit_code as unit, p.tracking,
             (select string_agg(u.unit_code || '=' || u.numerator, ' ') from product_unit u
              where u.product_id = p.id) as units,
             (select string_agg(concat_ws(' ', b.symbology, b.code, b.unit_code), ', '
                                order by b.code)
              from product_barcode b where b.product_id = p.id) as barcodes
           from product p order by sku`);

test('a file of products is entered', async () => {
  const entered = await enter(file);
  expect(entered).toMatchObject({ dryRun: false, created: 2 });
  expect(entered.productIds).toHaveLength(2);
  expect(entered.rows[0]).toEqual({
    line: 2,
    sku: 'KETTLE-1',
    nameEn: 'Kettle, steel',
    baseUnit: 'PCE',
    tracking: 'NONE',
    units: 1,
    barcodes: 2,
  });
  expect(await products()).toEqual([
    {
      sku: 'KETTLE-1',
      name_en: 'Kettle, steel',
      unit: 'PCE',
      tracking: 'NONE',
      units: 'CT=12',
      barcodes: 'EAN_13 4006381333931 PCE, CODE_128 K:1 CT',
    },
    { sku: 'ROPE-1', name_en: 'Rope', unit: 'MTR', tracking: 'LOT', units: null, barcodes: null },
  ]);
});

test('a dry run answers what would be entered, and enters nothing', async () => {
  const before = await app.tableDump();
  const dry = await enter(file, true);
  expect(dry).toMatchObject({ dryRun: true, created: 2, productIds: [] });
  expect(await app.tableDump()).toBe(before);
  expect((await enter(file)).rows).toEqual(dry.rows);
});

test.each([false, true])('every bad row is named by line and column (dry run: %s)', async (dry) => {
  await enter(file);
  const bad =
    'sku,name_en,name_fa,base_unit,tracking,units,barcodes\n' +
    'ROPE-1,Rope,طناب,MTR,,,\n' +
    'NEW 1,,x,BOX,SOME,CT=x,4006381333932\n' +
    'NEW-2,x,x,PCE\n' +
    'NEW-3,x,x,MTR,SERIAL,,\n' +
    'NEW-4,x,x,PCE,,,CODE_128:A@CT\n' +
    'NEW-5,x,x,PCE,,,\n';
  const before = await app.tableDump();
  const faults = await refusalOf(() => enter(bad, dry));
  expect(faults.map(({ code, path }) => `${code} ${path.join('.')}`).sort()).toEqual([
    'BARCODE_MALFORMED csv.3.barcodes',
    'BARCODE_UNIT_NOT_OF_PRODUCT csv.6.barcodes',
    'CSV_MALFORMED csv.4',
    'FACTOR_MALFORMED csv.3.units',
    'NAME_MALFORMED csv.3.name_en',
    'SERIAL_NEEDS_WHOLE_UNIT csv.5.base_unit',
    'SKU_MALFORMED csv.3.sku',
    'SKU_TAKEN csv.2.sku',
    'UNKNOWN_TRACKING csv.3.tracking',
    'UNKNOWN_UNIT csv.3.base_unit',
  ]);
  expect(await app.tableDump()).toBe(before);
});

test('a thousand products cost as many statements as one', async () => {
  const rows = (count: number, prefix: string): string =>
    'sku,name_en,name_fa,base_unit\n' +
    Array.from({ length: count }, (_, n) => `${prefix}${n},x,x,PCE\n`).join('');
  const one = await app.statementsOf(() => enter(rows(1, 'A')));
  expect(await app.statementsOf(() => enter(rows(1000, 'B')))).toEqual(one);
});
