import { getNamedType, isLeafType, type GraphQLObjectType } from 'graphql';
import { newId, type Id } from '../../src/kernel/id.ts';
import { createProduct } from '../../src/modules/catalog/index.ts';
import {
  createLocations,
  createStockTransfer,
  createWarehouse,
  receiveGoods,
} from '../../src/modules/inventory/index.ts';
import { schema } from '../../src/schema/index.ts';
import { idOf } from '../inventory/world.ts';
import { asSystem } from '../support/perform.ts';
import { entityOf, fieldsOf } from './matrix.ts';
import { closeCompany, openCompany, type Company } from './world.ts';

let c: Company;
beforeAll(async () => {
  c = await openCompany();
  for (let n = 0; n < 20; n += 1) await grow(n);
});
afterAll(() => closeCompany(c));

/** A row more of everything that lists show. */
async function grow(n: number): Promise<void> {
  const caller = { viewer: c.people.ADMIN.viewer };
  const names = { nameEn: `Name ${n}`, nameFa: `نام ${n}` };
  const product = { ...names, baseUnit: 'PCE', tracking: 'LOT' as const, units: [], barcodes: [] };
  const { productId } = await c.perform(createProduct, { ...product, sku: `SKU-${n}` }, asSystem);
  const { warehouseId } = await c.perform(createWarehouse, { ...names, code: `W${n}X` }, asSystem);
  const place = { ...names, code: 'A1', kind: 'STORAGE' as const, defaultReceipt: true };
  await c.perform(createLocations, { warehouseId, locations: [place] }, asSystem);
  const line = { productId, quantity: '5', unit: 'PCE' };
  const received = { warehouseId, lines: [{ ...line, lot: { code: `L${n}` } }] };
  await c.perform(receiveGoods, received, caller);
  const destinationWarehouseId: Id = idOf(c, 'TEH');
  const asked = { sourceWarehouseId: warehouseId, destinationWarehouseId };
  await c.perform(createStockTransfer, { ...asked, lines: [{ ...line, id: newId() }] }, caller);
}

const lists = fieldsOf(schema.getQueryType()).flatMap((field) => {
  const type = getNamedType(field.type) as GraphQLObjectType;
  const entity = 'nodes' in type.getFields() ? entityOf(type) : null;
  return entity ? [[field.name, entity] as const] : [];
});

/** Everything of a row that is a column, or a relation and its columns. */
function plainFields(type: GraphQLObjectType, deeper = true): string {
  return fieldsOf(type)
    .flatMap((field) => {
      const of = getNamedType(field.type);
      const read = field.extensions.read;
      if (isLeafType(of)) return [field.name];
      if (read?.kind === 'relation' && deeper) {
        const columns = plainFields(of as GraphQLObjectType, false);
        return columns === '' ? [] : [`${field.name} { ${columns} }`];
      }
      return [];
    })
    .join(' ');
}

const statements = async (text: string): Promise<number> => {
  const { viewer } = c.people.ADMIN;
  let codes: unknown;
  const sent = await c.statementsOf(async () => {
    codes = (await c.graphql.askBy.jit(text, { viewer })).errors;
  });
  expect(codes).toBeUndefined();
  return sent.length;
};

test.each(lists)('%s: columns and relations are one statement', async (name, type) => {
  const text = (first: number) =>
    `{ list: ${name}(first: ${first}) {
      nodes { ${plainFields(type)} } totalCount pageInfo { endCursor } } }`;
  expect([await statements(text(1)), await statements(text(20))]).toEqual([1, 1]);
});

/** Fields that a query computes for many parents: each costs one statement more, not one a row. */
const loaded = lists.flatMap(([list, type]) =>
  fieldsOf(type).flatMap((field) => {
    const of = getNamedType(field.type);
    if (isLeafType(of) || field.extensions.read?.kind === 'relation') return [];
    return [[`${type.name}.${field.name}`, list, field.name, of as GraphQLObjectType] as const];
  }),
);

/** What came in time is told of all promises of a customer at once. */
const deeper: Readonly<Record<string, number>> = { 'PromiseToPay.received': 5 };

test.each(loaded)(
  '%s: a fixed number of statements for 20 rows',
  async (name, list, field, type) => {
    const leaf = fieldsOf(type).find(({ type: of }) => isLeafType(getNamedType(of)));
    const text = (first: number) => `{ list: ${list}(first: ${first}) {
    nodes { ${field} { ${leaf?.name} } } } }`;
    expect(await statements(text(20))).toBeLessThanOrEqual(deeper[name] ?? 2);
  },
);

test('names of people are gathered from all places into one statement', async () => {
  const text = `{ stockTransfers(first: 20) { nodes {
    createdBy { nameEn } shippedBy { nameEn } moves { actor { nameEn } } } } }`;
  expect(await statements(text)).toBe(2);
});

test('two lists are two statements, and their people one', async () => {
  const text = `{ a: stockVouchers { nodes { postedBy { nameEn } } }
    b: stockMoves { nodes { actor { nameEn } } } }`;
  // The first list to arrive may ask for its names before the second is there.
  expect(await statements(text)).toBeLessThanOrEqual(4);
});
