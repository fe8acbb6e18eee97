import { statement, type Queryable } from '../platform/database/statement.ts';

const empty = statement(
  'demo_is_empty_or_begun',
  `select exists (select 1 from operation_log where idempotency_key = 'demo:start')
       or not exists (select 1 from person) as demo`,
);

/**
 * Whether this database is the demo company's, or nobody's yet: a company of one's own must not
 * find strangers among its people because a setting has changed.
 */
export async function isDemoCompany(db: Queryable): Promise<boolean> {
  const [row] = await db.query<{ demo: boolean }>(empty);
  return row?.demo === true;
}
