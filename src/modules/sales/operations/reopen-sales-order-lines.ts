import { isPositive } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fitReservations } from '../../inventory/verbs.ts';
import { fault } from '../errors.ts';
import { announceOrder } from '../ledger/announce-order.ts';
import { beginOrderAct } from '../ledger/begin-order-act.ts';
import { renewPromises } from '../ledger/renew-promises.ts';
import { requireSettled } from '../ledger/settle-order.ts';
import { reopenLines } from '../ledger/write-order.ts';
import { orderEvents } from '../order-events.ts';
import type { ReservationPolicy } from '../rules/order-kinds.ts';
import { promiseTargets } from '../ledger/order-promises.ts';
import { readLinesNamed } from '../rules/read-lines-named.ts';

export interface ReopenSalesOrderLinesInput {
  readonly salesOrderId: Id;
  readonly expectedVersion?: number | null;
  readonly salesOrderLineIds: readonly Id[];
  /** How their goods are set aside; else as the order says. */
  readonly reservationPolicy?: ReservationPolicy | null;
}

/**
 * What was short closed of these lines is to be delivered after all: credit and goods are asked for
 * as if it were ordered now, and it is told when they can leave.
 */
export const reopenSalesOrderLines = defineOperation({
  name: 'reopenSalesOrderLines',
  permission: 'sales.order',
  async run(op, input: ReopenSalesOrderLinesInput): Promise<{ salesOrderId: Id }> {
    const { order } = await beginOrderAct(op, 'reopenSalesOrderLines', input);
    const faults: Fault[] = [];
    const lines = readLinesNamed(order, input.salesOrderLineIds, faults);
    for (const { line, path } of lines) {
      if (isPositive(line.cancelled)) continue;
      faults.push(fault('NOTHING_CANCELLED', `Nothing of ${line.sku} was short closed`, path));
    }
    refuseIfAny(faults);
    const ids = lines.map(({ line }) => line.id);
    await reopenLines(op, ids);
    await requireSettled(op, order.id);
    const reservationPolicy = input.reservationPolicy ?? order.reservationPolicy;
    if (order.cleared) {
      const reopened = lines.map(({ line }) => ({ ...line, cancelled: '0' }));
      const pathOf = ({ id }: { readonly id: Id }) => [
        'salesOrderLineIds',
        String(ids.indexOf(id)),
      ];
      const wanted = promiseTargets({ ...order, reservationPolicy }, reopened, pathOf);
      await fitReservations(op, wanted);
      await renewPromises(op, reopened);
    }
    const change = { salesOrderLineIds: ids };
    await announceOrder(op, orderEvents.salesOrderLinesReopened, order.id, change);
    return { salesOrderId: order.id };
  },
});
