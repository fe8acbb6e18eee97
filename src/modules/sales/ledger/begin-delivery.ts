import { DomainError, refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { loadProductMeasures } from '../../catalog/index.ts';
import { findDeliverable } from '../../inventory/index.ts';
import { draftIssueFor } from '../../inventory/verbs.ts';
import { requireDeliverable } from '../rules/may-leave.ts';
import { orderDemand } from '../rules/order-kinds.ts';
import type { Order } from '../rules/order.ts';
import {
  planDelivery,
  planEverything,
  warehouseOf,
  type DeliveryLineInput,
  type PlannedDeliveryLine,
} from '../rules/plan-delivery.ts';
import { lineCountFaults } from '../rules/read-input.ts';
import { announceDelivery } from './announce-delivery.ts';
import { lockOrder } from './lock-orders.ts';
import { insertDelivery } from './write-delivery.ts';
import { deliveryEvents } from '../delivery-events.ts';

export interface DraftDeliveryInput {
  /** Of the delivery, and of its goods issue. */
  readonly id?: Id | null;
  readonly salesOrderId: Id;
  /** Where the goods leave; where the lines are served from, if that is one place. */
  readonly warehouseId?: Id | null;
  /** Left out: everything open that can leave there now. */
  readonly lines?: readonly DeliveryLineInput[] | null;
}

/**
 * A delivery over a goods issue of its own, which takes the order's promises and nobody else's. No
 * more of a line than is open and in no other draft. The order stays locked until the act ends.
 */
export async function beginDelivery(
  op: OperationContext,
  input: DraftDeliveryInput,
): Promise<{ readonly order: Order; readonly deliveryId: Id; readonly number: string }> {
  if (input.lines) refuseIfAny(lineCountFaults(input.lines.length));
  const order = await lockOrder(op, input.salesOrderId);
  const faults: Fault[] = [];
  const warehouseId = warehouseOf(order, input.warehouseId, input.lines, faults);
  if (warehouseId === null) throw new DomainError(faults);
  op.requireReach('sales.deliver', { unitIds: [warehouseId] }, 'Delivering from this warehouse');
  requireDeliverable(order, ['salesOrderId']);
  const lines = await planLines(op, order, warehouseId, input.lines ?? null, faults);
  refuseIfAny(faults);
  const { stockVoucherId, number } = await draftIssueFor(op, {
    id: input.id ?? null,
    demand: { kind: orderDemand, id: order.id },
    warehouseId,
    reference: order.number,
    lines,
  });
  await insertDelivery(op, { id: stockVoucherId, salesOrderId: order.id, warehouseId });
  await announceDelivery(op, deliveryEvents.deliveryDrafted, stockVoucherId);
  return { order, deliveryId: stockVoucherId, number };
}

async function planLines(
  op: OperationContext,
  order: Order,
  warehouseId: Id,
  inputs: readonly DeliveryLineInput[] | null,
  faults: Fault[],
): Promise<PlannedDeliveryLine[]> {
  const measures = await loadProductMeasures(
    op,
    order.lines.map(({ productId }) => productId),
  );
  if (inputs !== null) return planDelivery(order, warehouseId, inputs, measures, faults);
  const named = order.lines.map(({ id, productId }) => ({ demandLineId: id, productId }));
  const there = await findDeliverable(op, named, warehouseId);
  const planned = planEverything(order, warehouseId, there, measures);
  if (planned.length > 0) return planned;
  const message = 'Nothing of the order that is open can leave this warehouse now';
  return refuse('NOTHING_TO_DELIVER', message, ['salesOrderId']);
}
