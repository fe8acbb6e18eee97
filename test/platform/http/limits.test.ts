import { getIntrospectionQuery, getOperationAST, parse } from 'graphql';
import { limitFaults, valuesOf } from '../../../src/platform/http/check-limits.ts';
import { measureOperation } from '../../../src/platform/http/measure-operation.ts';
import { openReady, askOn } from './raw-socket.ts';
import { openTestHttp, testLimits, type TestHttp } from './test-http.ts';
import { testSchema } from './test-schema.ts';

function measure(text: string) {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('one operation a document');
  return measureOperation(testSchema, document, operation);
}

const faults = (text: string, variables = {}): string[] =>
  limitFaults(measure(text), testLimits, variables);

describe('values in the answer', () => {
  test.each<[text: string, values: number, variables?: object]>([
    ['{ hello }', 1],
    ['{ box { name size } }', 3],
    ['{ things { nodes { name } } }', 1 + 25 * 2],
    ['{ things(first: 4) { nodes { name } } }', 1 + 4 * 2],
    ['{ things(last: 5) { nodes { name } } }', 1 + 5 * 2],
    ['query($n: Int) { things(first: $n) { nodes { name } } }', 1 + 7 * 2, { n: 7 }],
    ['query($n: Int) { things(first: $n) { nodes { name } } }', 1 + 25 * 2],
    ['query($n: Int = 9) { things(first: $n) { nodes { name } } }', 1 + 9 * 2],
    ['query($n: Int = 9) { things(first: $n) { nodes { name } } }', 1 + 3 * 2, { n: 3 }],
    ['query($n: Int) { things(first: $n, last: 2) { nodes { name } } }', 1 + 30 * 2, { n: 30 }],
    ['{ box { lines { size } } }', 2 + 10],
    ['{ box { ...F ...F } } fragment F on Box { name size }', 1 + 4],
    ['{ box { ... on Box { name } ... { size } } }', 3],
    [
      `query($n: Int) { things(first: $n) { nodes { ...F } } }
       fragment F on Box { things(first: $n) { nodes { name } } }`,
      1 + 4 * (1 + (1 + 4 * 2)),
      { n: 4 },
    ],
  ])('%s holds %d', (text, values, variables = {}) => {
    expect(valuesOf(measure(text).estimate, variables as Record<string, unknown>)).toBe(values);
  });
});

describe('each limit is named with its value', () => {
  const nested = (levels: number): string =>
    `{ box { ${'parent { ... on Box { '.repeat(levels)} size ${'} } '.repeat(levels)} } }`;

  test.each<[name: string, good: string, bad: string, words: string]>([
    ['depth', nested(13), nested(14), 'Levels of nesting: 16; at most 15 are allowed'],
    ['aliases', aliases(20), `{ box { ${inner(51)} } }`, 'Aliases: 51; at most 50 are allowed'],
    ['root fields', aliases(20), aliases(21), 'Root fields: 21; at most 20 are allowed'],
    [
      'page size',
      '{ things(first: 100) { nodes { name } } }',
      '{ things(last: 101) { nodes { name } } }',
      'Items of one page of things: 101; at most 100 are allowed',
    ],
    [
      'repeats',
      `{ box { ${'size '.repeat(10)} } }`,
      `{ box { ${'size '.repeat(11)} } }`,
      'Repeats of one field: 11; at most 10 are allowed',
    ],
    [
      'introspections',
      '{ a: __typename __schema { queryType { name } } }',
      `{ ${['a', 'b', 'c'].map((name) => `${name}: __schema { queryType { name } }`).join(' ')} }`,
      'Introspections in one operation: 3; at most 2 are allowed',
    ],
    [
      'complexity',
      pages(50),
      pages(100),
      'Values in the answer (estimated): 30301; at most 20000 are allowed',
    ],
  ])('%s', (_name, good, bad, words) => {
    expect(faults(good)).toEqual([]);
    expect(faults(bad)).toEqual([words]);
  });

  test('a page size in a variable', () => {
    const text = 'query($n: Int) { things(first: $n) { nodes { name } } }';
    expect(faults(text, { n: 100 })).toEqual([]);
    expect(faults(text, { n: 101 })).toEqual([
      'Items of one page of things: 101; at most 100 are allowed',
    ]);
  });

  test('all broken limits are told at once', () => {
    expect(faults(`{ things(first: 101) { nodes { name } } ${aliases(60).slice(1)}`)).toHaveLength(
      3,
    );
  });
});

function aliases(count: number): string {
  return `{ ${Array.from({ length: count }, (_, at) => `a${at}: hello`).join(' ')} }`;
}
function inner(count: number): string {
  return Array.from({ length: count }, (_, at) => `a${at}: size`).join(' ');
}
function pages(first: number): string {
  const inside = 'things(first: 100) { nodes { name ... on Box { size } } }';
  return `{ things(first: ${first}) { nodes { ... on Box { name ${inside} } } } }`;
}

/**
 * Takes less work than that, once of five times at least: who collects garbage beside it works,
 * too, and so does, to some machines, who stands still.
 */
async function expectWork(belowMs: number, act: () => unknown): Promise<void> {
  let least = Infinity;
  for (let round = 0; round < 5 && least >= belowMs; round += 1) {
    const before = process.cpuUsage();
    await act();
    least = Math.min(least, process.cpuUsage(before).user / 1_000);
  }
  expect(least).toBeLessThan(belowMs);
}

test('fragments that double 50 times are measured and refused at once', async () => {
  const fragments = Array.from(
    { length: 50 },
    (_, at) => `fragment F${at} on Box { a: parent { ...F${at + 1} } b: parent { ...F${at + 1} } }`,
  );
  let found: readonly string[] = [];
  await expectWork(200, () => {
    found = faults(`{ box { ...F0 } } ${fragments.join(' ')} fragment F50 on Box { size }`);
  });
  expect(found.join()).toContain('Aliases: too many to count');
  expect(found.join()).toContain('Values in the answer (estimated): too many to count');
});

describe.each(['jit', 'graphql-js'] as const)('on both transports, with %s', (executor) => {
  let http: TestHttp;
  beforeAll(async () => void (http = await openTestHttp({ settings: { executor } })));
  afterAll(() => http.drain());

  const attacks: [name: string, query: string, variables?: object][] = [
    ['tokens', `{ ${'hello '.repeat(1001)} }`],
    ['aliases', aliases(101)],
    ['field duplication', `{ ${'__typename '.repeat(500)} }`],
    ['page size', 'query($n: Int) { things(first: $n) { nodes { name } } }', { n: 1000 }],
    ['complexity', pages(100)],
    ['directives', `{ hello ${'@skip(if: false) '.repeat(20)} }`],
    [
      'circular introspection',
      `{ __schema { types { ${'fields { type { '.repeat(4)} name ${'} } '.repeat(4)} } } }`,
    ],
    [
      'fragments in a circle',
      '{ box { ...F } } fragment F on Box { ...G } fragment G on Box { ...F }',
    ],
    ['a subscription of two fields', 'subscription { rings failingRings }'],
    ['page size in a mutation', 'mutation { fail { things(first: 101) { nodes { name } } } }'],
  ];
  const isRefused = async (query: string, variables: object): Promise<void> => {
    const { body } = await http.ask(query, { variables });
    expect(body.data).toBeUndefined();
    expect(body.errors?.length).toBeLessThanOrEqual(6);
    const raw = await openReady(http.url);
    const told = await askOn(raw, query, variables);
    expect(JSON.stringify(told)).not.toContain('"data"');
    expect(JSON.stringify(told)).toContain(body.errors?.[0]?.extensions['code']);
    raw.socket.close();
  };
  test.each(attacks)('%s is refused', (_name, query, variables = {}) =>
    expectWork(1_000, () => isRefused(query, variables)),
  );

  test('the introspection of GraphiQL and others passes', async () => {
    const query = getIntrospectionQuery({
      descriptions: true,
      directiveIsRepeatable: true,
      inputValueDeprecation: true,
      oneOf: true,
      schemaDescription: true,
      specifiedByUrl: true,
    });
    const { status, body } = await http.ask(query);
    expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
    const raw = await openReady(http.url);
    expect(await askOn(raw, query)).toMatchObject({ payload: { data: { __schema: {} } } });
    raw.socket.close();
  });
});
