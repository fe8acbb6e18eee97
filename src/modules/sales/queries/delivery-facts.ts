import type { Decimal } from '../../../kernel/decimal.ts';
import { refuse } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { anyOf } from '../../../platform/database/any-of.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { DeliveryState } from '../rules/delivery-kinds.ts';

export interface DeliveryLineFacts {
  readonly id: Id;
  readonly lineNo: number;
  readonly salesOrderLineId: Id;
  readonly productId: Id;
  readonly sku: string;
  readonly tracking: string;
  readonly baseUnit: string;
  readonly baseDecimals: number;
  readonly quantity: Decimal;
  readonly issued: Decimal;
  readonly returned: Decimal;
  /** Came back, ours again or still the customer's. */
  readonly cameBack: Decimal;
  /** Allowed to come back, and not here yet. */
  readonly awaited: Decimal;
  readonly unitCost: Decimal | null;
}

export interface DeliveryFacts {
  readonly id: Id;
  readonly number: string;
  readonly state: DeliveryState;
  readonly version: number;
  readonly salesOrderId: Id;
  readonly warehouse: { readonly id: Id; readonly code: string };
  readonly lines: readonly DeliveryLineFacts[];
}

const text = (column: string): string => `trim_scale(${column})::text`;

const load = statement(
  'deliveries_load',
  `select d.id, v.number, d.state, d.version, d.sales_order_id as "salesOrderId",
     json_build_object('id', w.id, 'code', w.code) as warehouse,
     (select json_agg(json_build_object('id', l.id, 'lineNo', l.line_no,
        'salesOrderLineId', l.sales_order_line_id, 'productId', l.product_id, 'sku', p.sku,
        'tracking', p.tracking, 'baseUnit', p.base_unit_code, 'baseDecimals', u.decimals,
        'quantity', ${text('l.quantity')}, 'issued', ${text('l.issued')},
        'returned', ${text('l.returned')}, 'unitCost', ${text('l.unit_cost')},
        'cameBack', coalesce((select ${text('sum(r.received)')} from return_line r
           where r.delivery_line_id = l.id), '0'),
        'awaited', coalesce((select ${text('sum(r.quantity - r.received)')} from return_line r
           join return_authorisation a on a.id = r.return_authorisation_id
             and a.state in ('AUTHORISED', 'PARTLY_RECEIVED')
           where r.delivery_line_id = l.id), '0')) order by l.line_no)
      from delivery_line l
      join product p on p.id = l.product_id
      join unit u on u.code = p.base_unit_code
      where l.delivery_id = d.id) as lines
   from delivery d
   join stock_voucher v on v.id = d.id
   join warehouse w on w.id = d.warehouse_id
   where d.id = ${anyOf('$1')} order by d.id`,
);

/** As they are; behind the lock of their order they stand still. */
export const loadDeliveries = (db: Queryable, ids: readonly Id[]): Promise<DeliveryFacts[]> =>
  db.query<DeliveryFacts>(load, [ids]);

const findOrder = statement(
  'delivery_order',
  'select sales_order_id as "salesOrderId" from delivery where id = $1',
);

/** Whose delivery it is: what is to be locked first. Refuses DELIVERY_NOT_FOUND. */
export async function orderOfDelivery(db: Queryable, given: Id): Promise<Id> {
  const rows = isId(given)
    ? await db.query<{ salesOrderId: Id }>(findOrder, [given.toLowerCase()])
    : [];
  const [found] = rows;
  if (found) return found.salesOrderId;
  return refuse('DELIVERY_NOT_FOUND', 'There is no such delivery', ['deliveryId']);
}
