import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { planAllocation, settlePlan, type PlannedAllocation } from '../rules/plan-allocation.ts';
import type { AllocationWish, NewReceipt } from '../rules/receipt.ts';
import type { Source } from '../rules/settling.ts';
import type { PaymentBook } from './open-book.ts';
import { oweAllocations } from './write-allocations.ts';
import { asWritten, oweReceipts, sourceOf } from './write-receipts.ts';

/** How a receipt is used at once: nothing of it, what is proposed, or what is named. */
export type HowAllocated = 'NONE' | 'PROPOSED' | readonly AllocationWish[];

export interface ReceiptEntered {
  readonly receiptId: Id;
  readonly number: string;
  /** The commitments that it settles now, with the money and the discount of each. */
  readonly allocations: readonly PlannedAllocation[];
}

/**
 * Money comes in and settles what it is for, in one go: written with the commit. The caller has
 * opened the book of the customer, and seen that the receipt may be entered. No round trip. Refuses
 * as `planAllocation` does.
 */
export function enterReceipt(
  op: OperationContext,
  book: PaymentBook,
  receipt: NewReceipt,
  how: HowAllocated,
): ReceiptEntered {
  const { companyCurrency, receiptNumber: number } = book;
  const numbered = { ...receipt, number };
  const planned =
    receipt.state === 'CLEARED'
      ? planFor(book, sourceOf(asWritten(numbered)), how, receipt.reference)
      : [];
  oweReceipts(op, op, [numbered], companyCurrency);
  allocateNow(op, sourceOf(asWritten(numbered)), planned, companyCurrency);
  return { receiptId: receipt.id, number, allocations: planned };
}

/** What a source is used for; refuses every fault of what was named. */
export function planFor(
  { open, companyCurrency, rate }: Pick<PaymentBook, 'open' | 'companyCurrency' | 'rate'>,
  source: Source,
  how: HowAllocated,
  reference: string | null,
): PlannedAllocation[] {
  if (how === 'NONE') return [];
  const faults: Fault[] = [];
  const facts = { source, reference, open, rate: rate ?? '1', companyCurrency };
  const wishes = how === 'PROPOSED' ? null : how;
  const planned = planAllocation(facts, wishes, ['allocations'], faults);
  refuseIfAny(faults);
  return planned;
}

/** Settles what was planned, with the commit, on the day of the act. */
export function allocateNow(
  op: OperationContext,
  source: Source,
  planned: readonly PlannedAllocation[],
  companyCurrency: string,
): void {
  const { done } = settlePlan(source, planned, {
    effectiveOn: op.today,
    companyCurrency,
    newId: () => op.newId(),
  });
  oweAllocations(op, op, done);
}
