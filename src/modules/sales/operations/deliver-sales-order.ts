import type { LocalDate } from '../../../kernel/local-date.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { beginDelivery, type DraftDeliveryInput } from '../ledger/begin-delivery.ts';
import { endDelivery } from '../ledger/end-delivery.ts';
import { loadDeliveries } from '../queries/delivery-facts.ts';
import { renaming } from '../rules/renamed-paths.ts';
import type { DeliveryDrafted } from './draft-delivery.ts';

export interface DeliverSalesOrderInput extends DraftDeliveryInput {
  readonly datedOn?: LocalDate | null;
}

/**
 * Goods of an order leave at once, as they are named or from where they are proposed: a delivery
 * drafted and posted in one act. Refuses INSUFFICIENT_STOCK where a line asks for more than can
 * leave without breaking a promise to others.
 */
export const deliverSalesOrder = defineOperation({
  name: 'deliverSalesOrder',
  permission: 'sales.deliver',
  async run(op, { datedOn, ...input }: DeliverSalesOrderInput): Promise<DeliveryDrafted> {
    const { order, deliveryId, number } = await beginDelivery(op, input);
    const [delivery] = await loadDeliveries(op, [deliveryId]);
    if (!delivery) throw new Error('The delivery that was drafted is not there');
    await renaming({ deliveryId: 'salesOrderId' }, () =>
      endDelivery(op, order, delivery, { usePlan: true, datedOn: datedOn ?? null }),
    );
    return { deliveryId, number };
  },
});
