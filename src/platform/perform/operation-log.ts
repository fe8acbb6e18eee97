import { statement, type Queryable } from '../database/statement.ts';
import { refuse } from '../../kernel/domain-error.ts';
import type { Id } from '../../kernel/id.ts';
import type { LocalDate } from '../../kernel/local-date.ts';

/** The row that an act opens its transaction with: the audit of it, and the guard of its key. */
export interface LogEntry {
  readonly id: Id;
  readonly operation: string;
  readonly actorId: Id | null;
  readonly credentialId: Id | null;
  readonly idempotencyKey: string | null;
  readonly inputHash: Buffer;
  readonly input: string;
  readonly at: Date;
  /** The business day of `at`, in the company's zone. */
  readonly today: LocalDate;
  readonly requestId: string | null;
}

/** Waits for a twin in flight; answers no row when the act is already recorded. */
export const openEntry = statement(
  'operation_log_open',
  `insert into operation_log
     (id, operation, actor_id, credential_id, idempotency_key, input_hash, input, at, request_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   on conflict do nothing
   returning id`,
);

export const openEntryValues = (entry: LogEntry): unknown[] => [
  entry.id,
  entry.operation,
  entry.actorId,
  entry.credentialId,
  entry.idempotencyKey,
  entry.inputHash,
  entry.input,
  entry.at,
  entry.requestId,
];

/**
 * Keeps the answer and announces the events, in one statement just before commit. Answers the id of
 * the row it closed: none when the transaction that opened it is no longer there.
 */
export const closeEntry = statement(
  'operation_log_close',
  `with closed as (
     update operation_log set answer = $2 where id = $1 returning id, actor_id, at
   ), announced as (
     insert into outbox (id, type, subject_type, subject_id, unit_ids, owner_id, data,
                         actor_id, operation_id, occurred_at)
     select e.id, e.type, e.subject_type, e.subject_id, coalesce(e.unit_ids, '{}'), e.owner_id,
            e.data, closed.actor_id, closed.id, closed.at
     from closed, rows from (
       json_to_recordset($3::json) as (id uuid, type text, subject_type text, subject_id uuid,
                                       unit_ids uuid[], owner_id uuid, data jsonb)
     ) with ordinality
       as e(id, type, subject_type, subject_id, unit_ids, owner_id, data, ordinality)
     order by e.ordinality
   )
   select id from closed`,
);

const findEntry = statement(
  'operation_log_find',
  `select id, operation, input_hash, answer from operation_log
   where id = $1 or (actor_id is not distinct from $2 and idempotency_key = $3)`,
);

/** An act found in the log; its answer is null when that held a secret. */
export interface Recorded<Result> {
  readonly id: Id;
  readonly answer: Result | null;
}

/**
 * The act that this entry met in the log: itself, committed by an earlier attempt, or one under the
 * same key. The same key with another operation or input is refused: IDEMPOTENCY_KEY_REUSED.
 */
export async function findRecorded<Result>(
  db: Queryable,
  entry: LogEntry,
): Promise<Recorded<Result>> {
  const [first] = await db.query<Recorded<Result> & { operation: string; input_hash: Buffer }>(
    findEntry,
    [entry.id, entry.actorId, entry.idempotencyKey],
  );
  if (!first) throw new Error(`operation ${entry.id} is neither new nor recorded`);
  if (first.operation !== entry.operation || !first.input_hash.equals(entry.inputHash)) {
    refuse('IDEMPOTENCY_KEY_REUSED', 'This idempotency key was used before with another input', [
      'idempotencyKey',
    ]);
  }
  return first;
}

/** What the act answered the first time. ALREADY_DONE when that was a secret. */
export function firstAnswer<Result>({ answer }: Recorded<Result>): Result {
  if (answer !== null) return answer;
  refuse('ALREADY_DONE', 'This was done before; its secret answer is not kept', ['idempotencyKey']);
}
