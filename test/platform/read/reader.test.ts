import { newId, type Id } from '../../../src/kernel/id.ts';
import type { Viewer } from '../../../src/platform/identity/viewer.ts';
import type { Filter, ReadTree } from '../../../src/platform/read/tree.ts';
import { asViewer } from '../../support/perform.ts';
import {
  app,
  reader,
  ids,
  all,
  properties,
  product,
  warehouse,
  transfer,
  numberUp,
  createdDown,
  page,
  line,
  related,
  numbers,
  list,
  matching,
  codeOf,
  insertTransfer,
  closeReadWorld,
  openReadWorld,
} from './world.ts';

beforeAll(openReadWorld);
afterAll(closeReadWorld);

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
  for (let after: string | undefined, more = true; more;) {
    const found = await list({ order, first: 7, after: after ?? null });
    forward.push(numbers(found));
    after = found.cursors.at(-1);
    more = found.hasNextPage;
  }
  for (let before: string | undefined, more = true; more;) {
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

test('the total is counted by the same rules, in one statement, and only if asked', async () => {
  const clerk = asViewer({ 'inventory.read': [ids.get('BB') as Id], 'catalog.read': 'ALL' }).viewer;
  const statements = await app.statementsOf(async () => {
    expect((await list({ withTotal: true, first: 3 }, clerk)).total).toBe(20);
  });
  expect(statements).toHaveLength(1);
  expect((await list({ withTotal: true, filter: { number: { in: ['T01', 'T02'] } } })).total).toBe(
    2,
  );
  expect((await list({})).total).toBeNull();
  const onlyTotal = await list({ withTotal: true, withRows: false, withCursors: false }, clerk);
  expect([onlyTotal.total, onlyTotal.rows]).toEqual([20, []]);
});

test('rights hold in lists, in filters and in counts', async () => {
  const mine = [ids.get('BB') as Id];
  const clerk = asViewer({ 'inventory.read': mine, 'catalog.read': 'ALL' }).viewer;
  // AA to BB and BB to CC.
  expect(await matching({ number: { lt: 'T09' } }, clerk)).toBe('T01 T04 T05 T08');
  const reached = await reader.list(
    clerk,
    { ...line, fields: properties('id') },
    {
      ...page({ order: { name: 'ID_ASC', property: 'id', direction: 'asc' } }),
      filter: { stockTransfer: { number: { eq: 'T03' } } },
    },
  );
  expect(reached.rows).toEqual([]);
  const nobody = asViewer({ 'catalog.read': 'ALL' }).viewer;
  expect(await codeOf(list({}, nobody))).toBe('FORBIDDEN inventory.read');
  const noCatalog = asViewer({ 'inventory.read': 'ALL' }).viewer;
  expect(await codeOf(list({}, noCatalog))).toBe('FORBIDDEN catalog.read');
  expect(
    await codeOf(
      reader.list(
        noCatalog,
        { ...transfer, fields: [] },
        page({ filter: { lines: { some: { product: {} } } } }),
      ),
    ),
  ).toBe('FORBIDDEN catalog.read');
});

test('the inverse of a one-to-one is followed: the row there, or null', async () => {
  const place: ReadTree = {
    entity: 'Location',
    fields: [...properties('code'), related('transfer', transfer)],
  };
  const placeOf = async (code: string, viewer = all) => {
    const filter = { code: { eq: code } };
    const order = { name: 'ID_ASC', property: 'id', direction: 'asc' } as const;
    return (await reader.list(viewer, place, page({ filter, order }))).rows[0]?.['transfer'];
  };
  expect(await placeOf('T04')).toEqual({
    number: 'T04',
    createdAt: '2026-01-01T00:00:00.000001+00:00',
    source: { code: 'AA' },
    destination: { code: 'BB' },
    lines: [],
  });
  expect(await placeOf('SUPPLIER')).toBeNull();
  const clerk = asViewer({ 'inventory.read': [ids.get('BB') as Id], 'catalog.read': 'ALL' }).viewer;
  expect(await placeOf('T04', clerk)).toMatchObject({ number: 'T04' });
  expect(await placeOf('T03', clerk)).toBeNull();
});

test('units are found through the inverse of a one-to-one: goods on their way', async () => {
  for (const number of ['T01', 'T03']) {
    await app.sql(
      `insert into stock_balance (id, location_id, product_id, is_serial, on_hand)
       select $1, transit_id, $2, false, 5 from stock_transfer where id = $3`,
      [newId(), ids.get('P1'), ids.get(number)],
    );
  }
  const tree: ReadTree = {
    entity: 'StockBalance',
    fields: [related('location', { entity: 'Location', fields: properties('code') })],
  };
  const seenAt = async (code: string): Promise<unknown[]> => {
    const at = asViewer({ 'inventory.read': [ids.get(code) as Id], 'catalog.read': 'ALL' }).viewer;
    const order = { name: 'ID_ASC', property: 'id', direction: 'asc' } as const;
    const found = await reader.list(at, tree, page({ order, withTotal: true }));
    expect(found.total).toBe(found.rows.length);
    return found.rows.map((row) => (row['location'] as { code: string }).code);
  };
  // T01 goes from BB to CC, T03 from DD to AA.
  expect(await seenAt('BB')).toEqual(['T01']);
  expect(await seenAt('CC')).toEqual(['T01']);
  expect(await seenAt('AA')).toEqual(['T03']);
  expect(await seenAt('DD')).toEqual(['T03']);
  await app.sql('delete from stock_balance');
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

test('a row of more members than functions take arguments, with what JSON escapes', async () => {
  const name = 'a"b\\c\n\u2028\u200c پ 😀\u0001';
  const [{ id } = { id: '' }] = await app.sql<{ id: Id }>(
    'update product set name_fa = $1 where sku = (select min(sku) from product) returning id',
    [name],
  );
  const fields = Array.from({ length: 130 }, (_, n) => ({ as: `name${n}`, property: 'nameFa' }));
  const wide: ReadTree = { entity: 'Product', fields };
  const found = await reader.one(all, wide, id);
  expect(Object.keys(found ?? {})).toHaveLength(130);
  expect(new Set(Object.values(found ?? {}))).toEqual(new Set([name]));
  expect((await reader.many(all, wide, [id])).get(id)).toEqual(found);
});
