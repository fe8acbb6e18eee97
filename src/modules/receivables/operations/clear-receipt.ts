import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { allocateNow, planFor } from '../ledger/enter-receipt.ts';
import { moneyAccountFaults } from '../ledger/open-book.ts';
import { periodFaults } from '../ledger/periods.ts';
import { announceReceipt, oweReceiptMark, owePosting, sourceOf } from '../ledger/write-receipts.ts';
import { paymentEvents } from '../payment-events.ts';
import { inCompany } from '../rules/company-amounts.ts';
import { readPastDay, readRate } from '../rules/read-payment.ts';
import type { AllocationWish } from '../rules/receipt.ts';
import { openReceipt } from './receipt-of.ts';
import type { ReceiptUse } from './record-receipt.ts';

export interface ClearReceiptInput {
  readonly receiptId: Id;
  readonly moneyAccountId?: Id | null;
  /** When the money was there, by the bank; today when left out. */
  readonly clearedOn?: string | null;
  readonly rate?: string | null;
  readonly allocations?: readonly AllocationWish[] | null;
  readonly use?: ReceiptUse | null;
}

/** What a paper promised is money now: it is posted, and pays what is named or proposed. */
export const clearReceipt = defineOperation({
  name: 'clearReceipt',
  permission: 'receivables.receive',
  async run(op, input: ClearReceiptInput): Promise<{ receiptId: Id }> {
    const faults: Fault[] = [];
    const clearedOn = readPastDay(input.clearedOn, op.today, ['clearedOn'], faults) ?? op.today;
    const said = readRate(input.rate, ['rate'], faults);
    const moneyAccountId = input.moneyAccountId?.toLowerCase() ?? null;
    const { receipt, book } = await openReceipt(op, input.receiptId, 'Clearing a receipt', {
      moneyAccountId,
      day: clearedOn,
    });
    if (receipt.state !== 'PENDING') {
      const details = { state: receipt.state, allowed: ['PENDING'] };
      refuse('ILLEGAL_STATE', `It is ${receipt.state} already`, ['receiptId'], details);
    }
    faults.push(...moneyAccountFaults(moneyAccountId, book.moneyAccount, receipt.currency));
    faults.push(...periodFaults(book.period, op.today, ['clearedOn']));
    refuseIfAny(faults);
    const rate = said ?? receipt.rate;
    const cleared = {
      ...receipt,
      state: 'CLEARED' as const,
      clearedOn,
      valuedOn: clearedOn,
      rate,
      companyAmount: inCompany(receipt.amount, rate, book.companyCurrency),
      moneyAccountId: moneyAccountId ?? receipt.moneyAccountId,
    };
    const how = input.allocations ?? input.use ?? 'PROPOSED';
    const planned = planFor({ ...book, rate }, sourceOf(cleared), how, receipt.reference);
    oweReceiptMark(op, cleared);
    owePosting(op, op, cleared, op.today, book.companyCurrency);
    const change = { state: { from: receipt.state, to: cleared.state } };
    announceReceipt(op, paymentEvents.receiptCleared, cleared, op.today, change);
    allocateNow(op, sourceOf(cleared), planned, book.companyCurrency);
    return { receiptId: receipt.id };
  },
});
