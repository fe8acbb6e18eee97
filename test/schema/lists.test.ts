import { getNamedType, isEnumType, type GraphQLObjectType } from 'graphql';
import { schema } from '../../src/schema/index.ts';
import type { Asked } from '../support/graphql.ts';
import { entityOf, fieldsOf, keyOf } from './matrix.ts';
import { closeCompany, openCompany, type Company } from './world.ts';

let c: Company;
beforeAll(async () => void (c = await openCompany()));
afterAll(() => closeCompany(c));

const dataOf = async (text: string, asked: Asked = {}) => {
  const answer = await c.graphql.ask(text, { viewer: c.people.ADMIN.viewer, ...asked });
  expect(answer.errors).toBeUndefined();
  return answer.data;
};
/** In how many statements. */
const counted = async (text: string, asked: Asked = {}): Promise<[data: never, count: number]> => {
  let data: unknown;
  const sent = await c.statementsOf(async () => {
    data = (await c.graphql.askBy.jit(text, { viewer: c.people.ADMIN.viewer, ...asked })).data;
  });
  return [data as never, sent.length];
};

const valve = 'products(filter: {sku: {eq: "VALVE"}})';

test('a relation under two aliases answers each its selection, from one statement', async () => {
  const text = `{ ${valve} { nodes {
    sku codes: barcodes { code } kinds: barcodes { symbology unit { code } } } } }`;
  const data = await dataOf(text);
  expect(data.products.nodes).toEqual([
    {
      sku: 'VALVE',
      codes: [{ code: 'VALVE-1' }, { code: 'VALVE-CT' }],
      kinds: [
        { symbology: 'CODE_128', unit: { code: 'PCE' } },
        { symbology: 'CODE_128', unit: { code: 'CT' } },
      ],
    },
  ]);
  expect((await counted(text))[1]).toBe(1);
});

test('one list under two aliases, with other arguments and selections', async () => {
  const data = await dataOf(
    '{ a: units(first: 1) { nodes { code } } b: units(last: 1) { nodes { nameEn } totalCount } }',
  );
  expect(data).toEqual({
    a: { nodes: [{ code: 'CT' }] },
    b: { nodes: [{ nameEn: 'PCE' }], totalCount: 3 },
  });
});

test('nodes and edges of one list show the same rows, each as selected', async () => {
  const data = await dataOf('{ units { nodes { code } edges { cursor node { nameEn code } } } }');
  expect(data.units.nodes).toEqual([{ code: 'CT' }, { code: 'MTR' }, { code: 'PCE' }]);
  expect((data.units.edges as { node: object }[]).map((edge) => edge.node)).toEqual([
    { code: 'CT', nameEn: 'CT' },
    { code: 'MTR', nameEn: 'MTR' },
    { code: 'PCE', nameEn: 'PCE' },
  ]);
});

test('@skip and @include by variables, both values after each other and back', async () => {
  const text = `query($more: Boolean!, $less: Boolean = false) { ${valve} { nodes {
    sku nameEn @include(if: $more) barcodes @skip(if: $less) { code }
    ... @include(if: $more) { baseUnit { code } } } totalCount @include(if: $more) } }`;
  const barcodes = [{ code: 'VALVE-1' }, { code: 'VALVE-CT' }];
  const more = { nameEn: 'VALVE', baseUnit: { code: 'PCE' } };
  for (let round = 0; round < 2; round += 1) {
    const of = async (variables: object) =>
      (await dataOf(text, { variables: variables as Record<string, unknown> })).products;
    expect(await of({ more: true })).toEqual({
      nodes: [{ sku: 'VALVE', barcodes, ...more }],
      totalCount: 1,
    });
    expect(await of({ more: false })).toEqual({ nodes: [{ sku: 'VALVE', barcodes }] });
    expect(await of({ more: true, less: true })).toEqual({
      nodes: [{ sku: 'VALVE', ...more }],
      totalCount: 1,
    });
    expect(await of({ more: false, less: true })).toEqual({ nodes: [{ sku: 'VALVE' }] });
  }
});

test('a named fragment shared by two operations of a document', async () => {
  const text = `
    query A { ${valve} { nodes { ...P } } }
    query B($long: Boolean!) { ${valve} { nodes {
      ...P baseUnit { ...U nameFa @include(if: $long) } } } }
    fragment P on Product { sku baseUnit { ...U } }
    fragment U on Unit { code }`;
  const of = async (operationName: string, variables = {}) =>
    (await dataOf(text, { operationName, variables })).products.nodes;
  const plain = [{ sku: 'VALVE', baseUnit: { code: 'PCE' } }];
  for (let round = 0; round < 2; round += 1) {
    expect(await of('A')).toEqual(plain);
    expect(await of('B', { long: true })).toEqual([
      { sku: 'VALVE', baseUnit: { code: 'PCE', nameFa: 'PCE' } },
    ]);
    expect(await of('B', { long: false })).toEqual(plain);
  }
});

test.each([
  ['the total alone', '{ units { totalCount } }', { totalCount: 3 }],
  [
    'pageInfo alone',
    '{ units(first: 2) { pageInfo { hasNextPage hasPreviousPage } } }',
    {
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    },
  ],
  [
    'names of types alone',
    '{ units { __typename nodes { __typename } } }',
    {
      __typename: 'UnitConnection',
      nodes: [{ __typename: 'Unit' }, { __typename: 'Unit' }, { __typename: 'Unit' }],
    },
  ],
  [
    'an empty page',
    '{ units(first: 0) { nodes { code } pageInfo { endCursor } totalCount } }',
    {
      nodes: [],
      pageInfo: { endCursor: null },
      totalCount: 3,
    },
  ],
  [
    'edges without nodes',
    '{ units(first: 1) { edges { __typename } } }',
    {
      edges: [{ __typename: 'UnitEdge' }],
    },
  ],
])('%s', async (_name, text, expected) => {
  expect((await dataOf(text)).units).toEqual(expected);
});

test('values in variables and in the text answer alike', async () => {
  const literal = await dataOf(
    `{ it: products(first: 2, orderBy: SKU_DESC,
      filter: {sku: {in: ["ROPE", "HOSE", "VALVE"]}, active: {eq: true}}) { nodes { sku } } }`,
  );
  const typed = await dataOf(
    `query($n: Int, $by: ProductOrder, $f: ProductFilter) {
      it: products(first: $n, orderBy: $by, filter: $f) { nodes { sku } } }`,
    {
      variables: {
        n: 2,
        by: 'SKU_DESC',
        f: { sku: { in: ['ROPE', 'HOSE', 'VALVE'] }, active: { eq: true } },
      },
    },
  );
  const inner = await dataOf(
    `query($skus: [String!], $yes: Boolean) { it: products(first: 2, orderBy: SKU_DESC,
      filter: {sku: {in: $skus}, active: {eq: $yes}}) { nodes { sku } } }`,
    { variables: { skus: ['ROPE', 'HOSE', 'VALVE'], yes: true } },
  );
  expect(literal.it.nodes).toEqual([{ sku: 'VALVE' }, { sku: 'ROPE' }]);
  expect(typed).toEqual(literal);
  expect(inner).toEqual(literal);
});

const orders = fieldsOf(schema.getQueryType()).flatMap((field) => {
  const by = field.args.find(({ name }) => name === 'orderBy')?.type;
  const type = getNamedType(field.type) as GraphQLObjectType;
  if (!isEnumType(by)) return [];
  return by.getValues().map(({ name }) => [field.name, name, entityOf(type)] as const);
});

test.each(orders)(
  '%s by %s: pages of two, both ways, are the whole list',
  async (list, order, type) => {
    const key = keyOf(type as GraphQLObjectType) as string;
    const text = `query($first: Int, $last: Int, $after: String, $before: String) {
    it: ${list}(orderBy: ${order}, first: $first, last: $last, after: $after, before: $before) {
      nodes { ${key} } edges { cursor }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
    type Found = { nodes: Record<string, string>[]; edges: { cursor: string }[] } & {
      pageInfo: { [name in 'startCursor' | 'endCursor']: string | null } & {
        [name in 'hasNextPage' | 'hasPreviousPage']: boolean;
      };
    };
    const page = async (variables: Record<string, unknown>): Promise<Found> =>
      (await dataOf(text, { variables })).it as Found;
    const keys = ({ nodes }: Found): string[] => nodes.map((node) => String(node[key]));
    const whole = keys(await page({ first: 100 }));
    expect(whole.length).toBeGreaterThan(1);
    const size = Math.ceil(whole.length / 3);
    const [forward, backward]: [string[], string[]] = [[], []];
    for (let after: unknown = null, more = true; more;) {
      const found = await page({ first: size, after });
      expect(found.pageInfo.endCursor).toBe(found.edges.at(-1)?.cursor);
      forward.push(...keys(found));
      ({ endCursor: after, hasNextPage: more } = found.pageInfo);
    }
    for (let before: unknown = null, more = true; more;) {
      const found = await page({ last: size, before });
      backward.unshift(...keys(found));
      ({ startCursor: before, hasPreviousPage: more } = found.pageInfo);
    }
    expect(forward).toEqual(whole);
    expect(backward).toEqual(whole);
  },
);

test('a cursor of another order or list is refused', async () => {
  const { viewer } = c.people.ADMIN;
  const { units } = await dataOf('{ units(first: 1) { pageInfo { endCursor } } }');
  for (const after of [units.pageInfo.endCursor as string, 'nonsense', '']) {
    const text = 'query($after: String) { products(after: $after) { totalCount nodes { sku } } }';
    const { errors } = await c.graphql.ask(text, { viewer, variables: { after } });
    if (after !== '') expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  }
});

test('goods and work are found by what is on their labels, by person and by device', async () => {
  const { personId } = c.people.ADMIN;
  const handled = c.handled.get('TEH');
  const text = `query($me: ID!, $device: ID!) {
    scans: stockScans(filter: {
      actorId: {eq: $me}, scanDevice: {id: {eq: $device}}, code: {startsWith: ""}
    }) { totalCount nodes { actor { id } scanDevice { id } } }
    sessions: scanSessions(filter: {heldBy: {eq: $me}, stockVoucher: {kind: {eq: RECEIPT}}}) {
      nodes { id heldBy { id } } }
    nobody: stockVouchers(filter: {createdBy: {eq: $device}}) { totalCount }
    lots(orderBy: GOES_ON_ASC, first: 100) { nodes { removalOn expiresOn } }
  }`;
  const data = await dataOf(text, { variables: { me: personId, device: handled?.scanDeviceId } });
  expect(data.scans.totalCount).toBeGreaterThan(0);
  expect(data.scans.nodes[0]).toEqual({
    actor: { id: personId },
    scanDevice: { id: handled?.scanDeviceId },
  });
  expect(data.sessions.nodes).toContainEqual({
    id: handled?.scanSessionId,
    heldBy: { id: personId },
  });
  expect(data.nobody.totalCount).toBe(0);
  const goes = (data.lots.nodes as { removalOn: string | null; expiresOn: string | null }[]).map(
    ({ removalOn, expiresOn }) => removalOn ?? expiresOn ?? 'infinity',
  );
  expect(goes).toEqual([...goes].sort());
  expect(new Set(goes).size).toBeGreaterThan(1);
});
