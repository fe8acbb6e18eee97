import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fitReservations } from '../../inventory/verbs.ts';
import { announceOrder } from '../ledger/announce-order.ts';
import { beginOrderAct } from '../ledger/begin-order-act.ts';
import { renewPromises } from '../ledger/renew-promises.ts';
import { requireSettled } from '../ledger/settle-order.ts';
import { markOrder } from '../ledger/write-order.ts';
import { orderEvents } from '../order-events.ts';
import type { OrderHold, ReservationPolicy } from '../rules/order-kinds.ts';
import { pathOfLine, promiseTargets } from '../ledger/order-promises.ts';

export interface HoldSalesOrderInput {
  readonly salesOrderId: Id;
  readonly expectedVersion?: number | null;
  readonly hold: OrderHold;
  readonly reason: string;
}

/**
 * Nothing of it is delivered until it is set free. It keeps the goods and the credit that it has:
 * who is held does not lose the turn.
 */
export const holdSalesOrder = defineOperation({
  name: 'holdSalesOrder',
  permission: 'sales.hold',
  async run(op, input: HoldSalesOrderInput): Promise<{ salesOrderId: Id }> {
    const { order, state } = await beginOrderAct(op, 'holdSalesOrder', input);
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    const { hold } = input;
    if (order.holds.includes(hold)) {
      refuse('ALREADY_HELD', `It is held already: ${hold}`, ['hold']);
    }
    const holds = [...order.holds, hold];
    await markOrder(op, op, order.id, { state, holds, cleared: order.cleared });
    await requireSettled(op, order.id);
    await announceOrder(op, orderEvents.salesOrderHeld, order.id, { hold, reason });
    return { salesOrderId: order.id };
  },
});

export interface ReleaseSalesOrderInput {
  readonly salesOrderId: Id;
  readonly expectedVersion?: number | null;
  readonly hold: OrderHold;
  readonly reason: string;
  /** How its goods are set aside where that was not done yet; else as the order says. */
  readonly reservationPolicy?: ReservationPolicy | null;
}

/**
 * One of the reasons why it stood still is gone. Where it was confirmed without credit, that has to
 * suffice by now, of itself or by an override, and only now are its goods set aside and promised.
 */
export const releaseSalesOrder = defineOperation({
  name: 'releaseSalesOrder',
  permission: 'sales.hold',
  async run(op, input: ReleaseSalesOrderInput): Promise<{ salesOrderId: Id }> {
    const { order, state } = await beginOrderAct(op, 'releaseSalesOrder', input);
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    const { hold } = input;
    if (!order.holds.includes(hold)) {
      refuse('NOT_HELD', `It is not held for that: ${hold}`, ['hold'], { holds: order.holds });
    }
    const isClearing = hold === 'CREDIT' && !order.cleared;
    await markOrder(op, op, order.id, {
      state,
      holds: order.holds.filter((held) => held !== hold),
      cleared: order.cleared || isClearing,
    });
    await requireSettled(op, order.id);
    const reservationPolicy = input.reservationPolicy ?? order.reservationPolicy;
    if (isClearing) {
      const released = { ...order, reservationPolicy };
      await fitReservations(op, promiseTargets(released, order.lines, pathOfLine(order.lines)));
      await renewPromises(op, order.lines);
    }
    await announceOrder(op, orderEvents.salesOrderReleased, order.id, { hold, reason });
    return { salesOrderId: order.id };
  },
});
