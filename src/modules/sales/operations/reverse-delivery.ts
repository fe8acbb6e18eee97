import { isPositive, negateDecimal } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { readOwnId, readReason } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { lockVoucher, reverseIssueFor } from '../../inventory/verbs.ts';
import { deliveryEvents } from '../delivery-events.ts';
import { fault } from '../errors.ts';
import { announceDelivery } from '../ledger/announce-delivery.ts';
import { changeOrderLines } from '../ledger/change-order-lines.ts';
import { fitPromises } from '../ledger/fit-promises.ts';
import { lockDelivery } from '../ledger/lock-delivery.ts';
import { requireSettled } from '../ledger/settle-order.ts';
import { setDeliveryState } from '../ledger/write-delivery.ts';
import type { DeliveryFacts } from '../queries/delivery-facts.ts';
import { deliveryStates } from '../rules/delivery-kinds.ts';
import { requireConfirmed } from '../rules/may-leave.ts';
import { asDelivery, renaming } from '../rules/renamed-paths.ts';

export interface ReverseDeliveryInput {
  readonly deliveryId: Id;
  /** Of the goods issue that takes it back. */
  readonly id?: Id | null;
  readonly reason: string;
  /** The business day it is booked on; today when left out. */
  readonly datedOn?: LocalDate | null;
}

/**
 * The goods are where they were, as if they had not left: it was a mistake. What left is open
 * again, and promised to the order as far as nobody else waits for it. Refuses GOODS_RETURNED where
 * some came back or may, and MORE_THAN_ORDERED where they are invoiced.
 */
export const reverseDelivery = defineOperation({
  name: 'reverseDelivery',
  permission: 'sales.deliver',
  async run(op, input: ReverseDeliveryInput): Promise<{ deliveryId: Id; stockVoucherId: Id }> {
    const { order, delivery } = await lockDelivery(op, input.deliveryId);
    const unitIds = [delivery.warehouse.id];
    op.requireReach('sales.deliver', { unitIds }, 'Taking this delivery back');
    op.requireReach('inventory.reverse', { unitIds }, 'Taking goods that left back');
    requireTransition(deliveryStates, delivery.state, 'reverseDelivery');
    requireConfirmed(order, ['deliveryId']);
    const faults: Fault[] = returnedFaults(delivery);
    const id = readOwnId(input.id, op.newId, ['id'], faults);
    const reason = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    const voucher = await lockVoucher(op, delivery.id);
    const issued = delivery.lines.filter((line) => isPositive(line.issued));
    await changeOrderLines(
      op,
      issued.map((line) => ({
        salesOrderLineId: line.salesOrderLineId,
        issued: negateDecimal(line.issued),
        path: ['deliveryId'],
      })),
    );
    await setDeliveryState(op, delivery.id, 'POSTED', 'REVERSED');
    await requireSettled(op, order.id, { undelivered: delivery.id });
    const datedOn = input.datedOn ?? null;
    const reversal = await renaming(asDelivery, () =>
      reverseIssueFor(op, voucher, { id, reason, datedOn }),
    );
    await fitPromises(
      op,
      order.id,
      issued.map((line) => line.salesOrderLineId),
    );
    await announceDelivery(op, deliveryEvents.deliveryReversed, delivery.id, {
      reason,
      reversal: { id: reversal.stockVoucherId, number: reversal.number },
    });
    return { deliveryId: delivery.id, stockVoucherId: reversal.stockVoucherId };
  },
});

const returnedFaults = ({ lines }: DeliveryFacts): Fault[] =>
  lines.flatMap(({ sku, cameBack, awaited }) => {
    if (!isPositive(cameBack) && !isPositive(awaited)) return [];
    const message = `${sku}: ${cameBack} came back from the customer, ${awaited} may still come`;
    return [fault('GOODS_RETURNED', message, ['deliveryId'], { sku, cameBack, awaited })];
  });
