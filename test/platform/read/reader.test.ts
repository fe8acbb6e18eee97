import { newId, type Id } from '../../../src/kernel/id.ts';
import { DomainError } from '../../../src/kernel/domain-error.ts';
import { catalogEntities, catalogReadRules } from '../../../src/modules/catalog/index.ts';
import { inventoryEntities } from '../../../src/modules/inventory/index.ts';
import { inventoryReadRules } from '../../../src/modules/inventory/read-rules.ts';
import { Forbidden } from '../../../src/platform/identity/access-error.ts';
import type { Viewer } from '../../../src/platform/identity/viewer.ts';
import { createReadModel } from '../../../src/platform/read/read-model.ts';
import { createReader, type Reader } from '../../../src/platform/read/reader.ts';
import type { Filter, Order, Page, PageRequest, ReadField, ReadTree } from '../../../src/platform/read/tree.ts';
import { asViewer, openTestApp, type TestApp } from '../../support/perform.ts';

/*
 * Rows are written by plain SQL: what is tested is reading. Transfers go around four warehouses,
 * A to B, B to C, C to D, D to A, ten of each, numbered T01 to T40; each has lines 1 to 3.
 */

let app: TestApp;
let reader: Reader;
const warehouses = ['AA', 'BB', 'CC', 'DD'];
const ids = new Map<string, Id>();
const all = asViewer({ 'inventory.read': 'ALL', 'catalog.read': 'ALL' }).viewer;

const properties = (...names: string[]): ReadField[] =>
  names.map((name) => ({ as: name, property: name }));
const related = (relation: string, tree: ReadTree): ReadField => ({ as: relation, relation, tree });
const product: ReadTree = { entity: 'Product', fields: properties('sku', 'nameFa') };
const line: ReadTree = {
  entity: 'StockTransferLine',
  fields: [...properties('lineNo', 'requested'), related('product', product)],
};
const warehouse: ReadTree = { entity: 'Warehouse', fields: properties('code') };
const transfer: ReadTree = {
  entity: 'StockTransfer',
  fields: [
    ...properties('number', 'createdAt'),
    related('source', warehouse),
    related('destination', warehouse),
    related('lines', line),
  ],
};
const numberUp: Order = { name: 'NUMBER_ASC', property: 'number', direction: 'asc' };
const createdDown: Order = { name: 'CREATED_AT_DESC', property: 'createdAt', direction: 'desc' };

const page = (request: Partial<PageRequest> = {}): PageRequest => ({
  order: numberUp,
  withRows: true,
  withTotal: false,
  withCursors: true,
  ...request,
});

const numbers = (found: Page): string => found.rows.map((row) => row['number']).join(' ');

const list = (request: Partial<PageRequest>, viewer: Viewer = all): Promise<Page> =>
  reader.list(viewer, transfer, page(request));

const matching = async (filter: Filter, viewer: Viewer = all): Promise<string> =>
  numbers(await list({ filter, first: 100 }, viewer));

const codeOf = async (refused: Promise<unknown>): Promise<string> => {
  try {
    await refused;
  } catch (error) {
    if (error instanceof DomainError) return error.faults.map((fault) => fault.code).join();
    if (error instanceof Forbidden) return `FORBIDDEN ${error.permission}`;
    throw error;
  }
  return 'not refused';
};

beforeAll(async () => {
  app = await openTestApp();
  const model = createReadModel(
    [...catalogEntities, ...inventoryEntities],
    [...catalogReadRules, ...inventoryReadRules],
  );
  reader = createReader(app.database, model);
  await app.sql(`insert into unit (code, name_en, name_fa, decimals) values ('PCE', 'Piece', 'عدد', 0)`);
  for (const [index, sku] of ['P1', 'P2', 'P3'].entries()) {
    ids.set(sku, newId());
    await app.sql(
      `insert into product (id, sku, name_en, name_fa, base_unit_code, tracking, search_text, created_at)
       values ($1, $2, $3, 'کالا', 'PCE', 'NONE', $4, now())`,
      [ids.get(sku), sku, `Product ${index + 1}`, `${sku.toLowerCase()} بویلر 50% off`],
    );
  }
  for (const code of warehouses) {
    ids.set(code, newId());
    await app.sql(
      `insert into warehouse (id, code, name_en, name_fa, created_at) values ($1, $2, $2, $2, now())`,
      [ids.get(code), code],
    );
  }
  for (let n = 1; n <= 40; n += 1) await insertTransfer(n);
});

async function insertTransfer(n: number): Promise<void> {
  const [id, transit] = [newId(), newId()];
  const from = warehouses[n % 4] as string;
  const to = warehouses[(n + 1) % 4] as string;
  const number = `T${String(n).padStart(2, '0')}`;
  ids.set(number, id);
  await app.sql(
    `insert into location (id, code, name_en, name_fa, kind, created_at)
     values ($1, $2, 'x', 'x', 'TRANSIT', now())`,
    [transit, number],
  );
  // Four transfers share each instant, so that ties are broken.
  await app.sql(
    `insert into stock_transfer (id, number, source_id, destination_id, transit_id, state, created_at)
     values ($1, $2, $3, $4, $5, 'DRAFT', timestamptz '2026-01-01' + $6 * interval '1 microsecond')`,
    [id, number, ids.get(from), ids.get(to), transit, Math.floor(n / 4)],
  );
  for (const lineNo of [1, 2, 3].slice(0, n % 4)) {
    await app.sql(
      `insert into stock_transfer_line
         (id, stock_transfer_id, line_no, product_id, unit_code, requested_in_unit, requested)
       values ($1, $2, $3, $4, 'PCE', $5, $5)`,
      [newId(), id, lineNo, ids.get(`P${lineNo}`), `${n}.5`],
    );
  }
}

afterAll(async () => {
  await app.database.close();
});

test('a row comes with its relations, decimals as text, in one statement', async () => {
  const statements = await app.statementsOf(async () => {
    const found = await reader.one(all, transfer, ids.get('T03') as Id);
    expect(found).toEqual({
      number: 'T03',
      createdAt: '2026-01-01T00:00:00+00:00',
      source: { code: 'DD' },
      destination: { code: 'AA' },
      lines: [1, 2, 3].map((n) => ({
        lineNo: n,
        requested: '3.5',
        product: { sku: `P${n}`, nameFa: 'کالا' },
      })),
    });
  });
  expect(statements).toHaveLength(1);
});

test('a row that is not there, or not within reach, is null', async () => {
  const clerk = asViewer({ 'inventory.read': [ids.get('BB') as Id], 'catalog.read': 'ALL' }).viewer;
  expect(await reader.one(all, transfer, newId())).toBeNull();
  // T03 goes from DD to AA.
  expect(await reader.one(clerk, transfer, ids.get('T03') as Id)).toBeNull();
  expect(await reader.one(clerk, transfer, ids.get('T01') as Id)).not.toBeNull();
});

test.each([
  ['the first page of 25', {}, 25, 'T01', 'T25', true, false],
  ['a page of 7', { first: 7 }, 7, 'T01', 'T07', true, false],
  ['all', { first: 100 }, 40, 'T01', 'T40', false, false],
  ['none', { first: 0 }, 0, undefined, undefined, true, false],
  ['the last page', { last: 5 }, 5, 'T36', 'T40', false, true],
] as const)('%s', async (_name, request, count, first, last, next, previous) => {
  const found = await list(request);
  expect(found.rows).toHaveLength(count);
  expect([found.rows[0]?.['number'], found.rows.at(-1)?.['number']]).toEqual([first, last]);
  expect([found.hasNextPage, found.hasPreviousPage]).toEqual([next, previous]);
});

test.each([numberUp, createdDown])('pages walk the whole list both ways: $name', async (order) => {
  const whole = numbers(await list({ order, first: 100 }));
  const forward: string[] = [];
  const backward: string[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const found = await list({ order, first: 7, after: after ?? null });
    forward.push(numbers(found));
    after = found.cursors.at(-1);
    more = found.hasNextPage;
  }
  for (let before: string | undefined, more = true; more; ) {
    const found = await list({ order, last: 7, before: before ?? null });
    backward.unshift(numbers(found));
    before = found.cursors[0];
    more = found.hasPreviousPage;
  }
  expect(forward.join(' ')).toBe(whole);
  expect(backward.join(' ')).toBe(whole);
});

test('a page is not disturbed by rows that come before it meanwhile', async () => {
  const first = await list({ first: 2 });
  await insertTransfer(0);
  const second = await list({ first: 2, after: first.cursors.at(-1) ?? null });
  expect(numbers(second)).toBe('T03 T04');
  await app.sql(`delete from stock_transfer where number = 'T00'`);
});

test('the total is counted by the same rules, in the same statement, and only if asked', async () => {
  const clerk = asViewer({ 'inventory.read': [ids.get('BB') as Id], 'catalog.read': 'ALL' }).viewer;
  const statements = await app.statementsOf(async () => {
    expect((await list({ withTotal: true, first: 3 }, clerk)).total).toBe(20);
  });
  expect(statements).toHaveLength(1);
  expect((await list({ withTotal: true, filter: { number: { in: ['T01', 'T02'] } } })).total).toBe(2);
  expect((await list({})).total).toBeNull();
  const onlyTotal = await list({ withTotal: true, withRows: false, withCursors: false }, clerk);
  expect([onlyTotal.total, onlyTotal.rows]).toEqual([20, []]);
});

test.each([
  ['nothing asked', {}, 40],
  ['eq', { number: { eq: 'T07' } }, 'T07'],
  ['in', { number: { in: ['T07', 'T09', 'T99'] } }, 'T07 T09'],
  ['in nothing', { number: { in: [] } }, ''],
  ['two operators', { number: { gt: 'T07', lte: 'T09' } }, 'T08 T09'],
  ['contains, in any case', { number: { contains: 't1' } }, 10],
  ['contains a wild card as it is', { number: { contains: '%' } }, ''],
  ['startsWith', { number: { startsWith: 'T4' } }, 'T40'],
  ['isNull', { shippedAt: { isNull: true }, number: { startsWith: 'T4' } }, 'T40'],
  ['is not null', { shippedAt: { isNull: false } }, ''],
  ['not', { not: { number: { gt: 'T02' } } }, 'T01 T02'],
  ['not of nothing', { not: {} }, ''],
  ['or', { or: [{ number: { eq: 'T01' } }, { number: { eq: 'T05' } }] }, 'T01 T05'],
  ['or with an empty one', { or: [{}, { number: { eq: 'T05' } }] }, 40],
  ['or of none', { or: [] }, ''],
  ['and', { and: [{ number: { gte: 'T01' } }, { number: { lt: 'T03' } }] }, 'T01 T02'],
  ['a to-one', { source: { code: { eq: 'BB' } }, number: { lt: 'T08' } }, 'T01 T05'],
  ['some', { lines: { some: { requested: { gt: '38' } } } }, 'T38 T39'],
  ['none', { lines: { none: {} }, number: { lt: 'T09' } }, 'T04 T08'],
  ['every', { lines: { every: { lineNo: { eq: 1 } } }, number: { lt: 'T06' } }, 'T01 T04 T05'],
  ['through two relations', { lines: { some: { product: { sku: { eq: 'P3' } } } } }, 10],
  ['a computed property', { lines: { some: { inTransit: { gt: '0' } } } }, ''],
  ['null is nothing asked', { number: null, source: { code: { eq: null } } }, 40],
] as [string, Filter, string | number][])('filter: %s', async (_name, filter, expected) => {
  const found = await matching(filter);
  const count = found === '' ? 0 : found.split(' ').length;
  expect(typeof expected === 'number' ? count : found).toBe(expected);
});

test.each([
  ['a forged cursor', { after: 'nonsense' }, 'INVALID_CURSOR'],
  ['a cursor of no instant', { order: createdDown, after: cursor('CREATED_AT_DESC', 'x', newId()) }, 'INVALID_CURSOR'],
  ['a cursor of another order', { after: cursor('CREATED_AT_DESC', 'x', newId()) }, 'INVALID_CURSOR'],
  ['too many', { first: 101 }, 'PAGE_SIZE'],
  ['fewer than none', { last: -1 }, 'PAGE_SIZE'],
  ['both ends', { first: 1, last: 1 }, 'FIRST_AND_LAST'],
  ['an id that is none', { filter: { id: { eq: 'x' } } }, 'INVALID_ID'],
  ['a bottomless filter', { filter: nested(9) }, 'FILTER_TOO_LARGE'],
  [
    'an endless filter',
    { filter: { or: Array.from({ length: 40 }, () => ({ number: { eq: 'x' } })) } },
    'FILTER_TOO_LARGE',
  ],
] as [string, Partial<PageRequest>, string][])('%s is refused', async (_name, request, code) => {
  expect(await codeOf(list(request))).toBe(code);
});

function cursor(...parts: string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

function nested(depth: number): Filter {
  return depth === 0 ? {} : { not: nested(depth - 1) };
}

test('rights hold in lists, in filters and in counts', async () => {
  const mine = [ids.get('BB') as Id];
  const clerk = asViewer({ 'inventory.read': mine, 'catalog.read': 'ALL' }).viewer;
  // AA to BB and BB to CC.
  expect(await matching({ number: { lt: 'T09' } }, clerk)).toBe('T01 T04 T05 T08');
  const reached = await reader.list(clerk, { ...line, fields: properties('id') }, {
    ...page({ order: { name: 'ID_ASC', property: 'id', direction: 'asc' } }),
    filter: { stockTransfer: { number: { eq: 'T03' } } },
  });
  expect(reached.rows).toEqual([]);
  const nobody = asViewer({ 'catalog.read': 'ALL' }).viewer;
  expect(await codeOf(list({}, nobody))).toBe('FORBIDDEN inventory.read');
  const noCatalog = asViewer({ 'inventory.read': 'ALL' }).viewer;
  expect(await codeOf(list({}, noCatalog))).toBe('FORBIDDEN catalog.read');
  expect(
    await codeOf(
      reader.list(noCatalog, { ...transfer, fields: [] }, page({ filter: { lines: { some: { product: {} } } } })),
    ),
  ).toBe('FORBIDDEN catalog.read');
});

test('one viewer’s rights are never answered to another of the same rights', async () => {
  const of = (code: string): Viewer =>
    asViewer({ 'inventory.read': [ids.get(code) as Id], 'catalog.read': 'ALL' }).viewer;
  const filter: Filter = { number: { lt: 'T05' } };
  expect(await matching(filter, of('AA'))).toBe('T03 T04');
  expect(await matching(filter, of('CC'))).toBe('T01 T02');
});

test('search finds every word, folded, and takes wild cards as they are', async () => {
  const search = async (text: string): Promise<number> =>
    (
      await reader.list(all, product, {
        ...page({ order: { name: 'SKU_ASC', property: 'sku', direction: 'asc' } }),
        search: text,
      })
    ).rows.length;
  expect(await search('بويلر')).toBe(3);
  expect(await search('P۲ بویلر')).toBe(1);
  expect(await search('50%')).toBe(3);
  expect(await search('5%0')).toBe(0);
  expect(await search('  ')).toBe(3);
});

test('a computed property is read and filtered by like a column', async () => {
  const tree: ReadTree = { entity: 'StockTransferLine', fields: properties('inTransit') };
  await app.sql(
    `update stock_transfer_line set shipped = requested, received = 1
     where stock_transfer_id = $1`,
    [ids.get('T01')],
  );
  const found = await reader.list(all, tree, {
    ...page({ order: { name: 'ID_ASC', property: 'id', direction: 'asc' } }),
    filter: { inTransit: { gt: '0' } },
  });
  expect(found.rows).toEqual([{ inTransit: '0.5' }]);
});

test('a member may bear another name, and a text may stand in every row', async () => {
  const tree: ReadTree = {
    entity: 'StockTransfer',
    fields: [
      { as: '__typename', constant: 'StockTransfer' },
      { as: 'from', relation: 'source', tree: warehouse },
      { as: 'no', property: 'number' },
    ],
  };
  expect(await reader.oneText(all, tree, ids.get('T03') as Id)).toBe(
    '{"__typename":"StockTransfer","from":{"code":"DD"},"no":"T03"}',
  );
  const { rows, cursors } = await reader.listText(all, tree, page({ last: 2 }));
  expect(JSON.parse(rows)).toEqual([
    { __typename: 'StockTransfer', from: { code: 'DD' }, no: 'T39' },
    { __typename: 'StockTransfer', from: { code: 'AA' }, no: 'T40' },
  ]);
  expect(cursors).toHaveLength(2);
});

test('one shape of list is one prepared statement, whatever the values', async () => {
  const shape = (number: string) => list({ first: 3, filter: { number: { eq: number } } });
  await shape('T01');
  const names = await app.statementsOf(async () => {
    await shape('T02');
    await shape('T03');
  });
  expect(new Set(names).size).toBe(1);
  expect(names[0]).toMatch(/^read_\d+$/);
});
