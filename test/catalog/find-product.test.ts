import {
  deactivateProduct,
  findProductByScan,
  loadProductMeasures,
  searchWords,
} from '../../src/modules/catalog/index.ts';
import { newId, type Id } from '../../src/kernel/id.ts';
import type { TestApp } from '../support/perform.ts';
import { editor, enter, openCatalog, plain, valve } from './world.ts';

let app: TestApp;
let valveId: Id;
beforeAll(async () => {
  app = await openCatalog();
  valveId = await enter(app, valve());
  await enter(
    app,
    plain({
      sku: 'RP-10',
      nameEn: 'Wire rope',
      nameFa: 'سیم‌بکسل گرم‌گالوانیزه ۱۰',
      baseUnit: 'MTR',
      tracking: 'LOT',
      units: [{ unit: 'BX', numerator: '381', denominator: '1250' }],
      barcodes: [
        { code: 'RP10', symbology: 'CODE_128' },
        { code: '96385074', symbology: 'EAN_8', unit: 'BX' },
      ],
    }),
  );
});
afterAll(() => app.close());

test.each([
  ['4006381333931', 'VL-15 PCE 1/1'],
  [']E04006381333931', 'VL-15 PCE 1/1'],
  ['04006381333931', 'VL-15 PCE 1/1'],
  ['۴۰۰۶۳۸۱۳۳۳۹۳۱', 'VL-15 PCE 1/1'],
  ['10614141000415', 'VL-15 CT 24/1'],
  ['96385074', 'RP-10 BX 381/1250'],
  [' RP10\n', 'RP-10 MTR 1/1'],
  ['4006381333932', null],
  ['RP1', null],
  ['%', null],
  ['', null],
])('%j stands for %s', async (text, wanted) => {
  const found = await findProductByScan(app.database, text);
  const { sku, unit, factor } = found ?? {};
  const shown = found && `${sku} ${unit} ${factor?.numerator}/${factor?.denominator}`;
  expect(shown).toBe(wanted);
});

test('a scan tells all that moving the goods needs, in one statement', async () => {
  const sent = await app.statementsOf(async () =>
    expect(await findProductByScan(app.database, '10614141000415')).toMatchObject({
      productId: valveId,
      tracking: 'NONE',
      active: true,
      baseUnit: 'PCE',
      baseDecimals: 0,
      unitDecimals: 0,
    }),
  );
  expect(sent).toEqual(['catalog_find_product_by_scan']);
});

test('a deactivated product is still found', async () => {
  const productId = await enter(
    app,
    plain({ sku: 'OLD', barcodes: [{ code: 'OLD1', symbology: 'CODE_128' }] }),
  );
  await app.perform(deactivateProduct, { productId }, editor);
  const found = await findProductByScan(app.database, 'OLD1');
  expect(found).toMatchObject({ sku: 'OLD', active: false });
});

test('measures of several products come in one statement', async () => {
  const sent = await app.statementsOf(async () => {
    const measures = await loadProductMeasures(app.database, [valveId, newId()]);
    expect([...measures.keys()]).toEqual([valveId]);
    expect(measures.get(valveId)).toMatchObject({ sku: 'VL-15', baseUnit: 'PCE', baseDecimals: 0 });
    expect([...measures.get(valveId)!.units]).toEqual([
      ['PCE', { numerator: 1n, denominator: 1n, decimals: 0 }],
      ['CT', { numerator: 24n, denominator: 1n, decimals: 0 }],
    ]);
  });
  expect(sent).toHaveLength(1);
});

test.each([
  ['  شير راديَاتور ', 'VL-15'],
  ['سیم بكسل', 'RP-10'],
  ['گالوانيزة ١٠', 'RP-10'],
  ['vl-١٥', 'VL-15'],
  ['ROPE wire', 'RP-10'],
  ['۴۰۰۶۳۸', 'VL-15'],
  ['rope valve', undefined],
  ['100%', undefined],
])('a search for %s finds %s', async (text, wanted) => {
  const words = searchWords(text).map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  const contained = words.map((_, i) => `search_text like $${i + 1}`).join(' and ');
  const rows = await app.sql(`select sku from product where ${contained} order by sku desc`, words);
  expect(rows[0]?.['sku']).toBe(wanted);
});

test('a word counts once, and blanks are none', () => {
  expect(searchWords(' Valve  valve \u200c ')).toEqual(['valve']);
  expect(searchWords(' ')).toEqual([]);
});

test('a search of a part of a word can use the trigram index', async () => {
  const client = await app.database.pool.connect();
  try {
    // Two rows are sooner read whole; what counts is that the index serves the condition.
    await client.query('begin; set local enable_seqscan = off');
    const { rows } = await client.query(
      "explain (format json) select id from product where search_text like '%rope%'",
    );
    expect(JSON.stringify(rows)).toContain('"product_search_text_index"');
  } finally {
    await client.query('rollback');
    client.release();
  }
});
