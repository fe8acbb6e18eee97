import type { Fault } from '../../../kernel/domain-error.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { BatchContext } from '../../../platform/perform/operation.ts';
import { orderEvents } from '../order-events.ts';
import { announceOrders } from './announce-order.ts';
import { claimOrders, type OrderClaim } from './claim-orders.ts';
import { insertOrders, type OrderBirth } from './write-order.ts';

/** An order that is to be confirmed as it is written. */
export interface OrderToPlace extends OrderClaim {
  readonly number: string;
}

/**
 * Writes orders that are confirmed at once, those of them that get credit and goods, and tells of
 * them. Answers the faults of the others by their index. The caller has locked the customers.
 */
export async function placeOrders(
  op: BatchContext,
  orders: readonly OrderToPlace[],
): Promise<ReadonlyMap<number, readonly Fault[]>> {
  const ends = await claimOrders(op, orders);
  const refused = new Map<number, readonly Fault[]>();
  const births: (OrderBirth & Pick<OrderToPlace, 'by'>)[] = [];
  ends.forEach((end, index) => {
    const { by, order, number } = orders[index] as OrderToPlace;
    if (end.faults) refused.set(index, end.faults);
    else births.push({ by, order, number, ...end, state: 'CONFIRMED' });
  });
  if (births.length > 0) {
    await inOrder(
      insertOrders(op, births),
      announceOrders(
        op,
        births.map(({ by, order }) => ({
          by,
          type: orderEvents.salesOrderConfirmed,
          salesOrderId: order.id,
        })),
      ),
    );
  }
  return refused;
}

const draw = statement(
  'sales_order_numbers_draw',
  `select 'SO-' || nextval('sales_order_number') as number from generate_series(1, $1)`,
);

/** Numbers for so many orders: of those that are not written they are lost. */
export const drawOrderNumbers = async (db: Queryable, count: number): Promise<string[]> =>
  (await db.query<{ number: string }>(draw, [count])).map(({ number }) => number);
