import { defineOperation } from '../../../src/platform/perform/operation.ts';
import {
  isCommit,
  startFaultyProxy,
  type Fault,
  type FaultyProxy,
} from '../../support/faulty-proxy.ts';
import { asSystem, openTestApp, type TestApp } from '../../support/perform.ts';
import {
  apply,
  byWorkers,
  emptyScratch,
  insertEffect,
  readApplied,
  scratchTables,
  seeded,
  startServer,
  tokens,
  wrongs,
  type Server,
} from './scratch.ts';

let app: TestApp;
let proxy: FaultyProxy;
let server: Server;

beforeAll(async () => {
  app = await openTestApp();
  await app.sql(scratchTables);
});

beforeEach(async () => {
  await app.sql(emptyScratch);
  proxy = await startFaultyProxy(app.database.url);
  server = await startServer(proxy.url, { poolSize: 8 });
});

afterEach(async () => {
  await server.close();
  await proxy.close();
});

afterAll(() => app.close());

const commitsMeet = (fault: Fault): void => proxy.inflict((r) => (isCommit(r) ? fault : undefined));

/** Only the first `times` commits. */
const firstCommitsMeet = (fault: Fault, times: number): void => {
  let left = times;
  proxy.inflict((request) => (isCommit(request) && left-- > 0 ? fault : undefined));
};

test.each<[Fault & string, number]>([
  ['cutReply', 1],
  ['cutAtOnce', 1],
  ['cutBefore', 1],
  ['cutReply', 3],
  ['cutBefore', 3],
])('%s on %d commits in a row: done once, answered', async (fault, times) => {
  firstCommitsMeet(fault, times);
  const answer = await server.perform(apply, { token: 'a' }, asSystem);
  expect(answer).toEqual({ token: 'a', count: '1', operationId: expect.any(String) });
  expect(wrongs(await readApplied(app.sql), ['a'])).toEqual([]);
  expect(server.announced).toHaveLength(1);
  expect(proxy.cuts()).toBeGreaterThanOrEqual(1);
});

// Seen red by a new id for each attempt. Without keys tokens were applied twice while every sum
// still balanced; with keys none was, for the key holds alone.
test.each([
  ['with keys', true],
  ['without keys', false],
])('320 operations %s, a quarter of the replies to commit cut', async (_name, keyed) => {
  const seed = 20_260_321;
  const random = seeded(seed);
  proxy.inflict((request) => {
    if (!isCommit(request) || random() > 0.25) return undefined;
    return random() < 0.8 ? 'cutReply' : 'cutAtOnce';
  });
  const sent = tokens(320, keyed ? 'key' : 'free');
  const acknowledged = new Map<string, unknown>();
  await byWorkers(8, sent, async (token) => {
    const caller = keyed ? { ...asSystem, idempotencyKey: token } : asSystem;
    const answer = await server.perform(apply, { token }, caller).catch(() => undefined);
    if (answer) acknowledged.set(token, answer);
  });
  const unheard = sent.filter((token) => !acknowledged.has(token));
  const found = await readApplied(app.sql);
  expect({ seed, wrong: wrongs(found, acknowledged.keys(), unheard) }).toEqual({ seed, wrong: [] });
  expect(proxy.cuts()).toBeGreaterThan(50);
  expect(acknowledged.size).toBeGreaterThan(300);
  if (!keyed) return;
  proxy.relent();
  for (const token of sent) {
    const caller = { ...asSystem, idempotencyKey: token };
    const answer = await server.perform(apply, { token }, caller);
    if (acknowledged.has(token)) expect(answer).toEqual(acknowledged.get(token));
  }
  expect(wrongs(await readApplied(app.sql), sent)).toEqual([]);
});

test('cut at any point whatever, each key repeated until it is answered: all once', async () => {
  const seed = 7;
  const random = seeded(seed);
  const faults: readonly Fault[] = ['cutBefore', 'cutReply', 'cutAtOnce'];
  proxy.inflict(() => (random() < 0.12 ? faults[Math.floor(random() * faults.length)] : undefined));
  const sent = tokens(120, 'any');
  await byWorkers(8, sent, async (token) => {
    const caller = { ...asSystem, idempotencyKey: token };
    const tell = (): Promise<unknown> => server.perform(apply, { token }, caller);
    for (let n = 0; n < 30 && !(await tell().catch(() => undefined)); n += 1);
  });
  expect({ seed, wrong: wrongs(await readApplied(app.sql), sent) }).toEqual({ seed, wrong: [] });
  expect(server.retries.length).toBeGreaterThan(40);
});

test('when no commit is ever heard of the caller is told; a repeat finds it done', async () => {
  commitsMeet('cutReply');
  const caller = { ...asSystem, idempotencyKey: 'k' };
  await expect(server.perform(apply, { token: 'a' }, caller)).rejects.toThrow('terminated');
  proxy.relent();
  const answer = await server.perform(apply, { token: 'a' }, caller);
  expect(answer).toMatchObject({ token: 'a', count: '1' });
  expect(wrongs(await readApplied(app.sql), ['a'])).toEqual([]);
});

test('a secret whose commit was not heard of is still handed over, and not kept', async () => {
  const issue = defineOperation({
    name: 'issue',
    permission: null,
    secretResult: true,
    async run(op, input: { token: string }) {
      await op.query(insertEffect, [input.token, op.operationId]);
      return { secret: 'open sesame' };
    },
  });
  firstCommitsMeet('cutReply', 1);
  expect(await server.perform(issue, { token: 'a' }, asSystem)).toEqual({ secret: 'open sesame' });
  expect(await app.sql('select token from scratch_effect')).toEqual([{ token: 'a' }]);
  expect(await app.sql('select answer from operation_log')).toEqual([{ answer: null }]);
});

test('a connection lost while something is prepared costs another look, not the act', async () => {
  const prepared = defineOperation({
    name: 'prepared',
    permission: null,
    prepare: async (before) => {
      await before.query({ name: 'scratch_look', text: 'select 1' });
      return 'ready';
    },
    run: async (_op, _input: object, state) => ({ state }),
  });
  let cuts = 2;
  proxy.inflict(({ text }) =>
    text.includes('scratch_look') && cuts-- > 0 ? 'cutReply' : undefined,
  );
  expect(await server.perform(prepared, {}, asSystem)).toEqual({ state: 'ready' });
});

test('a reply that never comes holds its own caller up and nobody else', async () => {
  firstCommitsMeet('swallow', 1);
  const key = { ...asSystem, idempotencyKey: 'k' };
  const waiting = server.perform(apply, { token: 'a' }, key).catch((error: Error) => error.message);
  await expect(repeatUntilDone(key)).resolves.toMatchObject({ token: 'a', count: '1' });
  await proxy.close();
  expect(await waiting).toMatch(/terminated|ECONN/);
  expect(wrongs(await readApplied(app.sql), ['a'])).toEqual([]);
});

/** The first act may not have reached the server yet; whichever came first has acted. */
async function repeatUntilDone(key: typeof asSystem & { idempotencyKey: string }) {
  while ((await readApplied(app.sql)).counter === 0) await app.sql('select pg_sleep(0.01)');
  return server.perform(apply, { token: 'a' }, key);
}
