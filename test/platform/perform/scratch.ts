import type { EntitySchema } from '@mikro-orm/core';
import { newId, type Id } from '../../../src/kernel/id.ts';
import { connectDatabase, type Database } from '../../../src/platform/database/database.ts';
import { statement } from '../../../src/platform/database/statement.ts';
import type { AnnouncedEvent, EventType } from '../../../src/platform/events/event.ts';
import { defineOperation, type Perform } from '../../../src/platform/perform/operation.ts';
import { createPerform } from '../../../src/platform/perform/perform.ts';
import { patienceMs } from '../../support/wait-until.ts';

/** No key on `token`, so that a token applied twice shows as two rows. */
export const scratchTables = `
  create table scratch_effect (
    id bigint generated always as identity primary key,
    token text not null,
    operation_id uuid not null,
    transaction text not null default pg_current_xact_id()::text
  );
  create table scratch_counter (name text primary key, value bigint not null);
  insert into scratch_counter values ('applied', 0), ('left', 0), ('right', 0);
  create table scratch_unique (word text primary key);`;

/** Empties what the operations of a test wrote. */
export const emptyScratch = `
  set local session_replication_role = replica;
  delete from scratch_effect; delete from scratch_unique; delete from operation_log;
  delete from outbox;
  update scratch_counter set value = 0;`;

export const insertEffect = statement(
  'scratch_insert_effect',
  'insert into scratch_effect (token, operation_id) values ($1, $2)',
);
export const raiseCounter = statement(
  'scratch_raise_counter',
  'update scratch_counter set value = value + 1 where name = $1 returning value',
);

export const applied: EventType = {
  type: 'scratch.applied',
  permission: 'scratch.read',
  description: 'A test announces',
};

export const announce = (token: string) => ({
  type: applied,
  subject: { type: 'scratch', id: newId() },
  data: { token },
});

/** Leaves a row, raises the one counter that all wait for, and announces. */
export const apply = defineOperation({
  name: 'apply',
  permission: 'scratch.write',
  async run(op, input: { token: string; note?: unknown }) {
    await op.query(insertEffect, [input.token, op.operationId]);
    const [row] = await op.query<{ value: string }>(raiseCounter, ['applied']);
    op.emit(announce(input.token));
    return { token: input.token, count: row?.value ?? null, operationId: op.operationId };
  },
});

/** `perform` on a pool of its own: another server process, as far as the database can tell. */
export interface Server {
  readonly database: Database;
  readonly perform: Perform;
  readonly announced: AnnouncedEvent[];
  readonly retries: unknown[];
  close(): Promise<void>;
}

export async function startServer(
  url: string,
  options: { poolSize?: number; entities?: EntitySchema[] } = {},
): Promise<Server> {
  const database = await connectDatabase({
    url,
    entities: options.entities ?? [],
    poolSize: options.poolSize ?? 10,
    connectMs: patienceMs,
  });
  const announced: AnnouncedEvent[] = [];
  const retries: unknown[] = [];
  const perform = createPerform({
    database,
    clock: { now: () => new Date() },
    onAnnounced: (events) => void announced.push(...events),
    onRetry: (_operation, error) => void retries.push(error),
  });
  return { database, perform, announced, retries, close: () => database.close() };
}

export interface Applied {
  /** How often each token was applied. */
  readonly times: ReadonlyMap<string, number>;
  readonly counter: number;
  /** How often each token was announced, waiting or recorded. */
  readonly announced: ReadonlyMap<string, number>;
}

type Sql = <Row>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

/** What the database holds of the tokens, whatever anybody was told. */
export async function readApplied(sql: Sql): Promise<Applied> {
  const count = async (text: string): Promise<Map<string, number>> =>
    new Map((await sql<{ token: string; n: number }>(text)).map(({ token, n }) => [token, n]));
  const [counter] = await sql<{ value: string }>(
    `select value from scratch_counter where name = 'applied'`,
  );
  return {
    times: await count('select token, count(*)::int as n from scratch_effect group by token'),
    counter: Number(counter?.value),
    announced: await count(
      `select data ->> 'token' as token, count(*)::int as n
       from (select data from outbox union all select data from event_log) e group by 1`,
    ),
  };
}

/** The tokens that were not applied exactly as often as they should be, each in words. */
export function wrongs(found: Applied, once: Iterable<string>, atMostOnce: Iterable<string> = []) {
  const expected = new Set(once);
  const allowed = new Set(atMostOnce);
  const wrong: string[] = [];
  for (const token of expected) {
    if (found.times.get(token) !== 1) wrong.push(`${token} x${found.times.get(token) ?? 0}`);
  }
  for (const [token, n] of found.times) {
    if (!expected.has(token) && !(allowed.has(token) && n === 1)) wrong.push(`${token} x${n}`);
    if (found.announced.get(token) !== n) wrong.push(`${token} announced otherwise`);
  }
  const sum = [...found.times.values()].reduce((total, n) => total + n, 0);
  if (found.counter !== sum) wrong.push(`the counter says ${found.counter}, the rows ${sum}`);
  return wrong;
}

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Runs all tasks, so many at a time. */
export async function byWorkers<T>(
  workers: number,
  tasks: readonly T[],
  work: (task: T, worker: number) => Promise<void>,
): Promise<void> {
  const waiting = [...tasks];
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
        await work(task, worker);
      }
    }),
  );
}

export const tokens = (count: number, prefix: string): Id[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
