import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { announceOrder } from '../ledger/announce-order.ts';
import { beginOrderAct } from '../ledger/begin-order-act.ts';
import { lockCustomerOf } from '../ledger/lock-orders.ts';
import { replanOrder } from '../ledger/replan-order.ts';
import { rewriteDraft } from '../ledger/rewrite-draft.ts';
import { orderEvents } from '../order-events.ts';
import { inputOf } from '../rules/order-input.ts';
import type { OrderTotals } from '../rules/order.ts';

export interface RepriceSalesOrderInput {
  readonly salesOrderId: Id;
  readonly expectedVersion: number;
  /** Whose prices hold from now on; today's when left out. */
  readonly pricingOn?: LocalDate | null;
}

/** What it cost before, and what it costs now. */
export interface SalesOrderRepriced {
  readonly salesOrderId: Id;
  readonly currency: string;
  readonly before: OrderTotals;
  readonly after: OrderTotals;
  readonly lines: readonly {
    readonly salesOrderLineId: Id;
    readonly unitPriceBefore: Decimal;
    readonly unitPriceAfter: Decimal;
    readonly totalBefore: Decimal;
    readonly totalAfter: Decimal;
  }[];
}

/** A draft takes the prices, taxes and rate of another day; answers what that makes of it. */
export const repriceSalesOrder = defineOperation({
  name: 'repriceSalesOrder',
  permission: 'sales.order',
  async run(op, input: RepriceSalesOrderInput): Promise<SalesOrderRepriced> {
    await lockCustomerOf(op, input.salesOrderId);
    const { order } = await beginOrderAct(op, 'repriceSalesOrder', input);
    const asked = { ...inputOf(order), pricingOn: input.pricingOn ?? op.today };
    const planned = await replanOrder(op, order, asked);
    const priced = {
      ...planned,
      lines: planned.lines.map((line, index) => ({
        ...line,
        quoteLineId: order.lines[index]?.quoteLineId ?? null,
      })),
    };
    await rewriteDraft(op, order, priced);
    const difference = {
      currency: order.currency,
      before: totals(order),
      after: totals(priced),
      lines: order.lines.flatMap((line, index) => {
        const now = priced.lines[index];
        if (!now || (now.unitPrice === line.unitPrice && now.total === line.total)) return [];
        return [
          {
            salesOrderLineId: line.id,
            unitPriceBefore: line.unitPrice,
            unitPriceAfter: now.unitPrice,
            totalBefore: line.total,
            totalAfter: now.total,
          },
        ];
      }),
    };
    await announceOrder(op, orderEvents.salesOrderRepriced, order.id, difference);
    return { salesOrderId: order.id, ...difference };
  },
});

const totals = ({ net, discount, tax, total }: OrderTotals): OrderTotals => ({
  ...{ net, discount, tax, total },
});
