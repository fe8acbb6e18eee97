import {
  compareDecimals,
  divideDecimals,
  isPositive,
  multiplyDecimals,
  negateDecimal,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { levelOf, sumQuantities, type GoodsLine } from './asked-lines.ts';
import type { RuleFacts } from './facts.ts';
import { compareTexts, stack, take, type Running } from './line-steps.ts';
import type { EarnedFreeGoods } from './priced.ts';

/*
 * Free goods: for every so many units of what a rule is for, some are free. First all lines say
 * together what is earned; then each in its order takes of it, beside its other rules.
 */

/** Units of a product that a rule earned on a document. */
export interface EarnedUnits {
  readonly rule: RuleFacts;
  readonly productId: Id;
  /** The line whose own units they are; null: whichever lines of the product come first. */
  readonly line: GoodsLine | null;
  /** The products whose quantities earned them. */
  readonly earnedBy: readonly Id[];
  /** Base units that no line has taken yet. */
  left: Decimal;
  /** What is left of the most that the rule gives on a document, for all that it earned. */
  readonly document: { left: Decimal | null };
  /** On a line of the product something else held in place of the rule. */
  lost: boolean;
}

/** A line that counts: its goods, and what the lists say of it. */
interface CountedLine {
  readonly goods: GoodsLine;
  readonly listAmount: Decimal;
}

/** A line that units of may be free. */
interface FreeableLine extends CountedLine {
  readonly running: Running;
  /** Base units that are free already. */
  freed: Decimal;
}

type Given = Pick<RuleFacts, 'productId' | 'freeProductId'>;

/** Whether what is free is another product than what is bought for it. */
export const isOfOtherGoods = ({ freeProductId, productId }: Given): boolean =>
  freeProductId !== null && freeProductId !== productId;

/** Whether a rule of free goods may make units of this product free. */
export const givesAway = (rule: RuleFacts, product: GoodsLine['product']): boolean =>
  isOfOtherGoods(rule) ? rule.freeProductId === product.id : levelOf(rule, product) !== null;

/** What all rules of free goods earn by these lines. */
export const earnFreeGoods = (
  rules: readonly RuleFacts[],
  lines: readonly CountedLine[],
): readonly EarnedUnits[] => rules.flatMap((rule) => earned(rule, lines));

function earned(rule: RuleFacts, lines: readonly CountedLine[]): EarnedUnits[] {
  const { freeQuantity, forEvery } = rule;
  if (freeQuantity === null || forEvery === null) return [];
  const document = { left: rule.mostFree };
  const groups = groupsOf(rule, lines).flatMap((group) => {
    const goods = group.map((line) => line.goods);
    const counted = sumQuantities(goods);
    const amount = sumDecimals(group.map(({ listAmount }) => listAmount));
    const left = multiplyDecimals(timesIn(counted, forEvery), freeQuantity);
    const isReached =
      compareDecimals(counted, rule.minQuantity) >= 0 &&
      compareDecimals(amount, rule.minAmount) >= 0;
    return isReached && isPositive(left) ? [{ goods, left }] : [];
  });
  const common = { rule, document, lost: false };
  if (!isOfOtherGoods(rule)) {
    return groups.flatMap(({ goods, left }) => {
      const [first] = goods;
      if (!first) return [];
      const line = rule.countedBy === 'LINE' ? first : null;
      return [{ ...common, productId: first.product.id, line, earnedBy: productsOf(goods), left }];
    });
  }
  if (rule.freeProductId === null || groups.length === 0) return [];
  const earnedBy = productsOf(groups.flatMap(({ goods }) => goods));
  const left = sumDecimals(groups.map((group) => group.left));
  return [{ ...common, productId: rule.freeProductId, line: null, earnedBy, left }];
}

/**
 * What is counted together: lines of what the rule is for, without those of another product that it
 * gives away. A line that may be left out earns nothing for others, and takes nothing of them.
 */
function groupsOf(rule: RuleFacts, lines: readonly CountedLine[]): readonly CountedLine[][] {
  const isOther = isOfOtherGoods(rule);
  const isByLine = rule.countedBy === 'LINE';
  const counted = lines.filter(
    ({ goods: { product, asked } }) =>
      levelOf(rule, product) !== null &&
      !(isOther && product.id === rule.freeProductId) &&
      (asked.isOptional !== true || (isByLine && !isOther)),
  );
  if (isByLine) return counted.map((line) => [line]);
  if (rule.countedBy === 'GROUP') return counted.length > 0 ? [counted] : [];
  return [...Map.groupBy(counted, ({ goods }) => goods.product.id).values()];
}

const productsOf = (goods: readonly GoodsLine[]): Id[] => [
  ...new Set(goods.map(({ product }) => product.id)),
];

/** How often `each` is in `whole`; what is left over counts for nothing. */
function timesIn(whole: Decimal, each: Decimal): Decimal {
  const near = divideDecimals(whole, each, 0);
  const isTooMany = compareDecimals(multiplyDecimals(near, each), whole) > 0;
  return isTooMany ? subtractDecimals(near, '1') : near;
}

/** What a rule earned of which this line may take; null: nothing, or nothing any more. */
export function earnedFor(
  earnedUnits: readonly EarnedUnits[],
  rule: RuleFacts,
  { goods }: Pick<CountedLine, 'goods'>,
): EarnedUnits | null {
  const found = earnedUnits.find(
    (units) =>
      units.rule === rule &&
      units.productId === goods.product.id &&
      (units.line === null ? goods.asked.isOptional !== true : units.line === goods),
  );
  return found && isPositive(leftOf(found)) ? found : null;
}

const leftOf = ({ left, document }: EarnedUnits): Decimal =>
  document.left === null ? left : smaller(left, document.left);

const smaller = (a: Decimal, b: Decimal): Decimal => (compareDecimals(a, b) < 0 ? a : b);

/**
 * Units of the line are free that are not yet: as many as are earned and left, each at its price by
 * the list or as it now stands. Six places where that does not come out even.
 */
export function takeFreeGoods(line: FreeableLine, units: EarnedUnits): void {
  const { running, listAmount, goods } = line;
  const paid = subtractDecimals(goods.quantity, line.freed);
  if (!isPositive(running.remaining) || !isPositive(paid)) return;
  const { rule, earnedBy } = units;
  const freeQuantity = smaller(paid, leftOf(units));
  const isOfList = rule.stacking === 'ADD_ON_LIST';
  const basis = isOfList ? listAmount : running.remaining;
  const amount = partOf(basis, freeQuantity, isOfList ? goods.quantity : paid);
  const source = { kind: 'LINE_DISCOUNT', ruleId: rule.id, code: rule.code } as const;
  take(running, { ...source, free: { freeQuantity, earnedBy } }, basis, negateDecimal(amount));
  line.freed = sumDecimals([line.freed, freeQuantity]);
  units.left = subtractDecimals(units.left, freeQuantity);
  const { document } = units;
  if (document.left !== null) document.left = subtractDecimals(document.left, freeQuantity);
}

const partOf = (amount: Decimal, part: Decimal, whole: Decimal): Decimal =>
  part === whole ? amount : divideDecimals(multiplyDecimals(amount, part), whole, 6);

/**
 * What is earned and not on the document: of other products than those bought, by rules that would
 * hold together. Whether a line of them has a price, shows when it is there.
 */
export function missingFreeGoods(earnedUnits: readonly EarnedUnits[]): EarnedFreeGoods[] {
  const missing = earnedUnits
    .filter((units) => isOfOtherGoods(units.rule) && !units.lost && isPositive(leftOf(units)))
    .toSorted((a, b) => compareTexts(a.rule.code, b.rule.code));
  const byProduct = Map.groupBy(missing, ({ productId }) => productId);
  const holding = new Set(
    [...byProduct.values()].flatMap((ofOne) =>
      stack(
        ofOne.map(({ rule }) => rule),
        [],
      ),
    ),
  );
  return missing
    .filter(({ rule }) => holding.has(rule))
    .map((units) => ({
      productId: units.productId,
      quantity: leftOf(units),
      ruleId: units.rule.id,
      code: units.rule.code,
    }));
}
