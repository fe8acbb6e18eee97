import type { EntityManager } from '@mikro-orm/postgresql';
import type pg from 'pg';
import type { Id } from '../../kernel/id.ts';
import { runPrepared, type Database } from '../database/database.ts';
import { inOrder } from '../database/in-order.ts';
import type { Queryable } from '../database/statement.ts';
import type { AnnouncedEvent } from '../events/event.ts';
import {
  closeEntries,
  findRecorded,
  firstAnswer,
  openEntries,
  withdrawEntries,
  type Closing,
  type LogEntry,
} from './operation-log.ts';
import { OpenTransaction, OperationRun } from './operation-run.ts';
import { endOf, type AnyOperation, type BatchEnd, type Caller, type Refusal } from './operation.ts';

/** One call of `perform`, through all its attempts. */
export interface Act<I, R> {
  readonly input: I;
  readonly prepared?: unknown;
  readonly caller: Caller;
  readonly entry: LogEntry;
  /** Of the last attempt that sent its commit, for the case that only the reply was lost. */
  sent?: Outcome<R>;
}

/** What an act came to: known before its commit, true once that is heard of. */
export interface Outcome<R> {
  readonly result: R;
  readonly events: readonly AnnouncedEvent[];
}

export type ActEnd<R> = Outcome<R> | { readonly refused: Refusal };

type Ends<R> = ReadonlyMap<Id, ActEnd<R>>;

/**
 * The acts in one transaction: their log rows, those that are new, answers and events, commit.
 * Answers the end of each act, in their order. Throws what is not one act's own refusal; nothing
 * has changed then, unless the connection was lost while the commit was on its way.
 */
export async function attempt<I, R>(
  database: Database,
  operation: AnyOperation<I, R>,
  acts: readonly Act<I, R>[],
): Promise<readonly ActEnd<R>[]> {
  const client = await database.pool.connect();
  const db: Queryable = { query: (...args) => runPrepared(client, ...args) };
  let broken: Error | undefined;
  try {
    const entries = acts.map(({ entry }) => entry);
    const [, opened] = await inOrder(client.query('begin'), openEntries(db, entries));
    const repeats = acts.filter(({ entry }) => !opened.has(entry.id));
    const repeated = await replay(db, repeats);
    const fresh = acts.filter(({ entry }) => opened.has(entry.id));
    const transaction = new OpenTransaction(client, database.orm.em as EntityManager);
    const ended = await run(transaction, operation, fresh);
    await commit(client, db, operation, ended, transaction.owed);
    return entries.map(({ id }) => (ended.get(id) ?? repeated.get(id)) as ActEnd<R>);
  } catch (error) {
    broken = await rollBack(client);
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * What the recorded acts came to: our own, whose commit was not heard of, with its events still to
 * be told and its secrets still in memory; or an earlier one under the same key.
 */
async function replay<I, R>(db: Queryable, acts: readonly Act<I, R>[]): Promise<Ends<R>> {
  if (acts.length === 0) return new Map();
  const entries = acts.map(({ entry }) => entry);
  const recorded = await findRecorded<R>(db, entries);
  return new Map(
    acts.map(({ entry, sent }): [Id, ActEnd<R>] => {
      const first = recorded.get(entry.id);
      if (!first) throw new Error(`operation ${entry.id} is neither new nor recorded`);
      if (first.id === entry.id && sent) return [entry.id, sent];
      const end = endOf(() => firstAnswer(entry, first));
      return [entry.id, 'refused' in end ? end : { result: end.done, events: [] }];
    }),
  );
}

async function run<I, R>(
  transaction: OpenTransaction,
  operation: AnyOperation<I, R>,
  acts: readonly Act<I, R>[],
): Promise<Ends<R>> {
  const runs = acts.map(
    ({ input, caller, entry }) => new OperationRun(transaction, input, caller, entry),
  );
  try {
    const ends = await endsOf(operation, acts, runs).catch((error: unknown) =>
      // What failed first may have been owed: what was asked after it says nothing.
      inOrder(...transaction.owed, Promise.reject(error as Error)).then(() => []),
    );
    if (ends.length !== acts.length) {
      throw new Error(`${operation.name} ended ${ends.length} acts of ${acts.length}`);
    }
    return new Map(
      acts.map((act, index): [Id, ActEnd<R>] => {
        const end = ends[index] as BatchEnd<R>;
        if ('refused' in end) return [act.entry.id, end];
        act.sent = { result: end.done, events: runs[index]?.events ?? [] };
        return [act.entry.id, act.sent];
      }),
    );
  } finally {
    transaction.end();
  }
}

/** What an operation that runs alone throws is not an end: it gives the transaction up. */
async function endsOf<I, R>(
  operation: AnyOperation<I, R>,
  acts: readonly Act<I, R>[],
  runs: readonly OperationRun<I>[],
): Promise<readonly BatchEnd<R>[]> {
  const latest = runs.at(-1);
  if (!latest) return [];
  if ('runMany' in operation) return operation.runMany(latest, runs);
  return [{ done: await operation.run(latest, latest.input, acts[0]?.prepared) }];
}

/** Refused acts leave nothing, whether all are or some. */
async function commit<I, R>(
  client: pg.PoolClient,
  db: Queryable,
  operation: AnyOperation<I, R>,
  ends: Ends<R>,
  owed: readonly Promise<unknown>[],
): Promise<void> {
  const done: Closing[] = [];
  const refused: Id[] = [];
  for (const [id, end] of ends) {
    if ('refused' in end) refused.push(id);
    else done.push({ id, answer: kept(operation, end.result), events: end.events });
  }
  if (done.length === 0) {
    await inOrder(...owed);
    await client.query(refused.length > 0 ? 'rollback' : 'commit');
    return;
  }
  // In a transaction that failed, closing fails, though its commit would answer (ROLLBACK).
  const withdrawn = refused.length > 0 ? withdrawEntries(db, refused) : Promise.resolve();
  const closing = closeEntries(db, done);
  await inOrder(...owed, withdrawn, closing, client.query('commit'));
  const closed = await closing;
  // An operation that gave the transaction up has nothing left to close: never a success.
  if (closed !== done.length) {
    throw new Error(`${operation.name} was not committed: its transaction was over before`);
  }
}

const kept = <I, R>(operation: AnyOperation<I, R>, result: R): string | null =>
  operation.secretResult ? null : JSON.stringify(result ?? {});

/** Answers the error when the connection is past use and must leave the pool. */
async function rollBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
