import {
  compareDecimals,
  negateDecimal,
  percentOf,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { RuleFacts } from './facts.ts';
import type { PassedOver, PriceStep, PriceStepKind } from './priced.ts';

/** What has been taken so far, and what remains. */
export interface Running {
  readonly steps: PriceStep[];
  remaining: Decimal;
}

interface Source {
  readonly kind: PriceStepKind;
  readonly ruleId: string | null;
  readonly code: string | null;
  /** Of free goods. */
  readonly free?: Pick<PriceStep, 'freeQuantity' | 'earnedBy'>;
}

/** A step of `amount`, negative for less to pay; never less than nothing remains. */
export function take(
  running: Running,
  { kind, ruleId, code, free }: Source,
  basis: Decimal,
  amount: Decimal,
  percent?: Decimal,
): void {
  const least = negateDecimal(running.remaining);
  const taken = compareDecimals(amount, least) < 0 ? least : amount;
  running.remaining = sumDecimals([running.remaining, taken]);
  const { remaining } = running;
  const step = { kind, ruleId, code, basis, amount: taken, remaining, ...free };
  running.steps.push(percent === undefined ? step : { ...step, percent });
}

/** Percents one after the other, each of what the one before left of `of`. */
export function takeChain(
  running: Running,
  source: Source,
  of: Decimal,
  percents: readonly Decimal[],
  sign: -1 | 1,
): void {
  let basis = of;
  for (const percent of percents) {
    const size = percentOf(basis, percent);
    const amount = sign < 0 ? negateDecimal(size) : size;
    take(running, source, basis, amount, percent);
    basis = sumDecimals([basis, amount]);
  }
}

/** What a chain comes to: 10 and 5 are 14.5. */
export function chainedPercent(percents: readonly Decimal[]): Decimal {
  let left = '100';
  for (const percent of percents) {
    left = subtractDecimals(left, percentOf(left, percent));
  }
  return subtractDecimals('100', left);
}

/**
 * Which of the rules that qualify hold together: the highest priority first, then the newest, then
 * by code. Of an exclusion group the first; an EXCLUSIVE one only as the first, and then alone.
 */
export function stack(rules: readonly RuleFacts[], passedOver: PassedOver[]): readonly RuleFacts[] {
  const sorted = rules.toSorted(
    (a, b) =>
      b.priority - a.priority ||
      compareTexts(b.validFrom, a.validFrom) ||
      compareTexts(a.code, b.code),
  );
  const taken: RuleFacts[] = [];
  const groups = new Set<string>();
  for (const rule of sorted) {
    const why = whyNot(rule, taken, groups);
    if (why !== null) {
      passedOver.push({ code: rule.code, why });
      continue;
    }
    taken.push(rule);
    if (rule.exclusionGroup !== null) groups.add(rule.exclusionGroup);
  }
  return taken;
}

function whyNot(
  rule: RuleFacts,
  taken: readonly RuleFacts[],
  groups: ReadonlySet<string>,
): string | null {
  const [first] = taken;
  if (first?.stacking === 'EXCLUSIVE') return 'ANOTHER_IS_EXCLUSIVE';
  if (first && rule.stacking === 'EXCLUSIVE') return 'EXCLUSIVE_AND_NOT_THE_FIRST';
  if (rule.exclusionGroup !== null && groups.has(rule.exclusionGroup)) return 'EXCLUSION_GROUP';
  return null;
}

export const compareTexts = (a: string, b: string): number => Number(a > b) - Number(a < b);
