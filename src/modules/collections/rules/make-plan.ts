import {
  addDecimals,
  compareDecimals,
  isPositive,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { addDays, daysBetween, type LocalDate } from '../../../kernel/local-date.ts';
import { minorUnitsOf, splitMoney } from '../../../kernel/money.ts';
import { interestOf } from './interest.ts';
import type { DayCount, PlanStep } from './kinds.ts';

export interface PlanTerms {
  readonly amount: Decimal;
  readonly currency: string;
  readonly count: number;
  readonly startsOn: LocalDate;
  readonly firstDueOn: LocalDate;
  readonly step: PlanStep;
  /** Agreed interest, percent a year upon what is still owed; zero: none. */
  readonly interestPercent: Decimal;
  readonly basis: DayCount;
}

export interface PlanLine {
  readonly lineNo: number;
  readonly dueOn: LocalDate;
  readonly principal: Decimal;
  readonly interest: Decimal;
}

/** Equal parts to the last minor unit, with interest upon what is owed before each. */
export function makePlan(terms: PlanTerms): PlanLine[] {
  const { amount, currency, count, startsOn, firstDueOn, step } = terms;
  const parts = splitMoney(
    { amount, currency },
    Array.from({ length: count }, () => '1'),
  );
  let [owed, from] = [amount, startsOn];
  return parts.map(({ amount: principal }, index) => {
    const dueOn = stepDays(firstDueOn, step, index);
    const interest = interestOf({
      basis: terms.basis,
      from,
      until: dueOn,
      balances: [{ on: from, balance: owed }],
      rates: [{ validFrom: from, percent: terms.interestPercent }],
      places: minorUnitsOf(currency),
    });
    [owed, from] = [subtractDecimals(owed, principal), dueOn];
    return { lineNo: index + 1, dueOn, principal: subtractDecimals(principal, '0'), interest };
  });
}

/** So many weeks or months later; the last day of a month that is shorter. */
export function stepDays(first: LocalDate, step: PlanStep, times: number): LocalDate {
  if (step === 'WEEK') return addDays(first, times * 7);
  const [year = 0, month = 1, date = 1] = first.split('-').map(Number);
  const months = year * 12 + (month - 1) + times;
  const begins = monthOf(months);
  const length = daysBetween(begins, monthOf(months + 1));
  return addDays(begins, Math.min(date, length) - 1);
}

function monthOf(months: number): LocalDate {
  const year = String(Math.floor(months / 12)).padStart(4, '0');
  return `${year}-${String((months % 12) + 1).padStart(2, '0')}-01`;
}

/** One of the commitments that a plan stands for, as it was when the plan began. */
export interface PlanOriginal {
  readonly id: Id;
  readonly open: Decimal;
}

/** What was paid on a plan settles what it stood for, in the order given: the oldest first. */
export function settleOriginals(
  paid: Decimal,
  originals: readonly PlanOriginal[],
): { readonly commitmentId: Id; readonly amount: Decimal }[] {
  let rest = paid;
  return originals.flatMap(({ id, open }) => {
    const amount = compareDecimals(rest, open) < 0 ? rest : open;
    if (!isPositive(amount)) return [];
    rest = subtractDecimals(rest, amount);
    return [{ commitmentId: id, amount }];
  });
}

export interface PlanRule {
  readonly mostMissed: number;
  readonly mostDaysLate: number;
}

export interface PlanLineStanding {
  readonly dueOn: LocalDate;
  readonly open: Decimal;
}

/** Broken when more are missed than agreed, or one is later than agreed. */
export function judgePlan(
  { mostMissed, mostDaysLate }: PlanRule,
  lines: readonly PlanLineStanding[],
  today: LocalDate,
): 'COMPLETED' | 'BROKEN' | 'ACTIVE' {
  const open = lines.filter((line) => isPositive(line.open));
  if (open.length === 0) return 'COMPLETED';
  const late = open.map(({ dueOn }) => daysBetween(dueOn, today)).filter((days) => days > 0);
  const isBroken = late.length > mostMissed || late.some((days) => days > mostDaysLate);
  return isBroken ? 'BROKEN' : 'ACTIVE';
}

export const planSum = (lines: readonly Pick<PlanLine, 'principal'>[]): Decimal =>
  lines.reduce((sum, { principal }) => addDecimals(sum, principal), '0');
