import {
  addDecimals,
  compareDecimals,
  isZero,
  negateDecimal,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Commitment } from './commitment.ts';
import { shareOf } from './company-amounts.ts';
import type {
  AllocationKind,
  LedgerAccount,
  LedgerEntryKind,
  WriteOffReason,
} from './money-kinds.ts';

/*
 * What settling does to a commitment, to what settles it, and to the ledger; and the same
 * backwards. Matching by itself posts nothing: only discounts, write-offs, conversions and
 * differences of exchange are money.
 */

/** Money or a credit note: what a customer has to settle with. */
export interface Source {
  readonly kind: 'RECEIPT' | 'CREDIT_NOTE';
  readonly id: Id;
  readonly number: string;
  readonly partyId: Id;
  readonly currency: string;
  readonly amount: Decimal;
  readonly allocated: Decimal;
  readonly refunded: Decimal;
  readonly companyAmount: Decimal;
  readonly companyAllocated: Decimal;
  readonly companyRefunded: Decimal;
  readonly valuedOn: LocalDate;
  readonly ownerId: Id | null;
  readonly teamId: Id | null;
}

/** What of a source nothing was done with yet. */
export const freeOf = ({ amount, allocated, refunded }: Source): Decimal =>
  subtractDecimals(amount, addDecimals(allocated, refunded));

/** A row of what settles what; below zero: taken back. */
export interface Allocation {
  readonly id: Id;
  readonly commitmentId: Id;
  readonly partyId: Id;
  readonly kind: AllocationKind;
  readonly receiptId: Id | null;
  readonly openCreditId: Id | null;
  /** Of the commitment, in its currency. */
  readonly amount: Decimal;
  readonly sourceCurrency: string;
  readonly sourceAmount: Decimal;
  /** What the claim was worth in the firm's currency, and what came for it. */
  readonly companyAmount: Decimal;
  readonly sourceCompanyAmount: Decimal;
  readonly tax: Decimal;
  readonly reason: WriteOffReason | null;
  readonly note: string | null;
  readonly effectiveOn: LocalDate;
  readonly reversesId: Id | null;
}

/** What the ledger has to post for an allocation, beside whose act it is. */
export interface AllocationPosting {
  readonly currency: string;
  readonly kind: LedgerEntryKind;
  readonly account: Exclude<LedgerAccount, 'CUSTOMER'>;
  readonly charge: Decimal;
  readonly companyCharge: Decimal;
}

/** What is to settle how much of a commitment. */
export interface Settling {
  readonly id: Id;
  /** In the currency of the commitment. */
  readonly amount: Decimal;
  /** In the currency of the source, where that is another. */
  readonly sourceAmount?: Decimal;
  readonly kind: AllocationKind;
  readonly tax?: Decimal;
  readonly reason?: WriteOffReason | null;
  readonly note?: string | null;
  readonly effectiveOn: LocalDate;
}

export interface Settled {
  readonly allocation: Allocation;
  readonly commitment: Commitment;
  readonly source: Source | null;
  readonly postings: readonly AllocationPosting[];
}

/** Settles; the caller has seen that both sides have so much. */
export function settleBy(
  commitment: Commitment,
  source: Source | null,
  settling: Settling,
  companyCurrency: string,
): Settled {
  const { amount } = settling;
  const settled = addDecimals(commitment.settled, amount);
  const rest = subtractDecimals(commitment.amount, settled);
  const companySettled = shareOf(commitment.companyAmount, settled, rest, companyCurrency);
  const companyAmount = subtractDecimals(companySettled, commitment.companySettled);
  const sourceAmount = settling.sourceAmount ?? amount;
  const spent = source && spend(source, sourceAmount, companyCurrency);
  const allocation: Allocation = {
    id: settling.id,
    commitmentId: commitment.id,
    partyId: commitment.partyId,
    kind: settling.kind,
    receiptId: source?.kind === 'RECEIPT' ? source.id : null,
    openCreditId: source?.kind === 'CREDIT_NOTE' ? source.id : null,
    amount,
    sourceCurrency: source?.currency ?? commitment.currency,
    sourceAmount,
    companyAmount,
    sourceCompanyAmount: spent ? spent.company : companyAmount,
    tax: settling.tax ?? '0',
    reason: settling.reason ?? null,
    note: settling.note ?? null,
    effectiveOn: settling.effectiveOn,
    reversesId: null,
  };
  return {
    allocation,
    commitment: { ...commitment, settled, companySettled },
    source: spent?.source ?? null,
    postings: postingsOf(allocation, commitment.currency, companyCurrency),
  };
}

/** Takes an allocation back, to the last digit: both sides are as they were. */
export function takeBack(
  commitment: Commitment,
  source: Source | null,
  taken: Allocation,
  by: { readonly id: Id; readonly effectiveOn: LocalDate; readonly note?: string | null },
  companyCurrency: string,
): Settled {
  const allocation: Allocation = {
    ...taken,
    ...by,
    note: by.note ?? null,
    amount: negateDecimal(taken.amount),
    sourceAmount: negateDecimal(taken.sourceAmount),
    companyAmount: negateDecimal(taken.companyAmount),
    sourceCompanyAmount: negateDecimal(taken.sourceCompanyAmount),
    tax: negateDecimal(taken.tax),
    reversesId: taken.id,
  };
  return {
    allocation,
    commitment: {
      ...commitment,
      settled: subtractDecimals(commitment.settled, taken.amount),
      companySettled: subtractDecimals(commitment.companySettled, taken.companyAmount),
    },
    source: source && {
      ...source,
      allocated: subtractDecimals(source.allocated, taken.sourceAmount),
      companyAllocated: subtractDecimals(source.companyAllocated, taken.sourceCompanyAmount),
    },
    postings: postingsOf(allocation, commitment.currency, companyCurrency),
  };
}

/** So much of a source is used: its part in the firm's currency leaves nothing in the end. */
function spend(
  source: Source,
  amount: Decimal,
  companyCurrency: string,
): { readonly source: Source; readonly company: Decimal } {
  const company = companyPartOf(source, amount, companyCurrency);
  return {
    company,
    source: {
      ...source,
      allocated: addDecimals(source.allocated, amount),
      companyAllocated: addDecimals(source.companyAllocated, company),
    },
  };
}

/** What of a source's worth in the firm's currency goes with an amount of it. */
export function companyPartOf(source: Source, amount: Decimal, companyCurrency: string): Decimal {
  const used = addDecimals(addDecimals(source.allocated, source.refunded), amount);
  const rest = subtractDecimals(source.amount, used);
  const companyUsed = shareOf(source.companyAmount, used, rest, companyCurrency);
  const before = addDecimals(source.companyAllocated, source.companyRefunded);
  // Uses that were taken back may leave other parts than they took.
  const part = subtractDecimals(companyUsed, before);
  return compareDecimals(part, '0') < 0 ? '0' : part;
}

function postingsOf(
  allocation: Allocation,
  currency: string,
  companyCurrency: string,
): AllocationPosting[] {
  const { kind, amount, companyAmount, tax } = allocation;
  if (kind === 'PLAN') return [];
  if (kind === 'DISCOUNT') {
    const companyTax = isZero(tax)
      ? '0'
      : shareOf(companyAmount, tax, subtractDecimals(amount, tax), companyCurrency);
    return [
      less(currency, 'DISCOUNT', 'DISCOUNTS', [
        subtractDecimals(amount, tax),
        subtractDecimals(companyAmount, companyTax),
      ]),
      less(currency, 'DISCOUNT', 'TAX', [tax, companyTax]),
    ];
  }
  if (kind === 'WRITE_OFF') {
    const account = allocation.reason === 'BAD_DEBT' ? 'BAD_DEBTS' : 'WRITE_OFFS';
    return [less(currency, 'WRITE_OFF', account, [amount, companyAmount])];
  }
  return exchangePostings(allocation, currency);
}

/**
 * Money of one currency pays a claim of another; and a claim was worth another sum when it arose.
 */
function exchangePostings(allocation: Allocation, currency: string): AllocationPosting[] {
  const { amount, sourceAmount, sourceCurrency, companyAmount, sourceCompanyAmount } = allocation;
  const difference = subtractDecimals(sourceCompanyAmount, companyAmount);
  const exchange: AllocationPosting = {
    currency,
    kind: 'EXCHANGE',
    account: 'EXCHANGE',
    charge: '0',
    companyCharge: difference,
  };
  if (sourceCurrency === currency) return [exchange];
  const conversion = { kind: 'CONVERSION', account: 'CONVERSION' } as const;
  return [
    {
      ...conversion,
      currency: sourceCurrency,
      charge: sourceAmount,
      companyCharge: sourceCompanyAmount,
    },
    less(currency, 'CONVERSION', 'CONVERSION', [amount, sourceCompanyAmount]),
    exchange,
  ];
}

const less = (
  currency: string,
  kind: LedgerEntryKind,
  account: AllocationPosting['account'],
  [amount, companyAmount]: readonly [Decimal, Decimal],
): AllocationPosting => ({
  currency,
  kind,
  account,
  charge: negateDecimal(amount),
  companyCharge: negateDecimal(companyAmount),
});
