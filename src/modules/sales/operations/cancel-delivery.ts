import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { cancelIssueFor, lockVoucher } from '../../inventory/verbs.ts';
import { deliveryEvents } from '../delivery-events.ts';
import { announceDelivery } from '../ledger/announce-delivery.ts';
import { lockDelivery } from '../ledger/lock-delivery.ts';
import { setDeliveryState } from '../ledger/write-delivery.ts';
import { deliveryStates } from '../rules/delivery-kinds.ts';
import { readText } from '../rules/read-input.ts';

export interface CancelDeliveryInput {
  readonly deliveryId: Id;
  readonly reason?: string | null;
}

/** The goods do not leave by this paper: they stay promised to the order, and may by another. */
export const cancelDelivery = defineOperation({
  name: 'cancelDelivery',
  permission: 'sales.deliver',
  async run(op, input: CancelDeliveryInput): Promise<{ deliveryId: Id }> {
    const { delivery } = await lockDelivery(op, input.deliveryId);
    const unitIds = [delivery.warehouse.id];
    op.requireReach('sales.deliver', { unitIds }, 'Cancelling this delivery');
    requireTransition(deliveryStates, delivery.state, 'cancelDelivery');
    const faults: Fault[] = [];
    const reason = readText(input.reason, 500, ['reason'], faults);
    refuseIfAny(faults);
    await cancelIssueFor(op, await lockVoucher(op, delivery.id), reason);
    await setDeliveryState(op, delivery.id, 'DRAFT', 'CANCELLED');
    await announceDelivery(op, deliveryEvents.deliveryCancelled, delivery.id, { reason });
    return { deliveryId: delivery.id };
  },
});
