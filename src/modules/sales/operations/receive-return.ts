import { isPositive } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import {
  ensureCustomerAsOwner,
  lockVoucher,
  takeBackFor,
  type VoucherFacts,
} from '../../inventory/verbs.ts';
import { deliveryEvents } from '../delivery-events.ts';
import { announceReturn } from '../ledger/announce-return.ts';
import { changeOrderLines } from '../ledger/change-order-lines.ts';
import { fitPromises } from '../ledger/fit-promises.ts';
import { lockReturn } from '../ledger/lock-return.ts';
import { requireSettled } from '../ledger/settle-order.ts';
import { insertReceipts, setReturnState, type NewReceipt } from '../ledger/write-return.ts';
import type { ReturnFacts } from '../queries/return-facts.ts';
import {
  dispositionRules,
  ownerCodeOf,
  returnDemand,
  returnStates,
} from '../rules/delivery-kinds.ts';
import { requireConfirmed } from '../rules/may-leave.ts';
import type { Order } from '../rules/order.ts';
import {
  isComplete,
  planReceived,
  returnedOf,
  type ReceivedLineInput,
  type ReceivedPart,
} from '../rules/plan-return.ts';
import { lineCountFaults } from '../rules/read-input.ts';
import { renamingLines } from '../rules/renamed-paths.ts';

export interface ReceiveReturnInput {
  readonly returnAuthorisationId: Id;
  /** Where lines without a place of their own are put; else the warehouse's place for receipts. */
  readonly locationId?: Id | null;
  /** The business day it is booked on; today when left out. */
  readonly datedOn?: LocalDate | null;
  readonly lines: readonly ReceivedLineInput[];
}

export interface ReturnReceived {
  readonly returnAuthorisationId: Id;
  /** A voucher for each delivery whose goods came back. */
  readonly stockVoucherIds: readonly Id[];
}

/**
 * Goods of a return are here, all or some, each as is said: on sale again, looked at, held,
 * scrapped, or still the customer's. What is ours again is worth what it cost when it left. What is
 * replaced is open once more, and promised as far as it is there. Refuses MORE_THAN_AUTHORISED.
 */
export const receiveReturn = defineOperation({
  name: 'receiveReturn',
  permission: 'sales.deliver',
  async run(op, input: ReceiveReturnInput): Promise<ReturnReceived> {
    refuseIfAny(lineCountFaults(input.lines.length));
    const { order, authorisation } = await lockReturn(op, input.returnAuthorisationId);
    const unitIds = [authorisation.warehouseId];
    op.requireReach('sales.deliver', { unitIds }, 'Taking goods back here');
    requireTransition(returnStates, authorisation.state, 'receiveReturn');
    const faults: Fault[] = [];
    const parts = planReceived(authorisation, input.lines, faults);
    refuseIfAny(faults);
    const issues = await lockIssues(op, parts);
    await changeOrder(op, order, parts);
    const stockVoucherIds: Id[] = [];
    for (const issue of issues) {
      const ofIssue = parts.filter(({ line }) => line.deliveryId === issue.id);
      stockVoucherIds.push(await takeIn(op, input, authorisation, issue, ofIssue));
    }
    const isAll = isComplete(authorisation, parts);
    await setReturnState(op, authorisation.id, isAll ? 'RECEIVED' : 'PARTLY_RECEIVED');
    const replaced = parts.filter(({ line }) => line.isReplaced);
    const again = [...new Set(replaced.map(({ line }) => line.salesOrderLineId))];
    if (again.length > 0) await fitPromises(op, order.id, again);
    await announceReturn(op, deliveryEvents.returnReceived, authorisation.id, {
      stockVoucherIds,
      lines: parts.map(({ line, quantity, disposition, serials, note }) => ({
        ...{ returnLineId: line.id, quantity, disposition, serials, note },
      })),
    });
    return { returnAuthorisationId: authorisation.id, stockVoucherIds };
  },
});

/** The goods issues that they left with, in the order of their ids. */
async function lockIssues(
  op: OperationContext,
  parts: readonly ReceivedPart[],
): Promise<VoucherFacts[]> {
  const ids = [...new Set(parts.map(({ line }) => line.deliveryId))].sort();
  const issues: VoucherFacts[] = [];
  for (const id of ids) issues.push(await lockVoucher(op, id));
  return issues;
}

/** The order bears it, and what its customer will owe follows, before goods are locked. */
async function changeOrder(
  op: OperationContext,
  order: Order,
  parts: readonly ReceivedPart[],
): Promise<void> {
  const changes = parts.map((part) => ({
    salesOrderLineId: part.line.salesOrderLineId,
    ...returnedOf(part),
    path: ['lines', String(part.index), 'quantity'],
  }));
  if (changes.some(({ replaced }) => isPositive(replaced))) {
    requireConfirmed(order, ['returnAuthorisationId']);
  }
  await changeOrderLines(op, changes);
  await requireSettled(op, order.id);
}

/** What left with one goods issue comes in by one voucher. */
async function takeIn(
  op: OperationContext,
  { locationId, datedOn }: ReceiveReturnInput,
  authorisation: ReturnFacts,
  issue: VoucherFacts,
  parts: readonly ReceivedPart[],
): Promise<Id> {
  const { party, number, id, warehouseId } = authorisation;
  const theirs = parts.some(({ disposition }) => dispositionRules[disposition].staysTheirs);
  const names = { code: ownerCodeOf(party), nameEn: party.name, nameFa: party.name };
  const ownerId = theirs ? await ensureCustomerAsOwner(op, names) : null;
  const lines = parts.map((part) => ({
    productId: part.line.productId,
    quantity: part.quantity,
    unit: part.line.baseUnit,
    serials: part.serials,
    lotCode: part.lotCode,
    locationId: part.locationId,
    disposition: dispositionRules[part.disposition].lies,
    demandLineId: part.line.id,
    keptForId: dispositionRules[part.disposition].staysTheirs ? ownerId : null,
  }));
  const paper = { warehouseId, locationId: locationId ?? null, datedOn: datedOn ?? null };
  const { stockVoucherId } = await renamingLines(
    parts.map(({ index }) => index),
    () =>
      takeBackFor(op, { ...paper, reference: number, lines }, issue, {
        kind: returnDemand,
        id,
      }),
  );
  await insertReceipts(
    op,
    parts.map((part) => receiptOf(part, stockVoucherId)),
  );
  return stockVoucherId;
}

const receiptOf = (part: ReceivedPart, stockVoucherId: Id): NewReceipt => ({
  returnLineId: part.line.id,
  deliveryLineId: part.line.deliveryLineId,
  stockVoucherId,
  quantity: part.quantity,
  returned: returnedOf(part).returned,
  disposition: part.disposition,
  unitCost: dispositionRules[part.disposition].staysTheirs ? '0' : part.line.unitCost,
  note: part.note,
});
