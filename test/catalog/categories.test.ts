import { newId, type Id } from '../../src/kernel/id.ts';
import {
  createProduct,
  createProductCategory,
  editProduct,
  editProductCategory,
  importProductsCsv,
  loadProducts,
} from '../../src/modules/catalog/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import type { TestApp } from '../support/perform.ts';
import { editor, expectRefused, openCatalog, outcomeOf, plain, reader } from './world.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openCatalog();
  await app.sql(`insert into tax (code, name_en, name_fa) values ('VAT', 'VAT', 'مالیات')`);
});
afterAll(() => app.close());
beforeEach(() => app.forget('product', 'product_category', 'outbox'));

const make = async (code: string, parentId?: Id): Promise<Id> => {
  const names = { nameEn: code, nameFa: code };
  const input = { code, ...names, parentId: parentId ?? null };
  return (await app.perform(createProductCategory, input, editor)).productCategoryId;
};

const move = (productCategoryId: Id, parentId: Id | null, expectedVersion = 1) =>
  app.perform(
    editProductCategory,
    { productCategoryId, expectedVersion, parentId, withoutParent: parentId === null },
    editor,
  );

/** `GOODS > PIPES`, each with the way down to it. */
const tree = async (): Promise<string[]> => {
  const rows = await app.sql<{ way: string }>(
    `with recursive down(id, way) as (
       select id, code from product_category where parent_id is null
       union all
       select c.id, down.way || ' > ' || c.code
       from down join product_category c on c.parent_id = down.id)
     select way from down order by way`,
  );
  return rows.map(({ way }) => way);
};

test('categories are made within each other, renamed and moved with all below them', async () => {
  const goods = await make(' goods ');
  const pipes = await make('PIPES', goods);
  await make('COPPER', pipes);
  expect(await tree()).toEqual(['GOODS', 'GOODS > PIPES', 'GOODS > PIPES > COPPER']);
  expect(await move(pipes, null)).toEqual({ productCategoryId: pipes, version: 2 });
  const renamed = { productCategoryId: pipes, expectedVersion: 2, code: 'tubes', nameEn: 'Tubes' };
  await app.perform(editProductCategory, renamed, editor);
  expect(await tree()).toEqual(['GOODS', 'TUBES', 'TUBES > COPPER']);
  const same = { productCategoryId: pipes, expectedVersion: 3, nameEn: ' Tubes ' };
  expect(await app.perform(editProductCategory, same, editor)).toMatchObject({ version: 3 });
  const events = await app.sql('select type, data from outbox order by seq');
  expect(events.map(({ type }) => type)).toEqual([
    ...Array(3).fill('productCategory.created'),
    ...Array(2).fill('productCategory.edited'),
  ]);
  expect(events.at(-1)).toMatchObject({
    data: {
      productCategory: { code: 'TUBES', version: 3 },
      change: { code: { from: 'PIPES', to: 'TUBES' } },
    },
  });
});

test('refuses', async () => {
  const goods = await make('GOODS');
  const pipes = await make('PIPES', goods);
  const create = (over: object) => () =>
    app.perform(createProductCategory, { code: 'X', nameEn: 'X', nameFa: 'X', ...over }, editor);
  const edit = (over: object) => () =>
    app.perform(
      editProductCategory,
      { productCategoryId: goods, expectedVersion: 1, ...over },
      editor,
    );
  await expectRefused(app, create({ id: 'x', code: 'لوله', nameEn: ' ', parentId: newId() }), [
    'ID_MALFORMED id',
    'CATEGORY_CODE_MALFORMED code',
    'NAME_MALFORMED nameEn',
    'CATEGORY_NOT_FOUND parentId',
  ]);
  await expectRefused(app, create({ id: goods, code: 'pipes' }), [
    'ID_TAKEN id',
    'CATEGORY_CODE_TAKEN code',
  ]);
  await expectRefused(app, edit({ parentId: pipes }), ['CATEGORY_WITHIN_ITSELF parentId']);
  await expectRefused(app, edit({ parentId: goods }), ['CATEGORY_WITHIN_ITSELF parentId']);
  await expectRefused(app, edit({ code: 'PIPES' }), ['CATEGORY_CODE_TAKEN code']);
  await expectRefused(app, edit({ expectedVersion: 2 }), ['STALE expectedVersion']);
  await expectRefused(app, edit({ productCategoryId: newId() }), [
    'CATEGORY_NOT_FOUND productCategoryId',
  ]);
  const read = { code: 'Y', nameEn: 'Y', nameFa: 'Y' };
  await expect(app.perform(createProductCategory, read, reader)).rejects.toThrow(Forbidden);
});

test('of two who put categories below each other at once, one does', async () => {
  for (let round = 0; round < 5; round += 1) {
    await app.forget('product_category');
    const [a, b] = [await make('A'), await make('B')];
    const ends = await Promise.all([
      outcomeOf(move(a, b), 'moved'),
      outcomeOf(move(b, a), 'moved'),
    ]);
    expect(ends.sort()).toEqual(['CATEGORY_WITHIN_ITSELF parentId', 'moved']);
  }
});

test('of six who make one code at once, one does', async () => {
  const ends = await Promise.all(Array.from({ length: 6 }, () => outcomeOf(make('SAME'), 'made')));
  expect(ends.filter((end) => end === 'made')).toHaveLength(1);
  expect(ends.filter((end) => end === 'CATEGORY_CODE_TAKEN code')).toHaveLength(5);
});

const terms = { taxCode: 'vat', leadTimeDays: 14, warrantyMonths: 0 };

test('a product is filed and taxed, says how long it takes, and is answered for', async () => {
  const categoryId = await make('PIPES');
  const input = plain({ ...terms, categoryId: categoryId.toUpperCase() });
  const { productId } = await app.perform(createProduct, input, editor);
  const product = async () => (await loadProducts(app.database, [productId])).get(productId);
  const kept = { categoryId, taxCode: 'VAT', leadTimeDays: 14, warrantyMonths: 0 };
  expect(await product()).toMatchObject(kept);
  const edit = { productId, expectedVersion: 1, warrantyMonths: 24, withoutTaxCode: true };
  await app.perform(editProduct, edit, editor);
  expect(await product()).toMatchObject({ ...kept, taxCode: null, warrantyMonths: 24 });
  const [event] = await app.sql('select data from outbox order by seq desc limit 1');
  expect(event).toMatchObject({
    data: { change: { taxCode: { from: 'VAT', to: null }, warrantyMonths: { from: 0, to: 24 } } },
  });
  const bare = { withoutCategory: true, withoutLeadTime: true, withoutWarranty: true };
  await app.perform(editProduct, { productId, expectedVersion: 2, ...bare }, editor);
  const none = { categoryId: null, taxCode: null, leadTimeDays: null, warrantyMonths: null };
  expect(await product()).toMatchObject(none);
});

test('what there is not is refused', async () => {
  const wrong = { categoryId: newId(), taxCode: 'GST', leadTimeDays: -1, warrantyMonths: 1201 };
  const faults = [
    'CATEGORY_NOT_FOUND categoryId',
    'TAX_NOT_FOUND taxCode',
    'TERM_MALFORMED leadTimeDays',
    'TERM_MALFORMED warrantyMonths',
  ];
  await expectRefused(app, () => app.perform(createProduct, plain(wrong), editor), faults);
  const { productId } = await app.perform(createProduct, plain(), editor);
  const edit = { productId, expectedVersion: 1, ...wrong };
  await expectRefused(app, () => app.perform(editProduct, edit, editor), faults);
});

test('a file names categories by code', async () => {
  const categoryId = await make('PIPES');
  const head = 'sku,name_en,name_fa,base_unit,category,tax_code,lead_time_days,warranty_months';
  const csv = `${head}\nP-1,Pipe,لوله,PCE,pipes,VAT,۱۰,12\nP-2,Pipe,لوله,PCE,,,,\n`;
  const { productIds } = await app.perform(importProductsCsv, { csv }, editor);
  const products = await loadProducts(app.database, productIds);
  expect(productIds.map((id) => products.get(id))).toMatchObject([
    { categoryId, taxCode: 'VAT', leadTimeDays: 10, warrantyMonths: 12 },
    { categoryId: null, taxCode: null, leadTimeDays: null, warrantyMonths: null },
  ]);
  const bad = `${head}\nP-3,Pipe,لوله,PCE,TUBES,GST,soon,12\n`;
  await expectRefused(app, () => app.perform(importProductsCsv, { csv: bad }, editor), [
    'CATEGORY_NOT_FOUND csv.2.category',
    'TAX_NOT_FOUND csv.2.tax_code',
    'TERM_MALFORMED csv.2.lead_time_days',
  ]);
});

test('verify finds a category within itself', async () => {
  const [a, b] = [await make('A'), await make('B')];
  await app.sql('update product_category set parent_id = $2 where id = $1', [a, b]);
  await app.sql('update product_category set parent_id = $2 where id = $1', [b, a]);
  expect(await app.verify()).toHaveLength(2);
  await app.forget('product_category');
});
