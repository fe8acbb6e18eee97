import { newId } from '../../../src/kernel/id.ts';
import type { Filter, PageRequest } from '../../../src/platform/read/tree.ts';
import {
  all,
  closeReadWorld,
  codeOf,
  createdDown,
  list,
  matching,
  openReadWorld,
  page,
  properties,
  reader,
} from './world.ts';

beforeAll(openReadWorld);
afterAll(closeReadWorld);

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
  ['a row there', { transfer: { number: { in: ['T07', 'T09'] } } }, 'T07 T09'],
  ['no row there', { not: { transfer: {} }, code: { startsWith: 'S' } }, 'SCRAP SUPPLIER'],
  [
    'a relation of it',
    { transfer: { source: { code: { eq: 'BB' } } }, code: { lt: 'T06' } },
    'T01 T05',
  ],
  ['a list of it', { transfer: { lines: { none: {} } }, code: { lt: 'T09' } }, 'T04 T08'],
] as [string, Filter, string][])(
  'filter through the inverse of a one-to-one: %s',
  async (_name, filter, expected) => {
    const tree = { entity: 'Location', fields: properties('code') };
    const order = { name: 'CODE_ASC', property: 'code', direction: 'asc' } as const;
    const found = await reader.list(all, tree, page({ order, filter, first: 100 }));
    expect(found.rows.map((row) => row['code']).join(' ')).toBe(expected);
  },
);

test.each([
  ['a forged cursor', { after: 'nonsense' }, 'INVALID_CURSOR'],
  [
    'a cursor of no instant',
    { order: createdDown, after: cursor('CREATED_AT_DESC', 'x', newId()) },
    'INVALID_CURSOR',
  ],
  [
    'a cursor of another order',
    { after: cursor('CREATED_AT_DESC', 'x', newId()) },
    'INVALID_CURSOR',
  ],
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
