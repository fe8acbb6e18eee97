import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { LocationKind } from '../rules/kinds.ts';

export interface ProductPlace {
  readonly locationId: Id;
  readonly locationCode: string;
  readonly kind: LocationKind;
  /** Null on the way between two warehouses. */
  readonly warehouseId: Id | null;
  readonly warehouseCode: string | null;
  /** The transfer that the goods are on their way with. */
  readonly stockTransferId: Id | null;
  readonly lotId: Id | null;
  readonly lotCode: string | null;
  readonly expiresOn: string | null;
  readonly onHand: Decimal;
}

const find = statement(
  'inventory_where_is_product',
  `select l.id as "locationId", l.code as "locationCode", l.kind, w.id as "warehouseId",
          w.code as "warehouseCode", t.id as "stockTransferId", lot.id as "lotId",
          lot.code as "lotCode", lot.expires_on as "expiresOn",
          trim_scale(b.on_hand)::text as "onHand"
   from stock_balance b
   join location l on l.id = b.location_id
   left join warehouse w on w.id = l.warehouse_id
   left join stock_transfer t on l.kind = 'TRANSIT' and t.transit_id = l.id
   left join lot on lot.id = b.lot_id
   where b.product_id = $1 and b.on_hand > 0
     and ($2::uuid[] is null or l.warehouse_id = any($2) or t.source_id = any($2)
          or t.destination_id = any($2))
   order by w.code nulls last, l.code, lot.expires_on, lot.code
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
