import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { LocationKind, StockStatus } from '../rules/kinds.ts';

/** Goods of one lot, owner, status and package that are at a place now. */
export interface PlacedGoods {
  readonly locationId: Id;
  /** Null on the way between two warehouses. */
  readonly warehouseId: Id | null;
  /** The transfer that the goods are on their way with. */
  readonly stockTransferId: Id | null;
  readonly lotId: Id | null;
  readonly status: StockStatus;
  /** Null: our own. */
  readonly ownerId: Id | null;
  readonly packageId: Id | null;
  readonly onHand: Decimal;
  /** Of it, promised from this very place, lot and package. */
  readonly hardReserved: Decimal;
}

export interface ProductPlace extends PlacedGoods {
  readonly locationCode: string;
  readonly kind: LocationKind;
  readonly warehouseCode: string | null;
  readonly lotCode: string | null;
  readonly expiresOn: string | null;
  readonly ownerCode: string | null;
  readonly sscc: string | null;
}

const find = statement(
  'inventory_where_is_product',
  `select l.id as "locationId", l.code as "locationCode", l.kind, w.id as "warehouseId",
          w.code as "warehouseCode", t.id as "stockTransferId", lot.id as "lotId",
          lot.code as "lotCode", lot.expires_on as "expiresOn", b.status,
          o.id as "ownerId", o.code as "ownerCode", k.id as "packageId", k.sscc,
          trim_scale(b.on_hand)::text as "onHand",
          trim_scale(b.hard_reserved)::text as "hardReserved"
   from stock_balance b
   join location l on l.id = b.location_id
   left join warehouse w on w.id = l.warehouse_id
   left join stock_transfer t on l.kind = 'TRANSIT' and t.transit_id = l.id
   left join lot on lot.id = b.lot_id
   left join stock_owner o on o.id = b.owner_id
   left join stock_package k on k.id = b.package_id
   where b.product_id = $1 and b.on_hand > 0
     and ($2::uuid[] is null or l.warehouse_id = any($2) or t.source_id = any($2)
          or t.destination_id = any($2))
   order by w.code nulls last, l.code, lot.expires_on, lot.code, b.status, o.code nulls first,
            k.sscc nulls first
   limit $3`,
);

/**
 * The places and lots where a product is now, warehouse by warehouse, what is on its way last; of
 * `warehouseIds` alone (goods on their way from or to them included) when given. At most `first`.
 */
export const whereIsProduct = (
  db: Queryable,
  query: {
    readonly productId: Id;
    readonly warehouseIds?: readonly Id[] | null;
    readonly first?: number;
  },
): Promise<ProductPlace[]> =>
  db.query<ProductPlace>(find, [query.productId, query.warehouseIds ?? null, query.first ?? 1000]);
