import { isPositive } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { releaseReservations } from '../../inventory/verbs.ts';
import { fault } from '../errors.ts';
import { announceOrder } from '../ledger/announce-order.ts';
import { beginOrderAct, inDeliveryFaults } from '../ledger/begin-order-act.ts';
import { requireSettled } from '../ledger/settle-order.ts';
import { cancelOpenOf } from '../ledger/write-order.ts';
import { orderEvents } from '../order-events.ts';
import { openOf } from '../rules/order.ts';
import { readLinesNamed } from '../rules/read-lines-named.ts';

export interface ShortCloseSalesOrderLinesInput {
  readonly salesOrderId: Id;
  readonly expectedVersion?: number | null;
  readonly salesOrderLineIds: readonly Id[];
  readonly reason: string;
}

/** What is open of these lines is delivered no more: its goods and its credit are free again. */
export const shortCloseSalesOrderLines = defineOperation({
  name: 'shortCloseSalesOrderLines',
  permission: 'sales.order',
  async run(op, input: ShortCloseSalesOrderLinesInput): Promise<{ salesOrderId: Id }> {
    const { order } = await beginOrderAct(op, 'shortCloseSalesOrderLines', input);
    const faults: Fault[] = [];
    const lines = readLinesNamed(order, input.salesOrderLineIds, faults);
    for (const { line, path } of lines) {
      faults.push(...inDeliveryFaults([line], () => path));
      if (!isPositive(openOf(line))) {
        faults.push(fault('NOTHING_OPEN', `Nothing of ${line.sku} is open`, path));
      }
    }
    const reason = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    const demandLineIds = lines.map(({ line }) => line.id);
    await cancelOpenOf(op, demandLineIds, reason);
    await requireSettled(op, order.id);
    await releaseReservations(op, { demandLineIds, ending: 'SHORT_CLOSED', reason });
    const change = { salesOrderLineIds: demandLineIds, reason };
    await announceOrder(op, orderEvents.salesOrderLinesShortClosed, order.id, change);
    return { salesOrderId: order.id };
  },
});
