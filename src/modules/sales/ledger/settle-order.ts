import { DomainError, type Fault } from '../../../kernel/domain-error.ts';
import { isPositive, isZero } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { changeExposure, scheduleOrder, type OrderNews } from '../../receivables/verbs.ts';
import { rollUpOrders, type RolledUpOrder } from './roll-up-orders.ts';

/**
 * Brings the header and the customer's exposure in line with the lines. What adds to the exposure
 * has to be within the customer's credit; answers why it is not, and then the account is as it was.
 * Else its commitments follow: what is to be paid for it, and what `news` gives a day.
 */
export async function settleOrder(
  op: OperationContext,
  salesOrderId: Id,
  news: OrderNews = {},
): Promise<readonly Fault[]> {
  const [rolledUp] = await rollUpOrders(op, [salesOrderId]);
  const order = rolledUp as RolledUpOrder;
  const { partyId, change } = order;
  if (!isZero(change)) {
    const refused = await changeExposure(op, [
      {
        by: op,
        partyId,
        documentId: salesOrderId,
        ordered: change,
        checkPoint: isPositive(change) ? 'ORDER' : null,
        path: ['salesOrderId'],
      },
    ]);
    const faults = refused.get(0);
    if (faults) return faults;
  }
  if (order.state !== 'DRAFT') await scheduleOrder(op, op, order, news);
  return [];
}

/** Same, and refuses where the credit does not suffice. */
export async function requireSettled(
  op: OperationContext,
  salesOrderId: Id,
  news: OrderNews = {},
): Promise<void> {
  const faults = await settleOrder(op, salesOrderId, news);
  if (faults.length > 0) throw new DomainError(faults);
}
