import { newId } from '../../src/kernel/id.ts';
import { schema } from '../../src/schema/index.ts';
import { asViewer } from '../support/perform.ts';
import { permissions } from '../../src/modules/index.ts';
import type { Answer } from '../support/graphql.ts';
import { inputTypeOf, sampleInput, samplesOf, type Input, type Samples } from './samples.ts';
import { fieldsOf } from './matrix.ts';
import { leavesOf, objection, spoil, spoilings } from './spoil.ts';
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
});
afterAll(() => closeCompany(c));

const everything = Object.fromEntries(permissions.map(({ name }) => [name, 'ALL' as const]));

const mutations = fieldsOf(schema.getMutationType()).map((field) => field.name);

const ask = (mutation: string, input: Input): Promise<Answer> => {
  const type = inputTypeOf(mutation).name;
  const text = `mutation($input: ${type}!) {
    it: ${mutation}(input: $input) { userErrors { code path message } } }`;
  const { viewer } = asViewer(everything, c.people.ADMIN.personId);
  return c.graphql.ask(text, { viewer, variables: { input } });
};

test.each(mutations)(
  '%s refuses each spoilt field in words, and nothing changes',
  async (mutation) => {
    const good = sampleInput(mutation, samples, true);
    const before = await c.tableDump();
    const objections: string[] = [];
    for (const leaf of leavesOf(inputTypeOf(mutation))) {
      for (const [what, change, expected] of spoilings(mutation, leaf)) {
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
