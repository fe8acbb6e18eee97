import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { countIntervalDays } from '../rules/count-kinds.ts';
import { countClasses, type CountClass } from '../rules/kinds.ts';

const ofClasses = statement(
  'stock_count_products_of_classes',
  `select product_id as "productId" from stock_policy
   where warehouse_id = any($1::uuid[]) and count_class = any($2::text[])
   order by product_id`,
);

/** The products that a warehouse's policies put into these classes. */
export async function findProductsOfClasses(
  db: Queryable,
  warehouseIds: readonly Id[],
  classes: readonly CountClass[],
): Promise<Id[]> {
  if (classes.length === 0 || warehouseIds.length === 0) return [];
  const rows = await db.query<{ productId: Id }>(ofClasses, [warehouseIds, classes]);
  return rows.map((row) => row.productId);
}

/**
 * A product was counted when a posted count was about it: named, or found at a place of a count of
 * every product. Those that an open count is about are not due, whatever their class.
 */
const findDue = statement(
  'stock_count_due',
  `select p.product_id as "productId", p.count_class as "countClass"
   from stock_policy p
   join unnest($3::text[], $4::int[]) as i(count_class, days) on i.count_class = p.count_class
   join stock_level s on s.product_id = p.product_id and s.warehouse_id = p.warehouse_id
     and s.on_hand > 0
   left join lateral (
     select max(c.planned_on) filter (where c.state = 'POSTED') as counted_on,
            bool_or(c.state not in ('POSTED', 'CANCELLED')) as open
     from (select l.stock_count_id from stock_count_line l where l.product_id = p.product_id
           union
           select n.stock_count_id from stock_count_product n where n.product_id = p.product_id
           union
           select c.id from stock_count c
           where c.warehouse_id = p.warehouse_id and c.every_product and c.every_location
             and c.state not in ('POSTED', 'CANCELLED')) about
     join stock_count c on c.id = about.stock_count_id and c.warehouse_id = p.warehouse_id
   ) last on true
   where p.warehouse_id = $1 and not coalesce(last.open, false)
     and (last.counted_on is null or last.counted_on + i.days <= $2::date)
   order by p.count_class, last.counted_on nulls first, p.product_id`,
);

/** A product whose turn it is. */
export interface DueProduct {
  readonly productId: Id;
  readonly countClass: CountClass;
}

/** What a warehouse has and has not counted for as long as its class says; longest first. */
export const findDueProducts = (
  db: Queryable,
  warehouseId: Id,
  today: LocalDate,
): Promise<DueProduct[]> =>
  db.query<DueProduct>(findDue, [
    warehouseId,
    today,
    countClasses,
    countClasses.map((name) => countIntervalDays[name]),
  ]);
