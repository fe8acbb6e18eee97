import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { demandOf, type PickFacts, type PickWanted } from '../rules/propose-picks.ts';

/** What goes first: the order of a rack by its dates, then loose goods, then as pickers walk. */
const order = `coalesce(lot.removal_on, lot.expires_on) nulls last, lot.expires_on nulls last,
  lot.created_at, lot.id, (b.package_id is not null), l.walk_order,
  b.on_hand - b.hard_reserved desc, l.code, b.id`;

/**
 * Of each product no more rows than what is wanted of it can need, beside those that lines name or
 * have reserved: a warehouse with ten thousand serials answers few.
 */
const find = statement(
  'stock_pick_candidates',
  `with wanted as materialized (
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::numeric[], $5::uuid[])
       as w(line_id, product_id, warehouse_id, quantity, owner_id)
   ), need as (
     select product_id, warehouse_id, owner_id, sum(quantity) as quantity
     from wanted group by 1, 2, 3
   ), own as materialized (
     select r.product_id, r.location_id, r.lot_id, r.package_id, sum(r.held) as held,
            json_object_agg(r.demand_line_id, trim_scale(r.held)::text) as lines
     from (select product_id, location_id, lot_id, package_id, demand_line_id, sum(held) as held
           from stock_reservation
           where demand_line_id = any($1) and strength = 'HARD' and held > 0
           group by 1, 2, 3, 4, 5) r
     group by 1, 2, 3, 4
   ), candidate as (
     select b.product_id, l.warehouse_id, l.id as location_id, l.code as location, l.walk_order,
            b.lot_id, lot.code as lot, b.is_serial, b.owner_id, b.package_id,
            b.on_hand - b.hard_reserved as free, own.lines, need.quantity,
            row_number() over everything as n,
            coalesce(sum(b.on_hand - b.hard_reserved) over (
              partition by b.product_id, l.warehouse_id, b.owner_id order by ${order}
              rows between unbounded preceding and 1 preceding), 0) as before
     from need
     join stock_balance b on b.product_id = need.product_id
       and b.owner_id is not distinct from need.owner_id
     join location l on l.id = b.location_id and l.warehouse_id = need.warehouse_id
     left join lot on lot.id = b.lot_id
     left join own on own.product_id = b.product_id and own.location_id = b.location_id
       and own.lot_id is not distinct from b.lot_id
       and own.package_id is not distinct from b.package_id
     where b.status = 'AVAILABLE' and b.on_hand > b.hard_reserved - coalesce(own.held, 0)
       and (l.kind = 'STORAGE' or l.id = any($6::uuid[]))
       and coalesce(coalesce(lot.removal_on, lot.expires_on) > $8::date, true)
     window everything as (order by ${order})
   )
   select
     coalesce((select json_agg(json_build_object('productId', c.product_id,
         'warehouseId', c.warehouse_id, 'locationId', c.location_id, 'location', c.location,
         'walkOrder', c.walk_order, 'lotId', c.lot_id, 'lot', c.lot, 'isSerial', c.is_serial,
         'ownerId', c.owner_id, 'packageId', c.package_id, 'free', trim_scale(c.free)::text,
         'own', coalesce(c.lines, '{}')) order by c.n)
       from candidate c
       where c.before < c.quantity or c.lines is not null or c.lot_id = any($7::uuid[])
          or c.location_id = any($6::uuid[]) or c.package_id = any($9::uuid[])), '[]')
       as candidates,
     coalesce((select json_agg(json_build_object('productId', s.product_id,
         'warehouseId', s.warehouse_id, 'free', trim_scale(s.sellable - s.reserved)::text))
       from stock_level s
       where (s.product_id, s.warehouse_id) in (select product_id, warehouse_id from wanted)),
       '[]') as levels,
     coalesce((select json_object_agg(r.demand_line_id, trim_scale(r.held)::text)
       from (select demand_line_id, sum(held) as held from stock_reservation
             where demand_line_id = any($1) and held > 0 group by 1) r), '{}') as held`,
);

/**
 * What `proposePicks` chooses from, in one statement; places that are not for storage only where a
 * line names them. `today` decides what is expired. To act on it, ask behind `lockLevels`.
 */
export async function findPickCandidates(
  db: Queryable,
  wanted: readonly PickWanted[],
  today: LocalDate,
): Promise<PickFacts> {
  if (wanted.length === 0) return { candidates: [], levels: [], held: {} };
  const named = <T>(values: readonly (T | null | undefined)[]): T[] => [
    ...new Set(values.filter((value) => value != null)),
  ];
  const [facts] = await db.query<PickFacts>(find, [
    wanted.map(demandOf),
    wanted.map((line) => line.productId),
    wanted.map((line) => line.warehouseId),
    wanted.map((line) => line.quantity),
    wanted.map((line) => line.ownerId ?? null),
    named(wanted.map((line) => line.locationId)),
    named(wanted.flatMap((line) => line.lotIds ?? [])),
    today,
    named(wanted.map((line) => line.packageId)),
  ]);
  return facts ?? { candidates: [], levels: [], held: {} };
}
