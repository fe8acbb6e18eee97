import { newId } from '../../../src/kernel/id.ts';
import {
  defineBatchOperation,
  type BatchAct,
  type Caller,
} from '../../../src/platform/perform/operation.ts';
import { asSystem, asViewer, openTestApp, type TestApp } from '../../support/perform.ts';
import { refusalOf } from '../../support/refusal.ts';
import { applyMany, ran, together, told, type BatchInput } from './batch-scratch.ts';
import {
  emptyScratch,
  readApplied,
  scratchTables,
  startServer,
  tokens,
  wrongs,
} from './scratch.ts';

let app: TestApp;
const clerk = asViewer({ 'scratch.write': 'ALL' });
const keyed = (idempotencyKey: string, caller: Caller = clerk) => ({ ...caller, idempotencyKey });

beforeAll(async () => {
  app = await openTestApp({ poolSize: 12 });
  await app.sql(scratchTables);
});
beforeEach(async () => {
  await app.sql(emptyScratch);
  ran.length = 0;
});
afterAll(() => app.close());

const found = async (...once: string[]) => wrongs(await readApplied(app.sql), once, []);
const logged = async () =>
  (await app.sql<{ input: BatchInput }>('select input from operation_log')).map(
    ({ input }) => input.token,
  );
const transactions = async () =>
  (await app.sql('select distinct transaction from scratch_effect')).length;

test('an act that comes alone goes at once and alone', async () => {
  const answer = await app.perform(applyMany, { token: 'a' }, keyed('k'));
  expect(answer).toEqual({ token: 'a', count: '1', operationId: expect.any(String) });
  expect(ran).toEqual([['a']]);
  expect(await found('a')).toEqual([]);
});

test('200 at once on one row: each once, few transactions, who came first is first', async () => {
  const sent = tokens(200, 't');
  const answers = await Promise.all(
    sent.map((token) => app.perform(applyMany, { token }, keyed(token))),
  );
  expect(await found(...sent)).toEqual([]);
  expect(new Set(answers.map(({ count }) => count)).size).toBe(200);
  expect(new Set(answers.map(({ operationId }) => operationId)).size).toBe(200);
  // Two at once, then all that waited, 64 at a time; of the two under way either may be first.
  const inTurn = ran.toSorted(([a], [b]) => sent.indexOf(a ?? '') - sent.indexOf(b ?? ''));
  expect(inTurn.map((batch) => batch.length)).toEqual([1, 1, 64, 64, 64, 6]);
  expect(inTurn.flat()).toEqual(sent);
  expect(await transactions()).toBe(6);
});

test('each act of a batch has its own id, actor, key, row, answer and event', async () => {
  const people = [clerk, asViewer({ 'scratch.write': 'ALL' }), asSystem] as const;
  const results = await together(app.perform, () =>
    people.map((person, n) => {
      const caller = { ...person, idempotencyKey: `k${n}`, requestId: `r${n}` };
      return app.perform(applyMany, { token: `t${n}` }, caller);
    }),
  );
  expect(ran).toEqual([['t0', 't1', 't2']]);
  const answers = told(results) as { operationId: string }[];
  const rows = await app.sql('select * from operation_log order by idempotency_key');
  expect(rows).toEqual(
    people.map(({ viewer }, n) => ({
      id: answers[n]?.operationId,
      operation: 'applyMany',
      actor_id: viewer?.personId ?? null,
      credential_id: viewer?.credentialId ?? null,
      idempotency_key: `k${n}`,
      input_hash: expect.any(Buffer),
      input: { token: `t${n}` },
      answer: answers[n],
      at: app.clock.now(),
      request_id: `r${n}`,
    })),
  );
  const events = await app.sql(
    `select actor_id, operation_id, occurred_at, data from outbox order by seq`,
  );
  expect(events).toEqual(
    people.map(({ viewer }, n) => ({
      actor_id: viewer?.personId ?? null,
      operation_id: answers[n]?.operationId,
      occurred_at: app.clock.now(),
      data: { token: `t${n}` },
    })),
  );
});

// Seen red without `withdrawEntries`: the key was taken, and its repeat answered null.
test('a refusal is one act’s own: nothing is left, its key is free; others are done', async () => {
  const results = await together(app.perform, () => [
    app.perform(applyMany, { token: 'a' }, keyed('ka')),
    app.perform(applyMany, { token: 'b', refuse: true }, keyed('kb')),
    app.perform(applyMany, { token: 'c' }, keyed('kc')),
  ]);
  expect(told(results)).toMatchObject([
    { token: 'a', count: '1' },
    'DomainError: Not today: b',
    { token: 'c', count: '2' },
  ]);
  expect(ran).toEqual([['a', 'b', 'c']]);
  expect(await found('a', 'c')).toEqual([]);
  expect((await logged()).sort()).toEqual(['a', 'c']);
  await app.perform(applyMany, { token: 'b2' }, keyed('kb'));
  expect(await found('a', 'c', 'b2')).toEqual([]);
});

test('a batch of refusals alone writes nothing at all', async () => {
  const results = await together(app.perform, () =>
    tokens(5, 't').map((token) => app.perform(applyMany, { token, refuse: true }, keyed(token))),
  );
  expect(told(results)).toEqual(tokens(5, 't').map((token) => `DomainError: Not today: ${token}`));
  expect(await found()).toEqual([]);
  expect(await logged()).toEqual([]);
});

test('who may not: refused before the database is asked; out of reach: alone within', async () => {
  const [mine, theirs] = [newId(), newId()];
  const caller = asViewer({ 'scratch.write': [mine] });
  const barred = async () => {
    const act = app.perform(applyMany, { token: 'x' }, asViewer({}));
    await expect(act).rejects.toThrow('applyMany needs the permission scratch.write');
  };
  expect(await app.statementsOf(barred)).toEqual([]);
  const results = await together(app.perform, () => [
    app.perform(applyMany, { token: 'a', record: { unitIds: [mine] } }, caller),
    app.perform(applyMany, { token: 'b', record: { unitIds: [theirs] } }, caller),
  ]);
  expect(told(results)).toMatchObject([
    { token: 'a' },
    'Forbidden: Applying it needs the permission scratch.write',
  ]);
  expect(await logged()).toEqual(['a']);
});

/** Rows of the log are written so slowly that batches meet half-way. */
const slowLog = `
  create function slow_log() returns trigger language plpgsql as $$
  begin
    perform pg_sleep(0.01);
    return new;
  end $$;
  create trigger slow_log before insert on operation_log
    for each row execute function slow_log();`;

describe('twins', () => {
  const twins = (n: number, input: BatchInput) => () =>
    Array.from({ length: n }, () => app.perform(applyMany, input, keyed('k')));

  // Seen red by letting a key into a batch twice: the second found the first still unanswered.
  test('of one batch: one acts, all are answered alike', async () => {
    const results = told(await together(app.perform, twins(3, { token: 'a' })));
    expect(results).toEqual(Array.from({ length: 3 }, () => results[0]));
    expect(ran.flat().filter((token) => token === 'a')).toHaveLength(1);
    expect(await found('a')).toEqual([]);
  });

  test('with two inputs: one acts, the other is refused', async () => {
    const results = await together(app.perform, () => [
      app.perform(applyMany, { token: 'a' }, keyed('k')),
      app.perform(applyMany, { token: 'b' }, keyed('k')),
    ]);
    const [, second] = told(results);
    expect(second).toBe('DomainError: This idempotency key was used before with another input');
    expect(await found('a')).toEqual([]);
  });

  test('of which the first is refused: the next acts, with whatever input', async () => {
    const results = await together(app.perform, () => [
      app.perform(applyMany, { token: 'a', refuse: true }, keyed('k')),
      app.perform(applyMany, { token: 'other' }, keyed('o')),
      app.perform(applyMany, { token: 'b' }, keyed('k')),
    ]);
    expect(told(results)).toMatchObject([
      'DomainError: Not today: a',
      { token: 'other' },
      { token: 'b' },
    ]);
    expect(await found('b', 'other')).toEqual([]);
  });

  test('of two persons are none', async () => {
    const other = asViewer({ 'scratch.write': 'ALL' });
    await together(app.perform, () => [
      app.perform(applyMany, { token: 'a' }, keyed('k')),
      app.perform(applyMany, { token: 'b' }, keyed('k', other)),
      app.perform(applyMany, { token: 'c' }, keyed('k', asSystem)),
    ]);
    expect(ran).toEqual([['a', 'b', 'c']]);
    expect(await found('a', 'b', 'c')).toEqual([]);
  });

  test('in batches of two servers, in opposite orders: one acts, none is in the way', async () => {
    const servers = [await startServer(app.database.url), await startServer(app.database.url)];
    await app.sql(slowLog);
    try {
      const sent = tokens(12, 't');
      const orders = [sent, sent.toReversed()];
      const answers = await Promise.all(
        servers.map(({ perform }, n) =>
          together(perform, () =>
            (orders[n] ?? []).map((token) => perform(applyMany, { token }, keyed(token))),
          ),
        ),
      );
      const [first, second] = answers.map(told);
      expect(second?.toReversed()).toEqual(first);
      expect(await found(...sent)).toEqual([]);
      // Seen red without the order of `openMany`: a deadlock.
      expect(servers.flatMap(({ retries }) => retries)).toEqual([]);
    } finally {
      await app.sql('drop trigger slow_log on operation_log');
      await Promise.all(servers.map((server) => server.close()));
    }
  });

  test('ten at once: one acts, all are answered alike', async () => {
    const answers = await Promise.all(twins(10, { token: 'a' })());
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await found('a')).toEqual([]);
  });
});

test('repeats and new acts of one batch: the repeats are answered as the first time', async () => {
  const first = await app.perform(applyMany, { token: 'a' }, keyed('ka'));
  const results = await together(app.perform, () => [
    app.perform(applyMany, { token: 'a' }, keyed('ka')),
    app.perform(applyMany, { token: 'b' }, keyed('kb')),
    app.perform(applyMany, { token: 'c' }, keyed('ka')),
  ]);
  expect(told(results)).toEqual([
    first,
    { token: 'b', count: '2', operationId: expect.any(String) },
    'DomainError: This idempotency key was used before with another input',
  ]);
  expect(await found('a', 'b')).toEqual([]);
});

test('a secret answer is given once and not kept', async () => {
  const issue = defineBatchOperation({
    name: 'issue',
    permission: null,
    redact: ['password'],
    secretResult: true,
    runMany: async (_op, acts: readonly BatchAct<{ password: string }>[]) =>
      acts.map(({ input }) => ({ done: { secret: `sesame of ${input.password}` } })),
  });
  const issued = () =>
    ['one', 'two', 'three'].map((password, n) => app.perform(issue, { password }, keyed(`k${n}`)));
  expect(told(await Promise.allSettled(issued()))).toEqual(
    ['one', 'two', 'three'].map((password) => ({ secret: `sesame of ${password}` })),
  );
  for (const again of issued()) {
    expect(await refusalOf(() => again)).toMatchObject([{ code: 'ALREADY_DONE' }]);
  }
  const rows = await app.sql<{ row: string }>('select l::text as row from operation_log l');
  expect(rows.map(({ row }) => row).join()).not.toMatch(/one|two|sesame/);
});

test('an operation that does not end each of its acts ends none', async () => {
  const forgetful = defineBatchOperation({
    ...applyMany,
    runMany: async (op, acts: readonly BatchAct<BatchInput>[]) =>
      (await applyMany.runMany(op, acts)).slice(1),
  });
  const acts = tokens(4, 't').map((token) => app.perform(forgetful, { token }, clerk));
  for (const result of told(await Promise.allSettled(acts))) {
    expect(result).toBe('Error: applyMany ended 0 acts of 1');
  }
  expect(await found()).toEqual([]);
  expect(await logged()).toEqual([]);
});
