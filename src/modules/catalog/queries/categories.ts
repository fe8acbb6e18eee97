import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { unitCode } from '../rules/read-unit.ts';

const byCodeStatement = statement(
  'catalog_categories_by_code',
  'select id, code from product_category where code = any($1)',
);

/** The categories that have these codes, as people write them. */
export async function categoriesByCode(
  db: Queryable,
  codes: readonly string[],
): Promise<Map<string, Id>> {
  if (codes.length === 0) return new Map();
  const wanted = [...new Set(codes.map(unitCode))];
  const rows = await db.query<{ id: Id; code: string }>(byCodeStatement, [wanted]);
  return new Map(rows.map(({ id, code }) => [code, id]));
}
