import { statement, type Queryable } from '../../../platform/database/statement.ts';

const load = statement('sales_company_currency', 'select currency from company');

/** What limits, exposures and costs are told in. */
export async function loadCompanyCurrency(db: Queryable): Promise<string> {
  const [company] = await db.query<{ currency: string }>(load);
  return (company as { currency: string }).currency;
}
