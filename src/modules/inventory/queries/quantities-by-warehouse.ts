import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { addedUp, asNumbers, type Quantities } from './quantity-columns.ts';

/** How much of a product a warehouse has, in the base unit. */
export interface WarehouseQuantities extends Quantities {
  readonly productId: Id;
  readonly warehouseId: Id;
  /** Asked for, and not there to be promised; null for a past instant. */
  readonly waiting: Decimal | null;
  /** Of transfers not shipped yet and of announced receipts; null for a past instant. */
  readonly expected: Decimal | null;
}

/** What is apart: looked for only where not all can be sold. */
const apart = `
  select b.product_id, l.warehouse_id, v.what, b.on_hand as quantity
  from stock_balance b
  join location l on l.id = b.location_id
  cross join lateral (
    select 'quarantined' where b.status = 'QUARANTINE' or l.kind = 'QUARANTINE'
    union all select 'blocked' where b.status = 'BLOCKED'
    union all select 'expired' where b.status = 'EXPIRED'
    union all select 'foreignOwned' where b.owner_id is not null
  ) v(what)
  where b.product_id in (select product_id from level where on_hand > sellable)
    and l.warehouse_id is not null and b.on_hand > 0`;

/** Held or waiting past its clock: by the clock it is free, whether or not it was swept. */
const ranOut = `
  select r.product_id, r.warehouse_id, v.what, v.quantity
  from stock_reservation r
  cross join lateral (values
    ('reserved', -r.held),
    ('waiting', r.held + r.consumed + r.released - r.quantity)) v(what, quantity)
  where r.product_id = ${anyOf('$1')} and r.expires_at <= $2
    and r.consumed + r.released < r.quantity`;

/**
 * From the product's own open lines: a partial index holds no others. How few they are PostgreSQL
 * does not know; without `offset 0` it would read all documents there ever were beside them.
 */
const underWay = `
  select l.product_id, v.warehouse_id, v.what, v.quantity
  from stock_transfer_line l
  cross join lateral (
    select * from stock_transfer t where t.id = l.stock_transfer_id offset 0) t
  cross join lateral (
    select t.source_id, 'inTransitOut', l.shipped - l.received - l.lost - l.returned
    where t.shipped_at is not null
    union all
    select case when t.returning_at is null then t.destination_id else t.source_id end,
           'inTransitIn', l.shipped - l.received - l.lost - l.returned
    where t.shipped_at is not null
    union all
    select t.destination_id, 'expected', l.requested
    where t.shipped_at is null and t.state <> 'CANCELLED'
  ) v(warehouse_id, what, quantity)
  where l.product_id = ${anyOf('$1')}
    and (l.shipped = 0 or l.received + l.lost + l.returned < l.shipped)
  union all
  select l.product_id, v.warehouse_id, 'expected', l.quantity
  from stock_voucher_line l
  cross join lateral (
    select * from stock_voucher v where v.id = l.stock_voucher_id offset 0) v
  where l.product_id = ${anyOf('$1')} and l.posted = 0
    and v.kind = 'RECEIPT' and v.state not in ('POSTED', 'CANCELLED')`;

/** Levels tell the most; what is beside them is added up first. */
const besideLevels = [
  'quarantined',
  'blocked',
  'expired',
  'foreignOwned',
  'inTransitOut',
  'inTransitIn',
  'expected',
] as const;
const inLevels = { onHand: 'on_hand', sellable: 'sellable' } as const;
/** Both: what ran out is taken off the level. */
const shared = ['reserved', 'waiting'] as const;

const beside = addedUp(`${apart} union all ${ranOut} union all ${underWay}`, [
  ...besideLevels,
  ...shared,
]);

const find = statement(
  'inventory_quantities_by_warehouse',
  `with level as materialized (
     select * from stock_level where product_id = ${anyOf('$1')}
   ), beside as materialized (${beside}), found as (
     select coalesce(s.product_id, e.product_id) as product_id,
            coalesce(s.warehouse_id, e.warehouse_id) as warehouse_id,
            ${besideLevels.map((what) => `coalesce(e."${what}", 0) as "${what}"`).join(', ')},
            ${Object.entries(inLevels)
              .map(([what, column]) => `coalesce(s.${column}, 0) as "${what}"`)
              .join(', ')},
            ${shared
              .map((what) => `coalesce(s.${what}, 0) + coalesce(e.${what}, 0) as ${what}`)
              .join(', ')}
     from level s
     full join beside e on e.product_id = s.product_id and e.warehouse_id = s.warehouse_id
   )
   ${asNumbers('found', [...besideLevels, ...Object.keys(inLevels), ...shared])}`,
);

/**
 * Of each product, the warehouses that have it, await it or owe it, by code; the others have none.
 * What is reserved is exact by the clock `now`. For loaders: one statement for many products, whose
 * cost follows what is there and open now, not what is done.
 */
export async function quantitiesByWarehouse(
  db: Queryable,
  productIds: readonly Id[],
  now: Date,
): Promise<Map<Id, WarehouseQuantities[]>> {
  return byProduct(productIds, await db.query<WarehouseQuantities>(find, [productIds, now]));
}

/** An answer for each product, empty where there is nothing. */
export function byProduct<Row extends { readonly productId: Id }>(
  productIds: readonly Id[],
  rows: readonly Row[],
): Map<Id, Row[]> {
  const found = Map.groupBy(rows, (row) => row.productId);
  return new Map(productIds.map((id) => [id, found.get(id) ?? []]));
}
