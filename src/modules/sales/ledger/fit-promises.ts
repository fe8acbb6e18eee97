import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fitReservations } from '../../inventory/verbs.ts';
import { lockOrder } from './lock-orders.ts';
import { promiseTargets } from './order-promises.ts';

/**
 * What is promised to these lines follows what is open of them by now: more waits for its turn
 * where it is not there, whatever the order asked for in the beginning. Nothing where the order
 * sets nothing aside.
 */
export async function fitPromises(
  op: OperationContext,
  salesOrderId: Id,
  lineIds: readonly Id[],
): Promise<void> {
  const order = await lockOrder(op, salesOrderId);
  if (!order.cleared || order.state !== 'CONFIRMED') return;
  const reservationPolicy = order.reservationPolicy === 'NONE' ? 'NONE' : 'PARTIAL';
  const changed = order.lines.filter(({ id }) => lineIds.includes(id));
  await fitReservations(
    op,
    promiseTargets({ ...order, reservationPolicy }, changed, () => ['salesOrderId']),
  );
}
