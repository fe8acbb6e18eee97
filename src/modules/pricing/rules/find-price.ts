import {
  compareDecimals,
  divideDecimals,
  multiplyDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import { oneToOne, type UnitFactor } from '../../../kernel/quantity.ts';
import {
  countedWith,
  levelOf,
  reaches,
  sumQuantities,
  type Asking,
  type GoodsLine,
} from './asked-lines.ts';
import { holdsOn, type ItemFacts } from './facts.ts';
import { priceScopes } from './kinds.ts';
import { evaluate, type Candidate, type ListPrice } from './list-price.ts';
import type { PassedOver } from './priced.ts';

export interface FoundPrice {
  readonly price: ListPrice | null;
  /** Lists that say something of the goods and were not taken, in the order in which they lost. */
  readonly passedOver: readonly PassedOver[];
}

/**
 * The price of a line by the lists. The order is total: scope, then lists in the document's own
 * currency, the nearest level of goods, the unit, the highest minimum reached, priority, the
 * newest.
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
    const price = evaluate(asking, line, candidate, () => priceFrom(asking, line, rest, []));
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
    const price = best
      ? evaluate(asking, line, best, () => priceFrom(asking, line, rest, []))
      : null;
    if (typeof price === 'string' && best) passedOver.push({ code: best.list.code, why: price });
    return price === null || typeof price === 'string' ? [] : [price];
  });
  const [lowest, ...others] = prices.sort((a, b) => compareDecimals(a.amount, b.amount));
  for (const { list } of others) passedOver.push({ code: list.code, why: 'NOT_THE_LOWEST' });
  return lowest ?? null;
}

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
