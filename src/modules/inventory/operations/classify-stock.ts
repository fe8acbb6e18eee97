import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { addDays } from '../../../kernel/local-date.ts';
import { askable } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { loadWarehouseFacts } from '../queries/warehouse-facts.ts';

export interface ClassifyStockInput {
  readonly warehouseId: Id;
  /** How many days back issues are looked at, today included: 1 to 3,660. */
  readonly days: number;
}

export interface StockClassified {
  readonly warehouseId: Id;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** Of them, in another class than before. */
  readonly changed: number;
}

const longest = 3_660;

/**
 * Value issued, the greatest first: A until 80 % of it is reached, B until 95 %, C for the rest and
 * for what was not issued or has no known cost. Issues taken back count against.
 */
const classify = statement(
  'stock_policies_classify',
  `with issued as (
     select m.product_id,
            sum(case when f.warehouse_id = $1 then m.quantity else -m.quantity end) as quantity
     from stock_move m
     join location f on f.id = m.from_location_id
     join location t on t.id = m.to_location_id
     where m.kind = 'ISSUE' and m.dated_on > $2 and m.dated_on <= $3 and m.owner_id is null
       and $1 in (f.warehouse_id, t.warehouse_id)
     group by 1
   ), valued as (
     select p.id as product_id,
            coalesce(greatest(i.quantity, 0) * p.standard_cost, 0) as value
     from product p
     left join issued i on i.product_id = p.id
     left join stock_level s on s.product_id = p.id and s.warehouse_id = $1
     where i.quantity > 0 or s.on_hand > 0
   ), ranked as (
     select product_id, value, sum(value) over () as total,
            coalesce(sum(value) over (order by value desc, product_id
              rows between unbounded preceding and 1 preceding), 0) as before
     from valued
   ), class as (
     select product_id, case when value = 0 then 'C' when before < total * 0.80 then 'A'
                             when before < total * 0.95 then 'B' else 'C' end as class
     from ranked
   ), written as (
     insert into stock_policy as p (id, product_id, warehouse_id, count_class)
     select gen_random_uuid(), product_id, $1, class from class order by product_id
     on conflict (product_id, warehouse_id) do update
       set count_class = excluded.count_class, version = p.version + 1
       where p.count_class is distinct from excluded.count_class
     returning id
   )
   select count(*) filter (where class = 'A')::int as a,
          count(*) filter (where class = 'B')::int as b,
          count(*) filter (where class = 'C')::int as c,
          (select count(*)::int from written) as changed
   from class`,
);

/**
 * How often each product of a warehouse is counted follows from what was issued of it lately, by
 * value: A, B or C. One statement, whatever the number of products.
 */
export const classifyStock = defineOperation({
  name: 'classifyStock',
  permission: 'inventory.plan',
  async run(op, input: ClassifyStockInput): Promise<StockClassified> {
    const unitIds = askable([input.warehouseId]);
    op.requireReach('inventory.plan', { unitIds }, 'Classifying stock');
    const [warehouse] = (await loadWarehouseFacts(op, unitIds)).values();
    const faults: Fault[] = [];
    if (!warehouse) {
      faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', ['warehouseId']));
    }
    if (!Number.isInteger(input.days) || input.days < 1 || input.days > longest) {
      const message = `From 1 to ${longest} days back`;
      faults.push(fault('DAYS_MALFORMED', message, ['days']));
    }
    refuseIfAny(faults);
    const { id: warehouseId, code } = warehouse as { id: Id; code: string };
    const since = addDays(op.today, -input.days);
    const [counts] = await op.query<Omit<StockClassified, 'warehouseId'>>(classify, [
      warehouseId,
      since,
      op.today,
    ]);
    if (!counts) throw new Error('Classifying answered nothing');
    op.emit({
      type: inventoryEvents.stockClassified,
      subject: { type: 'warehouse', id: warehouseId },
      unitIds: [warehouseId],
      data: { warehouse: { id: warehouseId, code }, days: input.days, ...counts },
    });
    return { warehouseId, ...counts };
  },
});
