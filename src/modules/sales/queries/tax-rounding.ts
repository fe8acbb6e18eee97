import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { TaxRounding } from '../rules/invoice-kinds.ts';

const load = statement(
  'sales_tax_rounding',
  'select tax_rounding as "taxRounding" from sales_setting',
);

/** How tax on invoices is rounded where nobody says otherwise. */
export async function loadTaxRounding(db: Queryable): Promise<TaxRounding> {
  const [setting] = await db.query<{ taxRounding: TaxRounding }>(load);
  return setting?.taxRounding ?? 'LINE';
}
