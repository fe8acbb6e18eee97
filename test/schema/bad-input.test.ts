import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputObjectType,
} from 'graphql';
import { newId } from '../../src/kernel/id.ts';
import { schema } from '../../src/schema/index.ts';
import { asViewer } from '../support/perform.ts';
import { permissions } from '../../src/modules/index.ts';
import type { Answer } from '../support/graphql.ts';
import { inputTypeOf, sampleInput, samplesOf, type Input, type Samples } from './samples.ts';
import { fieldsOf } from './matrix.ts';
import { closeCompany, openCompany, type Company } from './world.ts';

/*
 * Made from the schema: each field of each act is spoilt in every way its type allows, one at a
 * time. A new mutation is tested here without a word.
 */

let c: Company;
let samples: Samples;
beforeAll(async () => {
  c = await openCompany();
  samples = samplesOf(c, 'ADMIN', 'own');
}, 60_000);
afterAll(() => closeCompany(c));

const everything = Object.fromEntries(permissions.map(({ name }) => [name, 'ALL' as const]));

interface Leaf {
  readonly path: readonly (string | number)[];
  readonly type: string;
  readonly required: boolean;
  readonly isList: boolean;
}

/** What may be none: to keep none, to count again whatever differs, to ask whatever is given. */
const mayBeNone = [
  'minimum',
  'target',
  'recountPercent',
  'recountQuantity',
  'threshold',
  'unitPrice',
  'documentDiscountPercent',
  'documentDiscountAmount',
];

/** Every field of an input, lists by their one item, with the lists themselves. */
function leavesOf(type: GraphQLInputObjectType, above: Leaf['path'] = []): Leaf[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const path = [...above, field.name];
    const required = isNonNullType(field.type);
    const inner = getNullableType(field.type);
    const named = getNamedType(inner);
    const isList = isListType(inner);
    const at = isList ? [...path, 0] : path;
    const self = { path, type: named.name, required, isList };
    if (isInputObjectType(named)) return [self, ...leavesOf(named, at)];
    return isList ? [self, { path: at, type: named.name, required: true, isList: false }] : [self];
  });
}

function spoil(input: Input, path: Leaf['path'], change: (value: unknown) => unknown): Input {
  const [name, ...deeper] = path;
  const copy = (Array.isArray(input) ? [...(input as unknown[])] : { ...input }) as Input;
  const key = String(name);
  copy[key] = deeper.length > 0 ? spoil(copy[key] as Input, deeper, change) : change(copy[key]);
  return copy;
}

/** `coercion`, `refusal` of any kind, or the code of one at that very place. */
type Expected = string;
type Spoiling = readonly [what: string, change: (value: unknown) => unknown, expected: Expected];

const is = (value: unknown) => () => value;

function spoilings({ path, type, required, isList }: Leaf): Spoiling[] {
  const name = String(path.at(-1));
  const absent: Spoiling[] = required ? [['absent', is(undefined), 'coercion']] : [];
  const kind: Spoiling = ['of another type', is({ no: 'such thing' }), 'coercion'];
  if (isList) {
    const many = (value: unknown) => Array.from({ length: 1_001 }, () => (value as unknown[])[0]);
    const none: Spoiling[] = required && !mayBeEmpty.includes(name) ? [empty] : [];
    return [...absent, kind, ...none, ['over-long', many, 'TOO_MANY']];
  }
  if (type === 'ID') return [...absent, kind, ...ids];
  if (type === 'String') return [...absent, kind, ...texts];
  if (type === 'Decimal') {
    const refused = decimals.filter(([what]) => what !== 'none' || !mayBeNone.includes(name));
    return [...absent, kind, ...refused];
  }
  if (type === 'LocalDate') return [...absent, kind, ['30 February', is('2026-02-30'), 'coercion']];
  if (type === 'DateTime') {
    return [...absent, kind, ['30 February', is('2026-02-30T00:00:00Z'), 'coercion']];
  }
  if (type === 'Int') return [...absent, kind, ['beyond 32 bits', is(2 ** 31), 'coercion']];
  return [...absent, kind];
}

const empty: Spoiling = ['empty', is([]), 'refusal'];

/** A role may allow nothing yet. */
const mayBeEmpty = ['permissions'];

const ids: readonly Spoiling[] = [
  ['malformed', is('x'), 'INVALID_ID'],
  ['with NUL', is('\u0000'), 'INVALID_ID'],
  ['over-long', is('a'.repeat(2_001)), 'INVALID_ID'],
];

const texts: readonly Spoiling[] = [
  ['with NUL', is('a\u0000b'), 'INVALID_TEXT'],
  ['with half a character', is('a\ud800b'), 'refusal'],
  ['over-long', is('a'.repeat(2_001)), 'TOO_LONG'],
];

const decimals: readonly Spoiling[] = [
  ['negative', is('-1'), 'refusal'],
  ['none', is('0'), 'refusal'],
  ['too large', is('9'.repeat(30)), 'refusal'],
  ['too precise', is('1.0000001'), 'refusal'],
  ['with an exponent', is('1e3'), 'coercion'],
  ['no number', is('much'), 'coercion'],
];

const mutations = fieldsOf(schema.getMutationType()).map((field) => field.name);

const ask = (mutation: string, input: Input): Promise<Answer> => {
  const type = inputTypeOf(mutation).name;
  const text = `mutation($input: ${type}!) {
    it: ${mutation}(input: $input) { userErrors { code path message } } }`;
  const { viewer } = asViewer(everything, c.people.ADMIN.personId);
  return c.graphql.ask(text, { viewer, variables: { input } });
};

/** Nothing, or what is wrong with how it was refused. */
function objection(
  { data, errors }: Answer,
  expected: Expected,
  path: Leaf['path'],
): string | null {
  if (errors) {
    const codes = [...new Set(errors.map(({ extensions }) => extensions.code))].join();
    return expected === 'coercion' && codes === 'BAD_USER_INPUT' ? null : codes;
  }
  const faults = data.it.userErrors as { code: string; path: string[]; message: string }[];
  if (expected === 'coercion') return `taken, with ${JSON.stringify(faults)}`;
  if (faults.length === 0) return 'done';
  if (faults.some(({ message }) => message === '')) return 'without words';
  if (expected === 'refusal') return null;
  const named = faults.some((f) => f.code === expected && f.path.join() === path.join());
  return named ? null : JSON.stringify(faults);
}

test.each(mutations)(
  '%s refuses each spoilt field in words, and nothing changes',
  async (mutation) => {
    const good = sampleInput(mutation, samples, true);
    const before = await c.tableDump();
    const objections: string[] = [];
    for (const leaf of leavesOf(inputTypeOf(mutation))) {
      for (const [what, change, expected] of spoilings(leaf)) {
        const answer = await ask(mutation, spoil(good, leaf.path, change));
        const said = objection(answer, expected, leaf.path);
        if (said) objections.push(`${leaf.path.join('.')} ${what}: ${said}`);
      }
    }
    expect(objections).toEqual([]);
    expect(await c.tableDump()).toBe(before);
  },
);

/**
 * What a module cannot know: units are warehouses or teams to identity, and what demands goods may
 * be anywhere.
 */
const unknowable = ['unitIds', 'scanId', 'idempotencyKey', 'id', 'demandId', 'demandLineId'];
const madeByClient: Readonly<Record<string, string>> = {
  acceptQuote: 'salesOrderId',
  createPerson: 'personId',
  createApiKey: 'apiKeyId',
};

test.each(mutations)('%s refuses ids of nothing', async (mutation) => {
  const good = sampleInput(mutation, samples, true);
  const before = await c.tableDump();
  const objections: string[] = [];
  for (const leaf of leavesOf(inputTypeOf(mutation))) {
    const name = leaf.path.filter((part) => typeof part === 'string').at(-1) ?? '';
    if (leaf.type !== 'ID' || leaf.isList || unknowable.includes(name)) continue;
    if (madeByClient[mutation] === name) continue;
    const answer = await ask(mutation, spoil(good, leaf.path, newId));
    const said = objection(answer, 'refusal', leaf.path);
    if (said) objections.push(`${leaf.path.join('.')}: ${said}`);
  }
  expect(objections).toEqual([]);
  expect(await c.tableDump()).toBe(before);
});

test('every fault of an act is named at once, each at its place', async () => {
  const line = { productId: 'x', quantity: '1', unit: 'a\u0000', serials: ['a'.repeat(2_001)] };
  const input = { warehouseId: 'y', idempotencyKey: 'k', lines: [line, { ...line, unit: 'PCE' }] };
  const { data } = await ask('receiveGoods', input);
  const faults = data.it.userErrors as { code: string; path: string[] }[];
  expect(faults.map(({ code, path }) => `${path.join('.')} ${code}`).sort()).toEqual([
    'lines.0.productId INVALID_ID',
    'lines.0.serials.0 TOO_LONG',
    'lines.0.unit INVALID_TEXT',
    'lines.1.productId INVALID_ID',
    'lines.1.serials.0 TOO_LONG',
    'warehouseId INVALID_ID',
  ]);
});

describe('questions with values that no column takes', () => {
  const lists = fieldsOf(schema.getQueryType()).filter((field) => {
    const type = getNamedType(field.type);
    return 'getFields' in type && 'nodes' in type.getFields();
  });
  const hostile: Readonly<Record<string, readonly unknown[]>> = {
    ID: ['x', '\u0000'],
    String: ['\u0000', 'a\ud800', '%_\\', 'a'.repeat(5_000)],
    Decimal: ['9'.repeat(30), `0.${'1'.repeat(30)}`, '-1'],
    Int: [2 ** 31 - 1, -(2 ** 31), 2 ** 31],
    Position: ['9'.repeat(18), '-1'],
    DateTime: ['0000-01-01T00:00:00Z', '2026-02-30T00:00:00Z', '9999-12-31T23:59:59+14:00'],
    LocalDate: ['0000-01-01', '2026-02-30', '9999-12-31'],
    Boolean: ['yes'],
  };

  test.each(lists.map((field) => field.name))('%s answers or refuses in words', async (list) => {
    const field = fieldsOf(schema.getQueryType()).find(({ name }) => name === list);
    const argument = field?.args.find(({ name }) => name === 'filter');
    const filter = argument?.type as GraphQLInputObjectType;
    const { viewer } = asViewer(everything);
    const text = `query($filter: ${filter.name}) { it: ${list}(filter: $filter) { totalCount } }`;
    for (const condition of Object.values(filter.getFields())) {
      const operators = getNamedType(condition.type) as GraphQLInputObjectType;
      for (const operator of Object.values(operators.getFields())) {
        const many = isListType(operator.type);
        for (const value of hostile[getNamedType(operator.type).name] ?? []) {
          const given = { [condition.name]: { [operator.name]: many ? [value] : value } };
          const answer = await c.graphql.ask(text, { viewer, variables: { filter: given } });
          const codes = answer.errors?.map(({ extensions }) => extensions.code);
          expect([given, codes ?? ['BAD_USER_INPUT']]).toEqual([given, ['BAD_USER_INPUT']]);
        }
      }
    }
  });

  test.each(
    fieldsOf(schema.getQueryType())
      .filter((field) => field.args.some(({ type }) => isNonNullType(type)))
      .map((field) => [field.name, field] as const),
  )('%s refuses what is no id', async (name, field) => {
    const { viewer } = asViewer(everything);
    const required = field.args.filter(({ type }) => isNonNullType(type));
    const said = required.map((argument) => `${argument.name}: "x"`).join(', ');
    const answer = await c.graphql.ask(`{ ${name}(${said}) { __typename } }`, { viewer });
    expect(answer.errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      faults: [{ code: 'INVALID_ID', path: [required[0]?.name] }],
    });
  });

  test('a search with NUL is refused', async () => {
    const text = 'query($s: String) { products(search: $s) { totalCount } }';
    const { viewer } = asViewer(everything);
    const { errors } = await c.graphql.ask(text, { viewer, variables: { s: 'a\u0000' } });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
