import type { OrderHold } from './order-kinds.ts';
import type { NewOrder, OrderLineTerms } from './order.ts';

/** An order as it is just now. */
export interface BornOrder {
  readonly order: NewOrder;
  readonly number: string;
  readonly state: string;
  readonly holds: readonly OrderHold[];
  readonly cleared: boolean;
}

/**
 * What events tell of an order on its first day: the same as is read of it later. Costs and price
 * traces are not in it, for not all who see orders may see those.
 */
export function snapshotOf({ order, number, state, holds, cleared }: BornOrder) {
  const { id, partyId, ownerId, teamId, quoteRevisionId, opportunityId, projectId } = order;
  const { customerReference, orderedOn, currency, paymentDays, paymentTermsId } = order;
  const { deliveryPolicy, reservationPolicy, net, tax, total } = order;
  return {
    ...{ id, number, state, partyId, ownerId, teamId, quoteRevisionId, opportunityId, projectId },
    ...{ customerReference, orderedOn, currency, paymentDays, paymentTermsId },
    ...{ deliveryPolicy, reservationPolicy, holds, cleared, net, tax, total },
    ...{ fulfilment: 'NONE', invoicing: 'NONE', version: 1 },
    lines: order.lines.map(lineOf),
  };
}

const lineOf = (line: OrderLineTerms) => {
  const { id, lineNo, productId, sku, warehouseId, unit, quantityInUnit, quantity } = line;
  const { requestedOn, promisedOn, unitPrice, net, tax, total } = line;
  return {
    ...{ id, lineNo, productId, sku, warehouseId, unit, quantityInUnit, quantity },
    ...{ cancelled: '0', issued: '0', returned: '0', replaced: '0', invoiced: '0', credited: '0' },
    ...{ open: quantity, requestedOn, promisedOn, unitPrice, net, tax, total },
  };
};
