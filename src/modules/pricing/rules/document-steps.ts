import {
  compareDecimals,
  divideDecimals,
  isPositive,
  multiplyDecimals,
  negateDecimal,
  percentOf,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import { roundMoney } from '../../../kernel/money.ts';
import { fault } from '../errors.ts';
import { levelOf, type Asking } from './asked-lines.ts';
import type { RuleFacts } from './facts.ts';
import { chainedPercent, stack, take } from './line-steps.ts';
import type { PricingLine } from './price-lines.ts';
import type { PassedOver } from './priced.ts';
import { spread } from './tax.ts';

/**
 * Discounts of the whole document, by rules and then by hand: rounded once, and spread over the
 * lines by what they come to, so that the lines add up to the last minor unit. Answers what was
 * taken by hand.
 */
export function takeDocumentDiscounts(
  asking: Asking,
  lines: readonly PricingLine[],
  faults: Fault[],
): { readonly percent: Decimal; readonly byLine: readonly Decimal[] } {
  const before = lines.map(({ running }) => running.remaining);
  const passedOver: PassedOver[] = [];
  const rules = asking.rules.filter((rule) => qualifies(rule, lines));
  for (const rule of stack(rules, passedOver)) takeRule(asking, rule, lines, before);
  for (const line of lines) line.passedOver.push(...passedOver);
  return takeByHand(asking, lines, faults);
}

const covers = (rule: RuleFacts, { goods }: PricingLine): boolean =>
  levelOf(rule, goods.product) !== null;

function qualifies(rule: RuleFacts, lines: readonly PricingLine[]): boolean {
  if (rule.target !== 'DOCUMENT') return false;
  const covered = lines.filter((line) => covers(rule, line));
  const quantity = sumDecimals(covered.map(({ goods }) => goods.quantity));
  return (
    covered.length > 0 &&
    compareDecimals(quantity, rule.minQuantity) >= 0 &&
    compareDecimals(sumOf(covered), rule.minAmount) >= 0
  );
}

const sumOf = (lines: readonly PricingLine[]): Decimal =>
  sumDecimals(lines.map(({ running }) => running.remaining));

function takeRule(
  { asked }: Asking,
  rule: RuleFacts,
  lines: readonly PricingLine[],
  before: readonly Decimal[],
): void {
  const isSurcharge = rule.effect === 'SURCHARGE';
  const covered = lines.filter((line) => covers(rule, line));
  const basis =
    rule.stacking === 'ADD_ON_LIST'
      ? sumDecimals(lines.flatMap((line, i) => (covers(rule, line) ? [before[i] ?? '0'] : [])))
      : sumOf(covered);
  const percent = rule.percents && effective(rule.percents, isSurcharge);
  const size = percent === null ? (rule.amount ?? '0') : percentOf(basis, percent);
  const kind = isSurcharge ? 'DOCUMENT_SURCHARGE' : 'DOCUMENT_DISCOUNT';
  const source = { kind, ruleId: rule.id, code: rule.code } as const;
  takeShares(covered, source, isSurcharge ? size : negateDecimal(size), percent, asked.currency);
}

const effective = (percents: readonly Decimal[], isSurcharge: boolean): Decimal =>
  isSurcharge
    ? negateDecimal(chainedPercent(percents.map(negateDecimal)))
    : chainedPercent(percents);

type Source = Parameters<typeof take>[1];

/** No more is taken than is left. Answers the shares, negative for less to pay. */
function takeShares(
  lines: readonly PricingLine[],
  source: Source,
  amount: Decimal,
  percent: Decimal | null,
  currency: string,
): Decimal[] {
  const weights = lines.map(({ running }) => running.remaining);
  const least = negateDecimal(sumDecimals(weights));
  const whole = compareDecimals(amount, least) < 0 ? least : amount;
  const shares = spread(roundMoney(whole, currency).amount, weights, currency);
  lines.forEach(({ running }, i) => {
    const share = shares[i] ?? '0';
    if (Number(share) !== 0) take(running, source, weights[i] ?? '0', share, percent ?? undefined);
  });
  return shares;
}

/** Percent, and then an amount. */
function takeByHand(
  { asked }: Asking,
  lines: readonly PricingLine[],
  faults: Fault[],
): { readonly percent: Decimal; readonly byLine: readonly Decimal[] } {
  const { percent, amount } = asked.documentDiscount ?? {};
  const source = { kind: 'DOCUMENT_DISCOUNT', ruleId: null, code: null } as const;
  const whole = sumOf(lines);
  const shares: Decimal[][] = [];
  if (percent != null) {
    const size = negateDecimal(percentOf(whole, percent));
    shares.push(takeShares(lines, source, size, percent, asked.currency));
  }
  if (amount != null) {
    if (compareDecimals(amount, sumOf(lines)) > 0) {
      const message = `The discount of ${amount} is more than the ${sumOf(lines)} there is to pay`;
      faults.push(fault('DISCOUNT_TOO_LARGE', message, ['documentDiscountAmount']));
    }
    shares.push(takeShares(lines, source, negateDecimal(amount), null, asked.currency));
  }
  const byLine = lines.map((_, i) => negateDecimal(sumDecimals(shares.map((s) => s[i] ?? '0'))));
  const taken = sumDecimals(byLine);
  return {
    percent: isPositive(whole) ? divideDecimals(multiplyDecimals(taken, '100'), whole, 6) : '0',
    byLine,
  };
}
