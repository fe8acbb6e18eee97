import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { byProduct, type WarehouseQuantities } from './quantities-by-warehouse.ts';
import { addedUp, asNumbers, quantityNames, type Quantities } from './quantity-columns.ts';

/** Back from the present, or forward from the beginning: the shorter way when not said. */
export type Way = 'BACK' | 'FORWARD';

/** The stretch of the ledgers that is read, and what it counts for. */
const way = `
  way as materialized (
    select back, case when back then $2::timestamptz else '-infinity' end as after,
           case when back then 'infinity' else $2::timestamptz end as until,
           case when back then -1 else 1 end as sign
    from (select coalesce($4::boolean, $3::timestamptz - $2::timestamptz
                   < $2::timestamptz - (select moved_at from stock_move order by seq limit 1),
                   true) as back) b
  )`;

const within = (column: string): string =>
  `${column} > (select after from way) and ${column} <= (select until from way)`;

/**
 * What lay at each place, in each condition, ours or not. The moves are read once, and counted at
 * both ends: joined to their ends one by one, they would take PostgreSQL twice as long.
 */
const lay = `
  moved as materialized (
    select m.product_id, m.from_location_id, m.from_status, m.to_location_id, m.to_status,
           m.owner_id is not null as foreign_owned, m.quantity
    from stock_move m
    where m.product_id = any($1::uuid[]) and ${within('m.moved_at')}
  ),
  changed as (
    select e.product_id, e.location_id, e.status, e.foreign_owned, sum(e.quantity) as quantity
    from (
      select product_id, to_location_id as location_id, to_status as status, foreign_owned, quantity
      from moved
      union all
      select product_id, from_location_id, from_status, foreign_owned, -quantity from moved
    ) e
    group by 1, 2, 3, 4
    having sum(e.quantity) <> 0
  ),
  lay as materialized (
    select e.product_id, e.location_id, e.status, e.foreign_owned, sum(e.quantity) as quantity
    from (
      select b.product_id, b.location_id, b.status, b.owner_id is not null as foreign_owned,
             b.on_hand as quantity
      from stock_balance b
      where b.product_id = any($1::uuid[]) and (select back from way)
      union all
      select product_id, location_id, status, foreign_owned, (select sign from way) * quantity
      from changed
    ) e
    group by 1, 2, 3, 4
    having sum(e.quantity) <> 0
  )`;

const inStock = `
  select y.product_id, l.warehouse_id, v.what, y.quantity
  from lay y
  join location l on l.id = y.location_id
  cross join lateral (
    select 'onHand'
    union all select 'sellable'
      where l.kind = 'STORAGE' and y.status = 'AVAILABLE' and not y.foreign_owned
    union all select 'quarantined' where y.status = 'QUARANTINE' or l.kind = 'QUARANTINE'
    union all select 'blocked' where y.status = 'BLOCKED'
    union all select 'expired' where y.status = 'EXPIRED'
    union all select 'foreignOwned' where y.foreign_owned
  ) v(what)
  where l.warehouse_id is not null
  union all
  select y.product_id, v.warehouse_id, v.what, y.quantity
  from lay y
  join stock_transfer t on t.transit_id = y.location_id
  cross join lateral (values
    (t.source_id, 'inTransitOut'),
    (case when t.returning_at <= $2::timestamptz then t.source_id else t.destination_id end,
     'inTransitIn')) v(warehouse_id, what)`;

/** A promise that had run out by then held nothing, whenever that was noted. */
const promised = `
  select r.product_id, r.warehouse_id, 'reserved', r.held
  from stock_reservation r
  where r.product_id = any($1::uuid[]) and r.held > 0
    and (r.expires_at is null or r.expires_at > $2::timestamptz) and (select back from way)
  union all
  select e.product_id, e.warehouse_id, 'reserved', (select sign from way) * e.held_change
  from stock_reservation_entry e
  join stock_reservation r on r.id = e.stock_reservation_id
  where e.product_id = any($1::uuid[]) and ${within('e.at')}
    and (r.expires_at is null or r.expires_at > $2::timestamptz)`;

const kinds = quantityNames.filter((name) => name !== 'available');

const find = statement(
  'inventory_quantities_as_of',
  `with ${way}, ${lay}, found as (${addedUp(`${inStock} union all ${promised}`, kinds)})
   ${asNumbers('found', kinds)}`,
);

/**
 * The same as they were at an instant, from the ledgers: what was done at it counts. An act's
 * instant is that at which it began. What was merely asked for is not kept, so `waiting` and
 * `expected` are null. `now` and the first move decide which way is shorter, unless `way` does.
 */
export async function quantitiesAsOf(
  db: Queryable,
  productIds: readonly Id[],
  at: { readonly asOf: Date | string; readonly now: Date; readonly way?: Way },
): Promise<Map<Id, WarehouseQuantities[]>> {
  const back = at.way === undefined ? null : at.way === 'BACK';
  const rows = await db.query<Quantities & { productId: Id; warehouseId: Id }>(find, [
    productIds,
    at.asOf,
    at.now,
    back,
  ]);
  return byProduct(
    productIds,
    rows.map((row) => ({ ...row, waiting: null, expected: null })),
  );
}
