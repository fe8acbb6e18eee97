import { inOrder } from '../../../platform/database/in-order.ts';
import type { Queryable } from '../../../platform/database/statement.ts';
import type { NewOrder, Order } from '../rules/order.ts';
import { rollUpOrders } from './roll-up-orders.ts';
import { rewriteOrder } from './write-order.ts';

/** A draft says something else, and all its lines are written anew: nothing leads to them yet. */
export async function rewriteDraft(db: Queryable, before: Order, order: NewOrder): Promise<void> {
  await inOrder(
    rewriteOrder(db, {
      order,
      newLineIds: new Set(order.lines.map(({ id }) => id)),
      removedLineIds: before.lines.map(({ id }) => id),
    }),
    rollUpOrders(db, [order.id]),
  );
}
