import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { announceOrder } from '../ledger/announce-order.ts';
import { beginOrderAct } from '../ledger/begin-order-act.ts';
import { lockCustomerOf } from '../ledger/lock-orders.ts';
import { replanOrder } from '../ledger/replan-order.ts';
import { rewriteDraft } from '../ledger/rewrite-draft.ts';
import { orderEvents } from '../order-events.ts';
import {
  editedInput,
  inputOf,
  isPricedAnew,
  type OrderClearing,
  type OrderTermsInput,
} from '../rules/order-input.ts';
import type { NewOrder, Order } from '../rules/order.ts';
import type { OrderLineInput } from '../rules/read-order.ts';

export interface EditSalesOrderInput extends OrderTermsInput, OrderClearing {
  readonly salesOrderId: Id;
  /** The version that was looked at. */
  readonly expectedVersion: number;
  readonly customerId?: Id | null;
  /** All the lines there are to be; left out: as they were. */
  readonly lines?: readonly OrderLineInput[] | null;
}

/**
 * A draft says something else: its words, or all of its lines anew. Prices stay as they are unless
 * something is said that they depend on; then all are those of the order's pricing day.
 */
export const editSalesOrder = defineOperation({
  name: 'editSalesOrder',
  permission: 'sales.order',
  async run(op, input: EditSalesOrderInput): Promise<{ salesOrderId: Id }> {
    await lockCustomerOf(op, input.salesOrderId);
    const { order } = await beginOrderAct(op, 'editSalesOrder', input);
    const before = inputOf(order);
    const asked = editedInput(before, input);
    const planned = await replanOrder(op, order, { ...asked, lines: input.lines ?? before.lines });
    const keepsPrices =
      !input.lines && !isPricedAnew(before, asked) && isTaxedAlike(order, planned);
    await rewriteDraft(op, order, keepsPrices ? { ...planned, ...pricesOf(order) } : planned);
    await announceOrder(op, orderEvents.salesOrderEdited, order.id);
    return { salesOrderId: order.id };
  },
});

/** The terms of payment may say that less, or more, of it bears tax. */
const isTaxedAlike = (before: Order, after: NewOrder): boolean =>
  after.lines.every(
    ({ taxedPercent }, index) => taxedPercent === before.lines[index]?.taxedPercent,
  );

const pricesOf = ({ rate, net, discount, tax, total, lines }: Order) => ({
  ...{ rate, net, discount, tax, total, lines },
});
