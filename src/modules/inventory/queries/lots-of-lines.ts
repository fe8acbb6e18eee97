import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { lotKey } from '../rules/lot-key.ts';
import { askable } from '../rules/read-input.ts';

const find = statement(
  'inventory_lots_of_lines',
  `select distinct lot.id, lot.product_id as "productId", lot.code
   from unnest($1::uuid[], $2::text[]) as x(line_id, code)
   join stock_transfer_line l on l.id = x.line_id
   join lot on lot.product_id = l.product_id and lot.code = x.code`,
);

interface Named {
  readonly stockTransferLineId: Id;
  readonly lotCode?: string | null;
  readonly serials?: readonly string[] | null;
}

/** The lots and serial numbers that the entries name, by `lotKey`; unknown ones are missing. */
export async function findLotsOfLines(
  db: Queryable,
  entries: readonly Named[],
): Promise<Map<string, Id>> {
  const pairs = entries.flatMap((entry) =>
    [entry.lotCode, ...(entry.serials ?? [])].flatMap((code) =>
      code != null && askable([entry.stockTransferLineId]).length > 0
        ? [[entry.stockTransferLineId, code.trim()] as const]
        : [],
    ),
  );
  if (pairs.length === 0) return new Map();
  const rows = await db.query<{ id: Id; productId: Id; code: string }>(find, [
    pairs.map(([lineId]) => lineId),
    pairs.map(([, code]) => code),
  ]);
  return new Map(rows.map((row) => [lotKey(row.productId, row.code), row.id]));
}
