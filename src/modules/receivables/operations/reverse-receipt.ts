import { isPositive } from '../../../kernel/decimal.ts';
import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { periodFaults } from '../ledger/periods.ts';
import { takeMoneyBack } from '../ledger/take-money-back.ts';
import { readPastDay } from '../rules/read-payment.ts';
import { openReceipt } from './receipt-of.ts';

export interface ReverseReceiptInput {
  readonly receiptId: Id;
  readonly reason: string;
  /** The day it is posted on; today when left out. */
  readonly reversedOn?: string | null;
}

/**
 * The money was not ours, or went back: what it paid is open again, with the day that it always
 * had, discounts that went with it are not granted any more. Refuses RECEIPT_REFUNDED where some of
 * it was paid out.
 */
export const reverseReceipt = defineOperation({
  name: 'reverseReceipt',
  permission: 'receivables.reverse',
  async run(op, input: ReverseReceiptInput): Promise<{ receiptId: Id }> {
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    const on = readPastDay(input.reversedOn, op.today, ['reversedOn'], faults) ?? op.today;
    const { receipt, book } = await openReceipt(op, input.receiptId, 'Reversing a receipt');
    if (receipt.state === 'REVERSED') {
      refuse('ALREADY_REVERSED', `${receipt.number} is reversed already`, ['receiptId']);
    }
    if (receipt.method === 'CHEQUE') {
      const message = 'A cheque that comes back is returned as a cheque';
      faults.push(fault('CHEQUE_IS_ITS_OWN_ACT', message, ['receiptId']));
    }
    if (isPositive(receipt.refunded)) {
      const message = `${receipt.refunded} of it were paid out to the customer`;
      const details = { refunded: receipt.refunded };
      faults.push(fault('RECEIPT_REFUNDED', message, ['receiptId'], details));
    }
    faults.push(...periodFaults(book.period, on, ['reversedOn']));
    refuseIfAny(faults);
    await takeMoneyBack(op, receipt, { reason, on, companyCurrency: book.companyCurrency });
    return { receiptId: receipt.id };
  },
});
