import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { reserve } from '../../inventory/verbs.ts';
import { readCustomer } from '../../parties/index.ts';
import { lockCustomers } from '../../parties/verbs.ts';
import { scheduleOrder } from '../../receivables/verbs.ts';
import { announceOrder } from '../ledger/announce-order.ts';
import { beginOrderAct } from '../ledger/begin-order-act.ts';
import { lockCustomerOf } from '../ledger/lock-orders.ts';
import { rollUpOrders, type RolledUpOrder } from '../ledger/roll-up-orders.ts';
import { findMissingApprovals } from '../ledger/require-approval.ts';
import { settleOrder } from '../ledger/settle-order.ts';
import { markOrder } from '../ledger/write-order.ts';
import { orderEvents } from '../order-events.ts';
import { promisesWanted } from '../ledger/order-promises.ts';
import { promisedDays, savePromises } from '../ledger/promised-days.ts';
import type { Order } from '../rules/order.ts';

export interface ConfirmSalesOrderInput {
  readonly salesOrderId: Id;
  readonly expectedVersion?: number | null;
  /** Where the customer's credit does not suffice: confirmed all the same, and held. */
  readonly holdOnCredit?: boolean | null;
}

/**
 * The draft is agreed upon, at the prices that it has: its value counts against the customer's
 * credit and its goods are set aside. From now on it is changed by amendments alone.
 */
export const confirmSalesOrder = defineOperation({
  name: 'confirmSalesOrder',
  permission: 'sales.order',
  async run(op, input: ConfirmSalesOrderInput): Promise<{ salesOrderId: Id }> {
    await lockCustomerOf(op, input.salesOrderId);
    const { order } = await beginOrderAct(op, 'confirmSalesOrder', input);
    await requireCustomer(op, order);
    await requireApproved(op, order);
    const cleared = await claim(op, order, input.holdOnCredit ?? false);
    if (cleared) await reserveAndPromise(op, order);
    await announceOrder(op, orderEvents.salesOrderConfirmed, order.id);
    return { salesOrderId: order.id };
  },
});

async function reserveAndPromise(op: OperationContext, order: Order): Promise<void> {
  const wanted = promisesWanted(order, () => op.newId());
  const made = await reserve(op, wanted);
  const lineOf = new Map(wanted.map(({ id, demandLineId }) => [id, demandLineId]));
  const held = made.map(({ id, held }) => ({ demandLineId: lineOf.get(id) ?? id, held }));
  const unsaid = order.lines.filter(({ promisedOn }) => promisedOn === null);
  await savePromises(op, await promisedDays(op, unsaid, held));
}

async function requireCustomer(op: OperationContext, { partyId }: Order): Promise<void> {
  const faults: Fault[] = [];
  readCustomer(await lockCustomers(op, [partyId]), partyId, ['salesOrderId'], faults);
  refuseIfAny(faults);
}

async function requireApproved(op: OperationContext, order: Order): Promise<void> {
  const missing = await findMissingApprovals(op, [{ ...order, path: ['salesOrderId'] }]);
  refuseIfAny(missing.get(0) ?? []);
}

/** Whether the customer's credit sufficed; else it is held for that. */
async function claim(op: OperationContext, order: Order, mayHold: boolean): Promise<boolean> {
  const state = 'CONFIRMED';
  await markOrder(op, op, order.id, { state, holds: [], cleared: true });
  const faults = await settleOrder(op, order.id);
  if (faults.length === 0) return true;
  if (!mayHold) throw new DomainError(faults);
  await markOrder(op, op, order.id, { state, holds: ['CREDIT'], cleared: false });
  // It takes back what the account was never given.
  const [rolledUp] = await rollUpOrders(op, [order.id]);
  await scheduleOrder(op, op, rolledUp as RolledUpOrder);
  return false;
}
