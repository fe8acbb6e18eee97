import type { EntityManager } from '@mikro-orm/postgresql';
import type pg from 'pg';
import { refuse } from '../../kernel/domain-error.ts';
import { newId, type Id } from '../../kernel/id.ts';
import { daysOf } from '../../kernel/local-date.ts';
import type { Clock } from '../clock.ts';
import { runPrepared, type Database } from '../database/database.ts';
import type { Queryable } from '../database/statement.ts';
import type { AnnouncedEvent } from '../events/event.ts';
import { Forbidden, Unauthenticated } from '../identity/access-error.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import { attemptsAfter, pauseAfter } from './attempts.ts';
import {
  closeEntry,
  findRecorded,
  firstAnswer,
  openEntry,
  openEntryValues,
  type LogEntry,
} from './operation-log.ts';
import { OperationRun } from './operation-run.ts';
import type { Caller, Operation, Perform } from './operation.ts';

export interface PerformParts {
  readonly database: Database;
  readonly clock: Clock;
  /** The company's zone (IANA), which its business days are told in. */
  readonly zone?: string;
  /** Called after each commit that announced something: wakes the relay. It must not throw. */
  onAnnounced(events: readonly AnnouncedEvent[]): void;
  /** Called before each further attempt, for the log and the metrics. */
  onRetry?(operation: string, error: unknown): void;
}

/** What an attempt came to: known before its commit, true once that is heard of. */
interface Outcome<R> {
  readonly result: R;
  readonly events: readonly AnnouncedEvent[];
}

/** One call of `perform`, through all its attempts. */
interface Act<I, R> {
  readonly operation: Operation<I, R>;
  readonly input: I;
  readonly prepared: unknown;
  readonly caller: Caller;
  readonly entry: LogEntry;
  /** Of the last attempt that sent its commit, for the case that only the reply was lost. */
  sent?: Outcome<R>;
}

/**
 * The one way to change anything: permission, one transaction, the idempotency row, the act, its
 * answer and events, commit. A deadlock, a serialization failure or a lost connection is tried
 * again in a fresh transaction under the same operation id, so an act whose commit was not heard of
 * is found done instead of done twice.
 *
 * Throws Unauthenticated, Forbidden, DomainError (INVALID_KEY, INVALID_TEXT, ALREADY_DONE,
 * IDEMPOTENCY_KEY_REUSED, or what the operation refuses): nothing has changed. A connection that is
 * lost in all attempts may leave open whether a commit happened: repeat with the same key.
 */
export function createPerform(parts: PerformParts): Perform {
  const dayOf = daysOf(parts.zone ?? 'UTC');
  return async <I, R>(operation: Operation<I, R>, input: I, caller: Caller): Promise<R> => {
    requirePermission(operation, caller);
    requireSoundKey(caller.idempotencyKey ?? null);
    const now = parts.clock.now();
    const entry = { ...describe(operation, input, caller, now), today: dayOf(now) };
    const again = <T>(work: () => Promise<T>): Promise<T> => retrying(parts, operation.name, work);
    const query: Queryable['query'] = (...args) => again(() => parts.database.query(...args));
    const { viewer, system = false } = caller;
    const prepared = await operation.prepare?.({ query, viewer, system, now }, input);
    const act: Act<I, R> = { operation, input, prepared, caller, entry };
    const { result, events } = await again(() => runOnce(parts.database, act));
    if (events.length > 0) parts.onAnnounced(events);
    return result;
  };
}

function requirePermission<I, R>(operation: Operation<I, R>, caller: Caller): void {
  if (operation.permission === null || caller.system) return;
  if (!caller.viewer) throw new Unauthenticated();
  if (!caller.viewer.grants.has(operation.permission)) {
    throw new Forbidden(operation.permission, operation.name);
  }
}

const maxKeyLength = 255;

/** Two keys that PostgreSQL would store as one (NUL, half a character) are no keys. */
function requireSoundKey(key: string | null): void {
  if (key === null) return;
  const length = [...key].length;
  if (length > 0 && length <= maxKeyLength && key.isWellFormed() && !key.includes('\0')) return;
  refuse('INVALID_KEY', `A key is a text of 1 to ${maxKeyLength} characters`, ['idempotencyKey']);
}

/** In JSON: NUL, or half of a surrogate pair, which the log cannot hold. */
const unkeepable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

function describe<I, R>(
  operation: Operation<I, R>,
  input: I,
  caller: Caller,
  at: Date,
): Omit<LogEntry, 'today'> {
  const json = canonicalJson(input ?? {});
  if (unkeepable.test(json)) refuse('INVALID_TEXT', 'Text must not hold NUL or half a character');
  // Secrets stay out of the hash as well: a fast hash of a password is as good as the password.
  const kept = operation.redact ? withoutSecrets(json, operation.redact) : json;
  return {
    id: newId(),
    operation: operation.name,
    actorId: caller.viewer?.personId ?? null,
    credentialId: caller.viewer?.credentialId ?? null,
    idempotencyKey: caller.idempotencyKey ?? null,
    inputHash: sha256(kept),
    input: kept,
    at,
    requestId: caller.requestId ?? null,
  };
}

function withoutSecrets(json: string, names: readonly string[]): string {
  const input = JSON.parse(json) as Record<string, unknown>;
  for (const name of names) if (name in input) input[name] = '[redacted]';
  return JSON.stringify(input);
}

/** Runs the work anew after an error that a fresh transaction or connection may not meet. */
async function retrying<T>(
  parts: PerformParts,
  operation: string,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attemptsAfter(error)) throw error;
      parts.onRetry?.(operation, error);
      await pauseAfter(attempt);
    }
  }
}

async function runOnce<I, R>(database: Database, act: Act<I, R>): Promise<Outcome<R>> {
  const client = await database.pool.connect();
  let broken: Error | undefined;
  try {
    const [, opened] = await together(
      client.query('begin'),
      runPrepared<{ id: Id }>(client, openEntry, openEntryValues(act.entry)),
    );
    if (opened.length === 0) return await replay(client, act);
    return await runAndCommit(client, database.orm.em as EntityManager, act);
  } catch (error) {
    broken = await rollBack(client);
    throw error;
  } finally {
    client.release(broken);
  }
}

async function runAndCommit<I, R>(
  client: pg.PoolClient,
  rootEm: EntityManager,
  act: Act<I, R>,
): Promise<Outcome<R>> {
  const { operation, caller, entry } = act;
  const op = new OperationRun(client, rootEm, caller, entry);
  try {
    const result = await operation.run(op, act.input, act.prepared);
    act.sent = { result, events: op.events };
  } finally {
    op.end();
  }
  const { result, events } = act.sent;
  const answer = operation.secretResult ? null : JSON.stringify(result ?? {});
  // In a transaction that failed, closing fails, though its commit would answer (ROLLBACK).
  const [closed] = await together(
    runPrepared(client, closeEntry, [entry.id, answer, op.eventsJson()]),
    client.query('commit'),
  );
  // An operation that gave the transaction up has nothing left to close: never a success.
  if (closed.length !== 1) {
    throw new Error(`${operation.name} was not committed: its transaction was over before`);
  }
  return { result, events };
}

/** Both are on the wire before either is awaited; the first failure is the one that counts. */
async function together<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  const [a, b] = await Promise.allSettled([first, second]);
  if (a.status === 'rejected') throw a.reason;
  if (b.status === 'rejected') throw b.reason;
  return [a.value, b.value];
}

/**
 * What the recorded act came to: our own, whose commit was not heard of, with its events still to
 * be told and its secrets still in memory; or an earlier one under the same key.
 */
async function replay<I, R>(client: pg.PoolClient, act: Act<I, R>): Promise<Outcome<R>> {
  const query: Queryable['query'] = (...args) => runPrepared(client, ...args);
  const recorded = await findRecorded<R>({ query }, act.entry);
  const own = recorded.id === act.entry.id ? act.sent : undefined;
  const outcome = own ?? { result: firstAnswer(recorded), events: [] };
  await client.query('commit');
  return outcome;
}

/** Answers the error when the connection is past use and must leave the pool. */
async function rollBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
