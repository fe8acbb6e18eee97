import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';

const find = statement(
  'stock_deliverable',
  `select
     coalesce((select json_object_agg(r.demand_line_id, r.held)
       from (select demand_line_id, trim_scale(sum(held))::text as held from stock_reservation
             where demand_line_id = ${anyOf('$1')} and held > 0 group by 1) r), '{}') as held,
     coalesce((select json_object_agg(s.product_id, trim_scale(s.sellable - s.reserved)::text)
       from stock_level s
       where s.warehouse_id = $2 and s.product_id = ${anyOf('$3')}), '{}') as free`,
);

/** What lines of demands can have now: what is held for each, and what nobody was promised. */
export interface Deliverable {
  readonly held: Readonly<Record<Id, Decimal>>;
  /** Of products in the warehouse. */
  readonly free: Readonly<Record<Id, Decimal>>;
}

/** One statement; for a proposal, since nothing is locked. */
export async function findDeliverable(
  db: Queryable,
  lines: readonly { readonly demandLineId: Id; readonly productId: Id }[],
  warehouseId: Id,
): Promise<Deliverable> {
  const [found] = await db.query<Deliverable>(find, [
    lines.map(({ demandLineId }) => demandLineId),
    warehouseId,
    lines.map(({ productId }) => productId),
  ]);
  return found ?? { held: {}, free: {} };
}
