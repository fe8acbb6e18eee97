import { DomainError } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import {
  defineBatchOperation,
  endOf,
  type ActContext,
  type BatchAct,
  type BatchContext,
  type BatchEnd,
} from '../../../platform/perform/operation.ts';
import { loadPolicies } from '../queries/approval-facts.ts';
import { placeOrders, type OrderToPlace } from '../ledger/place-orders.ts';
import { planOrders, type PlannedOrder } from '../ledger/plan-orders.ts';
import type { OrderInput } from '../rules/read-order.ts';

export interface PlaceOrderInput extends OrderInput {
  /** Where the customer's credit does not suffice: confirmed all the same, and held. */
  readonly holdOnCredit?: boolean | null;
}

export interface OrderWritten {
  readonly salesOrderId: Id;
  readonly number: string;
}

/**
 * A customer orders: priced, within the credit, and its goods set aside, in one act. Refuses with
 * every line that is short, unless the rest may wait; and CREDIT_LIMIT_EXCEEDED and its like,
 * unless it may be held for that. Orders that arrive together share one transaction.
 */
export const placeOrder = defineBatchOperation({
  name: 'placeOrder',
  permission: 'sales.order',
  async runMany(
    op: BatchContext,
    acts: readonly BatchAct<PlaceOrderInput>[],
  ): Promise<readonly BatchEnd<OrderWritten>[]> {
    const [plans, policies] = await inOrder(
      planOrders(
        op,
        acts.map((by) => ({ by, input: by.input })),
      ),
      loadPolicies(op),
    );
    const planned = plans.map((plan, index) => {
      const by = acts[index] as BatchAct<PlaceOrderInput>;
      return endOf(() => ({
        ...requirePlanned(by, plan),
        by,
        holdOnCredit: by.input.holdOnCredit ?? false,
      }));
    });
    const toPlace = planned.flatMap((end) => ('done' in end ? [end.done] : []));
    const refused = await placeOrders(op, toPlace, policies);
    return planned.map((end) => ('done' in end ? endOfOrder(end.done, toPlace, refused) : end));
  },
});

/** The plan, if it has no faults and the actor may order for its owner. */
export function requirePlanned(
  by: Pick<ActContext, 'requireReach'>,
  plan: PlannedOrder,
): Pick<OrderToPlace, 'order' | 'number'> {
  if (plan.faults) throw new DomainError(plan.faults);
  const { ownerId, teamId } = plan.order;
  const unitIds = teamId === null ? [] : [teamId];
  by.requireReach('sales.order', { ownerId, unitIds }, 'Ordering for this customer');
  return plan;
}

function endOfOrder(
  placed: OrderToPlace,
  toPlace: readonly OrderToPlace[],
  refused: Awaited<ReturnType<typeof placeOrders>>,
): BatchEnd<OrderWritten> {
  const faults = refused.get(toPlace.indexOf(placed));
  if (faults) return { refused: new DomainError(faults) };
  return { done: { salesOrderId: placed.order.id, number: placed.number } };
}
