import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { announceOrder } from '../ledger/announce-order.ts';
import { planOrders, type PlannedOrder } from '../ledger/plan-orders.ts';
import { insertOrders } from '../ledger/write-order.ts';
import { orderEvents } from '../order-events.ts';
import type { OrderInput } from '../rules/read-order.ts';
import { requirePlanned, type OrderWritten } from './place-order.ts';

/** What a customer wants is written down and priced: it claims neither goods nor credit yet. */
export const draftSalesOrder = defineOperation({
  name: 'draftSalesOrder',
  permission: 'sales.order',
  async run(op, input: OrderInput): Promise<OrderWritten> {
    const [plan] = await planOrders(op, [{ by: op, input }]);
    const { order, number } = requirePlanned(op, plan as PlannedOrder);
    const birth = { by: op, order, number, holds: [], cleared: false, exposure: '0' };
    await inOrder(
      insertOrders(op, [{ ...birth, state: 'DRAFT' }]),
      announceOrder(op, orderEvents.salesOrderDrafted, order.id),
    );
    return { salesOrderId: order.id, number };
  },
});
