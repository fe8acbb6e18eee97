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
import { oneToOne, type UnitFactor } from '../../../kernel/quantity.ts';
import {
  countedWith,
  levelOf,
  reaches,
  sumQuantities,
  type Asking,
  type GoodsLine,
} from './asked-lines.ts';
import { holdsOn, type ItemFacts, type ListFacts, type TierFacts } from './facts.ts';
import { priceScopes } from './kinds.ts';
import type { PassedOver } from './priced.ts';
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

export interface FoundPrice {
  readonly price: ListPrice | null;
  /** Lists that say something of the goods and were not taken, in the order in which they lost. */
  readonly passedOver: readonly PassedOver[];
}

/** An item that is for the goods of a line, in a list that the document may use. */
interface Candidate {
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

/**
 * The price of a line by the lists. The order is total: scope, then lists in the document's own
 * currency, the nearest level of goods, the unit, the highest minimum reached, priority, the newest.
 */
export function findPrice(asking: Asking, line: GoodsLine): FoundPrice {
  const all = candidatesFor(asking, line);
  const passedOver: PassedOver[] = all
    .filter(({ tier }) => tier === null)
    .map(({ list }) => ({ code: list.code, why: 'MINIMUM_NOT_REACHED' }));
  const reached = all.filter(({ tier }) => tier !== null).sort(order(asking));
  const price = priceFrom(asking, line, reached, passedOver);
  if (price) passedOver.push(...losers(asking, reached, price, passedOver));
  return { price, passedOver };
}

function candidatesFor(asking: Asking, line: GoodsLine): Candidate[] {
  const { byGoods, ofAll } = asking.items;
  const keys = [line.product.id, ...line.product.categoryIds];
  const items = [...keys.flatMap((key) => byGoods.get(key) ?? []), ...ofAll];
  return items.flatMap((item) => {
    const list = asking.lists.get(item.listId);
    const level = levelOf(item, line.product);
    const unitRank = unitRankOf(item, line);
    if (!list || level === null || unitRank === null) return [];
    if (!holdsOn(item, asking.asked.pricingOn)) return [];
    const factor = unitRank === 0 ? line.factor : oneToOne;
    const counted = sumQuantities(countedWith(line, asking.lines, item, item.countedBy));
    const tier = item.tiers.findLast((t) => reaches(counted, t.minQuantity, factor)) ?? null;
    const minimum = inBaseUnits(tier?.minQuantity ?? '0', factor);
    return [{ list, item, level, unitRank, factor, counted, tier, minimum }];
  });
}

const unitRankOf = (item: ItemFacts, line: GoodsLine): number | null => {
  if (item.unit === null) return 2;
  if (item.unit === line.unit) return 0;
  return item.unit === line.product.baseUnit ? 1 : null;
};

/** Each says by how much the first goes before the second, and what that is called. */
const ranks: readonly (readonly [
  why: string,
  compare: (a: Candidate, b: Candidate, currency: string) => number,
])[] = [
  ['SCOPE', (a, b) => priceScopes.indexOf(a.list.scope) - priceScopes.indexOf(b.list.scope)],
  ['CURRENCY', (a, b, own) => Number(a.list.currency !== own) - Number(b.list.currency !== own)],
  ['LEVEL', (a, b) => (a.level === b.level ? 0 : a.level - b.level)],
  ['UNIT', (a, b) => a.unitRank - b.unitRank],
  ['TIER', (a, b) => compareDecimals(b.minimum, a.minimum)],
  ['PRIORITY', (a, b) => b.list.priority - a.list.priority],
  ['NEWER', (a, b) => compareTexts(b.list.validFrom, a.list.validFrom)],
  ['CODE', (a, b) => compareTexts(a.list.code, b.list.code)],
];

const order =
  ({ asked }: Asking) =>
  (a: Candidate, b: Candidate): number => {
    for (const [, compare] of ranks) {
      const by = compare(a, b, asked.currency);
      if (by !== 0) return by;
    }
    return 0;
  };

const compareTexts = (a: string, b: string): number => Number(a > b) - Number(a < b);

/** To compare tiers of different units, six places are enough. */
const inBaseUnits = (quantity: Decimal, { numerator, denominator }: UnitFactor): Decimal =>
  quantity === '0' || numerator === denominator
    ? quantity
    : divideDecimals(multiplyDecimals(quantity, String(numerator)), String(denominator), 6);

/** The first of the candidates, best first, that comes to a price. */
function priceFrom(
  asking: Asking,
  line: GoodsLine,
  candidates: readonly Candidate[],
  passedOver: PassedOver[],
): ListPrice | null {
  for (const [at, candidate] of candidates.entries()) {
    if (candidate.list.scope === 'SEGMENT' && asking.facts.firm.segmentRule === 'LOWEST') {
      const ofSegments = candidates.slice(at).filter(({ list }) => list.scope === 'SEGMENT');
      const rest = candidates.filter(({ list }) => list.scope === 'BASE');
      const lowest = lowestOf(asking, line, ofSegments, rest, passedOver);
      return lowest ?? priceFrom(asking, line, rest, passedOver);
    }
    const rest = candidates.slice(at + 1).filter(({ list }) => list.id !== candidate.list.id);
    const price = evaluate(asking, line, candidate, rest);
    if (typeof price !== 'string') return price;
    passedOver.push({ code: candidate.list.code, why: price });
  }
  return null;
}

/** Each list of a segment has one say, and the lowest price is taken. */
function lowestOf(
  asking: Asking,
  line: GoodsLine,
  ofSegments: readonly Candidate[],
  rest: readonly Candidate[],
  passedOver: PassedOver[],
): ListPrice | null {
  const byList = Map.groupBy(ofSegments, ({ list }) => list.id);
  const prices = [...byList.values()].flatMap((ofList) => {
    const [best] = ofList;
    const price = best ? evaluate(asking, line, best, rest) : null;
    if (typeof price === 'string' && best) passedOver.push({ code: best.list.code, why: price });
    return price === null || typeof price === 'string' ? [] : [price];
  });
  const [lowest, ...others] = prices.sort((a, b) => compareDecimals(a.amount, b.amount));
  for (const { list } of others) passedOver.push({ code: list.code, why: 'NOT_THE_LOWEST' });
  return lowest ?? null;
}

type NoPrice = 'NOTHING_TO_TAKE_OFF' | 'COST_NOT_KNOWN';

/** The price that an item comes to for a line, or why it comes to none. */
function evaluate(
  asking: Asking,
  line: GoodsLine,
  candidate: Candidate,
  rest: readonly Candidate[],
): ListPrice | NoPrice {
  const { list, item, tier } = candidate;
  const minQuantity = tier?.minQuantity ?? '0';
  if (item.method === 'PERCENT_OFF') {
    const of = priceFrom(asking, line, rest, []);
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

/** All of the line at the tier reached; or, graduated, each part of it at the tier that it is in. */
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

/** Why each other list lost to the one that was taken: the first of the ranks that tells them. */
function losers(
  { asked }: Asking,
  reached: readonly Candidate[],
  price: ListPrice,
  told: readonly PassedOver[],
): PassedOver[] {
  const winner = reached.find(({ item }) => item.id === price.item.id);
  const known = new Set([...told.map(({ code }) => code), price.list.code]);
  return reached.flatMap((candidate) => {
    const { code } = candidate.list;
    if (!winner || known.has(code)) return [];
    known.add(code);
    const rank = ranks.find(([, compare]) => compare(winner, candidate, asked.currency) !== 0);
    return [{ code, why: rank?.[0] ?? 'CODE' }];
  });
}
