import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { loadDeliveries, orderOfDelivery, type DeliveryFacts } from '../queries/delivery-facts.ts';
import type { Order } from '../rules/order.ts';
import { lockOrder } from './lock-orders.ts';

/** The delivery as it is behind the lock of its order: whoever changes one holds the other. */
export async function lockDelivery(
  op: OperationContext,
  deliveryId: Id,
): Promise<{ readonly order: Order; readonly delivery: DeliveryFacts }> {
  const order = await lockOrder(op, await orderOfDelivery(op, deliveryId));
  const [delivery] = await loadDeliveries(op, [deliveryId.toLowerCase()]);
  if (!delivery) throw new Error('A delivery was removed');
  return { order, delivery };
}
