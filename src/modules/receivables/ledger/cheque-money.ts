import {
  compareDecimals,
  isPositive,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { fault, type Path } from '../errors.ts';
import type { Cheque, Coverage } from '../rules/cheque.ts';
import { inCompany } from '../rules/company-amounts.ts';
import { toPayOn } from '../rules/early-discount.ts';
import type { PaymentMethod } from '../rules/money-kinds.ts';
import type { OpenCommitment } from '../rules/propose-allocation.ts';
import type { AllocationWish, NewReceipt } from '../rules/receipt.ts';
import { enterReceipt, type ReceiptEntered } from './enter-receipt.ts';
import type { PaymentBook } from './open-book.ts';

/** The money that a cheque becomes, or that comes in its place. */
export interface ChequeMoney {
  readonly receiptId: Id;
  readonly method: PaymentMethod;
  readonly moneyAccountId: Id | null;
  readonly amount: Decimal;
  readonly charge?: Decimal;
  readonly rate: Decimal;
  readonly valuedOn: LocalDate;
  readonly bookedOn: LocalDate;
  readonly externalId?: string | null;
  readonly reference: string | null;
}

/** One unit of the cheque's currency in the firm's; adds RATE_NOT_FOUND where nobody knows it. */
export function rateOf(
  { currency }: Pick<Cheque, 'currency'>,
  { companyCurrency, rate: known }: Pick<PaymentBook, 'companyCurrency' | 'rate'>,
  said: Decimal | null,
  path: Path,
  faults: Fault[],
): Decimal {
  const rate = said ?? (currency === companyCurrency ? '1' : known);
  if (rate === null) {
    faults.push(fault('RATE_NOT_FOUND', `There is no rate of ${currency}: say one`, path));
  }
  return rate ?? '1';
}

/**
 * What a cheque covered, as far as that is still to be paid: by a discount, too, where the money
 * came early enough for one. What was paid otherwise is left to the customer's credit.
 */
export const wishesOf = (
  coverage: readonly Coverage[],
  open: readonly OpenCommitment[],
  valuedOn: LocalDate,
): AllocationWish[] =>
  coverage.flatMap(({ commitmentId, amount }) => {
    const found = open.find(({ id }) => id === commitmentId);
    const wanted = found ? toPayOn(found, valuedOn) : '0';
    const paid = compareDecimals(amount, wanted) < 0 ? amount : wanted;
    return isPositive(paid) ? [{ commitmentId, amount: paid }] : [];
  });

/** Money for a cheque: posted, and used for what that covers. With the commit, no round trip. */
export function enterChequeMoney(
  op: OperationContext,
  {
    cheque,
    book,
    coverage,
  }: {
    readonly cheque: Cheque;
    readonly book: PaymentBook;
    readonly coverage: readonly Coverage[];
  },
  money: ChequeMoney,
): ReceiptEntered {
  const { receiptId, rate, amount, valuedOn, ...paid } = money;
  const receipt: NewReceipt = {
    ...{ ...paid, id: receiptId, rate, amount, valuedOn },
    partyId: cheque.partyId,
    payerName: cheque.drawerName,
    externalId: money.externalId ?? null,
    currency: cheque.currency,
    charge: money.charge ?? '0',
    companyAmount: inCompany(amount, rate, book.companyCurrency),
    state: 'CLEARED',
    clearedOn: valuedOn,
    note: null,
    ownerId: cheque.ownerId,
    teamId: cheque.teamId,
  };
  const left = wishesWithin(wishesOf(coverage, book.open, valuedOn), amount);
  return enterReceipt(op, { ...book, rate }, receipt, left);
}

/** As far as the money lasts. */
function wishesWithin(wishes: readonly AllocationWish[], amount: Decimal): AllocationWish[] {
  let left = amount;
  return wishes.flatMap((wish) => {
    const wanted = wish.amount ?? '0';
    const paid = compareDecimals(wanted, left) < 0 ? wanted : left;
    left = subtractDecimals(left, paid);
    return isPositive(paid) ? [{ ...wish, amount: paid }] : [];
  });
}
