import { DomainError } from '../../../kernel/domain-error.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { Path } from '../errors.ts';
import type { NewOrder, Order } from '../rules/order.ts';
import type { OrderInput } from '../rules/read-order.ts';
import { planOrders } from './plan-orders.ts';

/**
 * An order that is there as it would be if it were asked for like this, with today's prices of its
 * pricing day. What nobody asked anew stays: when it was ordered, who looks after it, and, as long
 * as it is the same customer, the addresses.
 */
export async function replanOrder(
  op: OperationContext,
  order: Order,
  input: OrderInput,
  linePaths?: readonly Path[],
): Promise<NewOrder> {
  const { projectId: ownProjectId, paymentTermsId: ownPaymentTermsId } = order;
  const own = { ownProjectId, ownPaymentTermsId };
  const asked = { by: op, input, ...own, ...(linePaths && { linePaths }) };
  const [plan] = await planOrders(op, [asked], { isNew: false });
  if (!plan?.order) throw new DomainError(plan?.faults ?? []);
  const { quoteRevisionId, ownerId, teamId, orderedOn } = order;
  // Their days may have changed since.
  const isSameTerms = ownPaymentTermsId !== null && plan.order.paymentTermsId === ownPaymentTermsId;
  const isSame = plan.order.partyId === order.partyId;
  return {
    ...plan.order,
    ...{ quoteRevisionId, ownerId, teamId, orderedOn },
    ...(isSameTerms && { paymentDays: order.paymentDays }),
    ...(isSame && input.shipToAddressId == null && { shipTo: order.shipTo }),
    ...(isSame && input.billToAddressId == null && { billTo: order.billTo }),
  };
}
