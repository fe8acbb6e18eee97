import type { TestApp } from '../support/perform.ts';
import { enter, forgetProducts, openCatalog, valve } from './world.ts';

let app: TestApp;
beforeAll(async () => void (app = await openCatalog()));
afterAll(() => app.close());

beforeEach(() => enter(app, valve()));
afterEach(() => forgetProducts(app));

test('sound data show no difference', async () => {
  expect(await app.verify()).toEqual([]);
});

const ean = `where symbology = 'EAN_13'`;

test.each([
  [
    'Every barcode but CODE_128 has the right check digit',
    `update product_barcode set code = '4006381333930', scan_key = '04006381333930' ${ean}`,
  ],
  [
    'Every barcode is found by what a scan of it sends',
    `update product_barcode set symbology = 'CODE_128', scan_key = code ${ean}`,
  ],
  ['Every barcode stands for a unit of its product', `delete from product_unit`],
  [
    'No product has its base unit a second time',
    `insert into product_unit select gen_random_uuid(), id, base_unit_code, 1, 1 from product`,
  ],
  [
    'Products with serial numbers are counted in whole units',
    `update product set tracking = 'SERIAL', base_unit_code = 'MTR'`,
  ],
  ['Every product can be searched by its SKU and barcodes', `update product set sku = 'OTHER'`],
])('%s: told when it does not hold', async (name, damage) => {
  await app.sql(damage);
  expect((await app.verify()).join('\n')).toContain(name);
});

test.each([
  ['a scan key of something else', `update product_barcode set scan_key = 'X' ${ean}`],
  ['letters in an EAN', `update product_barcode set code = '400638133393A' ${ean}`],
  ['a SKU in small letters', `update product set sku = 'vl-15'`],
  ['a factor of zero', `update product_unit set numerator = 0`],
  ['a tracking that is none', `update product set tracking = 'SOME'`],
  ['seven decimals', `update unit set decimals = 7`],
])('the database refuses %s', async (_, damage) => {
  await expect(app.sql(damage)).rejects.toMatchObject({ code: '23514' });
});
