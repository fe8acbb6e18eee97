import type { EntityManager } from '@mikro-orm/postgresql';
import type pg from 'pg';
import { newId, type Id } from '../../kernel/id.ts';
import type { Clock } from '../clock.ts';
import { entityManagerOn } from '../database/client-entity-manager.ts';
import { runPrepared, type Database } from '../database/database.ts';
import type { AnnouncedEvent, NewEvent } from '../events/event.ts';
import { Forbidden, Unauthenticated } from '../identity/access-error.ts';
import { reachesRecord } from '../identity/viewer.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import { isTransient } from './is-transient.ts';
import type { Caller, Operation, OperationContext, Perform } from './operation.ts';
import { closeEntry, openEntry, openEntryValues, replay, type LogEntry } from './operation-log.ts';

const attempts = 4;

export interface PerformParts {
  readonly database: Database;
  readonly clock: Clock;
  /** Called after each commit that announced something: wakes the relay. It must not throw. */
  onAnnounced(events: readonly AnnouncedEvent[]): void;
  /** Called before each further attempt, for the log and the metrics. */
  onRetry?(operation: string, error: unknown): void;
}

/**
 * The one way to change anything: permission, one transaction, the idempotency row, the act, its
 * answer and events, commit. A deadlock, a serialization failure or a lost connection is tried again
 * in a fresh transaction under the same operation id, so an act whose commit was not heard of is
 * found done instead of done twice.
 */
export function createPerform(parts: PerformParts): Perform {
  return async (operation, input, caller) => {
    requirePermission(operation, caller);
    const now = parts.clock.now();
    const { query } = parts.database;
    const prepared = await operation.prepare?.({ query, viewer: caller.viewer, now }, input);
    const entry = describe(operation, input, caller, now);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await runOnce(parts, operation, input, prepared, caller, entry);
      } catch (error) {
        if (attempt === attempts || !isTransient(error)) throw error;
        parts.onRetry?.(operation.name, error);
        await pause(attempt);
      }
    }
  };
}

function requirePermission<I, R>(operation: Operation<I, R>, caller: Caller): void {
  if (operation.permission === null || caller.system) return;
  if (!caller.viewer) throw new Unauthenticated();
  if (!caller.viewer.grants.has(operation.permission)) {
    throw new Forbidden(operation.permission, operation.name);
  }
}

function describe<I, R>(
  operation: Operation<I, R>,
  input: I,
  caller: Caller,
  at: Date,
): LogEntry {
  const json = canonicalJson(input ?? {});
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

async function runOnce<I, R>(
  parts: PerformParts,
  operation: Operation<I, R>,
  input: I,
  prepared: unknown,
  caller: Caller,
  entry: LogEntry,
): Promise<R> {
  const client = await parts.database.pool.connect();
  let broken: Error | undefined;
  try {
    const [, opened] = await together(
      client.query('begin'),
      runPrepared<{ id: Id }>(client, openEntry, openEntryValues(entry)),
    );
    if (opened.length === 0) return await replayAndEnd<R>(client, entry);
    const op = new OperationRun(client, parts.database.orm.em as EntityManager, caller, entry);
    const result = await operation.run(op, input, prepared);
    const answer = operation.secretResult ? null : JSON.stringify(result ?? {});
    await together(
      runPrepared(client, closeEntry, [entry.id, answer, op.eventsJson()]),
      client.query('commit'),
    );
    if (op.events.length > 0) parts.onAnnounced(op.events);
    return result;
  } catch (error) {
    broken = await rollBack(client);
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Both are on the wire before either is awaited; the first failure is the one that counts. */
async function together<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  const [a, b] = await Promise.allSettled([first, second]);
  if (a.status === 'rejected') throw a.reason;
  if (b.status === 'rejected') throw b.reason;
  return [a.value, b.value];
}

async function replayAndEnd<R>(client: pg.PoolClient, entry: LogEntry): Promise<R> {
  const answer = await replay<R>({ query: (s, v) => runPrepared(client, s, v) }, entry);
  await client.query('commit');
  return answer;
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

/** Short and uneven, so that the two sides of a deadlock do not meet again. */
const pause = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, attempt * 15 * (0.5 + Math.random())));

class OperationRun implements OperationContext {
  readonly operationId: Id;
  readonly now: Date;
  readonly viewer;
  readonly actorId: Id | null;
  readonly events: AnnouncedEvent[] = [];
  readonly #client: pg.PoolClient;
  readonly #rootEm: EntityManager;
  readonly #caller: Caller;
  #em: EntityManager | undefined;

  constructor(client: pg.PoolClient, rootEm: EntityManager, caller: Caller, entry: LogEntry) {
    this.#client = client;
    this.#rootEm = rootEm;
    this.#caller = caller;
    this.operationId = entry.id;
    this.now = entry.at;
    this.viewer = caller.viewer;
    this.actorId = entry.actorId;
  }

  get em(): EntityManager {
    return (this.#em ??= entityManagerOn(this.#rootEm, this.#client));
  }

  newId(): Id {
    return newId();
  }

  query<Row>(...[prepared, values]: Parameters<OperationContext['query']>): Promise<Row[]> {
    return runPrepared<Row>(this.#client, prepared, values);
  }

  emit(event: NewEvent): void {
    this.events.push({ ...event, id: newId() });
  }

  requireReach(
    ...[permission, record, what]: Parameters<OperationContext['requireReach']>
  ): void {
    if (this.#caller.system) return;
    if (!this.viewer) throw new Unauthenticated();
    if (!reachesRecord(this.viewer, permission, record)) throw new Forbidden(permission, what);
  }

  eventsJson(): string {
    return JSON.stringify(
      this.events.map((event) => ({
        id: event.id,
        type: event.type.type,
        subject_type: event.subject.type,
        subject_id: event.subject.id,
        unit_ids: event.unitIds ?? [],
        owner_id: event.ownerId ?? null,
        data: event.data,
      })),
    );
  }
}
