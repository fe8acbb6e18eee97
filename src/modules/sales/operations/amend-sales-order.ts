import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fitReservations } from '../../inventory/verbs.ts';
import { announceOrder } from '../ledger/announce-order.ts';
import { deliveredWorth } from '../ledger/arrival.ts';
import { beginOrderAct } from '../ledger/begin-order-act.ts';
import { lockCustomerOf } from '../ledger/lock-orders.ts';
import { promiseTargets } from '../ledger/order-promises.ts';
import { replanOrder } from '../ledger/replan-order.ts';
import { findMissingApprovals } from '../ledger/require-approval.ts';
import { renewPromises } from '../ledger/renew-promises.ts';
import { requireSettled } from '../ledger/settle-order.ts';
import { insertAmendment, rewriteOrder } from '../ledger/write-order.ts';
import { orderEvents } from '../order-events.ts';
import { loadCompanyCurrency } from '../queries/company-currency.ts';
import { contentHash } from '../rules/content-hash.ts';
import { orderChange } from '../rules/order-change.ts';
import { openOf, type NewOrder, type Order, type OrderLine } from '../rules/order.ts';
import {
  planAmendment,
  readAmendment,
  type AmendmentAsked,
  type AmendmentInput,
} from '../rules/plan-amendment.ts';

export interface AmendSalesOrderInput extends AmendmentInput {
  readonly salesOrderId: Id;
  readonly expectedVersion: number;
  readonly reason: string;
}

/**
 * Something else is agreed upon for a confirmed order: more or less of a line, other lines, days,
 * warehouses or terms. What is asked anew is priced, approved, within the credit, set aside and
 * promised for a day as if it were ordered now; never less than has left. What was and became of it
 * is kept for ever.
 */
export const amendSalesOrder = defineOperation({
  name: 'amendSalesOrder',
  permission: 'sales.order',
  async run(op, input: AmendSalesOrderInput): Promise<{ salesOrderId: Id }> {
    await lockCustomerOf(op, input.salesOrderId);
    const { order } = await beginOrderAct(op, 'amendSalesOrder', input);
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    const asked = readAmendment(order, input, faults);
    refuseIfAny(faults);
    const amended = await plan(op, order, asked);
    const change = orderChange(order, amended);
    if (!change) refuse('NOTHING_CHANGED', 'The order says that already', ['salesOrderId']);
    await requireApproved(op, order, amended);
    await write(op, order, amended, asked);
    const news = isPaidAlike(order, amended)
      ? {}
      : { otherTerms: { delivered: deliveredWorth(order) } };
    await requireSettled(op, order.id, news);
    await promise(op, order, amended, asked);
    await inOrder(
      insertAmendment(op, op, { id: op.newId(), salesOrderId: order.id, reason, change }),
      announceOrder(op, orderEvents.salesOrderAmended, order.id, { ...change, reason }),
    );
    return { salesOrderId: order.id };
  },
});

async function plan(op: OperationContext, order: Order, asked: AmendmentAsked): Promise<NewOrder> {
  const [planned, companyCurrency] = await inOrder(
    replanOrder(op, order, asked.input, asked.linePaths),
    loadCompanyCurrency(op),
  );
  const faults: Fault[] = [];
  const amended = planAmendment(order, planned, asked, companyCurrency, faults);
  refuseIfAny(faults);
  return amended;
}

const isPaidAlike = (before: Order, after: NewOrder): boolean =>
  before.paymentTermsId === after.paymentTermsId && before.paymentDays === after.paymentDays;

/** Whoever agreed, agreed to what it said: only other words, prices or quantities are asked for. */
async function requireApproved(op: OperationContext, order: Order, after: NewOrder): Promise<void> {
  if (contentHash(order) === contentHash(after)) return;
  const missing = await findMissingApprovals(op, [{ ...after, path: ['salesOrderId'] }]);
  refuseIfAny(missing.get(0) ?? []);
}

const write = (
  op: OperationContext,
  order: Order,
  amended: NewOrder,
  { removed }: AmendmentAsked,
): Promise<void> =>
  rewriteOrder(op, {
    order: amended,
    newLineIds: new Set(
      amended.lines.map(({ id }) => id).filter((id) => !order.lines.some((line) => line.id === id)),
    ),
    removedLineIds: removed.map(({ id }) => id),
  });

const untouched = {
  ...{ cancelled: '0', issued: '0', returned: '0', replaced: '0', invoiced: '0', credited: '0' },
};

/** Lines of which more or less is open now, or elsewhere, or for another day. */
async function promise(
  op: OperationContext,
  order: Order,
  amended: NewOrder,
  { removed, linePaths }: AmendmentAsked,
): Promise<void> {
  if (!order.cleared) return;
  const isSamePolicy = amended.reservationPolicy === order.reservationPolicy;
  const before = new Map(order.lines.map((line) => [line.id, line]));
  const after = amended.lines.map((line) => ({
    ...untouched,
    ...progressOf(before, line.id),
    ...line,
  }));
  const changed = after.filter((line) => {
    const was = before.get(line.id);
    return !isSamePolicy || !was || tellsOf(was) !== tellsOf(line);
  });
  const gone = removed.map((line) => ({ ...line, cancelled: line.quantity }));
  const pathOf = ({ id }: { readonly id: Id }) =>
    linePaths[amended.lines.findIndex((line) => line.id === id)] ?? ['removeLineIds'];
  await fitReservations(op, promiseTargets(amended, [...gone, ...changed], pathOf));
  // A day that was said now stays as it was said.
  const wasOf = ({ id }: { readonly id: Id }) => before.get(id) ?? noDays;
  const unsaid = changed.filter((line) => line.promisedOn === wasOf(line).promisedOn);
  const wantedAnew = unsaid.filter((line) => line.requestedOn !== wasOf(line).requestedOn);
  await renewPromises(op, unsaid, new Set(wantedAnew.map(({ id }) => id)));
}

const noDays = { promisedOn: null, requestedOn: null };

function progressOf(lines: ReadonlyMap<Id, OrderLine>, id: Id): Partial<typeof untouched> {
  const line = lines.get(id);
  if (!line) return {};
  const { cancelled, issued, returned, replaced, invoiced, credited } = line;
  return { cancelled, issued, returned, replaced, invoiced, credited };
}

type Promised = Parameters<typeof openOf>[0] & Pick<OrderLine, 'warehouseId' | 'requestedOn'>;

const tellsOf = (line: Promised): string =>
  [openOf(line), line.warehouseId, line.requestedOn].join(' ');
