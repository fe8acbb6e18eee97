import {
  compareDecimals,
  divideDecimals,
  multiplyDecimals,
  negateDecimal,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import { minorUnitsOf, roundMoney } from '../../../kernel/money.ts';
import { countedWith, levelOf, sumQuantities, type Asking, type GoodsLine } from './asked-lines.ts';
import type { RuleFacts } from './facts.ts';
import type { FoundPrice } from './find-price.ts';
import { earnedFor, givesAway, takeFreeGoods, type EarnedUnits } from './free-goods.ts';
import { stack, take, takeChain, type Running } from './line-steps.ts';
import type { ListPrice } from './list-price.ts';
import type { PassedOver } from './priced.ts';
import type { LineTax } from './tax.ts';

/** A line on its way: what the lists said, and the steps from there to what is to be paid. */
export interface PricingLine {
  readonly goods: GoodsLine;
  readonly found: FoundPrice;
  readonly tax: LineTax;
  /** What the lists come to; what was set by hand where they have nothing. */
  readonly listAmount: Decimal;
  readonly running: Running;
  readonly passedOver: PassedOver[];
  /** What was taken by hand, zero or more. */
  manual: Decimal;
  /** Base units that are free. */
  freed: Decimal;
  /** After discounts of the line, of one unit. */
  unitPrice: Decimal;
}

/** The line with the price of its list, before discounts. */
export function startLine(goods: GoodsLine, found: FoundPrice, tax: LineTax): PricingLine {
  const own = goods.asked.override?.unitPrice ?? '0';
  const listAmount = found.price?.amount ?? multiplyDecimals(own, goods.quantityInUnit);
  const running: Running = { steps: [], remaining: '0' };
  if (found.price) takeList(running, found.price);
  const passedOver = [...found.passedOver];
  const line = { goods, found, tax, listAmount, running, passedOver };
  return { ...line, manual: '0', freed: '0', unitPrice: '0' };
}

/** Prices on top of the cost say neither percent nor basis: those would tell the cost. */
function takeList(running: Running, price: ListPrice): void {
  const source = { kind: 'LIST', ruleId: price.list.id, code: price.list.code } as const;
  if (!price.off) return take(running, source, '0', price.amount);
  takeList(running, price.off.of);
  const less = subtractDecimals(price.amount, price.off.of.amount);
  take(running, source, price.off.of.amount, less, price.off.percent);
}

/**
 * The line's own discounts: by rules, what it takes of earned free goods among them, and by hand;
 * then to whole minor units.
 */
export function discountLine(
  asking: Asking,
  line: PricingLine,
  lines: readonly PricingLine[],
  earned: readonly EarnedUnits[],
): void {
  const { override } = line.goods.asked;
  if (override?.unitPrice == null) takeRules(asking, line, lines, earned);
  else takeOverride(line, override.unitPrice);
  const before = line.running.remaining;
  const byHand = { kind: 'MANUAL_DISCOUNT', ruleId: null, code: null } as const;
  takeChain(line.running, byHand, before, override?.discountPercents ?? [], -1);
  line.manual = sumDecimals([line.manual, before, negateDecimal(line.running.remaining)]);
  if (compareDecimals(line.manual, '0') < 0) line.manual = '0';
  line.unitPrice = divideDecimals(line.running.remaining, line.goods.quantityInUnit, 6);
  roundLine(line, asking.asked.currency);
}

function takeOverride(line: PricingLine, unitPrice: Decimal): void {
  const amount = multiplyDecimals(unitPrice, line.goods.quantityInUnit);
  const { remaining } = line.running;
  const step = { kind: 'OVERRIDE', ruleId: null, code: null } as const;
  take(line.running, step, remaining, subtractDecimals(amount, remaining));
  line.manual = subtractDecimals(line.listAmount, amount);
}

function roundLine({ running }: PricingLine, currency: string): void {
  const basis = running.remaining;
  const rounded = roundMoney(basis, currency).amount;
  const difference = subtractDecimals(rounded, basis);
  const step = { kind: 'ROUNDING', ruleId: null, code: null } as const;
  if (difference !== '0') take(running, step, basis, difference);
}

function takeRules(
  asking: Asking,
  line: PricingLine,
  lines: readonly PricingLine[],
  earned: readonly EarnedUnits[],
): void {
  const list = line.found.price?.list;
  const rules = asking.rules.filter((rule) => isFor(rule, line.goods));
  const ofFreeGoods = rules.filter(({ freeQuantity }) => freeQuantity !== null);
  const free = new Map(ofFreeGoods.map((rule) => [rule, earnedFor(earned, rule, line)]));
  const lose = (rule: RuleFacts): void => {
    const units = free.get(rule);
    if (units) units.lost = true;
  };
  if (list && !list.discountable) {
    line.passedOver.push(...rules.map(({ code }) => ({ code, why: 'PRICE_IS_NET' })));
    return rules.forEach(lose);
  }
  const qualified = rules.filter((rule) =>
    rule.freeQuantity === null ? qualifies(asking, rule, line, lines) : free.get(rule) !== null,
  );
  const held = stack(qualified, line.passedOver);
  for (const rule of held) {
    const units = free.get(rule);
    if (units) takeFreeGoods(line, units);
    else takeRule(line, rule);
  }
  qualified.filter((rule) => !held.includes(rule)).forEach(lose);
}

/** Whether it is a rule of lines for these goods, whatever their quantity. */
const isFor = (rule: RuleFacts, { product }: GoodsLine): boolean => {
  if (rule.target !== 'LINE') return false;
  return rule.freeQuantity === null ? levelOf(rule, product) !== null : givesAway(rule, product);
};

function qualifies(
  asking: Asking,
  rule: RuleFacts,
  line: PricingLine,
  lines: readonly PricingLine[],
): boolean {
  const counted = countedWith(line.goods, asking.lines, rule, rule.countedBy);
  const amount = sumDecimals(
    lines.filter(({ goods }) => counted.includes(goods)).map(({ listAmount }) => listAmount),
  );
  return (
    compareDecimals(sumQuantities(counted), rule.minQuantity) >= 0 &&
    compareDecimals(amount, rule.minAmount) >= 0
  );
}

function takeRule({ running, listAmount, goods }: PricingLine, rule: RuleFacts): void {
  const kind = rule.effect === 'SURCHARGE' ? 'SURCHARGE' : 'LINE_DISCOUNT';
  const sign = rule.effect === 'SURCHARGE' ? 1 : -1;
  const source = { kind, ruleId: rule.id, code: rule.code } as const;
  const basis = rule.stacking === 'ADD_ON_LIST' ? listAmount : running.remaining;
  if (rule.percents !== null) return takeChain(running, source, basis, rule.percents, sign);
  const times = rule.amountPer === 'UNIT' ? goods.quantity : '1';
  const size = multiplyDecimals(rule.amount ?? '0', times);
  take(running, source, basis, sign < 0 ? negateDecimal(size) : size);
}

/** What computed prices of the line were rounded to. */
export const roundingOf = (price: ListPrice | null, currency: string): string =>
  price?.list.roundTo ?? divideDecimals('1', `1${'0'.repeat(minorUnitsOf(currency))}`, 6);
