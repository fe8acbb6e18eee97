import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';

/** How much of a product a warehouse has, in the base unit. */
export interface WarehouseQuantities {
  readonly productId: Id;
  readonly warehouseId: Id;
  /** In all its places, quarantine included. */
  readonly onHand: Decimal;
  readonly quarantined: Decimal;
  /** Left here for another warehouse, and has not arrived there. */
  readonly inTransitOut: Decimal;
  /** Left another warehouse for this one, and has not arrived. */
  readonly inTransitIn: Decimal;
}

/** Reads balances only: places on the way are empty, and without a row, once all has arrived. */
const find = statement(
  'inventory_quantities_by_warehouse',
  `select q.product_id as "productId", q.warehouse_id as "warehouseId",
          trim_scale(coalesce(sum(q.quantity) filter (where q.what = 'here'), 0))::text as "onHand",
          trim_scale(coalesce(sum(q.quantity) filter (where q.what = 'here'
            and q.kind = 'QUARANTINE'), 0))::text as quarantined,
          trim_scale(coalesce(sum(q.quantity) filter (where q.what = 'out'), 0))::text
            as "inTransitOut",
          trim_scale(coalesce(sum(q.quantity) filter (where q.what = 'in'), 0))::text
            as "inTransitIn"
   from (
     select b.product_id, x.warehouse_id, x.what, l.kind, b.on_hand as quantity
     from stock_balance b
     join location l on l.id = b.location_id
     left join stock_transfer t on l.kind = 'TRANSIT' and t.transit_id = l.id
     cross join lateral (
       select l.warehouse_id, 'here' as what where l.warehouse_id is not null
       union all select t.source_id, 'out' where t.id is not null
       union all select t.destination_id, 'in' where t.id is not null
     ) x
     where b.product_id = any($1::uuid[]) and b.on_hand > 0
   ) q
   join warehouse w on w.id = q.warehouse_id
   group by q.product_id, q.warehouse_id, w.code
   order by q.product_id, w.code`,
);

/**
 * Of each product, the warehouses that have it or await it, by code; the others have none. For
 * loaders: one statement for many products, whose cost follows what is there now, not the history.
 */
export async function quantitiesByWarehouse(
  db: Queryable,
  productIds: readonly Id[],
): Promise<Map<Id, WarehouseQuantities[]>> {
  const rows = await db.query<WarehouseQuantities>(find, [productIds]);
  const found = Map.groupBy(rows, (row) => row.productId);
  return new Map(productIds.map((id) => [id, found.get(id) ?? []]));
}
