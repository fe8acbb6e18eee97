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
  expectRefused,
  forgetProducts,
  openCatalog,
  outcomeOf,
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

const expectRefusal = (act: () => unknown, ...wanted: string[]): Promise<void> =>
  expectRefused(app, act, wanted);

const edit = (over: object) =>
  app.perform(editProduct, { productId: id, expectedVersion: 1, ...over }, editor);

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

  test('values the product', async () => {
    await edit({ standardCost: '950.5' });
    expect(await product()).toMatchObject({ standardCost: '950.5', version: 2 });
    const [, event] = await announced(app);
    expect(event?.data.change).toEqual({ standardCost: { from: null, to: '950.5' } });
    await expectRefusal(
      () => edit({ expectedVersion: 2, standardCost: '-1' }),
      'COST_MALFORMED standardCost',
    );
  });

  test('with nothing new changes nothing and announces nothing', async () => {
    const before = await app.tableDump();
    const input = { productId: id, expectedVersion: 1, sku: 'vl-15', nameFa: null };
    expect(await app.perform(editProduct, input, editor)).toEqual({ productId: id, version: 1 });
    expect(await app.tableDump()).toBe(before);
  });

  test('refuses', async () => {
    await enter(app, plain({ sku: 'VL-20' }));
    await expectRefusal(
      () => edit({ sku: ' ', nameEn: '', nameFa: '\u0007' }),
      'SKU_MALFORMED sku',
      'NAME_MALFORMED nameEn',
      'NAME_MALFORMED nameFa',
    );
    await expectRefusal(
      () => edit({ sku: 'vl-20', nameEn: '' }),
      'NAME_MALFORMED nameEn',
      'SKU_TAKEN sku',
    );
    await expectRefusal(() => edit({ expectedVersion: 2 }), 'STALE expectedVersion');
    await expectRefusal(() => edit({ productId: newId() }), 'PRODUCT_NOT_FOUND productId');
    await expectRefusal(() => edit({ productId: 'x' }), 'PRODUCT_NOT_FOUND productId');
  });

  test('of eight who edit the same version at once, one wins', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, n) => outcomeOf(edit({ nameEn: `Name ${n}` }), 'edited')),
    );
    const stale = Array<string>(7).fill('STALE expectedVersion');
    expect(outcomes.sort()).toEqual([...stale, 'edited']);
    expect(await refusalOf(() => edit({ nameEn: 'Late' }))).toMatchObject([
      { details: { version: 2 } },
    ]);
  });

  test('of two who take one SKU at once, one wins', async () => {
    const other = await enter(app, plain({ sku: 'VL-20' }));
    const outcomes = await Promise.all(
      [id, other].map((productId) => outcomeOf(edit({ productId, sku: 'VL-30' }), 'edited')),
    );
    expect(outcomes.sort()).toEqual(['SKU_TAKEN sku', 'edited']);
  });
});

test('a product is deactivated once, and comes back once', async () => {
  await app.perform(deactivateProduct, { productId: id }, editor);
  expect(await product()).toMatchObject({ active: false, version: 2 });
  await expectRefusal(
    () => app.perform(deactivateProduct, { productId: id }, editor),
    'PRODUCT_ALREADY_INACTIVE productId',
  );
  await app.perform(reactivateProduct, { productId: id }, editor);
  expect(await product()).toMatchObject({ active: true, version: 3 });
  await expectRefusal(
    () => app.perform(reactivateProduct, { productId: id }, editor),
    'PRODUCT_ALREADY_ACTIVE productId',
  );
  expect((await announced(app)).map(({ type }) => type)).toEqual([
    'product.created',
    'product.deactivated',
    'product.reactivated',
  ]);
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
        const act = app.perform(operation as typeof editProduct, input as never, caller);
        await expect(act).rejects.toThrow(Forbidden);
      }
      expect(await app.tableDump()).toBe(before);
    },
  );
});
