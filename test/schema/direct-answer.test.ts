import { parse, type OperationDefinitionNode } from 'graphql';
import { schema } from '../../src/schema/index.ts';
import { planDirectAnswer } from '../../src/schema/read/direct-answer.ts';
import { closeCompany, openCompany, type Company } from './world.ts';

let c: Company;

beforeAll(async () => {
  c = await openCompany();
});

afterAll(() => closeCompany(c));

const isDirect = (text: string): boolean => {
  const document = parse(text);
  const operation = document.definitions[0] as OperationDefinitionNode;
  return planDirectAnswer(schema, document, operation) !== null;
};

const lines = 'lines { lineNo requested product { sku baseUnit { code } } }';

/** Answered by PostgreSQL's text, member by member as execution would have it. */
test.each([
  ['a page', `{ stockTransfers(first: 3) { nodes { id number state createdAt shippedAt } } }`],
  ['relations', `{ stockTransfers { nodes { source { code } destination { code } ${lines} } } }`],
  [
    'aliases, in their order',
    `{ b: warehouses { x: nodes { z: code id } } a: units { nodes { code } } }`,
  ],
  [
    'a page with its place',
    `{ products(first: 2) {
       totalCount pageInfo { hasNextPage end: endCursor startCursor } nodes { sku }
     } }`,
  ],
  ['a page from the end', `{ products(last: 2) { pageInfo { hasPreviousPage } nodes { sku } } }`],
  ['only the count', `{ stockTransfers { totalCount } }`],
  ['no rows', `{ products(search: "nothing of the kind") { totalCount nodes { sku } } }`],
  ['type names', `{ warehouses { __typename nodes { __typename code } pageInfo { __typename } } }`],
  ['a fragment', `query { warehouses { nodes { ...w } } } fragment w on Warehouse { code nameFa }`],
  [
    'a filter and an order',
    `{ lots(orderBy: CODE_DESC, filter: { kind: { eq: LOT } }) { nodes { code expiresOn } } }`,
  ],
  [
    'amounts in their currency, and none',
    `{ stockTransferDiscrepancies {
         nodes { kind worth: value { of: currency __typename amount } value { currency } } } }`,
  ],
  [
    'rows that are hidden',
    `{ stockMoves { nodes { seq stockTransfer { number } stockVoucher { number } } } }`,
  ],
])('directly: %s', async (_name, text) => {
  expect(isDirect(text)).toBe(true);
  for (const role of ['ADMIN', 'CLERK'] as const) {
    const asked = { viewer: c.people[role].viewer };
    const direct = await c.graphql.askBy.direct(text, asked);
    const executed = await c.graphql.askBy['graphql-js'](text, asked);
    // As text: the order of the members counts.
    expect(JSON.stringify(direct)).toBe(JSON.stringify(executed));
    expect(executed.errors).toBeUndefined();
  }
});

test('directly: one row by its id, given by a variable, and none', async () => {
  const text = `query One($id: ID!) { warehouse(id: $id) { code locations { code kind } } }`;
  expect(isDirect(text)).toBe(true);
  const [warehouse] = await c.sql<{ id: string }>(`select id from warehouse where code = 'TEH'`);
  const { viewer } = c.people.CLERK;
  for (const id of [warehouse?.id, '00000000-0000-7000-8000-00000000ffff']) {
    const asked = { viewer, variables: { id } };
    const direct = await c.graphql.askBy.direct(text, asked);
    expect(direct).toEqual(await c.graphql.askBy['graphql-js'](text, asked));
    expect(direct.errors).toBeUndefined();
  }
});

test.each([
  ['computed fields', `{ stockTransfers { nodes { availableActions { name } } } }`],
  ['people behind ids', `{ stockTransfers { nodes { createdBy { nameEn } } } }`],
  ['edges', `{ warehouses { edges { cursor } } }`],
  ['directives', `query Q($on: Boolean!) { warehouses { nodes { id code @include(if: $on) } } }`],
  ['selections to be merged', `{ warehouses { nodes { id } nodes { code } } }`],
  ['the schema', `{ __schema { queryType { name } } warehouses { nodes { id } } }`],
  ['other root fields', `{ viewer { expiresAt } }`],
  ['names that PostgreSQL would cut', `{ warehouses { nodes { ${'a'.repeat(64)}: code } } }`],
  ['acts', `mutation { signOut(input: {}) { sessionId } }`],
])('executed: %s', (_name, text) => {
  expect(isDirect(text)).toBe(false);
});

test.each([
  ['nobody', null, `{ warehouses { nodes { id } } }`, 'UNAUTHENTICATED'],
  ['no right', 'SELLER', `{ people { nodes { id } } }`, 'FORBIDDEN'],
  ['a bad cursor', 'ADMIN', `{ warehouses(after: "x") { nodes { id } } }`, 'BAD_USER_INPUT'],
  ['a bad id', 'ADMIN', `{ warehouse(id: "x") { id } }`, 'BAD_USER_INPUT'],
] as const)(
  'an error is met by execution, which says where: %s',
  async (_name, role, text, code) => {
    expect(isDirect(text)).toBe(true);
    const viewer = role && c.people[role].viewer;
    const { errors } = await c.graphql.askBy.direct(text, { viewer });
    expect(errors?.map((error) => error.extensions.code)).toEqual([code]);
    expect(errors?.[0]?.path).toHaveLength(1);
  },
);
