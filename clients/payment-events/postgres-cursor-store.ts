import type { CursorStore } from './cursor-store.ts';
import type { Cursor } from './events.ts';

/** As `pg` has it: one connection, and a pool that lends them. */
export interface SqlClient {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: unknown[] }>;
}

export interface SqlPool extends SqlClient {
  connect(): Promise<LentClient>;
}

interface LentClient extends SqlClient {
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
  release(error?: Error): void;
}

/** To be run once in the consumer's own database. */
export const cursorTable = `create table if not exists payment_event_cursor (
  name text primary key,
  position bigint not null,
  event_id uuid
)`;

const read = 'select position, event_id as id from payment_event_cursor where name = $1';
const begin = `insert into payment_event_cursor (name, position) values ($1, $2)
  on conflict do nothing`;
const advance = `update payment_event_cursor set position = $2, event_id = $3
  where name = $1 and position < $2 returning position`;

/**
 * In the consumer's PostgreSQL, in the transaction of the effect: either both are there or none,
 * so that each event has its effect exactly once, whatever crashes, and however many instances run.
 */
export function postgresCursorStore(
  pool: SqlPool,
  name: string,
  start = '0',
): CursorStore<SqlClient> {
  return {
    async read() {
      await pool.query(begin, [name, start]);
      const [cursor] = (await pool.query(read, [name])).rows as Cursor[];
      return cursor ?? null;
    },
    async take(event, effect) {
      const client = await pool.connect();
      let broken: Error | undefined;
      // A line that breaks says so to who waits for an answer; unheard, it would end the process.
      const hear = (error: Error): void => void (broken = error);
      client.on('error', hear);
      try {
        await client.query('begin');
        // The row is locked from here on: another instance waits, and then finds it done.
        const moved = await client.query(advance, [name, event.position, event.id]);
        const isNew = moved.rows.length > 0;
        if (isNew) await effect(client);
        await client.query(isNew ? 'commit' : 'rollback');
        return isNew;
      } catch (error) {
        broken ??= await rollBack(client);
        throw error;
      } finally {
        client.off('error', hear);
        client.release(broken);
      }
    },
  };
}

/** Answers the error when the connection is past use. */
async function rollBack(client: SqlClient): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
