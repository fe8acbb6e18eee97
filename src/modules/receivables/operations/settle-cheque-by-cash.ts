import { compareDecimals } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault, type Path } from '../errors.ts';
import { enterChequeMoney, rateOf, type ChequeMoney } from '../ledger/cheque-money.ts';
import { openCheque, type OpenCheque } from '../ledger/load-cheques.ts';
import { moneyAccountFaults } from '../ledger/open-book.ts';
import { periodFaults } from '../ledger/periods.ts';
import { oweCheques, stepOf } from '../ledger/write-cheques.ts';
import type { PaymentMethod } from '../rules/money-kinds.ts';
import { readPositiveAmount } from '../rules/read-credit.ts';
import { readPastDay, readRate, readWords } from '../rules/read-payment.ts';
import type { ChequeCleared } from './clear-cheque.ts';

/** Money in place of a cheque. */
export interface MoneyInput {
  readonly method: PaymentMethod;
  readonly moneyAccountId?: Id | null;
  /** The cheque's amount when left out. */
  readonly amount?: string | null;
  readonly rate?: string | null;
  readonly valuedOn?: string | null;
  readonly externalId?: string | null;
  readonly reference?: string | null;
}

export interface SettleChequeByCashInput {
  readonly chequeId: Id;
  readonly money: MoneyInput;
  readonly reason: string;
}

/** Money comes in place of the cheque, at least as much: it pays what the cheque covered. */
export const settleChequeByCash = defineOperation({
  name: 'settleChequeByCash',
  permission: 'receivables.cheques',
  async run(op, input: SettleChequeByCashInput): Promise<ChequeCleared> {
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    const open = await openCheque(
      op,
      input.chequeId,
      'Settling a cheque',
      askedOf(op, input.money),
    );
    const { cheque } = open;
    const money = readMoney(op, input.money, open, ['money'], faults);
    const least = `The cheque is ${cheque.amount}`;
    if (compareDecimals(money.amount, cheque.amount) < 0 && faults.length === 0) {
      faults.push(fault('LESS_THAN_CHEQUE', least, ['money', 'amount']));
    }
    const { receiptId } = money;
    const changes = { settlementReceiptId: receiptId };
    const step = stepOf('settleChequeByCash', cheque, changes);
    refuseIfAny(faults);
    enterChequeMoney(op, open, money);
    oweCheques(op, op, [{ ...step, effectiveOn: op.today, reason, tells: { receiptId } }]);
    return { chequeId: cheque.id, receiptId };
  },
});

/** What the book has to tell for money on a day. */
export const askedOf = (op: Pick<OperationContext, 'today'>, money: MoneyInput) => ({
  isEntering: true,
  day: /^\d{4}-\d{2}-\d{2}$/.test(money.valuedOn ?? '') ? (money.valuedOn as string) : op.today,
  moneyAccountId: money.moneyAccountId?.toLowerCase() ?? null,
});

/** The money, with each fault of what is said. */
export function readMoney(
  op: OperationContext,
  input: MoneyInput,
  { cheque, book }: Pick<OpenCheque, 'cheque' | 'book'>,
  path: Path,
  faults: Fault[],
): ChequeMoney {
  const at = (name: string): Path => [...path, name];
  const { currency } = cheque;
  const valuedOn = readPastDay(input.valuedOn, op.today, at('valuedOn'), faults) ?? op.today;
  const amount =
    input.amount == null
      ? cheque.amount
      : (readPositiveAmount(input.amount, currency, at('amount'), faults) ?? '1');
  if (input.method === 'CHEQUE') {
    const message = 'Another cheque comes by `replaceCheque`';
    faults.push(fault('CHEQUE_IS_ITS_OWN_ACT', message, at('method')));
  }
  const { moneyAccountId } = input;
  const wrong = moneyAccountFaults(moneyAccountId, book.moneyAccount, currency);
  faults.push(...wrong.map((one) => ({ ...one, path: at('moneyAccountId') })));
  const externalId = readWords(input.externalId, 200, at('externalId'), faults);
  if (externalId !== null && moneyAccountId == null) {
    const message = 'The bank’s id counts within an account: say which';
    faults.push(fault('MONEY_ACCOUNT_REQUIRED', message, at('moneyAccountId')));
  }
  const said = readRate(input.rate, at('rate'), faults);
  const rate = rateOf(cheque, book, said, at('rate'), faults);
  faults.push(...periodFaults(book.period, op.today, at('valuedOn')));
  return {
    ...{ receiptId: op.newId(), method: input.method, amount, rate, valuedOn, externalId },
    moneyAccountId: book.moneyAccount?.id ?? null,
    bookedOn: op.today,
    reference: readWords(input.reference, 500, at('reference'), faults) ?? cheque.number,
  };
}
