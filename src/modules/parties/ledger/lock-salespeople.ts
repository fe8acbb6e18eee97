import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { SalespersonFacts } from '../rules/salesperson.ts';

const lockStatement = statement(
  'parties_lock_salespeople',
  `select id, team_id as "teamId", active from salesperson
   where id = any($1::uuid[]) order by id for key share`,
);

/**
 * Who is to look after new records, by id; who is no salesperson is left out. Until the act ends
 * nobody hands their records over: a handover waits, and then finds the new ones too.
 */
export async function lockSalespeople(
  op: Queryable,
  ids: readonly (Id | null | undefined)[],
): Promise<Map<Id, SalespersonFacts>> {
  const asked = askable(ids);
  if (asked.length === 0) return new Map();
  const rows = await op.query<SalespersonFacts>(lockStatement, [asked]);
  return new Map(rows.map((row) => [row.id, row]));
}
