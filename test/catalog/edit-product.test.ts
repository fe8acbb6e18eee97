import { newId, type Id } from '../../src/kernel/id.ts';
import {
  addProductBarcode,
  addProductUnit,
  deactivateProduct,
  defineUnit,
  editProduct,
  loadProducts,
  reactivateProduct,
  removeProductBarcode,
  type ProductRecord,
} from '../../src/modules/catalog/index.ts';
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
  plain,
  reader,
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

/** Refused with these faults, with nothing changed. */
async function expectRefused(act: () => unknown, wanted: string[]): Promise<void> {
  const before = await app.tableDump();
  expect(listed(await refusalOf(act))).toEqual(wanted);
  expect(await app.tableDump()).toBe(before);
}

describe('editProduct', () => {
  test('changes what is given, and tells what changed', async () => {
    const input = { productId: id, expectedVersion: 1, sku: 'vl-15n', nameEn: ' New  valve ' };
    expect(await app.perform(editProduct, input, editor)).toEqual({ productId: id, version: 2 });
    expect(await product()).toMatchObject({
      sku: 'VL-15N',
      nameEn: 'New valve',
      nameFa: valve().nameFa,
      version: 2,
    });
    expect(await searchTextNow()).toMatch(/^vl-15n new valve شیر .* 4006381333931$/);
    const [, event] = await announced(app);
    expect(event).toMatchObject({
      type: 'product.edited',
      data: {
        product: { sku: 'VL-15N', version: 2 },
        change: {
          sku: { from: 'VL-15', to: 'VL-15N' },
          nameEn: { from: valve().nameEn, to: 'New valve' },
        },
      },
    });
  });

  test('with nothing new changes nothing and announces nothing', async () => {
    const before = await app.tableDump();
    const input = { productId: id, expectedVersion: 1, sku: 'vl-15', nameFa: null };
    expect(await app.perform(editProduct, input, editor)).toEqual({ productId: id, version: 1 });
    expect(await app.tableDump()).toBe(before);
  });

  test('refuses', async () => {
    await enter(app, plain({ sku: 'VL-20' }));
    const edit = (input: object) => () =>
      app.perform(editProduct, { productId: id, expectedVersion: 1, ...input }, editor);
    await expectRefused(edit({ sku: ' ', nameEn: '', nameFa: '\u0007' }), [
      'SKU_MALFORMED sku',
      'NAME_MALFORMED nameEn',
      'NAME_MALFORMED nameFa',
    ]);
    await expectRefused(edit({ sku: 'vl-20', nameEn: '' }), [
      'NAME_MALFORMED nameEn',
      'SKU_TAKEN sku',
    ]);
    await expectRefused(edit({ expectedVersion: 2 }), ['STALE expectedVersion']);
    await expectRefused(edit({ productId: newId() }), ['PRODUCT_NOT_FOUND productId']);
    await expectRefused(edit({ productId: 'x' }), ['PRODUCT_NOT_FOUND productId']);
  });

  test('of eight who edit the same version at once, one wins; the others hear the version', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        app
          .perform(editProduct, { productId: id, expectedVersion: 1, nameEn: `Name ${n}` }, editor)
          .then(
            ({ version }) => `edited to ${version}`,
            (error) => `${error.faults[0].code} at ${error.faults[0].details.version}`,
          ),
      ),
    );
    expect(outcomes.sort()).toEqual([...Array(7).fill('STALE at 2'), 'edited to 2']);
  });

  test('of two who take one SKU at once, one wins', async () => {
    const other = await enter(app, plain({ sku: 'VL-20' }));
    const outcomes = await Promise.all(
      [id, other].map((productId) =>
        app.perform(editProduct, { productId, expectedVersion: 1, sku: 'VL-30' }, editor).then(
          () => 'edited',
          (error) => listed(error.faults).join(),
        ),
      ),
    );
    expect(outcomes.sort()).toEqual(['SKU_TAKEN sku', 'edited']);
  });
});

describe('barcodes', () => {
  test('one is added for a unit, found at once, and removed', async () => {
    const barcode = { productId: id, code: ' ]C0Bzg-۱ ', symbology: 'CODE_128', unit: 'ct' } as const;
    const added = await app.perform(addProductBarcode, barcode, editor);
    expect(added).toMatchObject({ productId: id, version: 2 });
    expect((await product()).barcodes.at(-1)).toMatchObject({ code: 'Bzg-1', unit: 'CT' });
    expect(await searchTextNow()).toContain('bzg-1');
    const { productBarcodeId } = added;
    const removed = await app.perform(removeProductBarcode, { productBarcodeId }, editor);
    expect(removed).toEqual({ productId: id, version: 3 });
    expect((await product()).barcodes).toHaveLength(2);
    expect(await searchTextNow()).not.toContain('bzg-1');
    const changes = (await announced(app)).slice(1).map(({ data }) => data.change);
    expect(changes).toMatchObject([
      { barcodeAdded: { id: productBarcodeId, code: 'Bzg-1' } },
      { barcodeRemoved: { id: productBarcodeId, code: 'Bzg-1' } },
    ]);
    await expectRefused(
      () => app.perform(removeProductBarcode, { productBarcodeId }, editor),
      ['BARCODE_NOT_FOUND productBarcodeId'],
    );
  });

  test('refuses', async () => {
    const add = (input: object) => () =>
      app.perform(
        addProductBarcode,
        { productId: id, code: 'X', symbology: 'CODE_128', ...input },
        editor,
      );
    await expectRefused(add({ code: '96385075', symbology: 'EAN_8', unit: 'BX' }), [
      'BARCODE_UNIT_NOT_OF_PRODUCT unit',
      'BARCODE_MALFORMED code',
    ]);
    await expectRefused(add({ code: '4006381333931', symbology: 'EAN_13' }), ['BARCODE_TAKEN code']);
    await expectRefused(add({ productId: newId() }), ['PRODUCT_NOT_FOUND productId']);
    await expectRefused(
      () => app.perform(removeProductBarcode, { productBarcodeId: 'x' }, editor),
      ['BARCODE_NOT_FOUND productBarcodeId'],
    );
  });

  test('of six products that take one barcode at once, one gets it', async () => {
    const ids = await Promise.all(
      Array.from({ length: 6 }, (_, n) => enter(app, plain({ sku: `P-${n}` }))),
    );
    const outcomes = await Promise.all(
      ids.map((productId) =>
        app
          .perform(addProductBarcode, { productId, code: 'ONE', symbology: 'CODE_128' }, editor)
          .then(
            () => 'added',
            (error) => listed(error.faults).join(),
          ),
      ),
    );
    expect(outcomes.sort()).toEqual([...Array(5).fill('BARCODE_TAKEN code'), 'added']);
  });

  test('eight added to one product at once are all there and all searched', async () => {
    const codes = Array.from({ length: 8 }, (_, n) => `LABEL-${n}`);
    await Promise.all(
      codes.map((code) =>
        app.perform(addProductBarcode, { productId: id, code, symbology: 'CODE_128' }, editor),
      ),
    );
    expect((await product()).version).toBe(9);
    for (const code of codes) expect(await searchTextNow()).toContain(code.toLowerCase());
  });

  test('of two who remove one barcode at once, one does', async () => {
    const productBarcodeId = (await product()).barcodes[0]!.id;
    const outcomes = await Promise.all(
      [1, 2].map(() =>
        app.perform(removeProductBarcode, { productBarcodeId }, editor).then(
          () => 'removed',
          (error) => listed(error.faults).join(),
        ),
      ),
    );
    expect(outcomes.sort()).toEqual(['BARCODE_NOT_FOUND productBarcodeId', 'removed']);
  });
});

describe('addProductUnit', () => {
  test('the product may be counted and scanned in it', async () => {
    const unit = { productId: id, unit: 'bx', numerator: '12', denominator: '2' };
    await app.perform(addProductUnit, unit, editor);
    expect((await product()).units).toMatchObject([
      { unit: 'CT' },
      { unit: 'BX', numerator: '6', denominator: '1' },
    ]);
    const [, event] = await announced(app);
    expect(event?.data.change).toMatchObject({ unitAdded: { unit: 'BX', numerator: '6' } });
  });

  test('refuses', async () => {
    const add = (input: object) => () =>
      app.perform(addProductUnit, { productId: id, unit: 'BX', numerator: '6', ...input }, editor);
    await expectRefused(add({ unit: 'PCE', numerator: '0' }), [
      'UNIT_IS_BASE_UNIT unit',
      'FACTOR_MALFORMED numerator',
    ]);
    await expectRefused(add({ unit: 'CT' }), ['UNIT_REPEATED unit']);
    await expectRefused(add({ unit: 'YD', denominator: '0' }), [
      'UNKNOWN_UNIT unit',
      'FACTOR_MALFORMED denominator',
    ]);
    await expectRefused(add({ productId: newId() }), ['PRODUCT_NOT_FOUND productId']);
  });

  test('of four who add it at once, one does', async () => {
    const outcomes = await Promise.all(
      [1, 2, 3, 4].map(() =>
        app.perform(addProductUnit, { productId: id, unit: 'BX', numerator: '6' }, editor).then(
          () => 'added',
          (error) => listed(error.faults).join(),
        ),
      ),
    );
    expect(outcomes.sort()).toEqual([...Array(3).fill('UNIT_REPEATED unit'), 'added']);
  });
});

test('a product is deactivated once, and comes back once', async () => {
  await app.perform(deactivateProduct, { productId: id }, editor);
  expect(await product()).toMatchObject({ active: false, version: 2 });
  await expectRefused(
    () => app.perform(deactivateProduct, { productId: id }, editor),
    ['PRODUCT_ALREADY_INACTIVE productId'],
  );
  await app.perform(reactivateProduct, { productId: id }, editor);
  expect(await product()).toMatchObject({ active: true, version: 3 });
  await expectRefused(
    () => app.perform(reactivateProduct, { productId: id }, editor),
    ['PRODUCT_ALREADY_ACTIVE productId'],
  );
  expect((await announced(app)).map(({ type }) => type)).toEqual([
    'product.created',
    'product.deactivated',
    'product.reactivated',
  ]);
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

describe('rights', () => {
  const acts = {
    editProduct: () => ({ operation: editProduct, input: { productId: id, expectedVersion: 1 } }),
    addProductBarcode: () => ({
      operation: addProductBarcode,
      input: { productId: id, code: 'X', symbology: 'CODE_128' },
    }),
    removeProductBarcode: async () => ({
      operation: removeProductBarcode,
      input: { productBarcodeId: (await product()).barcodes[0]!.id },
    }),
    addProductUnit: () => ({
      operation: addProductUnit,
      input: { productId: id, unit: 'BX', numerator: '6' },
    }),
    deactivateProduct: () => ({ operation: deactivateProduct, input: { productId: id } }),
    defineUnit: () => ({
      operation: defineUnit,
      input: { code: 'YD', nameEn: 'Yard', nameFa: 'یارد', decimals: 2 },
    }),
  };

  test.each(Object.keys(acts) as (keyof typeof acts)[])(
    '%s is forbidden to who may only read, and to who edits only what they made',
    async (name) => {
      const { operation, input } = await acts[name]();
      const before = await app.tableDump();
      for (const caller of [reader, asViewer({ 'catalog.edit': 'OWN' })]) {
        await expect(app.perform(operation as typeof editProduct, input as never, caller)).rejects.toThrow(
          Forbidden,
        );
      }
      expect(await app.tableDump()).toBe(before);
    },
  );
});
