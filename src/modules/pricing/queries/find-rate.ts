import type { Decimal } from '../../../kernel/decimal.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';

/** What one unit of a currency is worth in the firm's, and since which day. */
export interface Rate {
  readonly rate: Decimal;
  readonly rateOn: LocalDate;
}

const find = statement(
  'pricing_find_rate',
  `select trim_scale(rate)::text as rate, on_day as "rateOn" from exchange_rate
   where currency = $1 and on_day <= $2 order by on_day desc limit 1`,
);

/** The newest rate that there was on the day; null: none is known. One statement. */
export async function findRate(
  db: Queryable,
  currency: string,
  day: LocalDate,
): Promise<Rate | null> {
  const [found] = await db.query<Rate>(find, [currency, day]);
  return found ?? null;
}
