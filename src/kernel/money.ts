import Big from 'big.js';
import { readDecimal, type Decimal } from './decimal.ts';
import { refuse } from './domain-error.ts';
import { readAs, unreadable, type Reading } from './reading.ts';

/** An exact amount with all places of its currency: `{ amount: '10.50', currency: 'EUR' }`. */
export interface Money {
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
}

/** ISO 4217: places behind the point. The rial is counted whole here as banks do, not in dinars. */
const minorUnits: Readonly<Record<string, number>> = {
  AED: 2,
  AUD: 2,
  BHD: 3,
  CAD: 2,
  CHF: 2,
  CNY: 2,
  DKK: 2,
  EUR: 2,
  GBP: 2,
  INR: 2,
  IQD: 3,
  IRR: 0,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  NOK: 2,
  OMR: 3,
  QAR: 2,
  RUB: 2,
  SAR: 2,
  SEK: 2,
  TRY: 2,
  USD: 2,
};

/** ISO 4217: every currency known here. */
export const currencies: readonly string[] = Object.keys(minorUnits);

/** Places behind the point; refuses with UNKNOWN_CURRENCY. */
export function minorUnitsOf(currency: string): number {
  const places = Object.hasOwn(minorUnits, currency) ? minorUnits[currency] : undefined;
  return places ?? refuse('UNKNOWN_CURRENCY', `${currency} is not a currency known here`);
}

/**
 * Reads an amount; unreadable like `readDecimal` (TOO_PRECISE past the currency's places), or with
 * UNKNOWN_CURRENCY.
 */
export function readMoney(amount: string, currency: string): Reading<Money> {
  if (!Object.hasOwn(minorUnits, currency)) {
    return unreadable('UNKNOWN_CURRENCY', `${currency} is not a currency known here`);
  }
  const places = minorUnitsOf(currency);
  const reading = readDecimal(amount, { integerDigits: 18, fractionDigits: places });
  return reading.ok ? readAs(moneyOf(new Big(reading.value), currency)) : reading;
}

export const addMoney = (a: Money, b: Money): Money =>
  moneyOf(new Big(a.amount).plus(b.amount), sameCurrency(a, b));

export const subtractMoney = (a: Money, b: Money): Money =>
  moneyOf(new Big(a.amount).minus(b.amount), sameCurrency(a, b));

export const negateMoney = (a: Money): Money => moneyOf(new Big(a.amount).neg(), a.currency);

/** -1, 0 or 1; refuses with CURRENCY_MISMATCH. */
export function compareMoney(a: Money, b: Money): -1 | 0 | 1 {
  sameCurrency(a, b);
  return new Big(a.amount).cmp(b.amount);
}

/** An exact result in money. Halves go to the even neighbour, so that errors do not add up. */
export const roundMoney = (exact: Decimal, currency: string): Money =>
  moneyOf(new Big(exact).round(minorUnitsOf(currency), Big.roundHalfEven), currency);

/**
 * Shares that add up to the whole to the last minor unit. Each gets its exact share rounded towards
 * zero; what is left goes one minor unit each to the largest remainders, the earlier first.
 * Weights are decimals, none negative, not all zero: else INVALID_WEIGHTS.
 */
export function splitMoney(money: Money, weights: readonly Decimal[]): Money[] {
  const parts = weights.map((weight) => new Big(weight));
  const total = parts.reduce((sum, part) => sum.plus(part), new Big(0));
  if (total.lte(0) || parts.some((part) => part.lt(0))) {
    refuse('INVALID_WEIGHTS', 'Weights must not be negative, and at least one must be positive');
  }
  const places = minorUnitsOf(money.currency);
  const minor = BigInt(new Big(money.amount).times(`1e${places}`).toFixed(0));
  return largestRemainder(minor, integersOf(parts)).map((share) =>
    moneyOf(new Big(share.toString()).times(`1e-${places}`), money.currency),
  );
}

/** The same proportions in whole numbers. */
function integersOf(parts: readonly Big[]): bigint[] {
  const places = Math.max(...parts.map((part) => part.toFixed().split('.')[1]?.length ?? 0));
  return parts.map((part) => BigInt(part.times(`1e${places}`).toFixed(0)));
}

function largestRemainder(amount: bigint, weights: readonly bigint[]): bigint[] {
  const sign = amount < 0n ? -1n : 1n;
  const size = amount * sign;
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  const shares = weights.map((weight) => (size * weight) / total);
  let left = size - shares.reduce((sum, share) => sum + share, 0n);
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (size * weight) % total }))
    .sort((a, b) => Number(b.remainder > a.remainder) - Number(b.remainder < a.remainder));
  for (const { index } of byRemainder) {
    if (left === 0n) break;
    shares[index] = (shares[index] ?? 0n) + 1n;
    left -= 1n;
  }
  return shares.map((share) => share * sign);
}

function sameCurrency(a: Money, b: Money): string {
  if (a.currency === b.currency) return a.currency;
  refuse('CURRENCY_MISMATCH', `${a.currency} and ${b.currency} do not add up`);
}

function moneyOf(amount: Big, currency: string): Money {
  const places = minorUnitsOf(currency);
  return { amount: amount.eq(0) ? new Big(0).toFixed(places) : amount.toFixed(places), currency };
}
