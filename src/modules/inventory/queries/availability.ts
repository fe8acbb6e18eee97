import { anyOf } from '../../../platform/database/any-of.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { answerAvailability } from '../rules/answer-availability.ts';
import type {
  AvailabilityAsked,
  AvailabilityTerms,
  LineAvailability,
  ProductFacts,
} from '../rules/availability.ts';
import type { SupplySource } from '../rules/supply-source.ts';

const union = (sources: readonly SupplySource[]): string =>
  sources
    .map(
      ({ kind, sql }) => `
      select '${kind}' as kind, s.* from (${sql}) s where s.product_id = ${anyOf('$1')}`,
    )
    .join(' union all ');

const list = (rows: string): string => `coalesce((${rows}), '[]')`;

/** $1 products, $2 lines whose own reservations are asked for, $3 now. */
const factsSql = (sources: readonly SupplySource[]): string => `
  with supply as materialized (${union(sources)}),
  level as materialized (
    select product_id, warehouse_id, sellable - reserved as free, reserved from stock_level
    where product_id = ${anyOf('$1')}
  ), waiting as materialized (
    select r.*, r.quantity - r.held - r.consumed - r.released as lacking
    from stock_reservation r
    where r.product_id = ${anyOf('$1')} and r.held + r.consumed + r.released < r.quantity
      and coalesce(r.expires_at > $3, true)
  ), over as materialized (
    select product_id, warehouse_id, sum(held) as held from stock_reservation
    where product_id = ${anyOf('$1')} and expires_at <= $3 and consumed + released < quantity
    group by 1, 2
  ), own as materialized (
    select product_id, warehouse_id, demand_line_id, sum(held) as held from stock_reservation
    where demand_line_id = ${anyOf('$2')} and held > 0 and coalesce(expires_at > $3, true)
    group by 1, 2, 3
  ), place as (
    select product_id, warehouse_id from level union select product_id, warehouse_id from supply
  )
  select p.id as "productId", p.lead_time_days as "leadTimeDays", ${list(`
    select json_agg(json_build_object('warehouseId', w.id, 'warehouse', w.code,
      'free', trim_scale(coalesce(l.free, 0) + coalesce(o.held, 0))::text,
      'promised', trim_scale(case when p.tracking = 'LOT' then coalesce(l.reserved, 0) - coalesce(
        (select sum(b.hard_reserved) from stock_balance b
         join location x on x.id = b.location_id
         where b.product_id = p.id and x.warehouse_id = w.id), 0) else 0 end)::text,
      'lots', ${list(`
        select json_agg(json_build_object('day', g.day, 'quantity', trim_scale(g.quantity)::text)
                        order by g.day)
        from (select coalesce(lot.removal_on, lot.expires_on) as day,
                     sum(b.on_hand - b.hard_reserved) as quantity
              from stock_balance b
              join location x on x.id = b.location_id and x.kind = 'STORAGE'
              join lot on lot.id = b.lot_id
              where p.tracking = 'LOT' and b.product_id = p.id and x.warehouse_id = w.id
                and b.status = 'AVAILABLE'
                and b.owner_id is null and b.on_hand > b.hard_reserved
                and coalesce(lot.removal_on, lot.expires_on) is not null
              group by 1) g`)},
      'waiting', ${list(`
        select json_agg(json_build_object('lineId', r.demand_line_id, 'wantedOn', r.wanted_on,
                          'quantity', trim_scale(r.lacking)::text)
                        order by r.priority desc, r.wanted_on, r.id)
        from waiting r where r.product_id = p.id and r.warehouse_id = w.id`)},
      'supplies', ${list(`
        select json_agg(json_build_object('kind', s.kind, 'documentId', s.document_id,
                          'number', s.number, 'quantity', trim_scale(s.quantity)::text,
                          'dueAt', s.due_at, 'goneOn', s.gone_on)
                        order by s.due_at, s.number, s.gone_on)
        from supply s where s.product_id = p.id and s.warehouse_id = w.id`)},
      'held', coalesce((select json_object_agg(r.demand_line_id, trim_scale(r.held)::text)
        from own r where r.product_id = p.id and r.warehouse_id = w.id), '{}')) order by w.code)
    from place k
    join warehouse w on w.id = k.warehouse_id
    left join level l on l.product_id = p.id and l.warehouse_id = w.id
    left join over o on o.product_id = p.id and o.warehouse_id = w.id
    where k.product_id = p.id`)} as warehouses
  from product p where p.id = ${anyOf('$1')}`;

/** Answers lines in their order; what is asked for is promised to nobody. */
export type FindAvailability = (
  db: Queryable,
  asked: readonly AvailabilityAsked[],
  terms: AvailabilityTerms & { readonly now: Date },
) => Promise<LineAvailability[]>;

/** What availability counts on: one statement for any number of lines. */
export function availabilityBy(sources: readonly SupplySource[]): FindAvailability {
  const find = statement('inventory_availability', factsSql(sources));
  return async (db, asked, terms) => {
    if (asked.length === 0) return [];
    const rows = await db.query<ProductFacts>(find, [
      [...new Set(asked.map(({ productId }) => productId))],
      asked.flatMap(({ lineId }) => lineId ?? []),
      terms.now,
    ]);
    return answerAvailability(asked, new Map(rows.map((row) => [row.productId, row])), terms);
  };
}
