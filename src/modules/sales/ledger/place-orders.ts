import type { Fault } from '../../../kernel/domain-error.ts';
import { explainClash } from '../../../platform/database/constraint-faults.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import type { BatchContext } from '../../../platform/perform/operation.ts';
import { loadScheduleTerms, raiseSchedules } from '../../receivables/verbs.ts';
import { orderEvents } from '../order-events.ts';
import type { ApprovalPolicyFacts } from '../rules/approvals.ts';
import { orderClashes } from '../rules/order-clashes.ts';
import { snapshotOf } from '../rules/order-snapshot.ts';
import { claimOrders, type OrderClaim } from './claim-orders.ts';
import { birthValues, insertOrdersStatement, type OrderBirth } from './write-order.ts';

/** An order that is confirmed as it is written. */
export interface OrderToPlace extends OrderClaim {
  readonly number: string;
}

const clash = explainClash(orderClashes);

type Birth = OrderBirth & Pick<OrderToPlace, 'by'>;

/**
 * Writes orders that are confirmed at once, those of them that get consent, credit and goods, and
 * tells of them. Answers the faults of the others by their index. The caller has locked the
 * customers, and may have looked up the policies. The orders are written with the commit.
 */
export async function placeOrders(
  op: BatchContext,
  orders: readonly OrderToPlace[],
  policies?: readonly ApprovalPolicyFacts[],
): Promise<ReadonlyMap<number, readonly Fault[]>> {
  // On the wire together: who is confirmed raises what is to be paid.
  const [ends, terms] = await inOrder(
    claimOrders(op, orders, policies),
    loadScheduleTerms(
      op,
      orders.map(({ order }) => order.paymentTermsId),
    ),
  );
  const refused = new Map<number, readonly Fault[]>();
  const births: Birth[] = [];
  ends.forEach((end, index) => {
    const { by, order, number } = orders[index] as OrderToPlace;
    if (end.faults) refused.set(index, end.faults);
    else {
      const { promised, ...granted } = end;
      const lines = order.lines.map((line) => ({
        ...line,
        promisedOn: line.promisedOn ?? promised.get(line.id) ?? null,
      }));
      births.push({ by, order: { ...order, lines }, number, ...granted, state: 'CONFIRMED' });
    }
  });
  if (births.length > 0) op.owe(insertOrdersStatement, birthValues(births), clash);
  raiseSchedules(op, births.map(toPay), terms);
  births.forEach(announce);
  return refused;
}

/** Nothing of it is in an invoice. */
const toPay = ({ by, order, number }: Birth) => ({
  by,
  order: { ...order, number, unbilled: order.total },
});

function announce(birth: Birth): void {
  const { id, ownerId, teamId } = birth.order;
  birth.by.emit({
    type: orderEvents.salesOrderConfirmed,
    subject: { type: 'salesOrder', id },
    ownerId,
    unitIds: teamId === null ? [] : [teamId],
    data: { salesOrder: snapshotOf(birth) },
  });
}
