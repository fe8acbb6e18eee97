import { compareDecimals } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { enterChequeMoney, rateOf } from '../ledger/cheque-money.ts';
import { openCheque } from '../ledger/load-cheques.ts';
import { periodFaults } from '../ledger/periods.ts';
import { oweCheques, stepOf } from '../ledger/write-cheques.ts';
import { readAmount } from '../rules/read-credit.ts';
import { readPastDay, readRate, readWords } from '../rules/read-payment.ts';

export interface ClearChequeInput {
  readonly chequeId: Id;
  /** When the money was there, by the bank; today when left out. */
  readonly clearedOn?: string | null;
  /** What of it the bank kept. */
  readonly charge?: string | null;
  /** One unit of the currency in the firm's; that of the day when left out. */
  readonly rate?: string | null;
  /** The bank's own id of the transaction. */
  readonly externalId?: string | null;
}

export interface ChequeCleared {
  readonly chequeId: Id;
  readonly receiptId: Id;
}

/**
 * The bank paid: the cheque is money from that day on, and pays what it covered. What of that was
 * paid otherwise meanwhile is left to the customer's credit.
 */
export const clearCheque = defineOperation({
  name: 'clearCheque',
  permission: 'receivables.cheques',
  async run(op, input: ClearChequeInput): Promise<ChequeCleared> {
    const faults: Fault[] = [];
    const clearedOn = readPastDay(input.clearedOn, op.today, ['clearedOn'], faults) ?? op.today;
    const asked = { day: clearedOn, isEntering: true };
    const open = await openCheque(op, input.chequeId, 'Clearing a cheque', asked);
    const { cheque, book } = open;
    const receiptId = op.newId();
    const step = stepOf('clearCheque', cheque, { clearedOn, receiptId });
    const said = readRate(input.rate, ['rate'], faults);
    const rate = rateOf(cheque, book, said, ['rate'], faults);
    const charge =
      input.charge == null
        ? '0'
        : (readAmount(input.charge, cheque.currency, ['charge'], faults) ?? '0');
    if (compareDecimals(charge, cheque.amount) >= 0) {
      faults.push(fault('CHARGE_TOO_HIGH', 'The bank keeps a part of it, not all', ['charge']));
    }
    if (cheque.depositedOn !== null && clearedOn < cheque.depositedOn) {
      const message = `It was deposited on ${cheque.depositedOn}`;
      faults.push(fault('BEFORE_DEPOSIT', message, ['clearedOn']));
    }
    const externalId = readWords(input.externalId, 200, ['externalId'], faults);
    faults.push(...periodFaults(book.period, op.today, ['clearedOn']));
    refuseIfAny(faults);
    enterChequeMoney(op, open, {
      ...{ receiptId, method: 'CHEQUE', moneyAccountId: cheque.moneyAccountId },
      ...{ amount: cheque.amount, charge, rate, valuedOn: clearedOn, bookedOn: op.today },
      ...{ externalId, reference: cheque.number },
    });
    oweCheques(op, op, [{ ...step, effectiveOn: clearedOn, tells: { receiptId } }]);
    return { chequeId: cheque.id, receiptId };
  },
});
