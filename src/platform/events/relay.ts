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
 * in the order of becoming visible and leaves no gap. Several relays may run: the row locks on the
 * outbox and on the head let them take turns.
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
   ), logged as (
     insert into event_log (position, id, type, subject_type, subject_id, unit_ids, owner_id,
                            actor_id, operation_id, occurred_at, data)
     select head.position - count(*) over () + row_number() over (order by moved.seq),
            moved.id, moved.type, moved.subject_type, moved.subject_id, moved.unit_ids,
            moved.owner_id, moved.actor_id, moved.operation_id, moved.occurred_at, moved.data
     from moved, head
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
