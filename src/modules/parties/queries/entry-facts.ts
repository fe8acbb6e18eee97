import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';

/** What entering parties needs to know beside who is named. */
export interface EntryFacts {
  /** The firm's own country. */
  readonly country: string;
  /** Fresh ones, as many as asked for. */
  readonly numbers: readonly string[];
  readonly segments: ReadonlySet<Id>;
}

const factsStatement = statement(
  'parties_entry_facts',
  `select c.country,
     array(select 'P-' || nextval('party_number') from generate_series(1, $1::int)) as numbers,
     array(select s.id from segment s where s.id = any($2::uuid[])) as segments
   from company c where c.id = 1`,
);

export async function loadEntryFacts(
  db: Queryable,
  count: number,
  segmentIds: readonly Id[],
): Promise<EntryFacts> {
  const [row] = await db.query<{ country: string; numbers: string[]; segments: Id[] }>(
    factsStatement,
    [count, segmentIds],
  );
  if (!row) throw new Error('the firm has no row in company');
  return { ...row, segments: new Set(row.segments) };
}
