import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { releaseReservations } from '../../inventory/verbs.ts';
import { announceOrder } from '../ledger/announce-order.ts';
import { beginOrderAct, inDeliveryFaults } from '../ledger/begin-order-act.ts';
import { requireSettled } from '../ledger/settle-order.ts';
import { cancelOpenOf, markOrder } from '../ledger/write-order.ts';
import { orderEvents } from '../order-events.ts';

export interface CancelSalesOrderInput {
  readonly salesOrderId: Id;
  readonly expectedVersion?: number | null;
  readonly reason: string;
}

/** It is given up before anything left: its goods and its credit are free again. */
export const cancelSalesOrder = defineOperation({
  name: 'cancelSalesOrder',
  permission: 'sales.order',
  async run(op, input: CancelSalesOrderInput): Promise<{ salesOrderId: Id }> {
    const { order, state } = await beginOrderAct(op, 'cancelSalesOrder', input);
    const faults: Fault[] = inDeliveryFaults(order.lines);
    const reason = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    await cancelOpenOf(
      op,
      order.lines.map(({ id }) => id),
      reason,
    );
    const { holds, cleared } = order;
    await markOrder(op, op, order.id, { state, holds, cleared, reason });
    await requireSettled(op, order.id);
    await releaseReservations(op, { demandIds: [order.id], ending: 'CANCELLED', reason });
    await announceOrder(op, orderEvents.salesOrderCancelled, order.id, { reason });
    return { salesOrderId: order.id };
  },
});
