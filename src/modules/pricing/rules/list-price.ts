import {
  compareDecimals,
  divideDecimals,
  multiplyDecimals,
  percentOf,
  roundDecimal,
  roundToMultiple,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import { minorUnitsOf } from '../../../kernel/money.ts';
import type { UnitFactor } from '../../../kernel/quantity.ts';
import { countedWith, sumQuantities, type Asking, type GoodsLine } from './asked-lines.ts';
import type { ItemFacts, ListFacts, TierFacts } from './facts.ts';
import { inTermsOf } from './tax.ts';

/** So much of the line's goods at one price; in the unit that the price is of. */
export interface Slice {
  readonly quantity: Decimal;
  readonly unitPrice: Decimal;
}

/** What the lists say of a line, in the document's currency and its terms of tax. */
export interface ListPrice {
  readonly list: ListFacts;
  readonly item: ItemFacts;
  readonly minQuantity: Decimal;
  readonly slices: readonly Slice[];
  /** Exactly, not rounded. */
  readonly amount: Decimal;
  /** PERCENT_OFF: what it was taken off, and how much of it. */
  readonly off: { readonly of: ListPrice; readonly percent: Decimal } | null;
}

/** An item that is for the goods of a line, in a list that the document may use. */
export interface Candidate {
  readonly list: ListFacts;
  readonly item: ItemFacts;
  /** See `levelOf`. */
  readonly level: number;
  /** 0: of the line's own unit, 1: of the base unit, 2: of any. */
  readonly unitRank: number;
  /** Of the unit of the item's price and tiers. */
  readonly factor: UnitFactor;
  /** What counts towards tiers, in base units. */
  readonly counted: Decimal;
  /** The highest tier reached; null: none is. */
  readonly tier: TierFacts | null;
  /** Its minimum in base units. */
  readonly minimum: Decimal;
}

export type NoPrice = 'NOTHING_TO_TAKE_OFF' | 'COST_NOT_KNOWN';

/**
 * The price that an item comes to for a line, or why it comes to none. `below` is the price without
 * its list: what percent are taken off.
 */
export function evaluate(
  asking: Asking,
  line: GoodsLine,
  candidate: Candidate,
  below: () => ListPrice | null,
): ListPrice | NoPrice {
  const { list, item, tier } = candidate;
  const minQuantity = tier?.minQuantity ?? '0';
  if (item.method === 'PERCENT_OFF') {
    const of = below();
    if (!of) return 'NOTHING_TO_TAKE_OFF';
    const percent = tier?.value ?? '0';
    const slices = of.slices.map(({ quantity, unitPrice }) => ({
      quantity,
      unitPrice: rounded(lessPercent(unitPrice, percent), list, asking.asked.currency),
    }));
    return { list, item, minQuantity, slices, amount: amountOf(slices), off: { of, percent } };
  }
  const cost = item.method === 'FIXED' ? null : costIn(list, asking, line, candidate.factor);
  if (cost === null && item.method !== 'FIXED') return 'COST_NOT_KNOWN';
  const isForeign = list.currency !== asking.asked.currency;
  const priceAt = (value: Decimal): Decimal => {
    const own = cost === null ? value : overCost(cost, value, item.method);
    const converted = isForeign ? divideDecimals(own, asking.rate, 20) : own;
    const isComputed = isForeign || cost !== null;
    const price = isComputed ? rounded(converted, list, asking.asked.currency) : converted;
    return inTermsOf(asking, line, list.taxInclusive, price);
  };
  const slices = slicesOf(asking, line, candidate).map(({ quantity, value }) => ({
    quantity,
    unitPrice: priceAt(value),
  }));
  return { list, item, minQuantity, slices, amount: amountOf(slices), off: null };
}

/** What one unit with this factor cost, in the list's currency; null: not known. */
function costIn(
  list: ListFacts,
  asking: Asking,
  { product }: GoodsLine,
  factor: UnitFactor,
): Decimal | null {
  if (product.cost === null) return null;
  const { numerator, denominator } = factor;
  const times = multiplyDecimals(product.cost, String(numerator));
  const ofUnit = denominator === 1n ? times : divideDecimals(times, String(denominator), 20);
  if (list.currency === asking.facts.firm.currency) return ofUnit;
  return divideDecimals(ofUnit, asking.rate, 20);
}

/** Margin is a part of the price, mark-up one of the cost. */
export const overCost = (cost: Decimal, percent: Decimal, method: string): Decimal =>
  method === 'MARGIN'
    ? divideDecimals(multiplyDecimals(cost, '100'), subtractDecimals('100', percent), 20)
    : sumDecimals([cost, percentOf(cost, percent)]);

const lessPercent = (amount: Decimal, percent: Decimal): Decimal =>
  subtractDecimals(amount, percentOf(amount, percent));

/** To the list's multiple, or to the last place of the currency. */
const rounded = (price: Decimal, { roundTo }: ListFacts, currency: string): Decimal =>
  roundTo === null ? roundDecimal(price, minorUnitsOf(currency)) : roundToMultiple(price, roundTo);

const amountOf = (slices: readonly Slice[]): Decimal =>
  sumDecimals(slices.map(({ quantity, unitPrice }) => multiplyDecimals(quantity, unitPrice)));

/** All of the line at the tier reached; or, graduated, each part at the tier that it is in. */
function slicesOf(
  asking: Asking,
  line: GoodsLine,
  { item, factor, tier, unitRank }: Candidate,
): { readonly quantity: Decimal; readonly value: Decimal }[] {
  const whole = unitRank === 0 ? line.quantityInUnit : line.quantity;
  if (item.tierKind === 'ALL_UNITS') return [{ quantity: whole, value: tier?.value ?? '0' }];
  const counted = countedWith(line, asking.lines, item, item.countedBy);
  const before = sumQuantities(counted.filter(({ index }) => index < line.index));
  const from = divideDecimals(
    multiplyDecimals(before, String(factor.denominator)),
    String(factor.numerator),
    6,
  );
  return graduated(item.tiers, from, whole);
}

/** The part of each tier in the `quantity` that follows on `from`: together they are all of it. */
export function graduated(
  tiers: readonly TierFacts[],
  from: Decimal,
  quantity: Decimal,
): { readonly quantity: Decimal; readonly value: Decimal }[] {
  const to = sumDecimals([from, quantity]);
  return tiers.flatMap(({ minQuantity, value }, i) => {
    const next = tiers[i + 1]?.minQuantity ?? null;
    const start = larger(minQuantity, from);
    const end = next === null ? to : smaller(next, to);
    const part = subtractDecimals(end, start);
    return compareDecimals(part, '0') > 0 ? [{ quantity: part, value }] : [];
  });
}

const larger = (a: Decimal, b: Decimal): Decimal => (compareDecimals(a, b) > 0 ? a : b);
const smaller = (a: Decimal, b: Decimal): Decimal => (compareDecimals(a, b) < 0 ? a : b);
