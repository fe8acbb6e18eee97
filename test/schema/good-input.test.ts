import { getNamedType, isInputObjectType } from 'graphql';
import { permissions } from '../../src/modules/index.ts';
import type { Viewer } from '../../src/platform/identity/index.ts';
import { schema } from '../../src/schema/index.ts';
import { idOf } from '../inventory/world.ts';
import type { Answer } from '../support/graphql.ts';
import { asViewer } from '../support/perform.ts';
import { asMighty, goodInputs, type GoodInputs } from './good-inputs.ts';
import { fieldsOf } from './matrix.ts';
import { inputTypeOf, samplesOf, type Input } from './samples.ts';
import { closeCompany, openCompany, type Company } from './world.ts';

/*
 * Each act is done with a good input, so that what the tests of bad input spoil was good; then it
 * is spoilt in the ways that only the trade knows.
 */

let c: Company;
let good: GoodInputs;
let viewer: Viewer;
beforeAll(async () => {
  c = await openCompany();
  good = await goodInputs(c);
  ({ viewer } = asMighty(c, 'ADMIN'));
});
afterAll(() => closeCompany(c));

const mutations = fieldsOf(schema.getMutationType()).map((field) => field.name);

const textOf = (mutation: string): string =>
  `mutation($input: ${inputTypeOf(mutation).name}!) {
    it: ${mutation}(input: $input) { userErrors { code path message } } }`;

type Said = readonly { readonly code: string; readonly path: readonly string[] }[];

const saidOf = ({ data, errors }: Answer): Said =>
  errors
    ? errors.map(({ extensions }) => ({ code: extensions.code, path: [] }))
    : (data.it.userErrors as Said);

test.each(mutations)('%s is done with a good input', async (mutation) => {
  const variables = { input: good(mutation) };
  const answer = await c.graphql.rehearse(textOf(mutation), { viewer, variables });
  expect(answer.errors ?? answer.data.it.userErrors).toEqual([]);
});

const refuse = async (mutation: string, input: Input, as: Viewer = viewer): Promise<Said> =>
  saidOf(await c.graphql.ask(textOf(mutation), { viewer: as, variables: { input } }));

const takes = (mutation: string, field: string): boolean =>
  field in inputTypeOf(mutation).getFields();

/** Books are closed for goods; numbers of invoices rise with their days instead. */
const dated = mutations
  .filter((mutation) => takes(mutation, 'datedOn'))
  .filter((mutation) => !/invoice/i.test(mutation));

test.each(dated)('%s on a day that is closed, or to come', async (mutation) => {
  const before = await c.tableDump();
  const on = (datedOn: string) => refuse(mutation, { ...good(mutation), datedOn });
  expect([await on('2025-12-31'), await on('2030-01-01')]).toEqual([
    [expect.objectContaining({ code: 'PERIOD_CLOSED' })],
    [expect.objectContaining({ code: 'DATED_IN_FUTURE', path: ['datedOn'] })],
  ]);
  expect(await c.tableDump()).toBe(before);
});

/** Mutations with lines that name a product, with the type of those lines. */
const ofGoods = mutations.flatMap((mutation) => {
  const { lines } = inputTypeOf(mutation).getFields();
  const type = lines && getNamedType(lines.type);
  return isInputObjectType(type) && 'productId' in type.getFields()
    ? [[mutation, Object.keys(type.getFields())] as const]
    : [];
});

/** Goods on no line of a transfer. */
const surplus: Readonly<Record<string, Input>> = {
  recordTransferDiscrepancy: { kind: 'OVERAGE', stockTransferLineId: null, lotCode: null },
};

test.each(ofGoods)('%s in a wrong unit, or tracked otherwise', async (mutation, fields) => {
  const before = await c.tableDump();
  const input = good(mutation);
  const line = (input['lines'] as Input[] | undefined)?.[0] ?? { quantity: '1', unit: 'PCE' };
  const known = Object.entries({ ...line, ...surplus[mutation] }).filter(([name]) =>
    fields.includes(name),
  );
  const valve = { ...Object.fromEntries(known), productId: idOf(c, 'VALVE') };
  const two = fields.includes('quantity') ? { quantity: '2' } : { change: '-2' };
  const boiler = { ...valve, productId: idOf(c, 'BOILER'), ...two };
  const spoilt: readonly (readonly [field: string, code: string, line: Input])[] = [
    ['unit', 'UNKNOWN_UNIT', { ...valve, unit: 'MTR' }],
    ['unit', 'UNKNOWN_UNIT', { ...valve, unit: 'NONE' }],
    ['lot', 'NOT_TRACKED', { ...valve, lot: { code: 'X' } }],
    ['lotCode', 'NOT_TRACKED', { ...valve, lotCode: 'X' }],
    ['serials', 'NOT_TRACKED', { ...valve, serials: ['X'] }],
    ['serials', 'SERIAL_REPEATED', { ...boiler, serials: ['T2', 'T2'] }],
  ];
  const said: string[] = [];
  for (const [field, code, one] of spoilt) {
    if (!fields.includes(field)) continue;
    const faults = await refuse(mutation, { ...input, lines: [one] });
    const named = faults.filter((each) => each.path.join('.').startsWith('lines.0'));
    // A package is looked into for the very goods, whatever they are.
    if (
      !named.some((each) => [code, 'NOT_IN_PACKAGE', 'UNIT_NOT_OF_PRODUCT'].includes(each.code))
    ) {
      said.push(`${field}: ${JSON.stringify(faults)}`);
    }
  }
  expect(said).toEqual([]);
  expect(await c.tableDump()).toBe(before);
});

type Path = readonly (string | number)[];

/** Every id in an input, with the name of its field. */
function* idsIn(value: unknown, path: Path = [], name = ''): Generator<[Path, string]> {
  if (typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value)) yield [path, name];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const at = Array.isArray(value) ? Number(key) : key;
    yield* idsIn(inner, [...path, at], Array.isArray(value) ? name : key);
  }
}

function withAt(value: unknown, [first, ...rest]: Path, id: unknown): unknown {
  if (first === undefined) return id;
  const copy = (
    Array.isArray(value) ? [...(value as unknown[])] : { ...(value as Input) }
  ) as Input;
  copy[first] = withAt(copy[first], rest, id);
  return copy;
}

test.each(mutations)('%s with an id of a foreign warehouse', async (mutation) => {
  const before = await c.tableDump();
  const { personId } = c.people.CLERK;
  const here = [idOf(c, 'TEH'), idOf(c, 'MHD')];
  const rights = Object.fromEntries(permissions.map(({ name }) => [name, here]));
  const clerk = asViewer(rights, personId).viewer as Viewer;
  const foreign = samplesOf(c, 'CLERK', 'foreign');
  const input = good(mutation);
  const taken: string[] = [];
  for (const [path, name] of idsIn(input)) {
    const id = foreign.get(`${mutation}.${name}`) ?? foreign.get(name);
    if (id === undefined || everyones.includes(name)) continue;
    const faults = await refuse(mutation, withAt(input, path, id) as Input, clerk);
    if (faults.length === 0) taken.push(path.join('.'));
  }
  expect(taken).toEqual([]);
  expect(await c.tableDump()).toBe(before);
});

/** Rows that belong to no warehouse, and where goods are sent. */
const everyones = [
  ...['productId', 'ownerId', 'toOwnerId', 'destinationWarehouseId', 'demandId'],
  'leadSourceId',
];
