import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { lotKey } from '../rules/lot-key.ts';

const find = statement(
  'inventory_lots_by_code',
  `select distinct lot.id, lot.product_id as "productId", lot.code
   from unnest($1::uuid[], $2::text[]) as x(product_id, code)
   join lot on lot.product_id = x.product_id and lot.code = x.code`,
);

/**
 * Lots and serial numbers by `lotKey`, of products and codes that are named together; those that do
 * not exist are missing. Sends nothing when none is named.
 */
export async function findLotsByCode(
  db: Queryable,
  named: readonly { readonly productId: Id; readonly code: string }[],
): Promise<ReadonlyMap<string, Id>> {
  if (named.length === 0) return new Map();
  const rows = await db.query<{ id: Id; productId: Id; code: string }>(find, [
    named.map(({ productId }) => productId),
    named.map(({ code }) => code),
  ]);
  return new Map(rows.map(({ id, productId, code }) => [lotKey(productId, code), id]));
}
