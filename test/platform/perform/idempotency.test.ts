import { refuse } from '../../../src/kernel/domain-error.ts';
import { defineOperation } from '../../../src/platform/perform/operation.ts';
import { asSystem, asViewer, openTestApp, type TestApp } from '../../support/perform.ts';
import { refusalOf } from '../../support/refusal.ts';
import {
  apply,
  emptyScratch,
  insertEffect,
  raiseCounter,
  readApplied,
  scratchTables,
  startServer,
  wrongs,
} from './scratch.ts';

const otherApply = defineOperation({ ...apply, name: 'otherApply' });

/** Refuses what it is told to refuse, after it has written. */
const pickyApply = defineOperation({
  name: 'pickyApply',
  permission: null,
  async run(op, input: { token: string; refuse: boolean }) {
    await op.query(insertEffect, [input.token, op.operationId]);
    await op.query(raiseCounter, ['applied']);
    if (input.refuse) refuse('NOT_TODAY', 'Not today');
    return { token: input.token };
  },
});

const login = defineOperation({
  name: 'login',
  permission: null,
  redact: ['password'],
  secretResult: true,
  run: async (_op, _input: { name: string; password: string }) => ({ access: 'token-of-gold' }),
});

let app: TestApp;
const clerk = asViewer({ 'scratch.write': 'ALL' });
const keyed = (idempotencyKey: string, caller = clerk) => ({ ...caller, idempotencyKey });
const codes = async (act: () => unknown) => (await refusalOf(act)).map(({ code }) => code);

beforeAll(async () => {
  app = await openTestApp({ poolSize: 12 });
  await app.sql(scratchTables);
});
beforeEach(() => app.sql(emptyScratch));
afterAll(() => app.close());

const found = async (...once: string[]) => wrongs(await readApplied(app.sql), once, []);
const logged = async () => (await app.sql('select 1 from operation_log')).length;

test('a repeat answers word for word as the first time and acts once', async () => {
  const input = { token: 'a', note: { deep: ['x', 1.5, null, true], empty: {} } };
  const first = await app.perform(apply, input, keyed('k'));
  const announced = app.announced();
  for (let n = 0; n < 3; n += 1) {
    // The order of an input's fields does not matter, only what they say.
    const again = { note: { empty: {}, deep: ['x', 1.5, null, true] }, token: 'a' };
    expect(await app.perform(apply, again, keyed('k'))).toEqual(first);
  }
  expect(await found('a')).toEqual([]);
  expect(app.announced()).toBe(announced);
  expect(await logged()).toBe(1);
});

test.each([
  ['another input', apply, { token: 'b' }],
  ['one more field', apply, { token: 'a', note: null }],
  ['another operation', otherApply, { token: 'a' }],
])('the same key with %s is refused', async (_name, operation, input) => {
  await app.perform(apply, { token: 'a' }, keyed('k'));
  const faults = await refusalOf(() => app.perform(operation, input, keyed('k')));
  expect(faults).toEqual([
    expect.objectContaining({ code: 'IDEMPOTENCY_KEY_REUSED', path: ['idempotencyKey'] }),
  ]);
  expect(await found('a')).toEqual([]);
  expect(await logged()).toBe(1);
});

test('ten twins at once: one acts, all are answered alike', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => app.perform(apply, { token: 'a' }, keyed('k'))),
  );
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(await found('a')).toEqual([]);
  expect(await logged()).toBe(1);
});

test('ten at once under one key with two inputs: one acts, the other is refused', async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 10 }, (_, n) =>
      app.perform(apply, { token: n % 2 === 0 ? 'even' : 'odd' }, keyed('k')),
    ),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  const { times } = await readApplied(app.sql);
  expect([...times.values()]).toEqual([1]);
});

test('a key is its person’s own, and the product’s own', async () => {
  const people = [clerk, asViewer({ 'scratch.write': 'ALL' }), asSystem] as const;
  for (const [n, person] of people.entries()) {
    await app.perform(apply, { token: `t${n}` }, { ...person, idempotencyKey: 'k' });
  }
  expect(await found('t0', 't1', 't2')).toEqual([]);
  // Without a person keys are still keys: nulls are not distinct in the index.
  await app.perform(apply, { token: 't2' }, { ...asSystem, idempotencyKey: 'k' });
  expect(await found('t0', 't1', 't2')).toEqual([]);
});

test('one person’s key holds whichever credential they come with', async () => {
  const scanner = asViewer({ 'scratch.write': 'ALL' }, clerk.viewer.personId);
  const first = await app.perform(apply, { token: 'a' }, keyed('k'));
  expect(await app.perform(apply, { token: 'a' }, keyed('k', scanner))).toEqual(first);
  expect(await found('a')).toEqual([]);
});

test('after a refusal the key is free, also for another input', async () => {
  const refused = { token: 'a', refuse: true };
  expect(await codes(() => app.perform(pickyApply, refused, keyed('k')))).toEqual(['NOT_TODAY']);
  expect(await codes(() => app.perform(pickyApply, refused, keyed('k')))).toEqual(['NOT_TODAY']);
  expect(await logged()).toBe(0);
  await app.perform(pickyApply, { token: 'a', refuse: false }, keyed('k'));
  expect((await readApplied(app.sql)).times).toEqual(new Map([['a', 1]]));
});

test('twins of which the first is refused: each decides for itself', async () => {
  const acts = Array.from({ length: 6 }, () =>
    codes(() => app.perform(pickyApply, { token: 'a', refuse: true }, keyed('k'))),
  );
  expect(await Promise.all(acts)).toEqual(Array.from({ length: 6 }, () => ['NOT_TODAY']));
  expect(await found()).toEqual([]);
});

test('a repeat after a restart, on another server, finds the first answer', async () => {
  const first = await app.perform(apply, { token: 'a' }, keyed('k'));
  const restarted = await startServer(app.database.url);
  try {
    expect(await restarted.perform(apply, { token: 'a' }, keyed('k'))).toEqual(first);
  } finally {
    await restarted.close();
  }
  expect(await found('a')).toEqual([]);
});

test('without a key every call is an act of its own', async () => {
  await app.perform(apply, { token: 'a' }, clerk);
  await app.perform(apply, { token: 'a' }, clerk);
  expect((await readApplied(app.sql)).times).toEqual(new Map([['a', 2]]));
});

test.each([
  ['1 character', 'k'],
  ['255 characters', 'k'.repeat(255)],
  ['255 characters of four bytes each', '🔑'.repeat(255)],
  ['letters of any script', 'کلید ۱۲'],
])('a key of %s is a key', async (_name, key) => {
  const first = await app.perform(apply, { token: 'a' }, keyed(key));
  expect(await app.perform(apply, { token: 'a' }, keyed(key))).toEqual(first);
  expect(await found('a')).toEqual([]);
});

test.each([
  ['empty', ''],
  ['256 characters', 'k'.repeat(256)],
  ['256 characters of four bytes each', '🔑'.repeat(256)],
  ['NUL within', 'a\0b'],
  ['half a character within', 'a\ud83d'],
])('a key that is %s is refused before anything is asked of the database', async (_name, key) => {
  const acts = async () => {
    const faults = await refusalOf(() => app.perform(apply, { token: 'a' }, keyed(key)));
    expect(faults).toMatchObject([{ code: 'INVALID_KEY', path: ['idempotencyKey'] }]);
  };
  expect(await app.statementsOf(acts)).toEqual([]);
  expect(await logged()).toBe(0);
});

test.each([
  ['NUL', 'a\0b', ['INVALID_TEXT']],
  ['half a character', 'a\ud83d', ['INVALID_TEXT']],
  ['the other half', '\udd11', ['INVALID_TEXT']],
])('input with %s, which no table could hold, is refused', async (_name, token, expected) => {
  expect(await codes(() => app.perform(apply, { token }, clerk))).toEqual(expected);
  const asName = { token: 'a', note: { [token]: 1 } };
  expect(await codes(() => app.perform(apply, asName, clerk))).toEqual(expected);
});

test('text that only looks like an escape is kept as it is', async () => {
  const note = ['\\u0000', '\\\\u0000', '\\ud800', 'C:\\users', '🔑', '\u001f"'];
  await app.perform(apply, { token: 'a', note }, clerk);
  const kept = await app.sql('select input from operation_log');
  expect(kept).toEqual([{ input: { token: 'a', note } }]);
});

test('a secret answer is given once, and secrets are nowhere in the log', async () => {
  const input = { name: 'nasrin', password: 'rose-water-29' };
  expect(await app.perform(login, input, keyed('k'))).toEqual({ access: 'token-of-gold' });
  expect(await codes(() => app.perform(login, input, keyed('k')))).toEqual(['ALREADY_DONE']);
  // Another password is no other input: what is not in the log cannot be told apart.
  const wrong = { ...input, password: 'guess' };
  expect(await codes(() => app.perform(login, wrong, keyed('k')))).toEqual(['ALREADY_DONE']);
  const rows = await app.sql<{ row: string; input: unknown }>(
    'select l::text as row, input from operation_log l',
  );
  expect(rows.map((row) => row.input)).toEqual([{ name: 'nasrin', password: '[redacted]' }]);
  expect(rows[0]?.row).not.toMatch(/rose-water|token-of-gold/);
  expect(await app.tableDump()).not.toMatch(/rose-water|token-of-gold/);
});

test('no hash of a secret is kept: two passwords leave the same input hash', async () => {
  await app.perform(login, { name: 'nasrin', password: 'one' }, clerk);
  await app.perform(login, { name: 'nasrin', password: 'two' }, clerk);
  const hashes = await app.sql<{ hash: string }>(
    'select input_hash::text as hash from operation_log',
  );
  expect(new Set(hashes.map(({ hash }) => hash)).size).toBe(1);
});
