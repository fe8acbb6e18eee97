import { refuse, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import type { Order, OrderLine } from '../rules/order.ts';
import {
  salesOrderStates,
  whyNotSalesOrder,
  type SalesOrderAct,
  type SalesOrderState,
} from '../rules/order-states.ts';
import { lockOrder, requireVersion } from './lock-orders.ts';

export interface OrderActAsked {
  readonly salesOrderId: Id;
  /** The version that was looked at; null or left out: whatever it is. */
  readonly expectedVersion?: number | null;
}

/** Needed at the order to do this with it. */
const permissions: Readonly<Record<SalesOrderAct, 'sales.order' | 'sales.hold'>> = {
  editSalesOrder: 'sales.order',
  repriceSalesOrder: 'sales.order',
  confirmSalesOrder: 'sales.order',
  amendSalesOrder: 'sales.order',
  shortCloseSalesOrderLines: 'sales.order',
  reopenSalesOrderLines: 'sales.order',
  holdSalesOrder: 'sales.hold',
  releaseSalesOrder: 'sales.hold',
  closeSalesOrder: 'sales.hold',
  reopenSalesOrder: 'sales.hold',
  cancelSalesOrder: 'sales.order',
};

/**
 * The order behind its lock, and the state that the act leads to; refuses SALES_ORDER_NOT_FOUND,
 * STALE, ILLEGAL_STATE, and what else stands in the way.
 */
export async function beginOrderAct(
  op: OperationContext,
  act: SalesOrderAct,
  { salesOrderId, expectedVersion }: OrderActAsked,
): Promise<{ readonly order: Order; readonly state: SalesOrderState }> {
  const order = await lockOrder(op, salesOrderId);
  requireOrderReach(op, act, order);
  if (expectedVersion != null) requireVersion(order, expectedVersion);
  const state = requireTransition(salesOrderStates, order.state, act);
  const isIssued = order.lines.some(({ issued }) => Number(issued) > 0);
  const standing = { holds: order.holds, fulfilment: isIssued ? 'PARTIAL' : 'NONE' } as const;
  const [why] = whyNotSalesOrder(act, standing);
  if (why !== undefined) refuse('NOT_POSSIBLE', why, ['salesOrderId']);
  return { order, state };
}

export function requireOrderReach(
  op: Pick<OperationContext, 'requireReach'>,
  act: SalesOrderAct,
  { ownerId, teamId }: Pick<Order, 'ownerId' | 'teamId'>,
): void {
  const unitIds = teamId === null ? [] : [teamId];
  op.requireReach(permissions[act], { ownerId, unitIds }, 'Acting on this order');
}

/** Lines that are in a delivery which has not left: it has to be cancelled first. */
export const inDeliveryFaults = (
  lines: readonly OrderLine[],
  pathOf: (line: OrderLine) => readonly string[] = () => ['salesOrderId'],
): Fault[] =>
  lines.flatMap((line) => {
    if (Number(line.inDelivery) === 0) return [];
    const message = `${line.inDelivery} of ${line.sku} are in a delivery: cancel that first`;
    return [fault('LINE_IN_DELIVERY', message, pathOf(line), { inDelivery: line.inDelivery })];
  });
