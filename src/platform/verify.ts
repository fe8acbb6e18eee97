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
    // One by one: there may be more than a call takes arguments.
    for (const row of rows) differences.push({ check: name, row });
  }
  return differences;
}

/** Of the event log, the outbox and the operation log. */
export const platformChecks: readonly Check[] = [
  {
    name: 'Event positions run from 1 to the head without a gap',
    sql: `select head.position as head, log.events, feeds.trimmed, log.first, log.last
          from event_head head,
               (select count(*) as events, min(position) as first, max(position) as last
                from event_log) log,
               (select coalesce(sum(trimmed), 0) as trimmed from event_feed) feeds
          where log.events + feeds.trimmed <> head.position
             or (log.events > 0 and log.last <> head.position)
             or (log.events > 0 and feeds.trimmed = 0 and log.first <> 1)`,
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
  {
    name: 'Positions in a feed run from what it keeps to its head without a gap',
    sql: `select coalesce(f.feed, e.feed) as feed, f.position as head, f.kept_after, f.trimmed,
                 e.kept, e.first, e.last, e.older
          from event_feed f full join (
            select e.feed, count(*) filter (where feed_position > kept_after) as kept,
                   min(feed_position) filter (where feed_position > kept_after) as first,
                   max(feed_position) as last,
                   count(*) filter (where feed_position <= kept_after) as older
            from event_log e left join event_feed k on k.feed = e.feed
            where e.feed is not null group by e.feed
          ) e on e.feed = f.feed
          where f.feed is null or coalesce(e.kept, 0) <> f.position - f.kept_after
             or coalesce(e.older, 0) + f.trimmed <> f.kept_after
             or (e.kept > 0 and (e.first <> f.kept_after + 1 or e.last <> f.position))`,
  },
  {
    name: 'Positions in a feed are in the order of all events',
    sql: `select feed, position, feed_position from (
            select feed, position, feed_position,
                   lag(feed_position) over (partition by feed order by position) as before
            from event_log where feed is not null) e
          where before >= feed_position`,
  },
  {
    name: 'Versions of a stream run to its last without a gap, in the order of its feed',
    sql: `select coalesce(s.feed, e.feed) as feed, coalesce(s.subject_type, e.subject_type) as type,
                 coalesce(s.subject_id, e.subject_id) as id, s.version, e.first, e.last, e.events
          from event_stream s full join (
            select feed, subject_type, subject_id, count(*) as events, min(stream_version) as first,
                   max(stream_version) as last, bool_or(before >= stream_version) as crossed
            from (select *, lag(stream_version) over (
                    partition by feed, subject_type, subject_id order by feed_position) as before
                  from event_log where feed is not null) numbered
            group by feed, subject_type, subject_id
          ) e using (feed, subject_type, subject_id)
          where s.version is null or e.last is null or e.last <> s.version or e.crossed
             or e.events <> e.last - e.first + 1
             or (e.first <> 1 and not exists (
               select from event_feed f where f.feed = e.feed and f.kept_after > 0))`,
  },
  {
    name: 'No subscriber has acknowledged what is not there',
    sql: `select s.id, s.name, s.acked_position, f.position as head
          from event_subscriber s left join event_feed f on f.feed = s.feed
          where s.acked_position > coalesce(f.position, 0)`,
  },
];
