import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { beginDelivery, type DraftDeliveryInput } from '../ledger/begin-delivery.ts';

export type { DraftDeliveryInput } from '../ledger/begin-delivery.ts';

export interface DeliveryDrafted {
  readonly deliveryId: Id;
  readonly number: string;
}

/**
 * Goods of an order are to leave a warehouse: a paper to pick by, with its number. Some of a line,
 * several lines, or everything that can leave there now; what another draft claims is not claimed
 * twice. Moves nothing; what is promised to the order stays so.
 */
export const draftDelivery = defineOperation({
  name: 'draftDelivery',
  permission: 'sales.deliver',
  async run(op, input: DraftDeliveryInput): Promise<DeliveryDrafted> {
    const { deliveryId, number } = await beginDelivery(op, input);
    return { deliveryId, number };
  },
});
