import {
  addDecimals,
  compareDecimals,
  divideDecimals,
  multiplyDecimals,
  roundDecimal,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import { roundMoney, splitMoney } from '../../../kernel/money.ts';
import type { Asking, GoodsLine } from './asked-lines.ts';
import { holdsOn } from './facts.ts';

/** What tax a line bears. */
export interface LineTax {
  /** Null: none; its product names none and there is no default. */
  readonly code: string | null;
  /** Percent; 0 for who is exempt. */
  readonly rate: Decimal;
  /** Percent of the whole amount: `rate` of the part that bears tax. */
  readonly effectiveRate: Decimal;
  /** What it would be for everybody else. */
  readonly fullRate: Decimal;
  /** The certificate of who is exempt. */
  readonly exemption: string | null;
}

/** The tax of a line on the document's day; null where its code has no rate on that day. */
export function taxOf({ asked, facts, customer }: Asking, { product }: GoodsLine): LineTax | null {
  const code = product.taxCode;
  if (code === null) {
    return { code, rate: '0', effectiveRate: '0', fullRate: '0', exemption: null };
  }
  const found = facts.taxRates.find((rate) => rate.code === code && holdsOn(rate, asked.pricingOn));
  if (!found) return null;
  const exemption = facts.exemptions.find(
    (each) =>
      each.partyId === customer?.id && each.taxCode === code && holdsOn(each, asked.pricingOn),
  );
  const rate = exemption ? '0' : found.rate;
  return {
    code,
    rate,
    effectiveRate: effectiveRateOf(rate, asked.taxedPercent),
    fullRate: found.rate,
    exemption: exemption?.certificate ?? null,
  };
}

/** Percent of a whole amount of which `taxedPercent` bears tax. */
export const effectiveRateOf = (rate: Decimal, taxedPercent: Decimal = '100'): Decimal =>
  taxedPercent === '100' ? rate : multiplyDecimals(multiplyDecimals(rate, taxedPercent), '0.01');

/**
 * A list's price in the document's terms: with tax or without. A list's price with tax has the full
 * rate in it, which who is exempt does not pay. Six places where it does not come out even.
 */
export function inTermsOf(
  asking: Asking,
  line: GoodsLine,
  listInclusive: boolean,
  price: Decimal,
): Decimal {
  const tax = taxOf(asking, line);
  if (!tax) return price;
  const contained = listInclusive ? tax.fullRate : '0';
  const wanted = asking.asked.taxInclusive ? tax.effectiveRate : '0';
  if (compareDecimals(contained, wanted) === 0) return price;
  const net = divideDecimals(multiplyDecimals(price, '100'), addDecimals('100', contained), 20);
  return roundDecimal(
    divideDecimals(multiplyDecimals(net, addDecimals('100', wanted)), '100', 20),
    6,
  );
}

/** Amounts of a line: without tax, the tax, with it; always net + tax = total. */
export interface Taxed {
  readonly net: Decimal;
  readonly tax: Decimal;
  readonly total: Decimal;
}

interface Taxable {
  /** In the document's terms, with all its places. */
  readonly amount: Decimal;
  readonly code: string | null;
  /** Percent of the whole amount. */
  readonly rate: Decimal;
}

/** Rounded on each line. */
export const taxByLine = (
  lines: readonly Taxable[],
  inclusive: boolean,
  currency: string,
): Taxed[] =>
  lines.map(({ amount, rate }) =>
    taxed(amount, taxIn(amount, rate, inclusive, currency), inclusive, currency),
  );

/** Rounded once for each rate of the document, and spread over its lines by their amounts. */
export function taxByDocument(
  lines: readonly Taxable[],
  inclusive: boolean,
  currency: string,
): Taxed[] {
  const result: Taxed[] = [];
  const at = [...lines.keys()];
  const groups = Map.groupBy(at, (i) => `${lines[i]?.code} ${lines[i]?.rate}`);
  for (const indexes of groups.values()) {
    const amounts = indexes.map((i) => lines[i]?.amount ?? '0');
    const rate = lines[indexes[0] ?? 0]?.rate ?? '0';
    const tax = taxIn(sumDecimals(amounts), rate, inclusive, currency);
    const shares = spread(tax, amounts, currency);
    indexes.forEach((i, k) => {
      result[i] = taxed(amounts[k] ?? '0', shares[k] ?? '0', inclusive, currency);
    });
  }
  return result;
}

/** Shares by weight that add up to the amount to the last place; all nothing where no weight is. */
export function spread(amount: Decimal, weights: readonly Decimal[], currency: string): Decimal[] {
  const none = weights.every((weight) => Number(weight) === 0);
  if (none) return weights.map(() => roundMoney('0', currency).amount);
  return splitMoney(roundMoney(amount, currency), weights).map((share) => share.amount);
}

const taxIn = (amount: Decimal, rate: Decimal, inclusive: boolean, currency: string): Decimal => {
  const of = inclusive ? addDecimals('100', rate) : '100';
  return roundMoney(divideDecimals(multiplyDecimals(amount, rate), of, 20), currency).amount;
};

const taxed = (amount: Decimal, tax: Decimal, inclusive: boolean, currency: string): Taxed => {
  const other = inclusive ? subtractDecimals(amount, tax) : addDecimals(amount, tax);
  const rest = roundMoney(other, currency).amount;
  return inclusive ? { net: rest, tax, total: amount } : { net: amount, tax, total: rest };
};
