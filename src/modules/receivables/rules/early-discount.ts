import {
  canonicalDecimal,
  compareDecimals,
  divideDecimals,
  isPositive,
  isZero,
  multiplyDecimals,
  percentOf,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import { addDays, type LocalDate } from '../../../kernel/local-date.ts';
import { roundMoney } from '../../../kernel/money.ts';
import { openOf, type Commitment } from './commitment.ts';

/** A commitment, and what of its discount was granted already. */
export interface Payable extends Commitment {
  readonly discounted: Decimal;
}

/** A part of what is settled, and the tax in it. */
export interface Discount {
  readonly amount: Decimal;
  readonly tax: Decimal;
}

const none: Discount = { amount: '0', tax: '0' };

const rounded = (exact: Decimal, currency: string): Decimal =>
  canonicalDecimal(roundMoney(exact, currency).amount);

/** The whole discount of a commitment, with the tax in it, by its tax mode. */
export function wholeDiscount(of: Commitment): Discount {
  const { discountPercent, discountTaxMode, amount, tax, currency } = of;
  if (discountPercent === null) return none;
  // Only where the tax is discounted, too, is it in what is discounted.
  if (discountTaxMode !== 'ON_EARLY_PAYMENT') {
    const net = subtractDecimals(amount, tax);
    return { amount: rounded(percentOf(net, discountPercent), currency), tax: '0' };
  }
  return {
    amount: rounded(percentOf(amount, discountPercent), currency),
    tax: rounded(percentOf(tax, discountPercent), currency),
  };
}

/** The last day is in the window; what has no day yet is paid early in any case. */
const isEarly = ({ discountUntil, discountGraceDays }: Commitment, valuedOn: LocalDate): boolean =>
  discountUntil === null || valuedOn <= addDays(discountUntil, discountGraceDays);

/** What of the discount may be granted to money of a day. */
export function discountLeft(of: Payable, valuedOn: LocalDate): Decimal {
  if (of.discountPercent === null || !isEarly(of, valuedOn)) return '0';
  const left = subtractDecimals(wholeDiscount(of).amount, of.discounted);
  const open = openOf(of);
  if (!isPositive(left)) return '0';
  return compareDecimals(left, open) < 0 ? left : open;
}

/** What has to be paid, with money of that day, so that nothing is left. */
export const toPayOn = (of: Payable, valuedOn: LocalDate): Decimal =>
  subtractDecimals(openOf(of), discountLeft(of, valuedOn));

/**
 * The discount that goes with so much money of that day. Whoever pays all but the discount gets it;
 * a part payment gets what is agreed for it. `isLastOfSeveral`: the same receipt pays others whole.
 */
export function discountFor(
  of: Payable,
  money: Decimal,
  valuedOn: LocalDate,
  isLastOfSeveral: boolean,
): Discount {
  const left = discountLeft(of, valuedOn);
  if (isZero(left) || isZero(money)) return none;
  const missing = subtractDecimals(openOf(of), money);
  if (compareDecimals(missing, left) <= 0) return withTax(of, missing);
  if (of.discountOnPart === 'LAST_OF_SEVERAL' && isLastOfSeveral) return withTax(of, left);
  if (of.discountOnPart !== 'PRO_RATA') return none;
  const whole = wholeDiscount(of).amount;
  const inMoney = subtractDecimals(of.amount, whole);
  const part = divideDecimals(multiplyDecimals(whole, money), inMoney, 10);
  const granted = rounded(part, of.currency);
  return withTax(of, compareDecimals(granted, left) < 0 ? granted : left);
}

/** The tax in a discount: the same part of it as of the whole. */
function withTax(of: Commitment, amount: Decimal): Discount {
  const whole = wholeDiscount(of);
  if (isZero(whole.tax) || isZero(whole.amount)) return { amount, tax: '0' };
  const exact = divideDecimals(multiplyDecimals(whole.tax, amount), whole.amount, 10);
  return { amount, tax: rounded(exact, of.currency) };
}
