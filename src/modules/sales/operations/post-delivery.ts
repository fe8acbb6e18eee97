import type { Id } from '../../../kernel/id.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import type { PostedLineInput } from '../../inventory/index.ts';
import { endDelivery, type HowDelivered } from '../ledger/end-delivery.ts';
import { lockDelivery } from '../ledger/lock-delivery.ts';

export interface DeliveredLineInput extends Omit<
  PostedLineInput,
  'stockVoucherLineId' | 'lot' | 'status'
> {
  readonly deliveryLineId: Id;
}

export interface PostDeliveryInput extends Omit<HowDelivered, 'lines' | 'allowSwap'> {
  readonly deliveryId: Id;
  /** What leaves, told by hand; left out: what was scanned. */
  readonly lines?: readonly DeliveredLineInput[] | null;
}

/**
 * The goods of a delivery leave: as they were scanned, as somebody says, or all of them. Less than
 * the draft says only where that is meant (`acceptShort`); the rest stays open, or is cancelled.
 */
export const postDelivery = defineOperation({
  name: 'postDelivery',
  permission: 'sales.deliver',
  async run(op: OperationContext, input: PostDeliveryInput): Promise<{ deliveryId: Id }> {
    const { order, delivery } = await lockDelivery(op, input.deliveryId);
    const unitIds = [delivery.warehouse.id];
    op.requireReach('sales.deliver', { unitIds }, 'Delivering from this warehouse');
    const { deliveryId: _, lines, ...how } = input;
    await endDelivery(op, order, delivery, { ...how, lines: lines ? lines.map(named) : null });
    return { deliveryId: delivery.id };
  },
});

const named = ({ deliveryLineId, ...said }: DeliveredLineInput): PostedLineInput => ({
  ...said,
  stockVoucherLineId: deliveryLineId,
});
