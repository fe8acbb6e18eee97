import { defineEntity, LockMode, p } from '@mikro-orm/core';
import { statement } from '../../../src/platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../src/platform/perform/operation.ts';
import { asSystem, openTestApp, type TestApp } from '../../support/perform.ts';
import {
  announce,
  emptyScratch,
  insertEffect,
  raiseCounter,
  readApplied,
  scratchTables,
  startServer,
  type Server,
} from './scratch.ts';

const CounterSchema = defineEntity({
  name: 'ScratchCounter',
  tableName: 'scratch_counter',
  properties: { name: p.text().primary(), value: p.bigint('string') },
});
class ScratchCounter extends CounterSchema.class {}
CounterSchema.setClass(ScratchCounter);

let app: TestApp;
let server: Server;

beforeAll(async () => {
  app = await openTestApp();
  await app.sql(scratchTables);
});
beforeEach(async () => {
  await app.sql(emptyScratch);
  server = await startServer(app.database.url, { entities: [CounterSchema] });
});
afterEach(() => server.close());
afterAll(() => app.close());

/** Lets through when so many have come; afterwards always. */
function meetingOf(count: number): () => Promise<void> {
  let come = 0;
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return () => {
    if ((come += 1) === count) open();
    return opened;
  };
}

const codeOf = (error: unknown): string | undefined => (error as { code?: string }).code;
const failWith = (code: string): never => {
  throw Object.assign(new Error(`made to fail with ${code}`), { code });
};
const raiseBySql = async (op: OperationContext, name: string): Promise<void> => {
  await op.query(raiseCounter, [name]);
};
const raiseByEntity = async (op: OperationContext, name: string): Promise<void> => {
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  const counter = await op.em.findOneOrFail(ScratchCounter, { name }, { refresh: true, lockMode });
  counter.value = String(Number(counter.value) + 1);
  await op.em.flush();
};

test.each([
  ['statements', raiseBySql],
  ['the entity manager', raiseByEntity],
])('a deadlock made on purpose by %s: both succeed in the end, each once', async (_name, raise) => {
  const meet = meetingOf(2);
  const runs: string[] = [];
  const raiseBoth = defineOperation({
    name: 'raiseBoth',
    permission: null,
    async run(op, { first, second }: { first: string; second: string }) {
      runs.push(op.operationId);
      await op.query(insertEffect, [first, op.operationId]);
      op.emit(announce(first));
      await raise(op, first);
      await meet();
      await raise(op, second);
      return { first };
    },
  });
  const inputs = [
    { first: 'left', second: 'right' },
    { first: 'right', second: 'left' },
  ];
  const acts = inputs.map((input) => server.perform(raiseBoth, input, asSystem));
  expect(await Promise.all(acts)).toEqual([{ first: 'left' }, { first: 'right' }]);
  expect(server.retries.map(codeOf)).toEqual(['40P01']);
  expect(runs).toHaveLength(3);
  expect(new Set(runs).size).toBe(2); // the loser came back under its own id
  const counters = await app.sql('select name, value from scratch_counter order by name');
  expect(counters.slice(1)).toEqual([
    { name: 'left', value: '2' },
    { name: 'right', value: '2' },
  ]);
  const { times, announced } = await readApplied(app.sql);
  expect([times, announced]).toEqual([
    new Map([
      ['left', 1],
      ['right', 1],
    ]),
    new Map([
      ['left', 1],
      ['right', 1],
    ]),
  ]);
  expect(server.announced).toHaveLength(2);
});

/** Fails so many times with a code, after it has written and announced. */
const failing = (times: number, code: string) => {
  const attempts: { transaction: string; leftovers: number; operationId: string }[] = [];
  const operation = defineOperation({
    name: 'failing',
    permission: null,
    async run(op, input: { token: string }) {
      const [seen] = await op.query<{ leftovers: number; transaction: string }>(look);
      attempts.push({ ...seen!, operationId: op.operationId });
      await op.query(insertEffect, [input.token, op.operationId]);
      op.emit(announce(input.token));
      if (attempts.length <= times) failWith(code);
      return { attempts: attempts.length };
    },
  });
  return { operation, attempts };
};
const look = statement(
  'scratch_look',
  `select (select count(*)::int from scratch_effect) as leftovers,
          pg_current_xact_id()::text as transaction`,
);

test.each(['40001', '40P01', '57P01', '08006', 'ECONNRESET'])(
  '%s: tried again in a fresh transaction, announced once',
  async (code) => {
    const { operation, attempts } = failing(2, code);
    expect(await server.perform(operation, { token: 'a' }, asSystem)).toEqual({ attempts: 3 });
    expect(attempts.map(({ leftovers }) => leftovers)).toEqual([0, 0, 0]);
    expect(new Set(attempts.map(({ transaction }) => transaction)).size).toBe(3);
    expect(new Set(attempts.map(({ operationId }) => operationId)).size).toBe(1);
    expect(server.announced).toHaveLength(1);
    const { times, announced } = await readApplied(app.sql);
    expect([times, announced]).toEqual([new Map([['a', 1]]), new Map([['a', 1]])]);
  },
);

test('a serialization failure that the database raises is tried again', async () => {
  let failures = 1;
  const raiseFailure = statement(
    'scratch_fail',
    `do $$ begin
       raise exception 'could not serialize' using errcode = 'serialization_failure';
     end $$`,
  );
  const unlucky = defineOperation({
    name: 'unlucky',
    permission: null,
    async run(op, _input: object) {
      await op.query(insertEffect, ['a', op.operationId]);
      if (failures-- > 0) await op.query(raiseFailure);
      return {};
    },
  });
  await server.perform(unlucky, {}, asSystem);
  expect(server.retries.map(codeOf)).toEqual(['40001']);
  expect((await readApplied(app.sql)).times).toEqual(new Map([['a', 1]]));
});

test('after four attempts the error is told and nothing is left', async () => {
  const { operation, attempts } = failing(9, '40001');
  const act = server.perform(operation, { token: 'a' }, { ...asSystem, idempotencyKey: 'k' });
  await expect(act).rejects.toThrow('40001');
  expect(attempts).toHaveLength(4);
  expect(server.retries).toHaveLength(3);
  expect(server.announced).toEqual([]);
  expect((await readApplied(app.sql)).times).toEqual(new Map());
  expect(await app.sql('select 1 from operation_log')).toEqual([]);
});

test.each(['23505', '23514', '22P02', '57014', '42601'])('%s is not tried again', async (code) => {
  const { operation, attempts } = failing(9, code);
  await expect(server.perform(operation, { token: 'a' }, asSystem)).rejects.toThrow(code);
  expect(attempts).toHaveLength(1);
  expect(server.retries).toEqual([]);
});

test('a unique key that is taken is told at once', async () => {
  let runs = 0;
  const insertWord = statement('scratch_word', 'insert into scratch_unique values ($1)');
  const claim = defineOperation({
    name: 'claim',
    permission: null,
    async run(op, input: { word: string }) {
      runs += 1;
      await op.query(insertWord, [input.word]);
      return {};
    },
  });
  await server.perform(claim, { word: 'w' }, asSystem);
  const second = server.perform(claim, { word: 'w' }, asSystem);
  await expect(second).rejects.toMatchObject({ code: '23505' });
  expect(runs).toBe(2);
});
