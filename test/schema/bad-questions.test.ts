import {
  getNamedType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
} from 'graphql';
import { permissions } from '../../src/modules/index.ts';
import { schema } from '../../src/schema/index.ts';
import { asViewer } from '../support/perform.ts';
import { fieldsOf } from './matrix.ts';
import { sampleObject, samplesOf, type Samples } from './samples.ts';
import { leavesOf, objection, spoil, spoilings } from './spoil.ts';
import { closeCompany, openCompany, type Company } from './world.ts';

/* Questions with values that no column takes: made from the schema, as for acts. */

let c: Company;
let samples: Samples;
beforeAll(async () => {
  c = await openCompany();
  samples = samplesOf(c, 'ADMIN', 'own');
});
afterAll(() => closeCompany(c));

const everything = Object.fromEntries(permissions.map(({ name }) => [name, 'ALL' as const]));

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

const questions = fieldsOf(schema.getQueryType()).flatMap((field) =>
  field.args.filter(({ type }) => isNonNullType(type)).map((argument) => ({ field, argument })),
);

test.each(
  questions
    .filter(({ argument }) => getNamedType(argument.type).name === 'ID')
    // Taxes are known by their codes.
    .filter(({ argument }) => argument.name !== 'code')
    .map(({ field, argument }) => [field.name, argument.name] as const),
)('%s refuses what is no id', async (name, argument) => {
  const { viewer } = asViewer(everything);
  const required = questions.filter(({ field }) => field.name === name);
  const said = required
    .map(({ argument: { name: of, type } }) => {
      const isDay = getNamedType(type).name === 'LocalDate';
      return `${of}: ${isDay ? '"2026-03-21"' : '"x"'}`;
    })
    .join(', ');
  const answer = await c.graphql.ask(`{ ${name}(${said}) { __typename } }`, { viewer });
  expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  expect(answer.errors?.[0]?.extensions['faults']).toContainEqual(
    expect.objectContaining({ code: 'INVALID_ID', path: [argument] }),
  );
});

test.each(
  questions
    .filter(({ argument }) => isInputObjectType(getNamedType(argument.type)))
    .map(({ field, argument }) => [field.name, field, getNamedType(argument.type)] as const),
)('%s refuses each spoilt field in words', async (name, field, of) => {
  const type = of as GraphQLInputObjectType;
  const tells =
    'userErrors' in (getNamedType(field.type) as GraphQLObjectType).getFields()
      ? 'userErrors { code path message }'
      : '__typename';
  const text = `query($input: ${type.name}!) {
    it: ${name}(input: $input) { ${tells} } }`;
  const good = sampleObject(type, name, samples);
  const { viewer } = asViewer(everything, c.people.ADMIN.personId);
  const objections: string[] = [];
  for (const leaf of leavesOf(type)) {
    for (const [what, change, expected] of spoilings(name, leaf)) {
      const variables = { input: spoil(good, leaf.path, change) };
      const answer = await c.graphql.ask(text, { viewer, variables });
      const said = objection(answer, expected, leaf.path);
      if (said) objections.push(`${leaf.path.join('.')} ${what}: ${said}`);
    }
  }
  expect(objections).toEqual([]);
});

test('a search with NUL is refused', async () => {
  const text = 'query($s: String) { products(search: $s) { totalCount } }';
  const { viewer } = asViewer(everything);
  const { errors } = await c.graphql.ask(text, { viewer, variables: { s: 'a\u0000' } });
  expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
});
