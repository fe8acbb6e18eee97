import { parse, type DocumentNode } from 'graphql';
import { createExecutor, type Executor } from '../../../src/platform/http/executor.ts';
import { createErrorPresenter } from '../../../src/platform/http/present-error.ts';
import type { RequestMeta } from '../../../src/platform/http/request-meta.ts';
import { createLog } from '../../../src/platform/log.ts';
import { testLimits } from './test-http.ts';
import { TestContext, testSchema } from './test-schema.ts';

const request = (): RequestMeta => ({
  requestId: 'test-request',
  address: '127.0.0.1',
  transport: 'http',
  userAgent: null,
  kind: 'none',
  operationName: null,
  field: 'none',
  outcome: 'ok',
});

const make = (kind: 'jit' | 'graphql-js', compileAtUse = 1): Executor =>
  createExecutor({
    schema: testSchema,
    kind,
    limits: testLimits,
    present: createErrorPresenter({ log: createLog('silent'), hideSuggestions: false }),
    compileAtUse,
  });

const jit = make('jit');
const graphqlJs = make('graphql-js');

async function run(executor: Executor, document: DocumentNode, variables: object) {
  const result = await executor.execute({
    document,
    variables: variables as Record<string, unknown>,
    contextValue: new TestContext(null, {}),
    request: request(),
  });
  const text = JSON.stringify(result, (key, value) => (key === 'reference' ? 'ref' : value));
  return JSON.parse(text.replace(/reference [0-9a-f]{10}/g, 'reference ref')) as {
    data?: unknown;
    errors?: { message: string; path?: unknown; extensions: { code: string } }[];
  };
}

/** Both executors answer the same, down to paths, places and codes of errors. */
const alike: [text: string, variables?: object][] = [
  ['{ hello uses me }'],
  ['{ box { name size half } other: box(size: 8) { half } }'],
  ['query($s: Int = 4) { box(size: $s) { half } }'],
  ['query($s: Int = 4) { box(size: $s) { half } }', { s: 6 }],
  ['query($s: Int = 4) { box(size: $s) { half } }', { s: null }],
  [
    'query($yes: Boolean!) { hello @include(if: $yes) box { name @skip(if: $yes) size } }',
    { yes: true },
  ],
  [
    'query($yes: Boolean!) { hello @include(if: $yes) box { name @skip(if: $yes) size } }',
    { yes: false },
  ],
  ['{ hello @skip(if: true) uses @include(if: false) me }'],
  ['{ thing { __typename name ... on Box { size parent { ... on Bag { colour } } } } }'],
  [
    `{ thing(kind: "Bag") { __typename ...F } }
     fragment F on Thing { name ... on Bag { colour parent { name } } }`,
  ],
  ['{ either { __typename ... on Box { size } ... on Bag { colour } } }'],
  ['{ things(first: 3) { nodes { name ... on Box { lines { size } } } } }'],
  ['{ strict { name } hello }'],
  ['{ boxes { name size } hello }'],
  ['{ promised { size } hello }'],
  ['{ breaking { size } hello }'],
  ['{ thing(kind: "throws") { name } hello }'],
  ['{ favourite(of: BLUE) badEnum }'],
  ['query($c: Colour = BLUE) { favourite(of: $c) }'],
  ['query($c: Colour = BLUE) { favourite(of: $c) }', { c: 'RED' }],
  ['{ day(of: "2026-03-21") other: day(of: null) none: day }'],
  ['query($d: Day = "2026-03-21") { day(of: $d) }'],
  ['query($d: Day) { day(of: $d) }', { d: '2026-03-22' }],
  ['query($n: Int = 2) { echo(n: $n) hello }'],
  ['query($n: Int = 2) { echo(n: $n) hello }', { n: null }],
  ['{ box { parent { name } path: name } parent_box: path }'],
  ['{ constructor: hello toString: hello __proto__: hello }'],
  ['{ secret locked refused broken brokenNow hello }'],
  ['mutation { a: count(n: 1, ms: 20) b: count(n: 2) fail { size } c: count(n: 3) }'],
  ['{ __schema { queryType { name } } __type(name: "Box") { fields { name } } }'],
];

test.each(alike)('%s %j', async (text, variables = {}) => {
  const document = parse(text);
  const compiled = await run(jit, document, variables);
  expect(compiled).toEqual(await run(graphqlJs, document, variables));
  expect(await run(jit, document, variables)).toEqual(compiled);
});

const badVariables: [text: string, variables: object][] = [
  ['query($n: Int!) { echo(n: $n) }', { n: 'a' }],
  ['query($n: Int!) { echo(n: $n) }', {}],
  ['query($n: Int!) { echo(n: $n) }', { n: null }],
  ['query($c: Colour) { favourite(of: $c) }', { c: 'GREEN' }],
  ['query($c: Colour) { favourite(of: $c) }', { c: 3 }],
];
test.each(badVariables)('bad variables are bad input: %s %j', async (text, variables) => {
  for (const executor of [jit, graphqlJs]) {
    const { data, errors } = await run(executor, parse(text), variables);
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors?.[0]).toHaveProperty('locations');
  }
  expect(await run(jit, parse(text), variables)).toEqual(
    await run(graphqlJs, parse(text), variables),
  );
});

test('a getter that throws neither hangs the request nor ends the process', async () => {
  const { data, errors } = await run(jit, parse('{ moody { size moody } hello }'), {});
  expect(data).toEqual({ moody: null, hello: 'world' });
  expect(errors?.[0]?.extensions.code).toBe('INTERNAL');
});

test('resolve info is that of the field, whatever the aliases', async () => {
  const document = parse('{ path b: path }');
  expect(await run(jit, document, {})).toEqual({ data: { path: 'path@path', b: 'path@b' } });
});

test('a document is compiled at its second use, and once', async () => {
  const executor = make('jit', 2);
  const document = parse('{ hello }');
  for (const expected of [0, 1, 1]) {
    await run(executor, document, {});
    expect(executor.compiled()).toBe(expected);
  }
});

test.each(['jit', 'graphql-js'] as const)('an unknown operation is named by %s', async (kind) => {
  const execution = {
    document: parse('query A { hello } query B { hello }'),
    contextValue: new TestContext(null, {}),
    request: request(),
  };
  const unknown = await make(kind).execute({ ...execution, operationName: 'C' });
  expect(unknown.errors?.[0]?.message).toBe('Unknown operation named "C".');
  const unnamed = await make(kind).execute(execution);
  expect(unnamed.errors?.[0]?.extensions).toEqual({ code: 'OPERATION_RESOLUTION_FAILURE' });
  const named = await make(kind).execute({ ...execution, operationName: 'B' });
  expect(named).toEqual({ data: { hello: 'world' } });
});
