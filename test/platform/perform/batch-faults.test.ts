import { statement } from '../../../src/platform/database/statement.ts';
import {
  defineBatchOperation,
  type BatchAct,
  type BatchContext,
} from '../../../src/platform/perform/operation.ts';
import {
  isCommit,
  startFaultyProxy,
  type Fault,
  type FaultyProxy,
} from '../../support/faulty-proxy.ts';
import { asSystem, openTestApp, type TestApp } from '../../support/perform.ts';
import { applyMany, ran, together, told, type BatchInput } from './batch-scratch.ts';
import {
  announce,
  byWorkers,
  emptyScratch,
  readApplied,
  scratchTables,
  seeded,
  startServer,
  tokens,
  wrongs,
  type Server,
} from './scratch.ts';
import { waitUntil } from '../../support/wait-until.ts';

let app: TestApp;
let proxy: FaultyProxy;
let server: Server;

beforeAll(async () => {
  app = await openTestApp();
  await app.sql(scratchTables);
});
beforeEach(async () => {
  await app.sql(emptyScratch);
  ran.length = 0;
  proxy = await startFaultyProxy(app.database.url);
  server = await startServer(proxy.url, { poolSize: 4 });
});
afterEach(async () => {
  await server.close();
  await proxy.close();
});
afterAll(() => app.close());

const send = (inputs: readonly BatchInput[]) => () =>
  inputs.map((input) =>
    server.perform(applyMany, input, { ...asSystem, idempotencyKey: input.token }),
  );

const inputsOf = (count: number): BatchInput[] => tokens(count, 't').map((token) => ({ token }));

/** Whom the database knows as done; fails when anything of another is there. */
async function done(): Promise<string[]> {
  const found = await readApplied(app.sql);
  const logged = await app.sql<{ token: string }>(
    `select idempotency_key as token from operation_log where answer is not null order by at, id`,
  );
  const once = logged.map(({ token }) => token);
  expect(wrongs(found, once)).toEqual([]);
  expect(await app.sql('select 1 from operation_log where answer is null')).toEqual([]);
  expect(server.announced).toHaveLength(once.length);
  return once;
}

const firstCommitsMeet = (fault: Fault, times: number): void => {
  let left = times;
  proxy.inflict((request) => (isCommit(request) && left-- > 0 ? fault : undefined));
};

/** Fails so many calls with this code, each after it has written and announced. */
const failing = (times: number, code: string) => {
  const ids: string[][] = [];
  const operation = defineBatchOperation({
    ...applyMany,
    async runMany(op, acts: readonly BatchAct<BatchInput>[]) {
      const ends = await applyMany.runMany(op, acts);
      ids.push(acts.map(({ operationId }) => operationId));
      if (ids.length <= times) throw Object.assign(new Error(code), { code });
      return ends;
    },
  });
  return { operation, ids };
};

test.each(['40001', '40P01', '57P01', 'ECONNRESET'])(
  '%s: the batch is tried again under the ids of its acts, each done and announced once',
  async (code) => {
    const { operation, ids } = failing(2, code);
    const acts = inputsOf(2).map((input) =>
      server.perform(operation, input, { ...asSystem, idempotencyKey: input.token }),
    );
    await Promise.all(acts);
    expect(await done()).toHaveLength(2);
    expect(server.retries).toHaveLength(2);
    expect(new Set(ids.flat()).size).toBe(2);
  },
);

// Seen red without halves: all were told of one's fault.
test.each(['42P01', '23514', '40001', 'none that anybody knows'])(
  'one of twenty always fails with %s: it alone, the others are done',
  async (code) => {
    const inputs = inputsOf(20).with(13, { token: 'poison', fail: code });
    const results = told(await together(server.perform, send(inputs)));
    expect(results[13]).toBe(`Error: made to fail with ${code}`);
    expect(results.filter((result) => typeof result === 'string')).toHaveLength(1);
    expect(await done()).toHaveLength(19);
  },
);

test('a clash that the database finds hurts one of the two, and nobody else', async () => {
  const inputs = inputsOf(8).with(2, { token: 'b', word: 'w' }).with(6, { token: 'c', word: 'w' });
  const results = told(await together(server.perform, send(inputs)));
  expect(results.filter((result) => /duplicate key/.test(String(result)))).toHaveLength(1);
  expect(results[6]).toMatch(/duplicate key/);
  expect(await done()).toHaveLength(7);
});

test('a batch that swallows a failed statement, or gives itself up, is not done', async () => {
  const broken = statement('scratch_broken', 'select 1 / 0');
  const givesUp = statement('scratch_gives_up', 'rollback');
  const spoiling = (spoil: (op: BatchContext) => Promise<unknown>) =>
    defineBatchOperation({
      ...applyMany,
      async runMany(op, acts: readonly BatchAct<BatchInput>[]) {
        const ends = await applyMany.runMany(op, acts);
        await spoil(op);
        return ends;
      },
    });
  for (const operation of [
    spoiling((op) => op.query(broken).catch(() => undefined)),
    spoiling((op) => op.query(givesUp)),
  ]) {
    const acts = inputsOf(6).map((input) => server.perform(operation, input, asSystem));
    const results = told(await Promise.allSettled(acts));
    for (const result of results) expect(result).toMatch(/aborted|was not committed/);
  }
  expect(await done()).toEqual([]);
});

test('a branch that nobody awaited writes and announces nothing afterwards', async () => {
  const late: Promise<unknown>[] = [];
  const over = Promise.withResolvers<void>();
  const leaving = defineBatchOperation({
    ...applyMany,
    async runMany(op, acts: readonly BatchAct<BatchInput>[]) {
      const again = over.promise.then(() => applyMany.runMany(op, acts));
      const word = over.promise.then(() => acts[0]?.emit(announce('late')));
      for (const branch of [again, word]) branch.catch(() => undefined);
      late.push(again, word);
      return applyMany.runMany(op, acts);
    },
  });
  await server.perform(leaving, { token: 'a' }, { ...asSystem, idempotencyKey: 'a' });
  over.resolve();
  for (const branch of late) await expect(branch).rejects.toThrow('This operation is over');
  expect(await done()).toEqual(['a']);
});

test('a twin on another server waits for the batch, and acts if the first is refused', async () => {
  const begun = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  const held = defineBatchOperation({
    ...applyMany,
    async runMany(op, acts: readonly BatchAct<BatchInput>[]) {
      if (acts.length > 1) {
        begun.resolve();
        await opened.promise;
      }
      return applyMany.runMany(op, acts);
    },
  });
  const inputs = inputsOf(4).with(3, { token: 'k', refuse: true });
  const acts = inputs.map((input) =>
    server.perform(held, input, { ...asSystem, idempotencyKey: input.token }),
  );
  const results = Promise.allSettled(acts);
  await Promise.all([...acts.slice(0, 2), begun.promise]);
  const twin = app.perform(applyMany, { token: 'twin' }, { ...asSystem, idempotencyKey: 'k' });
  await until(`select 1 from pg_locks join pg_stat_activity using (pid)
    where not granted and datname = current_database()`);
  opened.resolve();
  expect(told(await results)[3]).toBe('DomainError: Not today: k');
  expect(await twin).toMatchObject({ token: 'twin' });
  expect(wrongs(await readApplied(app.sql), ['t-0', 't-1', 't-2', 'twin'])).toEqual([]);
});

async function until(rows: string): Promise<void> {
  await waitUntil(async () => (await app.sql(rows)).length > 0, rows);
}

describe('the reply to a commit', () => {
  test.each<[Fault & string, number]>([
    ['cutReply', 1],
    ['cutAtOnce', 1],
    ['cutBefore', 1],
    ['cutReply', 3],
    ['cutBefore', 3],
  ])(
    '%s %d times in a row: each done once, answered; the refused refused',
    async (fault, times) => {
      firstCommitsMeet(fault, times);
      const inputs = inputsOf(9).with(4, { token: 'no', refuse: true });
      const results = told(await together(server.perform, send(inputs)));
      expect(results[4]).toBe('DomainError: Not today: no');
      const counts = results.toSpliced(4, 1).map((result) => (result as { count: string }).count);
      expect(counts).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
      expect(await done()).toHaveLength(8);
      expect(proxy.cuts()).toBeGreaterThanOrEqual(1);
    },
  );

  // Seen red by forgetting what was sent: the secret was lost, the event told to nobody.
  test('cut: a secret is still handed over, and not kept', async () => {
    const issue = defineBatchOperation({
      name: 'issue',
      permission: null,
      secretResult: true,
      runMany: async (_op, acts: readonly BatchAct<BatchInput>[]) =>
        acts.map((act) => {
          act.emit(announce(act.input.token));
          return { done: { secret: `of ${act.input.token}` } };
        }),
    });
    firstCommitsMeet('cutReply', 3);
    const acts = inputsOf(5).map((input) => server.perform(issue, input, asSystem));
    const secrets = inputsOf(5).map(({ token }) => ({ secret: `of ${token}` }));
    expect(told(await Promise.allSettled(acts))).toEqual(secrets);
    expect(server.announced).toHaveLength(5);
    const answers = await app.sql('select distinct answer from operation_log');
    expect(answers).toEqual([{ answer: null }]);
  });

  test.each([
    ['with keys', true],
    ['without keys', false],
  ])('320 acts %s, a quarter of the replies cut', async (_name, keyed) => {
    const seed = 20_260_321;
    const random = seeded(seed);
    proxy.inflict((request) => {
      if (!isCommit(request) || random() > 0.25) return undefined;
      return random() < 0.8 ? 'cutReply' : 'cutAtOnce';
    });
    const sent = tokens(320, keyed ? 'key' : 'free');
    const acknowledged = new Map<string, unknown>();
    await byWorkers(16, sent, async (token) => {
      const caller = keyed ? { ...asSystem, idempotencyKey: token } : asSystem;
      const answer = await server.perform(applyMany, { token }, caller).catch(() => undefined);
      if (answer) acknowledged.set(token, answer);
    });
    const unheard = sent.filter((token) => !acknowledged.has(token));
    const wrong = wrongs(await readApplied(app.sql), acknowledged.keys(), unheard);
    expect({ seed, wrong }).toEqual({ seed, wrong: [] });
    expect(proxy.cuts()).toBeGreaterThan(8);
    expect(acknowledged.size).toBeGreaterThan(300);
    proxy.relent();
    for (const [token, answer] of keyed ? acknowledged : []) {
      const caller = { ...asSystem, idempotencyKey: token };
      expect(await server.perform(applyMany, { token }, caller)).toEqual(answer);
    }
  });

  test('never heard of: all of the batch are told; repeats find it done', async () => {
    proxy.inflict((request) => (isCommit(request) ? 'cutReply' : undefined));
    const inputs = inputsOf(4);
    const results = told(await Promise.allSettled(send(inputs)()));
    for (const result of results) expect(result).toMatch(/terminated/);
    proxy.relent();
    const repeats = told(await Promise.allSettled(send(inputs)()));
    expect(repeats).toMatchObject(inputs);
    expect(wrongs(await readApplied(app.sql), tokens(4, 't'))).toEqual([]);
  });
});
