import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { scheduleOrder, type CommitmentChange, type OrderNews } from '../../receivables/verbs.ts';
import type { Order } from '../rules/order.ts';
import { lockCustomerOf, lockOrder } from './lock-orders.ts';
import { rollUpOrders, type RolledUpOrder } from './roll-up-orders.ts';

/*
 * What is agreed about paying an order changes, and nothing else of it.
 */

/**
 * An order that is to be paid, behind the locks of its customer and of itself. Refuses
 * SALES_ORDER_NOT_FOUND, and NOT_POSSIBLE of a draft.
 */
export async function lockPayable(
  op: OperationContext,
  salesOrderId: Id,
  what: string,
): Promise<Order> {
  await lockCustomerOf(op, salesOrderId);
  const order = await lockOrder(op, salesOrderId);
  const unitIds = order.teamId === null ? [] : [order.teamId];
  op.requireReach('receivables.commit', { ownerId: order.ownerId, unitIds }, what);
  if (order.state === 'DRAFT') {
    refuse('NOT_POSSIBLE', 'Nothing is to be paid for a draft', ['salesOrderId']);
  }
  return order;
}

/** Its commitments follow the news; answers those that changed. */
export async function schedulePayments(
  op: OperationContext,
  { id }: Order,
  news: OrderNews,
): Promise<readonly CommitmentChange[]> {
  const [rolledUp] = await rollUpOrders(op, [id]);
  return (await scheduleOrder(op, op, rolledUp as RolledUpOrder, news)).changes;
}
