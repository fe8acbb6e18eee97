import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { gtinCheckDigit } from '../../src/kernel/barcode.ts';
import type { DomainError } from '../../src/kernel/domain-error.ts';
import {
  defineUnit,
  findProductByScan,
  importProducts,
  type ProductBarcodeInput,
  type ProductInput,
  type ProductUnitInput,
  type Tracking,
} from '../../src/modules/catalog/index.ts';
import { asSystem, openTestApp, type TestApp } from '../support/perform.ts';
import { refusalOf } from '../support/refusal.ts';
import {
  announced,
  editor,
  enter,
  forgetProducts,
  listed,
  openCatalog,
  plain,
  valve,
} from './world.ts';

let app: TestApp;
beforeAll(async () => void (app = await openCatalog()));
afterAll(() => app.close());
beforeEach(() => forgetProducts(app));

const ean13 = (n: number): string => {
  const body = String(200000000000 + n);
  return body + gtinCheckDigit(body);
};

const rows = (count: number): ProductInput[] =>
  Array.from({ length: count }, (_, n) =>
    valve({ sku: `VL-${n}`, barcodes: [{ code: ean13(n), symbology: 'EAN_13' }] }),
  );

test('rows enter in their order, and each is announced', async () => {
  const { productIds } = await app.perform(importProducts, { rows: rows(3) }, editor);
  const found = await app.sql<{ id: string; sku: string }>('select id, sku from product');
  const skus = new Map(found.map(({ id, sku }) => [id, sku]));
  expect(productIds.map((id) => skus.get(id))).toEqual(['VL-0', 'VL-1', 'VL-2']);
  expect((await announced(app)).map(({ type, data }) => `${type} ${data.product['sku']}`)).toEqual([
    'product.created VL-0',
    'product.created VL-1',
    'product.created VL-2',
  ]);
});

test('a thousand rows send the same statements as one', async () => {
  const one = await app.statementsOf(() => app.perform(importProducts, { rows: rows(1) }, editor));
  await forgetProducts(app);
  const thousand = await app.statementsOf(() =>
    app.perform(importProducts, { rows: rows(1000) }, editor),
  );
  expect(thousand).toEqual(one);
  expect(one).toEqual([
    'operation_log_open',
    'catalog_known_units',
    'catalog_find_taken',
    'catalog_insert_products',
    'catalog_insert_product_units',
    'catalog_insert_product_barcodes',
    'operation_log_close',
  ]);
  expect(await app.sql('select count(*) from product_barcode')).toEqual([{ count: '1000' }]);
});

test('more than a thousand rows are refused, and none at all', async () => {
  const faults = await refusalOf(() => app.perform(importProducts, { rows: rows(1001) }, editor));
  expect(listed(faults)).toEqual(['TOO_MANY_ROWS rows']);
  const none = await refusalOf(() => app.perform(importProducts, { rows: [] }, editor));
  expect(listed(none)).toEqual(['NO_ROWS rows']);
});

test('every bad row is named, and none enters', async () => {
  await enter(app, valve({ sku: 'OLD', barcodes: [{ code: ean13(7), symbology: 'EAN_13' }] }));
  const before = await app.tableDump();
  const input = rows(10);
  input[1] = plain({ sku: 'vl-0', nameFa: '' });
  input[4] = plain({ sku: 'NEW', baseUnit: 'YD' });
  input[5] = plain({ sku: 'old' });
  input[9] = valve({ sku: 'LAST', barcodes: [{ code: ean13(2), symbology: 'EAN_13' }] });
  const faults = await refusalOf(() => app.perform(importProducts, { rows: input }, editor));
  expect(listed(faults)).toEqual([
    'NAME_MALFORMED rows.1.nameFa',
    'UNKNOWN_UNIT rows.4.baseUnit',
    'SKU_REPEATED rows.1.sku',
    'BARCODE_REPEATED rows.9.barcodes.0.code',
    'SKU_TAKEN rows.5.sku',
    'BARCODE_TAKEN rows.7.barcodes.0.code',
  ]);
  expect(faults[2]?.message).toBe('VL-0 is named twice: also at rows.0.sku');
  expect(await app.tableDump()).toBe(before);
});

test('two who import the same rows in opposite orders wait instead of deadlocking', async () => {
  const input = rows(20);
  const holder = await app.database.pool.connect();
  await holder.query(`begin; insert into product
    values (gen_random_uuid(), 'VL-10', 'x', 'x', 'PCE', 'NONE', 'vl-10', true, now(), null, 1)`);
  const outcomes = [input, input.toReversed()].map((part) =>
    app.perform(importProducts, { rows: part }, editor).then(
      () => ['entered'],
      (error: DomainError) => listed(error.faults),
    ),
  );
  await waitingForLocks(2);
  await holder.query('rollback');
  holder.release();
  const [entered, refused] = (await Promise.all(outcomes)).sort((x, y) => x.length - y.length);
  expect([entered, refused]).toContainEqual(['entered']);
  expect([entered, refused].flat().join(' ')).toMatch(/SKU_TAKEN rows\.(0|19)\.sku/);
  expect(app.retried).toEqual([]);
});

async function waitingForLocks(count: number): Promise<void> {
  for (;;) {
    const waiting = await app.sql(`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`);
    if (waiting.length === count) return;
    await setTimeout(10);
  }
}

async function demo<Row>(file: string): Promise<Row[]> {
  const path = new URL(`../../demo/${file}.csv`, import.meta.url);
  return parse(await readFile(path), { columns: true }) as Row[];
}

interface UnitRow {
  readonly code: string;
  readonly name_en: string;
  readonly name_fa: string;
  readonly decimals: string;
}

interface ProductRow {
  readonly sku: string;
  readonly name_en: string;
  readonly name_fa: string;
  readonly base_unit: string;
  readonly tracking: Tracking;
}

test('the demo company’s files enter as they are', async () => {
  const firm = await openTestApp();
  for (const row of await demo<UnitRow>('units')) {
    const names = { nameEn: row.name_en, nameFa: row.name_fa };
    const unit = { code: row.code, ...names, decimals: Number(row.decimals) };
    await firm.perform(defineUnit, unit, asSystem);
  }
  const unitRows = await demo<ProductUnitInput & { sku: string }>('product_units');
  const units = Map.groupBy(unitRows, ({ sku }) => sku);
  const barcodeRows = await demo<ProductBarcodeInput & { sku: string }>('barcodes');
  const barcodes = Map.groupBy(barcodeRows, ({ sku }) => sku);
  const input = (await demo<ProductRow>('products')).map((row) => ({
    sku: row.sku,
    nameEn: row.name_en,
    nameFa: row.name_fa,
    baseUnit: row.base_unit,
    tracking: row.tracking,
    units: units.get(row.sku) ?? [],
    barcodes: barcodes.get(row.sku) ?? [],
  }));
  await firm.perform(importProducts, { rows: input }, asSystem);
  for (const { sku, code, unit } of barcodeRows) {
    expect(await findProductByScan(firm.database, code)).toMatchObject({ sku, unit });
  }
  await firm.close();
});
