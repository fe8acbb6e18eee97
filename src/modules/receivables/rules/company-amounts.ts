import {
  canonicalDecimal,
  divideDecimals,
  isZero,
  multiplyDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import { roundMoney, splitMoney } from '../../../kernel/money.ts';

/** An amount in the firm's currency, at a rate. */
export const inCompany = (amount: Decimal, rate: Decimal, companyCurrency: string): Decimal =>
  canonicalDecimal(roundMoney(multiplyDecimals(amount, rate), companyCurrency).amount);

/** The tax in a part of a document. */
export function taxShare(
  part: Decimal,
  whole: { readonly total: Decimal; readonly tax: Decimal; readonly currency: string },
): Decimal {
  if (isZero(whole.total) || isZero(whole.tax)) return '0';
  const exact = divideDecimals(multiplyDecimals(whole.tax, part), whole.total, 10);
  return canonicalDecimal(roundMoney(exact, whole.currency).amount);
}

/** Shares that add up to the amount, by the largest remainder. */
export const split = (amount: Decimal, currency: string, weights: readonly Decimal[]): Decimal[] =>
  splitMoney({ amount, currency }, weights).map((share) => canonicalDecimal(share.amount));

/** What of an amount belongs to a part, the rest to what is left; nothing is left in the end. */
export const shareOf = (
  amount: Decimal,
  part: Decimal,
  rest: Decimal,
  currency: string,
): Decimal => (isZero(rest) ? amount : (split(amount, currency, [part, rest])[0] as Decimal));
