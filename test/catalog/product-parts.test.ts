import { newId, type Id } from '../../src/kernel/id.ts';
import {
  addProductBarcode,
  addProductUnit,
  loadProducts,
  removeProductBarcode,
  type ProductRecord,
} from '../../src/modules/catalog/index.ts';
import type { TestApp } from '../support/perform.ts';
import {
  announced,
  editor,
  enter,
  expectRefused,
  forgetProducts,
  openCatalog,
  outcomeOf,
  plain,
  valve,
} from './world.ts';

let app: TestApp;
beforeAll(async () => void (app = await openCatalog()));
afterAll(() => app.close());

let id: Id;
beforeEach(async () => {
  await forgetProducts(app);
  id = await enter(app, valve());
});

const product = async (): Promise<ProductRecord> =>
  (await loadProducts(app.database, [id])).get(id)!;

const searchTextNow = async (): Promise<unknown> =>
  (await app.sql('select search_text from product where id = $1', [id]))[0]?.['search_text'];

const expectRefusal = (act: () => unknown, ...wanted: string[]): Promise<void> =>
  expectRefused(app, act, wanted);

/** A label on the valve, or whatever `over` makes of it. */
const addBarcode = (over: object) =>
  app.perform(
    addProductBarcode,
    { productId: id, code: 'LABEL', symbology: 'CODE_128', ...over },
    editor,
  );

const removeBarcode = (productBarcodeId: Id) =>
  app.perform(removeProductBarcode, { productBarcodeId }, editor);

const addUnit = (over: object) =>
  app.perform(addProductUnit, { productId: id, unit: 'BX', numerator: '6', ...over }, editor);

describe('barcodes', () => {
  test('one is added for a unit, found at once, and removed', async () => {
    const added = await addBarcode({ code: ' ]C0Bzg-۱ ', unit: 'ct' });
    expect(added).toMatchObject({ productId: id, version: 2 });
    expect((await product()).barcodes.at(-1)).toMatchObject({ code: 'Bzg-1', unit: 'CT' });
    expect(await searchTextNow()).toContain('bzg-1');
    const { productBarcodeId } = added;
    const removed = await removeBarcode(productBarcodeId);
    expect(removed).toEqual({ productId: id, version: 3 });
    expect((await product()).barcodes).toHaveLength(2);
    expect(await searchTextNow()).not.toContain('bzg-1');
    const changes = (await announced(app)).slice(1).map(({ data }) => data.change);
    expect(changes).toMatchObject([
      { barcodeAdded: { id: productBarcodeId, code: 'Bzg-1' } },
      { barcodeRemoved: { id: productBarcodeId, code: 'Bzg-1' } },
    ]);
    await expectRefusal(
      () => removeBarcode(productBarcodeId),
      'BARCODE_NOT_FOUND productBarcodeId',
    );
  });

  test('refuses', async () => {
    const add = (over: object) => () => addBarcode(over);
    await expectRefusal(
      add({ code: '96385075', symbology: 'EAN_8', unit: 'BX' }),
      'BARCODE_UNIT_NOT_OF_PRODUCT unit',
      'BARCODE_MALFORMED code',
    );
    await expectRefusal(add({ code: '4006381333931', symbology: 'EAN_13' }), 'BARCODE_TAKEN code');
    await expectRefusal(add({ productId: newId() }), 'PRODUCT_NOT_FOUND productId');
    await expectRefusal(() => removeBarcode('x'), 'BARCODE_NOT_FOUND productBarcodeId');
  });

  test('of six products that take one barcode at once, one gets it', async () => {
    const ids = await Promise.all(
      Array.from({ length: 6 }, (_, n) => enter(app, plain({ sku: `P-${n}` }))),
    );
    const outcomes = await Promise.all(
      ids.map((productId) => outcomeOf(addBarcode({ productId }), 'added')),
    );
    expect(outcomes.sort()).toEqual([...Array(5).fill('BARCODE_TAKEN code'), 'added']);
  });

  test('eight added to one product at once are all there and all searched', async () => {
    const codes = Array.from({ length: 8 }, (_, n) => `LABEL-${n}`);
    await Promise.all(codes.map((code) => addBarcode({ code })));
    expect((await product()).version).toBe(9);
    for (const code of codes) expect(await searchTextNow()).toContain(code.toLowerCase());
  });

  test('of two who remove one barcode at once, one does', async () => {
    const productBarcodeId = (await product()).barcodes[0]!.id;
    const outcomes = await Promise.all(
      [1, 2].map(() => outcomeOf(removeBarcode(productBarcodeId), 'removed')),
    );
    expect(outcomes.sort()).toEqual(['BARCODE_NOT_FOUND productBarcodeId', 'removed']);
  });
});

describe('addProductUnit', () => {
  test('the product may be counted and scanned in it', async () => {
    await addUnit({ unit: 'bx', numerator: '12', denominator: '2' });
    expect((await product()).units).toMatchObject([
      { unit: 'CT' },
      { unit: 'BX', numerator: '6', denominator: '1' },
    ]);
    const [, event] = await announced(app);
    expect(event?.data.change).toMatchObject({ unitAdded: { unit: 'BX', numerator: '6' } });
  });

  test('refuses', async () => {
    const add = (over: object) => () => addUnit(over);
    await expectRefusal(
      add({ unit: 'PCE', numerator: '0' }),
      'UNIT_IS_BASE_UNIT unit',
      'FACTOR_MALFORMED numerator',
    );
    await expectRefusal(add({ unit: 'CT' }), 'UNIT_REPEATED unit');
    await expectRefusal(
      add({ unit: 'YD', denominator: '0' }),
      'UNKNOWN_UNIT unit',
      'FACTOR_MALFORMED denominator',
    );
    await expectRefusal(add({ productId: newId() }), 'PRODUCT_NOT_FOUND productId');
  });

  test('of four who add it at once, one does', async () => {
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => outcomeOf(addUnit({}), 'added')));
    expect(outcomes.sort()).toEqual([...Array(3).fill('UNIT_REPEATED unit'), 'added']);
  });
});

test('the same key answers the same, and the act is done once', async () => {
  const caller = { ...editor, idempotencyKey: newId() };
  const input = { productId: id, code: 'ONCE', symbology: 'CODE_128' } as const;
  const [first, twin] = await Promise.all([
    app.perform(addProductBarcode, input, caller),
    app.perform(addProductBarcode, input, caller),
  ]);
  expect(twin).toEqual(first);
  expect((await product()).barcodes).toHaveLength(3);
});
