import { refuse } from '../../kernel/domain-error.ts';
import { newId } from '../../kernel/id.ts';
import { daysOf } from '../../kernel/local-date.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { Queryable } from '../database/statement.ts';
import type { AnnouncedEvent } from '../events/event.ts';
import { Forbidden, Unauthenticated } from '../identity/access-error.ts';
import { attempt, type ActEnd } from './attempt.ts';
import { retrying } from './attempts.ts';
import { createBatches, type Carry } from './batches.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import type { LogEntry } from './operation-log.ts';
import type { AnyOperation, Caller, Perform } from './operation.ts';

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

/**
 * The one way to change anything: permission, one transaction, the idempotency row, the act, its
 * answer and events, commit. A deadlock, a serialization failure or a lost connection is tried
 * again in a fresh transaction under the same operation id, so an act whose commit was not heard of
 * is found done instead of done twice. Acts of a BatchOperation that arrive close together share a
 * transaction; to each of them it is as if it had one alone.
 *
 * Throws Unauthenticated, Forbidden, DomainError (INVALID_KEY, INVALID_TEXT, ALREADY_DONE,
 * IDEMPOTENCY_KEY_REUSED, or what the operation refuses): nothing has changed. A connection that is
 * lost in all attempts may leave open whether a commit happened: repeat with the same key.
 */
export function createPerform(parts: PerformParts): Perform {
  const { database, clock } = parts;
  const dayOf = daysOf(parts.zone ?? 'UTC');
  const carry = carrier(parts);
  const join = createBatches(carry);
  return async <I, R>(operation: AnyOperation<I, R>, input: I, caller: Caller): Promise<R> => {
    requirePermission(operation, caller);
    requireSoundKey(caller.idempotencyKey ?? null);
    const now = clock.now();
    const entry = { ...describe(operation, input, caller, now), today: dayOf(now), dayOf };
    if ('runMany' in operation) return answerOf(await join(operation, { input, caller, entry }));
    const query: Queryable['query'] = (...args) =>
      retrying(() => database.query(...args), told(parts, operation.name));
    const { viewer, system = false } = caller;
    const prepared = await operation.prepare?.({ query, viewer, system, now }, input);
    const [end] = await carry(operation, [{ input, prepared, caller, entry }]);
    return answerOf(end as ActEnd<R>);
  };
}

/** Carries acts out, all attempts, and tells of their events once that is done. */
const carrier =
  (parts: PerformParts): Carry =>
  async (operation, acts) => {
    const once = () => attempt(parts.database, operation, acts);
    const ends = await retrying(once, told(parts, operation.name));
    const events = ends.flatMap((end) => ('refused' in end ? [] : end.events));
    if (events.length > 0) parts.onAnnounced(events);
    return ends;
  };

const told = (parts: PerformParts, operation: string) => (error: unknown) =>
  parts.onRetry?.(operation, error);

function answerOf<R>(end: ActEnd<R>): R {
  if ('refused' in end) throw end.refused;
  return end.result;
}

function requirePermission<I, R>(operation: AnyOperation<I, R>, caller: Caller): void {
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
  operation: AnyOperation<I, R>,
  input: I,
  caller: Caller,
  at: Date,
): Omit<LogEntry, 'today' | 'dayOf'> {
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
