import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import type { ActContext, OperationContext } from '../../../platform/perform/operation.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { paymentEvents } from '../payment-events.ts';
import { takeBack, type Allocation, type Settled, type Source } from '../rules/settling.ts';
import type { Commitment } from '../rules/commitment.ts';
import type { Receipt } from '../rules/receipt.ts';
import { loadAllocationsBy, loadDiscountsWith, oweAllocations } from './write-allocations.ts';
import { loadCommitments } from './write-commitments.ts';
import { announceReceipt, oweReceiptMark, owePosting, sourceOf } from './write-receipts.ts';

type Announcing = Pick<ActContext, 'actorId' | 'operationId' | 'emit'>;

export interface TakenBack {
  readonly reason: string;
  readonly on: LocalDate;
  readonly companyCurrency: string;
  /** The event that this follows from. */
  readonly causedBy?: Id;
}

/**
 * Money that was no money, or went back: what it settled is open again, by its original day, and so
 * are the discounts that went with it; the posting is taken back. Behind the lock of its customer's
 * account, in a period that is open; nothing of it may have been refunded. Two round trips.
 */
export async function takeMoneyBack(
  op: OperationContext,
  receipt: Receipt,
  { reason, on, companyCurrency, causedBy }: TakenBack,
): Promise<Receipt> {
  const [paid, discounts] = await inOrder(
    loadAllocationsBy(op, [receipt.id]),
    loadDiscountsWith(op, [receipt.id]),
  );
  const all = [...paid, ...discounts];
  const commitments = await loadCommitments(op, [...new Set(all.map((one) => one.commitmentId))]);
  const { done, source } = takeAllBack(op, all, commitments, sourceOf(receipt), {
    effectiveOn: on,
    note: reason,
    companyCurrency,
  });
  const postedOn = laterOf(on, receipt.bookedOn);
  const reversed: Receipt = {
    ...receipt,
    state: 'REVERSED',
    reversedOn: postedOn,
    allocated: source.allocated,
    companyAllocated: source.companyAllocated,
  };
  const change = { state: { from: receipt.state, to: 'REVERSED' }, reason };
  const by: Announcing = {
    actorId: op.actorId,
    operationId: op.operationId,
    emit: (event) => op.emit({ ...event, ...(causedBy && { causedBy }) }),
  };
  const eventId = announceReceipt(by, paymentEvents.receiptReversed, reversed, postedOn, change);
  oweAllocations(op, op, done, causedBy ?? eventId);
  oweReceiptMark(op, reversed, reason);
  if (receipt.state === 'CLEARED') owePosting(op, op, receipt, postedOn, companyCurrency, true);
  return reversed;
}

/** Nothing is taken back on a day on which it was not there yet: it would be below zero then. */
const laterOf = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? b : a);

/** Takes allocations back, the newest first. */
export function takeAllBack(
  op: Pick<OperationContext, 'newId'>,
  allocations: readonly Allocation[],
  commitments: readonly Commitment[],
  source: Source,
  {
    companyCurrency,
    ...by
  }: {
    readonly effectiveOn: LocalDate;
    readonly note: string;
    readonly companyCurrency: string;
  },
): { readonly done: readonly Settled[]; readonly source: Source } {
  const rows = new Map(commitments.map((row) => [row.id, row]));
  const done: Settled[] = [];
  let now = source;
  for (const taken of [...allocations].sort((a, b) => (a.id < b.id ? 1 : -1))) {
    const row = rows.get(taken.commitmentId) as Commitment;
    const own = taken.receiptId ?? taken.openCreditId;
    const back = takeBack(
      row,
      own === now.id ? now : null,
      taken,
      { id: op.newId(), note: by.note, effectiveOn: laterOf(by.effectiveOn, taken.effectiveOn) },
      companyCurrency,
    );
    done.push(back);
    rows.set(row.id, back.commitment);
    now = back.source ?? now;
  }
  return { done, source: now };
}
