import type { Database } from '../../src/platform/database/database.ts';

/** Empties these tables and all that refer to them. */
export type Forget = (...tables: readonly string[]) => Promise<void>;

/** The tables, and those that refer to them however far away: what `truncate … cascade` empties. */
const reached = `
  with recursive reached as (
    select name::regclass::oid as id from unnest($1::text[]) as name
    union
    select c.conrelid from pg_constraint c join reached r on r.id = c.confrelid
    where c.contype = 'f'
  )
  select string_agg(format('delete from %s', id::regclass), '; ') as deletes from reached`;

/**
 * Rows are deleted: `truncate` gives each table and index new files, and all plans are made anew
 * after it, which took most of what PostgreSQL did in a test run. A replica asks neither foreign
 * keys nor the triggers that keep ledgers as they are.
 */
export function createForget({ pool }: Pick<Database, 'pool'>): Forget {
  const known = new Map<string, string>();
  return async (...tables) => {
    const key = tables.join();
    let deletes = known.get(key);
    if (deletes === undefined) {
      const { rows } = await pool.query<{ deletes: string }>(reached, [tables]);
      known.set(key, (deletes = rows[0]?.deletes ?? ''));
    }
    // One text is one transaction.
    await pool.query(`set local session_replication_role = replica; ${deletes}`);
  };
}
