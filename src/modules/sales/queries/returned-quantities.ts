import type { Decimal } from '../../../kernel/decimal.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';

const load = statement(
  'return_quantities_to_credit',
  `select d.sales_order_line_id as id,
     trim_scale(coalesce(sum(came.quantity) filter (where not r.is_replaced), 0) - coalesce((
       select sum(l.quantity) from invoice_line l
       join invoice i on i.id = l.invoice_id and i.return_authorisation_id = $1
       where l.sales_order_line_id = d.sales_order_line_id), 0))::text as quantity
   from return_authorisation a
   join return_line r on r.return_authorisation_id = a.id
   cross join lateral (
     select coalesce(sum(x.quantity), 0) as quantity from return_receipt x
     where x.return_line_id = r.id
       and x.disposition not in ('REPAIR', 'RETURN_TO_CUSTOMER')) came
   join delivery_line d on d.id = r.delivery_line_id
   where a.id = $1 and a.sales_order_id = any($2::uuid[])
   group by d.sales_order_line_id`,
);

/**
 * What came back by a return of one of these orders, and neither is replaced nor was credited by
 * the return before: in base units, for each line of an order. Empty where there is no such return.
 */
export async function loadReturnedQuantities(
  db: Queryable,
  returnAuthorisationId: Id,
  salesOrderIds: readonly Id[],
): Promise<ReadonlyMap<Id, Decimal>> {
  if (!isId(returnAuthorisationId)) return new Map();
  const values = [returnAuthorisationId.toLowerCase(), salesOrderIds];
  const rows = await db.query<{ id: Id; quantity: Decimal }>(load, values);
  return new Map(rows.map(({ id, quantity }) => [id, quantity]));
}
