import { newId } from '../../src/kernel/id.ts';
import { createProduct, loadProducts } from '../../src/modules/catalog/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { asViewer, type TestApp } from '../support/perform.ts';
import { refusalOf } from '../support/refusal.ts';
import {
  announced,
  editor,
  enter,
  forgetProducts,
  listed,
  openCatalog,
  outcomeOf,
  plain,
  reader,
  valve,
} from './world.ts';

let app: TestApp;
beforeAll(async () => void (app = await openCatalog()));
afterAll(() => app.close());
beforeEach(() => forgetProducts(app));

test('a product enters with its units and barcodes, and is announced whole', async () => {
  const id = newId();
  const answer = await app.perform(createProduct, valve({ id, sku: ' vl-۱۵ ' }), editor);
  expect(answer).toEqual({ productId: id, version: 1 });
  const product = (await loadProducts(app.database, [id])).get(id);
  expect(product).toMatchObject({
    sku: 'VL-15',
    baseUnit: 'PCE',
    active: true,
    createdBy: editor.viewer.personId,
    units: [{ unit: 'CT', numerator: '24', denominator: '1' }],
    barcodes: [
      { code: '4006381333931', unit: 'PCE', scanKey: '04006381333931' },
      { code: '10614141000415', unit: 'CT', scanKey: '10614141000415' },
    ],
  });
  const { createdBy, ...facts } = product!;
  expect(createdBy).toBe(editor.viewer.personId);
  expect(await announced(app)).toEqual([
    { type: 'product.created', data: { product: facts, change: {} } },
  ]);
  const [row] = await app.sql('select search_text, created_at from product');
  expect(row).toEqual({
    search_text: 'vl-15 radiator valve 1/2" شیر رادیاتور 1/2 10614141000415 4006381333931',
    created_at: app.clock.now(),
  });
});

test('a factor is kept in lowest terms', async () => {
  const id = await enter(
    app,
    plain({ baseUnit: 'MTR', units: [{ unit: 'BX', numerator: '0762', denominator: '2500' }] }),
  );
  expect((await loadProducts(app.database, [id])).get(id)?.units).toMatchObject([
    { numerator: '381', denominator: '1250' },
  ]);
});

test('every fault is named at once, and nothing changes', async () => {
  const before = await app.tableDump();
  const wrong = valve({
    id: 'not-an-id',
    sku: 'شیر',
    nameEn: ' ',
    nameFa: 'ش'.repeat(201),
    baseUnit: 'MTR',
    tracking: 'SERIAL',
    units: [
      { unit: 'MTR', numerator: '1' },
      { unit: 'XX', numerator: '0' },
      { unit: 'CT', numerator: '1.5', denominator: '-2' },
      { unit: 'CT', numerator: '1e3', denominator: '1234567890123456' },
    ],
    barcodes: [
      { code: '4006381333930', symbology: 'EAN_13' },
      { code: 'BZG', symbology: 'CODE_128', unit: 'BX' },
      { code: 'BZG', symbology: 'CODE_128' },
      { code: 'BZG-2', symbology: 'QR' as 'CODE_128' },
    ],
  });
  expect(listed(await refusalOf(() => app.perform(createProduct, wrong, editor)))).toEqual([
    'SERIAL_NEEDS_WHOLE_UNIT baseUnit',
    'UNIT_IS_BASE_UNIT units.0.unit',
    'UNKNOWN_UNIT units.1.unit',
    'FACTOR_MALFORMED units.1.numerator',
    'FACTOR_MALFORMED units.2.numerator',
    'FACTOR_MALFORMED units.2.denominator',
    'FACTOR_MALFORMED units.3.numerator',
    'FACTOR_MALFORMED units.3.denominator',
    'UNIT_REPEATED units.3.unit',
    'BARCODE_MALFORMED barcodes.0.code',
    'BARCODE_UNIT_NOT_OF_PRODUCT barcodes.1.unit',
    'UNKNOWN_SYMBOLOGY barcodes.3.symbology',
    'ID_MALFORMED id',
    'SKU_MALFORMED sku',
    'NAME_MALFORMED nameEn',
    'NAME_MALFORMED nameFa',
    'BARCODE_REPEATED barcodes.2.code',
  ]);
  expect(await app.tableDump()).toBe(before);
});

test('what a base unit is worth is kept, zero included, and nothing below', async () => {
  const id = await enter(app, plain({ standardCost: '0012.500' }));
  const none = await enter(app, plain({ sku: 'VL-16', standardCost: '0' }));
  const products = await loadProducts(app.database, [id, none]);
  expect([id, none].map((key) => products.get(key)?.standardCost)).toEqual(['12.5', '0']);
  const refused = (standardCost: string) =>
    refusalOf(() => app.perform(createProduct, plain({ sku: 'VL-17', standardCost }), editor));
  expect(listed(await refused('-0.01'))).toEqual(['COST_MALFORMED standardCost']);
  expect(listed(await refused('0.1234567'))).toEqual(['TOO_PRECISE standardCost']);
});

test('unknown base unit and tracking are refused', async () => {
  const wrong = plain({ baseUnit: 'XX', tracking: 'SOME' as 'NONE' });
  expect(listed(await refusalOf(() => app.perform(createProduct, wrong, editor)))).toEqual([
    'UNKNOWN_UNIT baseUnit',
    'UNKNOWN_TRACKING tracking',
  ]);
});

test('what another product has is refused, naming who', async () => {
  const id = await enter(app, valve());
  const before = await app.tableDump();
  const same = valve({ id: id.toUpperCase(), sku: 'vl-15' });
  const faults = await refusalOf(() => app.perform(createProduct, same, editor));
  expect(listed(faults)).toEqual([
    'ID_TAKEN id',
    'SKU_TAKEN sku',
    'BARCODE_TAKEN barcodes.0.code',
    'BARCODE_TAKEN barcodes.1.code',
  ]);
  expect(faults[2]).toMatchObject({
    message: 'The barcode 4006381333931 is on the product VL-15',
    details: { holder: 'VL-15' },
  });
  expect(await app.tableDump()).toBe(before);
});

test('a CODE_128 with the digits of a GTIN in use is refused', async () => {
  await enter(app, valve());
  const other = plain({
    sku: 'VL-20',
    barcodes: [{ code: '04006381333931', symbology: 'CODE_128' }],
  });
  const faults = await refusalOf(() => app.perform(createProduct, other, editor));
  expect(listed(faults)).toEqual(['BARCODE_TAKEN barcodes.0.code']);
});

test('the same key answers the same; with other input it is refused', async () => {
  const caller = { ...editor, idempotencyKey: newId() };
  const first = await app.perform(createProduct, valve(), caller);
  const before = await app.tableDump();
  expect(await app.perform(createProduct, valve(), caller)).toEqual(first);
  const faults = await refusalOf(() =>
    app.perform(createProduct, valve({ nameEn: 'Other' }), caller),
  );
  expect(listed(faults)).toEqual(['IDEMPOTENCY_KEY_REUSED idempotencyKey']);
  expect(await app.tableDump()).toBe(before);
});

test('whoever may only read is forbidden', async () => {
  const before = await app.tableDump();
  await expect(app.perform(createProduct, valve(), reader)).rejects.toThrow(Forbidden);
  expect(await app.tableDump()).toBe(before);
});

test('whoever edits their own products may enter one', async () => {
  const own = asViewer({ 'catalog.edit': 'OWN' });
  await app.perform(createProduct, plain(), own);
  expect(await app.sql('select created_by from product')).toEqual([
    { created_by: own.viewer.personId },
  ]);
});

test.each([
  ['one SKU', (n: number) => plain({ nameEn: `Valve ${n}` }), 'SKU_TAKEN sku'],
  [
    'one barcode',
    (n: number) => valve({ sku: `VL-${n}`, barcodes: [valve().barcodes![0]!] }),
    'BARCODE_TAKEN barcodes.0.code',
  ],
  [
    'one id',
    (n: number) => plain({ id: '01960000-0000-7000-8000-000000000001', sku: `VL-${n}` }),
    'ID_TAKEN id',
  ],
])('of eight who enter %s at once, one wins, others hear why', async (_, input, refusal) => {
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      outcomeOf(app.perform(createProduct, input(n), editor), 'entered'),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'entered')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === refusal)).toHaveLength(7);
  expect(await app.sql('select count(*) from product')).toEqual([{ count: '1' }]);
});
