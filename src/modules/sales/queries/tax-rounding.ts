import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { TaxRounding } from '../../pricing/index.ts';

const load = statement(
  'sales_tax_rounding',
  'select tax_rounding as "taxRounding" from pricing_setting',
);

/** How tax is rounded where an invoice does not say: as in prices. */
export async function loadTaxRounding(db: Queryable): Promise<TaxRounding> {
  const [setting] = await db.query<{ taxRounding: TaxRounding }>(load);
  return setting?.taxRounding ?? 'LINE';
}
