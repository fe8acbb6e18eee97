import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { DeliveryState } from '../rules/delivery-kinds.ts';

const insert = statement(
  'delivery_insert',
  `with delivery as (
     insert into delivery (id, sales_order_id, warehouse_id, state, created_at, created_by)
     values ($1, $2, $3, 'DRAFT', $4, $5)
     returning id
   )
   insert into delivery_line (id, delivery_id, line_no, product_id, sales_order_line_id, quantity)
   select l.id, delivery.id, l.line_no, l.product_id, l.demand_line_id, l.quantity
   from delivery join stock_voucher_line l on l.stock_voucher_id = delivery.id`,
);

/** The delivery over a goods issue that was drafted in the same act: its lines are those of it. */
export const insertDelivery = (
  op: OperationContext,
  delivery: { readonly id: Id; readonly salesOrderId: Id; readonly warehouseId: Id },
): Promise<unknown> =>
  op.query(insert, [delivery.id, delivery.salesOrderId, delivery.warehouseId, op.now, op.actorId]);

const post = statement(
  'delivery_post',
  `with issued as (
     update delivery_line l set issued = x.quantity, unit_cost = p.standard_cost
     from unnest($2::uuid[], $3::numeric[]) as x(id, quantity)
     join delivery_line d on d.id = x.id
     join product p on p.id = d.product_id
     where l.id = x.id and l.delivery_id = $1
   )
   update delivery set state = 'POSTED', posted_at = $4, version = version + 1
   where id = $1 and state = 'DRAFT' returning id`,
);

const setState = statement(
  'delivery_set_state',
  `update delivery set state = $2, version = version + 1
   where id = $1 and state = $3 returning id`,
);

const requireOne = (rows: readonly unknown[]): void => {
  if (rows.length !== 1) throw new Error('The delivery changed under the lock of its order');
};

/** So much of each line left, by its id, and what a unit of it cost. */
export async function markDelivered(
  op: OperationContext,
  deliveryId: Id,
  issued: ReadonlyMap<Id, Decimal>,
): Promise<void> {
  const values = [deliveryId, [...issued.keys()], [...issued.values()], op.now];
  requireOne(await op.query(post, values));
}

export async function setDeliveryState(
  op: OperationContext,
  deliveryId: Id,
  from: DeliveryState,
  to: Exclude<DeliveryState, 'DRAFT' | 'POSTED'>,
): Promise<void> {
  requireOne(await op.query(setState, [deliveryId, to, from]));
}
