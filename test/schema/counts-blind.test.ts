import { getNamedType, isObjectType, type GraphQLObjectType } from 'graphql';
import { newId } from '../../src/kernel/id.ts';
import { schema } from '../../src/schema/index.ts';
import { receive } from '../inventory/acts.ts';
import { count, counting, empty, finish, post } from '../inventory/counting.ts';
import { openWorld, type World } from '../inventory/world.ts';
import { openGraphql, type TestGraphql } from '../support/graphql.ts';
import { asViewer } from '../support/perform.ts';

/*
 * 7919 valves are in the book, 7000 on the shelf: neither 7919 nor the 919 between them may be told
 * by anything of a blind count before it is reviewed.
 */
const told = /[":,[]-?(7919|919)[",\]}]/;

let w: World;
let graphql: TestGraphql;
beforeAll(async () => {
  w = await openWorld();
  graphql = await openGraphql(w);
});
afterAll(async () => {
  await graphql.stop();
  await w.close();
});

const rights = {
  'inventory.read': 'ALL',
  'inventory.count': 'ALL',
  'inventory.approve': 'ALL',
  'catalog.read': 'ALL',
  'events.read': 'ALL',
} as const;
const [first, second] = [1, 2].map(() => asViewer(rights, newId()));

/** Every field of the count's own types, as deep as they reach one another. */
function everything(type: GraphQLObjectType, seen: readonly string[] = []): string {
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const of = getNamedType(field.type);
    if (!isObjectType(of)) return [field.name];
    if (seen.includes(of.name)) return [];
    if (/^(StockCount|AvailableAction)/.test(of.name)) {
      return [`${field.name} { ${everything(of, [...seen, type.name])} }`];
    }
    return ['id' in of.getFields() ? `${field.name} { id }` : ''];
  });
  return fields.join(' ');
}

const typeOf = (name: string): GraphQLObjectType => schema.getType(name) as GraphQLObjectType;
const lists = [
  `{ stockCounts(first: 1) { nodes { ${everything(typeOf('StockCount'))} } } }`,
  `{ stockCountLines(first: 1) { nodes { ${everything(typeOf('StockCountLine'))} } } }`,
];

const ask = (text: string) => graphql.ask(text, { viewer: first?.viewer ?? null });

/** Everything that can be asked of counts, all events, and what the log keeps of the acts. */
async function everyDoor(since: string): Promise<string> {
  await graphql.numberEvents();
  const news = `{ events(after: "${since}") { events { type data } } }`;
  const answers = await Promise.all([...lists, news].map(ask));
  expect(answers.flatMap((answer) => answer.errors ?? [])).toEqual([]);
  const log = await w.sql(
    `select answer from operation_log where operation ~ 'Count' and answer is not null`,
  );
  return JSON.stringify([answers, log]);
}

const filtered = async (filter: string): Promise<number> => {
  const { data, errors } = await ask(
    `{ stockCountLines(filter: ${filter}) { totalCount nodes { id } } }`,
  );
  expect(errors).toBeUndefined();
  return data.stockCountLines.totalCount as number;
};

test('a blind count tells through no door what the book says, until it is reviewed', async () => {
  await receive(w, 'TEH A1', 'VALVE 7919');
  await graphql.numberEvents();
  const [head] = await w.sql<{ position: string }>('select position::text from event_head');
  const since = head?.position ?? '0';
  const id = await counting(w, { places: ['TEH A1', 'TEH A2'], recountPercent: '1' }, first);
  expect(await everyDoor(since)).not.toMatch(told);
  await count(w, id, ['TEH A1 VALVE 7000'], first);
  expect(await everyDoor(since)).not.toMatch(told);
  await finish(w, id, 'TEH A1', first);
  expect(await everyDoor(since)).not.toMatch(told);
  await count(w, id, ['TEH A1 VALVE 7000'], second);
  await finish(w, id, 'TEH A1', second);
  expect(await everyDoor(since)).not.toMatch(told);
  const filters = [
    '{ expected: { eq: "7919" } }',
    '{ expected: { gt: "0" } }',
    '{ difference: { lt: "0" } }',
    '{ difference: { gte: "-919" } }',
  ];
  for (const filter of filters) expect(await filtered(filter)).toBe(0);
  await empty(w, id, 'TEH A2', first);
  // Now it may be told, through the same doors: they were not shut for another reason.
  expect(await everyDoor(since)).toMatch(told);
  for (const filter of filters) expect(await filtered(filter)).toBeGreaterThan(0);
  await post(w, id, first);
});

test('what stands in the way of posting is said with the count', async () => {
  await receive(w, 'TEH DOCK', 'VALVE 5');
  const id = await counting(w, { places: ['TEH DOCK'], recountQuantity: '0' }, first);
  for (const [quantity, who] of [
    [1, first],
    [2, second],
  ] as const) {
    await count(w, id, [`TEH DOCK VALVE ${quantity}`], who);
    await finish(w, id, 'TEH DOCK', who);
  }
  const { data } = await ask(`{ stockCount(id: "${id}") {
    state undecided availableActions { name allowed reasons } } }`);
  const actions = data.stockCount.availableActions as { name: string; reasons: string[] }[];
  expect(data.stockCount.state).toBe('REVIEW');
  expect(actions.find(({ name }) => name === 'approveStockCount')?.reasons).toEqual([
    'approveStockCount needs a decision about each disputed line; 1 have none',
    'Who planned the count does not approve it',
  ]);
  expect(actions.find(({ name }) => name === 'postStockCount')?.reasons).toHaveLength(1);
});
