import type { Id } from '../../../kernel/id.ts';
import { yearOf, type LocalDate } from '../../../kernel/local-date.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { StockVoucherKind, voucherSeries } from '../rules/kinds.ts';

/** TR: stock transfers; SC: counts; the others are kinds of vouchers (`voucherSeries`). */
export type Series = 'TR' | 'SC' | (typeof voucherSeries)[StockVoucherKind];

const take = statement(
  'number_series_take',
  `insert into number_series as n (series, warehouse_id, year, last) values ($1, $2, $3, 1)
   on conflict (series, warehouse_id, year) do update set last = n.last + 1
   returning last`,
);

/**
 * The next number of a warehouse's series in the year of `datedOn`: `TEH-GR-2026-000001`. The row
 * stays locked until the transaction ends, so a number is either used or given again: take it last.
 */
export async function nextNumber(
  op: OperationContext,
  series: Series,
  warehouse: { readonly id: Id; readonly code: string },
  datedOn: LocalDate = op.today,
): Promise<string> {
  const year = yearOf(datedOn);
  const [row] = await op.query<{ last: number }>(take, [series, warehouse.id, year]);
  if (!row) throw new Error(`No number for ${series} of ${warehouse.code}`);
  return `${warehouse.code}-${series}-${year}-${String(row.last).padStart(6, '0')}`;
}
