import { statement, type Queryable } from '../database/statement.ts';
import { refuse } from '../../kernel/domain-error.ts';
import type { Id } from '../../kernel/id.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { AnnouncedEvent } from '../events/event.ts';

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
  /** Not kept: how it was found, for other instants. */
  readonly dayOf: (instant: Date) => LocalDate;
  readonly requestId: string | null;
}

const columns = `id, operation, actor_id, credential_id, idempotency_key, input_hash, input, at,
  request_id`;

// One act is opened and closed by plain values: sets of one cost PostgreSQL a fifth more of it.
const openOne = statement(
  'operation_log_open',
  `insert into operation_log (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   on conflict do nothing
   returning id`,
);

/** JSON and not arrays: for arrays PostgreSQL makes a new plan each time. */
const openMany = statement(
  'operation_log_open_many',
  `insert into operation_log (${columns})
   select ${columns}
   from json_to_recordset($1::json) as e(
     id uuid, operation text, actor_id uuid, credential_id uuid, idempotency_key text,
     input_hash bytea, input jsonb, at timestamptz, request_id text)
   order by actor_id, idempotency_key
   on conflict do nothing
   returning id`,
);

/**
 * Opens the acts and answers the ids of those that are new; the others are recorded already. Waits
 * for twins in flight: in the order of the keys, so that two batches never wait for each other.
 */
export async function openEntries(
  db: Queryable,
  entries: readonly LogEntry[],
): Promise<ReadonlySet<Id>> {
  const [only, ...others] = entries;
  const opened =
    only && others.length === 0
      ? db.query<{ id: Id }>(openOne, valuesOf(only))
      : db.query<{ id: Id }>(openMany, [jsonList(entries.map(rowOf))]);
  return new Set((await opened).map(({ id }) => id));
}

const valuesOf = (entry: LogEntry): unknown[] => [
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

const rowOf = (entry: LogEntry): string =>
  jsonObject(
    {
      id: entry.id,
      operation: entry.operation,
      actor_id: entry.actorId,
      credential_id: entry.credentialId,
      idempotency_key: entry.idempotencyKey,
      input_hash: `\\x${entry.inputHash.toString('hex')}`,
      at: entry.at,
      request_id: entry.requestId,
    },
    'input',
    entry.input,
  );

/** What an act that is done leaves: its answer as JSON text (null: a secret) and its events. */
export interface Closing {
  readonly id: Id;
  readonly answer: string | null;
  readonly events: readonly AnnouncedEvent[];
}

/**
 * Follows a CTE `closed (id, actor_id, at, idempotency_key)`: an act that was not closed announces
 * nothing.
 */
const announced = `announced as (
     insert into outbox (id, type, subject_type, subject_id, unit_ids, owner_id, data, feed,
                         schema_version, effective_on, caused_by,
                         actor_id, operation_id, occurred_at, idempotency_key)
     select e.id, e.type, e.subject_type, e.subject_id, coalesce(e.unit_ids, '{}'), e.owner_id,
            e.data, e.feed, coalesce(e.schema_version, 1), e.effective_on, e.caused_by,
            closed.actor_id, closed.id, closed.at, closed.idempotency_key
     from closed, rows from (
       json_to_recordset($1::json) as (
         operation_id uuid, id uuid, type text, subject_type text, subject_id uuid, unit_ids uuid[],
         owner_id uuid, data jsonb, feed text, schema_version int, effective_on date,
         caused_by uuid)
     ) with ordinality
       as e(operation_id, id, type, subject_type, subject_id, unit_ids, owner_id, data, feed,
            schema_version, effective_on, caused_by, ordinality)
     where e.operation_id = closed.id
     order by e.ordinality
   )`;

const closeOne = statement(
  'operation_log_close',
  `with closed as (
     update operation_log set answer = $3 where id = $2
     returning id, actor_id, at, idempotency_key
   ), ${announced}
   select id from closed`,
);

const closeMany = statement(
  'operation_log_close_many',
  `with closed as (
     update operation_log l set answer = e.answer
     from json_to_recordset($2::json) as e(id uuid, answer jsonb)
     where l.id = e.id
     returning l.id, l.actor_id, l.at, l.idempotency_key
   ), ${announced}
   select id from closed`,
);

/**
 * Keeps the answers and announces the events, in one statement just before commit. Answers how many
 * rows it closed: none when the transaction that opened them is no longer there.
 */
export async function closeEntries(db: Queryable, acts: readonly Closing[]): Promise<number> {
  const events = JSON.stringify(
    acts.flatMap(({ id, events }) => events.map((event) => outboxRow(id, event))),
  );
  const [only, ...others] = acts;
  const closed =
    only && others.length === 0
      ? db.query(closeOne, [events, only.id, only.answer])
      : db.query(closeMany, [events, jsonList(acts.map(answerRow))]);
  return (await closed).length;
}

const answerRow = ({ id, answer }: Closing): string =>
  jsonObject({ id }, 'answer', answer ?? 'null');

const outboxRow = (operationId: Id, event: AnnouncedEvent): object => ({
  operation_id: operationId,
  id: event.id,
  type: event.type.type,
  subject_type: event.subject.type,
  subject_id: event.subject.id,
  unit_ids: event.unitIds ?? [],
  owner_id: event.ownerId ?? null,
  data: event.data,
  // What is not there takes no place in the text.
  feed: event.type.feed,
  schema_version: event.type.schemaVersion,
  effective_on: event.effectiveOn,
  caused_by: event.causedBy,
});

const withdraw = statement(
  'operation_log_withdraw',
  'delete from operation_log where id = any($1::uuid[])',
);

/** Takes refused acts out of a batch that is committed for others: their keys are free again. */
export const withdrawEntries = (db: Queryable, ids: readonly Id[]): Promise<unknown> =>
  db.query(withdraw, [ids]);

/** Without an actor keys are keys, too; a condition that says both would read the whole index. */
const findEntries = statement(
  'operation_log_find',
  `select e.id as wanted, o.id, o.operation, o.input_hash, o.answer
   from json_to_recordset($1::json) as e(id uuid, actor_id uuid, idempotency_key text)
   cross join lateral (
     select * from operation_log where id = e.id
     union all
     select * from operation_log
     where actor_id = e.actor_id and idempotency_key = e.idempotency_key and id <> e.id
     union all
     select * from operation_log
     where e.actor_id is null and actor_id is null and idempotency_key = e.idempotency_key
       and id <> e.id
   ) o`,
);

/** An act found in the log; its answer is null when that held a secret. */
export interface Recorded<Result> {
  readonly id: Id;
  readonly operation: string;
  readonly input_hash: Buffer;
  readonly answer: Result | null;
}

/**
 * The acts that these entries met in the log, by the entries' ids: each itself, committed by an
 * earlier attempt, or one under the same key.
 */
export async function findRecorded<Result>(
  db: Queryable,
  entries: readonly LogEntry[],
): Promise<ReadonlyMap<Id, Recorded<Result>>> {
  const wanted = entries.map(({ id, actorId, idempotencyKey }) => ({
    id,
    actor_id: actorId,
    idempotency_key: idempotencyKey,
  }));
  const found = await db.query<Recorded<Result> & { wanted: Id }>(findEntries, [
    JSON.stringify(wanted),
  ]);
  return new Map(found.map((row) => [row.wanted, row]));
}

/**
 * What the act that this entry met answered the first time. Refuses the same key with another
 * operation or input: IDEMPOTENCY_KEY_REUSED; and an answer that was a secret: ALREADY_DONE.
 */
export function firstAnswer<Result>(entry: LogEntry, first: Recorded<Result>): Result {
  if (first.operation !== entry.operation || !first.input_hash.equals(entry.inputHash)) {
    refuse('IDEMPOTENCY_KEY_REUSED', 'This idempotency key was used before with another input', [
      'idempotencyKey',
    ]);
  }
  if (first.answer !== null) return first.answer;
  refuse('ALREADY_DONE', 'This was done before; its secret answer is not kept', ['idempotencyKey']);
}

/** An object with one more member that is JSON text already. */
const jsonObject = (members: object, name: string, json: string): string =>
  `${JSON.stringify(members).slice(0, -1)},"${name}":${json}}`;

const jsonList = (objects: readonly string[]): string => `[${objects.join(',')}]`;
