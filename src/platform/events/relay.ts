import type { Database } from '../database/database.ts';
import { statement } from '../database/statement.ts';

export interface Relay {
  /** Something was committed in this process: look now instead of at the next poll. */
  wake(): void;
  /** Resolves when every event committed before the call has its position. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface RelayOptions {
  readonly database: Database;
  /** The highest position after a batch moved. */
  onMoved?(head: string): void;
  onError?(error: unknown): void;
  readonly pollMs?: number;
}

const batchSize = 1000;
/** An event that comes while others are moved waits this long for more to come along. */
const gatherMs = 20;
export const wakeUpChannel = 'bazargan_events';

/**
 * Moves events that are committed into the log and numbers them there, so that a position is given
 * in the order of becoming visible and leaves no gap; so with the position in a feed and the
 * version of a stream. Several relays may run: the row locks on the outbox and on the head let them
 * take turns. What is counted on is read where it is written, for a relay that waited would
 * otherwise count on from what was there before.
 */
const moveBatch = statement(
  'relay_move_batch',
  `with batch as materialized (
     select seq from outbox order by seq limit ${batchSize} for update
   ), moved as (
     delete from outbox using batch where outbox.seq = batch.seq returning outbox.*
   ), head as (
     update event_head set position = position + (select count(*) from moved)
     where (select count(*) from moved) > 0
     returning position
   ), keyed as materialized (
     select seq, feed, subject_type, subject_id,
            concat_ws(' ', feed, subject_type, subject_id) as stream
     from moved where feed is not null
   ), counted as materialized (
     select *, row_number() over (partition by feed order by seq)
                 - count(*) over (partition by feed) as from_last,
            row_number() over (partition by stream order by seq)
              - count(*) over (partition by stream) as from_last_there
     from keyed
   ), feeds as (
     insert into event_feed (feed, position)
     select feed, count(*) from keyed group by feed order by feed
     on conflict (feed) do update set position = event_feed.position + excluded.position
     returning feed, position
   ), streams as (
     insert into event_stream (feed, subject_type, subject_id, version)
     select feed, subject_type, subject_id, count(*) from keyed
     group by feed, subject_type, subject_id order by feed, subject_type, subject_id
     on conflict (feed, subject_type, subject_id)
       do update set version = event_stream.version + excluded.version
     returning concat_ws(' ', feed, subject_type, subject_id) as stream, version
   ), placed as materialized (
     select c.seq, feeds.position + c.from_last as feed_position,
            streams.version + c.from_last_there as stream_version
     from counted c join streams on streams.stream = c.stream join feeds on feeds.feed = c.feed
   ), logged as (
     insert into event_log (position, id, type, subject_type, subject_id, unit_ids, owner_id,
                            actor_id, operation_id, occurred_at, data, feed, feed_position,
                            stream_version, schema_version, effective_on, caused_by,
                            idempotency_key)
     select head.position - count(*) over () + row_number() over (order by moved.seq),
            moved.id, moved.type, moved.subject_type, moved.subject_id, moved.unit_ids,
            moved.owner_id, moved.actor_id, moved.operation_id, moved.occurred_at, moved.data,
            moved.feed, placed.feed_position, placed.stream_version,
            moved.schema_version, moved.effective_on, moved.caused_by, moved.idempotency_key
     from head cross join moved left join placed on placed.seq = moved.seq
     returning 1
   )
   select head.position as head, (select count(*)::int from logged) as moved,
          pg_notify('${wakeUpChannel}', '')
   from head`,
);

export function startRelay(options: RelayOptions): Relay {
  const pollMs = options.pollMs ?? 250;
  let stopping = false;
  let again = false;
  let rouse: (() => void) | undefined;
  const waiters: (() => void)[] = [];

  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, pollMs);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const pass = async (): Promise<void> => {
    const settledByThisPass = waiters.splice(0);
    try {
      let moved: number;
      do moved = await moveOnce(options);
      while (moved === batchSize);
      settledByThisPass.forEach((resolve) => resolve());
    } catch (error) {
      waiters.push(...settledByThisPass);
      if (!stopping) options.onError?.(error);
    }
  };

  const run = async (): Promise<void> => {
    while (!stopping) {
      again = false;
      await pass();
      // Under load one pass, and so one commit, serves many acts.
      if (!stopping) await (again ? pause(gatherMs) : rest());
    }
    await pass();
    waiters.splice(0).forEach((resolve) => resolve());
  };

  const wake = (): void => {
    again = true;
    rouse?.();
  };
  const running = run();
  return {
    wake,
    settled: () =>
      new Promise((resolve) => {
        waiters.push(resolve);
        wake();
      }),
    stop: () => {
      stopping = true;
      wake();
      return running;
    },
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function moveOnce(options: RelayOptions): Promise<number> {
  const [row] = await options.database.query<{ head: string; moved: number }>(moveBatch);
  if (!row) return 0;
  options.onMoved?.(row.head);
  return row.moved;
}
