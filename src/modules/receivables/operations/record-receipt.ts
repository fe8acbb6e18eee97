import { compareDecimals } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readOwnId } from '../../../kernel/read-input.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { readCustomer } from '../../parties/index.ts';
import { fault } from '../errors.ts';
import { enterReceipt, type HowAllocated } from '../ledger/enter-receipt.ts';
import {
  moneyAccountFaults,
  openBook,
  requireCustomerReach,
  type PaymentBook,
} from '../ledger/open-book.ts';
import { periodFaults } from '../ledger/periods.ts';
import { inCompany } from '../rules/company-amounts.ts';
import type { PaymentMethod } from '../rules/money-kinds.ts';
import { readPositiveAmount, readAmount } from '../rules/read-credit.ts';
import { readPastDay, readRate, readWords } from '../rules/read-payment.ts';
import type { AllocationWish, NewReceipt } from '../rules/receipt.ts';

/** How money is used as it comes in. */
export const receiptUses = ['PROPOSED', 'NONE'] as const;
export type ReceiptUse = (typeof receiptUses)[number];

export interface RecordReceiptInput {
  readonly id?: Id | null;
  readonly customerId: Id;
  readonly method: PaymentMethod;
  readonly moneyAccountId?: Id | null;
  /** The bank's own id of the transaction: unique for the account. */
  readonly externalId?: string | null;
  readonly payerName?: string | null;
  readonly reference?: string | null;
  /** The firm's when left out. */
  readonly currency?: string | null;
  readonly amount: string;
  /** What of it the bank kept. */
  readonly charge?: string | null;
  /** One unit of the currency in the firm's; that of its value day when left out. */
  readonly rate?: string | null;
  /** The day on which the money was there, by the bank; today when left out. */
  readonly valuedOn?: string | null;
  /** The day it is posted on; today when left out. */
  readonly bookedOn?: string | null;
  readonly note?: string | null;
  /** What it pays; when left out, `use` says. */
  readonly allocations?: readonly AllocationWish[] | null;
  readonly use?: ReceiptUse | null;
}

export interface ReceiptRecorded {
  readonly receiptId: Id;
  readonly number: string;
  /** What it pays by this act, discounts included. */
  readonly commitmentIds: readonly Id[];
}

/**
 * Money came in: what the customer owes is less by it, and it pays what is named, or what its
 * reference, its amount or its turn tell. A letter of credit waits until it is money. Refuses
 * ALREADY_RECEIVED for a second receipt of an account under the bank's id.
 */
export const recordReceipt = defineOperation({
  name: 'recordReceipt',
  permission: 'receivables.receive',
  async run(op, input: RecordReceiptInput): Promise<ReceiptRecorded> {
    const faults: Fault[] = [];
    const days = readDays(op, input, faults);
    const book = await openBook(op, {
      partyId: input.customerId,
      moneyAccountId: input.moneyAccountId?.toLowerCase() ?? null,
      ...(input.currency != null && { currency: input.currency }),
      day: days.valuedOn,
      commitmentIds: input.allocations?.map(({ commitmentId }) => commitmentId) ?? null,
      isEntering: true,
    });
    requireCustomerReach(op, 'receivables.receive', book.customer, 'Receiving money');
    const receipt = readReceipt(op, input, book, days, faults);
    refuseIfAny(faults);
    const entered = enterReceipt(op, withRate(book, receipt), receipt, howOf(input));
    const { receiptId, number, allocations } = entered;
    return { receiptId, number, commitmentIds: allocations.map(({ commitment }) => commitment.id) };
  },
});

/** Somebody may know the rate better. */
const withRate = (book: PaymentBook, { rate }: NewReceipt): PaymentBook => ({ ...book, rate });

const howOf = ({ allocations, use }: RecordReceiptInput): HowAllocated =>
  allocations ?? use ?? 'PROPOSED';

function readDays(op: OperationContext, input: RecordReceiptInput, faults: Fault[]) {
  const valuedOn = readPastDay(input.valuedOn, op.today, ['valuedOn'], faults) ?? op.today;
  const bookedOn = readPastDay(input.bookedOn, op.today, ['bookedOn'], faults) ?? op.today;
  return { valuedOn, bookedOn };
}

function readReceipt(
  op: OperationContext,
  input: RecordReceiptInput,
  book: PaymentBook,
  days: ReturnType<typeof readDays>,
  faults: Fault[],
): NewReceipt {
  const { customer, companyCurrency, moneyAccount, period } = book;
  readCustomer(new Map([[customer.id, customer]]), customer.id, ['customerId'], faults);
  const currency = input.currency ?? companyCurrency;
  const amount = readPositiveAmount(input.amount, currency, ['amount'], faults) ?? '1';
  const charge =
    input.charge == null ? '0' : (readAmount(input.charge, currency, ['charge'], faults) ?? '0');
  if (compareDecimals(charge, amount) >= 0) {
    faults.push(fault('CHARGE_TOO_HIGH', 'The bank keeps a part of it, not all', ['charge']));
  }
  const known = currency === companyCurrency ? '1' : book.rate;
  const rate = readRate(input.rate, ['rate'], faults) ?? known;
  if (rate === null && faults.length === 0) {
    const message = `There is no rate of ${currency} on ${days.valuedOn}: say one`;
    faults.push(fault('RATE_NOT_FOUND', message, ['rate']));
  }
  faults.push(...moneyAccountFaults(input.moneyAccountId, moneyAccount, currency));
  const externalId = readWords(input.externalId, 200, ['externalId'], faults);
  if (externalId !== null && input.moneyAccountId == null) {
    const message = 'The bank’s id counts within an account: say which';
    faults.push(fault('MONEY_ACCOUNT_REQUIRED', message, ['moneyAccountId']));
  }
  if (input.method === 'CHEQUE') {
    const message = 'A cheque is received as a cheque: it is no money until it clears';
    faults.push(fault('CHEQUE_IS_ITS_OWN_ACT', message, ['method']));
  }
  faults.push(...periodFaults(period, days.bookedOn, ['bookedOn']));
  const isPending = input.method === 'LETTER_OF_CREDIT';
  return {
    id: readOwnId(input.id, () => op.newId(), ['id'], faults),
    partyId: customer.id,
    payerName: readWords(input.payerName, 200, ['payerName'], faults),
    method: input.method,
    moneyAccountId: moneyAccount?.id ?? null,
    externalId,
    reference: readWords(input.reference, 500, ['reference'], faults),
    currency,
    amount,
    charge,
    rate: rate ?? '1',
    companyAmount: faults.length > 0 ? '0' : inCompany(amount, rate ?? '1', companyCurrency),
    ...days,
    state: isPending ? 'PENDING' : 'CLEARED',
    clearedOn: isPending ? null : days.valuedOn,
    note: readWords(input.note, 2_000, ['note'], faults),
    ownerId: customer.ownerId,
    teamId: customer.teamId,
  };
}
