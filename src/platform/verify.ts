import { statement, type Queryable } from './database/statement.ts';

/** Something that must hold of the data: a SELECT that answers a row for each place it does not. */
export interface Check {
  /** A sentence that is true of sound data, unique in the product. */
  readonly name: string;
  readonly sql: string;
}

/** One row that a check should not have answered. */
export interface Difference {
  readonly check: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** Runs all checks, one after the other, and answers every difference; none when all is sound. */
export async function runChecks(db: Queryable, checks: readonly Check[]): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const [index, { name, sql }] of checks.entries()) {
    const rows = await db.query<Difference['row']>(statement(`verify_${index}`, sql));
    differences.push(...rows.map((row) => ({ check: name, row })));
  }
  return differences;
}

/** Of the event log, the outbox and the operation log. */
export const platformChecks: readonly Check[] = [
  {
    name: 'Event positions run from 1 to the head without a gap',
    sql: `select head.position as head, log.events, log.first, log.last
          from event_head head,
               (select count(*) as events, min(position) as first, max(position) as last
                from event_log) log
          where log.events <> head.position
             or (log.events > 0 and (log.first <> 1 or log.last <> head.position))`,
  },
  {
    name: 'Every recorded event comes from an operation in the log',
    sql: `select e.position, e.type, e.operation_id from event_log e
          where not exists (select from operation_log o where o.id = e.operation_id)`,
  },
  {
    name: 'Every waiting event comes from an operation in the log',
    sql: `select b.seq, b.type, b.operation_id from outbox b
          where not exists (select from operation_log o where o.id = b.operation_id)`,
  },
  {
    name: 'No waiting event has been recorded already',
    sql: `select b.seq, b.id, e.position from outbox b join event_log e on e.id = b.id`,
  },
];
