import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';

/** How a warehouse stands, in counts. */
export interface WarehouseSummary {
  readonly warehouseId: Id;
  /** Products of which anything is here. */
  readonly items: number;
  /** How much of them, by base unit: metres and pieces do not add up. */
  readonly onHand: readonly { readonly unit: string; readonly quantity: Decimal }[];
  /** Products that it has or had, with nothing available. */
  readonly outOfStock: number;
  /** Products with less available than their minimum here. */
  readonly belowMinimum: number;
  /** Products that somebody waits for. */
  readonly awaited: number;
  /** Lots here that must go by `expiringBy`, from today on; and those that should be gone. */
  readonly expiringLots: number;
  readonly expiredLots: number;
}

const load = statement(
  'inventory_warehouse_summaries',
  `with level as materialized (
     select s.*, p.base_unit_code from stock_level s join product p on p.id = s.product_id
     where s.warehouse_id = any($1::uuid[])
   ), aged as materialized (
     select l.warehouse_id, b.lot_id, min(coalesce(lot.removal_on, lot.expires_on)) as goes_on,
            bool_or(b.status = 'EXPIRED') as expired
     from lot
     join stock_balance b on b.lot_id = lot.id and b.on_hand > 0
     join location l on l.id = b.location_id
     where (lot.removal_on <= $3 or (lot.removal_on is null and lot.expires_on <= $3))
       and l.warehouse_id = any($1::uuid[])
     group by 1, 2
   )
   select w.id as "warehouseId",
     (select count(*)::int from level s where s.warehouse_id = w.id and s.on_hand > 0) as items,
     coalesce((select json_agg(json_build_object('unit', u.unit, 'quantity', u.quantity)
                order by u.unit)
       from (select base_unit_code as unit, trim_scale(sum(on_hand))::text as quantity
             from level s where s.warehouse_id = w.id and s.on_hand > 0 group by 1) u), '[]')
       as "onHand",
     (select count(*)::int from level s
      where s.warehouse_id = w.id and s.sellable = s.reserved) as "outOfStock",
     (select count(*)::int from stock_policy k
      left join level s on s.product_id = k.product_id and s.warehouse_id = k.warehouse_id
      where k.warehouse_id = w.id and coalesce(s.sellable - s.reserved, 0) < k.minimum)
       as "belowMinimum",
     (select count(*)::int from level s where s.warehouse_id = w.id and s.waiting > 0) as awaited,
     (select count(*)::int from aged a
      where a.warehouse_id = w.id and a.goes_on >= $2 and not a.expired) as "expiringLots",
     (select count(*)::int from aged a
      where a.warehouse_id = w.id and (a.goes_on < $2 or a.expired)) as "expiredLots"
   from warehouse w where w.id = any($1::uuid[])`,
);

/** How these warehouses stand today; for loaders, one statement for all of them. */
export async function warehouseSummaries(
  db: Queryable,
  warehouseIds: readonly Id[],
  days: { readonly today: LocalDate; readonly expiringBy: LocalDate },
): Promise<Map<Id, WarehouseSummary>> {
  const values = [warehouseIds, days.today, days.expiringBy];
  const rows = await db.query<WarehouseSummary>(load, values);
  return new Map(rows.map((row) => [row.warehouseId, row]));
}
