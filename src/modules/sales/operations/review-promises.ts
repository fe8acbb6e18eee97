import { isPositive } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { deliveryEvents } from '../delivery-events.ts';
import { announceOrders } from '../ledger/announce-order.ts';
import { lockOrders } from '../ledger/lock-orders.ts';
import { savePromises, touchOrders } from '../ledger/promised-days.ts';
import { promiseDates } from '../queries/availability.ts';
import { openOf, type Order, type OrderLine } from '../rules/order.ts';
import { isNews } from '../rules/promise-news.ts';

/** More would hold their locks for too long. */
const mostAtOnce = 100;

const findOpen = statement(
  'sales_orders_to_promise',
  `select o.id from sales_order o
   where o.state = 'CONFIRMED' and o.cleared and o.id > $1
     and exists (select from sales_order_line l
                 where l.sales_order_id = o.id and l.open_quantity > 0)
   order by o.id limit ${mostAtOnce}`,
);

const nobody = '00000000-0000-0000-0000-000000000000';

const findPage = async (db: Queryable, after: Id): Promise<Id[]> =>
  (await db.query<{ id: Id }>(findOpen, [after])).map(({ id }) => id);

/** Whether there is any order whose promises could have changed. */
export const hasPromisesToReview = async (db: Queryable): Promise<boolean> =>
  (await findPage(db, nobody)).length > 0;

export interface ReviewPromisesInput {
  /** The last order that was looked at. */
  readonly after?: Id | null;
}

export interface PromisesReviewed {
  /** Look on from here; null: all were looked at. */
  readonly next: Id | null;
  readonly changed: number;
}

interface Moved {
  readonly salesOrderId: Id;
  readonly salesOrderLineId: Id;
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
}

/**
 * What open lines of orders were promised is looked at again, with what is there and on its way by
 * now. That lines slip is kept, and told by one event an order; that lines have a day which could
 * be promised none, by another. What is set aside in full keeps its day, and so does what can be
 * sooner: that day is what the customer counts on.
 */
export const reviewPromises = defineOperation({
  name: 'reviewPromises',
  permission: 'sales.configure',
  async run(op, { after }: ReviewPromisesInput): Promise<PromisesReviewed> {
    op.requireReach('sales.configure', {}, 'Reviewing what orders are promised');
    const ids = await findPage(op, after ?? nobody);
    const orders = [...(await lockOrders(op, ids)).values()].filter(isPromising);
    const lines = orders.flatMap((order) => openLines(order).map((line) => ({ order, line })));
    const found = await promiseDates(
      op,
      lines.map(({ line }) => ({ ...line, salesOrderLineId: line.id, quantity: openOf(line) })),
    );
    const moved = lines.flatMap(({ order, line }): Moved[] => {
      const answer = found.get(line.id);
      if (!answer || (answer.isHeld && line.promisedOn !== null)) return [];
      if (!isNews(line.promisedOn, answer.promisedOn)) return [];
      const days = { from: line.promisedOn, to: answer.promisedOn };
      return [{ salesOrderId: order.id, salesOrderLineId: line.id, ...days }];
    });
    if (moved.length > 0) {
      await savePromises(op, new Map(moved.map((one) => [one.salesOrderLineId, one.to])));
      await touchOrders(op, [...new Set(moved.map(({ salesOrderId }) => salesOrderId))]);
    }
    await announceOrders(op, [
      ...newsOf(op, deliveryEvents.promiseSlipped, moved.filter(isSlip)),
      ...newsOf(
        op,
        deliveryEvents.promiseMade,
        moved.filter((one) => !isSlip(one)),
      ),
    ]);
    const next = ids.length < mostAtOnce ? null : (ids.at(-1) ?? null);
    return { next, changed: moved.length };
  },
});

/** It may have been closed or cancelled while we waited for its lock. */
const isPromising = ({ state, cleared }: Order): boolean => state === 'CONFIRMED' && cleared;

const openLines = ({ lines }: Order): OrderLine[] =>
  lines.filter((line) => isPositive(openOf(line)));

const isSlip = ({ from }: Moved): boolean => from !== null;

function newsOf(
  op: Parameters<typeof reviewPromises.run>[0],
  type: (typeof deliveryEvents)[keyof typeof deliveryEvents],
  moved: readonly Moved[],
) {
  const byOrder = [...Map.groupBy(moved, ({ salesOrderId }) => salesOrderId)];
  return byOrder.map(([salesOrderId, lines]) => ({
    by: op,
    type,
    salesOrderId,
    change: {
      lines: lines.map(({ salesOrderLineId, from, to }) => ({ salesOrderLineId, from, to })),
    },
  }));
}
