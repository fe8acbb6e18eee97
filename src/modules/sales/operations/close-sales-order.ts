import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fitReservations, releaseReservations } from '../../inventory/verbs.ts';
import { announceOrder } from '../ledger/announce-order.ts';
import { beginOrderAct, inDeliveryFaults } from '../ledger/begin-order-act.ts';
import { renewPromises } from '../ledger/renew-promises.ts';
import { requireSettled } from '../ledger/settle-order.ts';
import { markOrder } from '../ledger/write-order.ts';
import { orderEvents } from '../order-events.ts';
import type { ReservationPolicy } from '../rules/order-kinds.ts';
import { pathOfLine, promiseTargets } from '../ledger/order-promises.ts';

export interface CloseSalesOrderInput {
  readonly salesOrderId: Id;
  readonly expectedVersion?: number | null;
  readonly reason: string;
}

/**
 * Nothing more of it is delivered. What was issued is still to be invoiced, and counts against the
 * customer's credit until it is; the rest of its goods and its credit are free again.
 */
export const closeSalesOrder = defineOperation({
  name: 'closeSalesOrder',
  permission: 'sales.hold',
  async run(op, input: CloseSalesOrderInput): Promise<{ salesOrderId: Id }> {
    const { order, state } = await beginOrderAct(op, 'closeSalesOrder', input);
    const faults: Fault[] = inDeliveryFaults(order.lines);
    const reason = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    const { holds, cleared } = order;
    await markOrder(op, op, order.id, { state, holds, cleared, reason });
    await requireSettled(op, order.id);
    await releaseReservations(op, { demandIds: [order.id], ending: 'SHORT_CLOSED', reason });
    await announceOrder(op, orderEvents.salesOrderClosed, order.id, { reason });
    return { salesOrderId: order.id };
  },
});

export interface ReopenSalesOrderInput {
  readonly salesOrderId: Id;
  readonly expectedVersion?: number | null;
  /** How its goods are set aside; else as the order says. */
  readonly reservationPolicy?: ReservationPolicy | null;
}

/**
 * What was open when it was closed is delivered after all: credit and goods are asked for anew, and
 * it is told when they can leave.
 */
export const reopenSalesOrder = defineOperation({
  name: 'reopenSalesOrder',
  permission: 'sales.hold',
  async run(op, input: ReopenSalesOrderInput): Promise<{ salesOrderId: Id }> {
    const { order, state } = await beginOrderAct(op, 'reopenSalesOrder', input);
    const { holds, cleared } = order;
    await markOrder(op, op, order.id, { state, holds, cleared });
    await requireSettled(op, order.id);
    const reservationPolicy = input.reservationPolicy ?? order.reservationPolicy;
    const reopened = { ...order, reservationPolicy };
    if (cleared) {
      await fitReservations(op, promiseTargets(reopened, order.lines, pathOfLine(order.lines)));
      await renewPromises(op, order.lines);
    }
    await announceOrder(op, orderEvents.salesOrderReopened, order.id);
    return { salesOrderId: order.id };
  },
});
