import {
  addDecimals,
  compareDecimals,
  divideDecimals,
  isPositive,
  multiplyDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import { addDays, daysBetween, yearOf, type LocalDate } from '../../../kernel/local-date.ts';
import type { DayCount, InterestStart } from './kinds.ts';

/** What was owed from a day on, until the next such row. */
export interface BalanceFrom {
  readonly on: LocalDate;
  readonly balance: Decimal;
}

/** Percent a year, from a day on, until the next such row. */
export interface RateFrom {
  readonly validFrom: LocalDate;
  readonly percent: Decimal;
}

/** Days on which no interest runs; the last one is not among them. */
export interface Pause {
  readonly from: LocalDate;
  readonly until: LocalDate;
}

export interface InterestQuestion {
  readonly basis: DayCount;
  /** From this day on; the day on which something is due bears none. */
  readonly from: LocalDate;
  /** Up to this day. */
  readonly until: LocalDate;
  /** What there was on the days: any order, before `from` as well. */
  readonly balances: readonly BalanceFrom[];
  readonly rates: readonly RateFrom[];
  readonly pauses?: readonly Pause[];
  /** Places of the currency. */
  readonly places: number;
}

/** One stretch with one balance and one rate. */
export interface InterestPeriod {
  readonly from: LocalDate;
  readonly until: LocalDate;
  readonly balance: Decimal;
  readonly percent: Decimal;
}

/**
 * The stretches in which interest runs: each day at what was truly owed on it, so that what is paid
 * late takes nothing away that ran before.
 */
export function interestPeriods(asked: InterestQuestion): InterestPeriod[] {
  const { from, until, balances, rates, pauses = [] } = asked;
  if (from >= until) return [];
  const ends = [
    ...balances.map(({ on }) => on),
    ...rates.map(({ validFrom }) => validFrom),
    ...pauses.flatMap((pause) => [pause.from, pause.until]),
  ].filter((day) => day > from && day < until);
  const days = [...new Set([from, ...ends, until])].sort();
  return days.slice(0, -1).flatMap((day, index) => {
    const balance = latest(balances, day, ({ on }) => on)?.balance ?? '0';
    const percent = latest(rates, day, ({ validFrom }) => validFrom)?.percent ?? '0';
    const rests = pauses.some((pause) => pause.from <= day && day < pause.until);
    if (rests || !isPositive(balance) || !isPositive(percent)) return [];
    return [{ from: day, until: days[index + 1] ?? until, balance, percent }];
  });
}

/** The one that holds on a day: the last to begin. Of two of one day the later in the list. */
function latest<T>(
  rows: readonly T[],
  day: LocalDate,
  begins: (row: T) => LocalDate,
): T | undefined {
  let found: T | undefined;
  for (const row of rows) {
    if (begins(row) <= day && (!found || begins(row) >= begins(found))) found = row;
  }
  return found;
}

/** Exact over all stretches; rounded once, at the end, halves to the even neighbour. */
export function interestOf(asked: InterestQuestion): Decimal {
  const sums = new Map<number, Decimal>();
  for (const { from, until, balance, percent } of interestPeriods(asked)) {
    const worth = multiplyDecimals(balance, percent);
    for (const [year, days] of countDays(asked.basis, from, until)) {
      const added = multiplyDecimals(worth, String(days));
      sums.set(year, addDecimals(sums.get(year) ?? '0', added));
    }
  }
  // All over one denominator, so that there is one division and one rounding.
  const years = [...sums.keys()];
  const common = years.reduce((product, year) => product * year, 1);
  const total = years.reduce(
    (sum, year) => addDecimals(sum, multiplyDecimals(sums.get(year) ?? '0', String(common / year))),
    '0',
  );
  return divideDecimals(total, String(common * 100), asked.places);
}

/** So many days of years of so many days. */
function countDays(basis: DayCount, from: LocalDate, until: LocalDate): [number, number][] {
  switch (basis) {
    case 'ACT_365':
      return [[365, daysBetween(from, until)]];
    case 'ACT_360':
      return [[360, daysBetween(from, until)]];
    case 'THIRTY_E_360':
      return [[360, thirtyDays(from, until)]];
    case 'ACT_ACT':
      return daysByYear(from, until);
  }
}

/** Each month has 30 days: the 31st counts as the 30th. */
function thirtyDays(from: LocalDate, until: LocalDate): number {
  const [a, b] = [from, until].map((day) => {
    const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
    return year * 360 + month * 30 + Math.min(date, 30);
  });
  return (b ?? 0) - (a ?? 0);
}

function daysByYear(from: LocalDate, until: LocalDate): [number, number][] {
  const parts: [number, number][] = [];
  let day = from;
  while (day < until) {
    const next = `${String(yearOf(day) + 1).padStart(4, '0')}-01-01`;
    const end = next < until ? next : until;
    parts.push([isLeap(yearOf(day)) ? 366 : 365, daysBetween(day, end)]);
    day = end;
  }
  return parts;
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** What settled a commitment, or was taken back, by the day it counts from. */
export interface Settlement {
  readonly on: LocalDate;
  readonly amount: Decimal;
}

/** What was owed from each day on. What was paid early counts from the beginning. */
export function balancesOf(amount: Decimal, settlements: readonly Settlement[]): BalanceFrom[] {
  const sorted = [...settlements].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  let balance = amount;
  const rows: BalanceFrom[] = [{ on: '0001-01-01', balance }];
  for (const { on, amount: paid } of sorted) {
    balance = addDecimals(balance, multiplyDecimals(paid, '-1'));
    if (rows.at(-1)?.on === on) rows.pop();
    rows.push({ on, balance });
  }
  return rows;
}

export interface LateInterestQuestion {
  readonly amount: Decimal;
  readonly dueOn: LocalDate;
  readonly on: LocalDate;
  readonly settlements: readonly Settlement[];
  readonly basis: DayCount;
  readonly rates: readonly RateFrom[];
  readonly starts: InterestStart;
  readonly graceDays: number;
  readonly pauses?: readonly Pause[];
  /** What was charged for it before, less what of that was taken back. */
  readonly charged: Decimal;
  readonly places: number;
}

/**
 * What may be charged now: all interest up to the day, less what was charged. A payment that is
 * entered late and counts from long ago lowers it; it is never below zero.
 */
export function lateInterest(asked: LateInterestQuestion): Decimal {
  const graceEnds = addDays(asked.dueOn, asked.graceDays);
  if (asked.on <= graceEnds) return '0';
  const total = interestOf({
    basis: asked.basis,
    from: asked.starts === 'DUE' ? asked.dueOn : graceEnds,
    until: asked.on,
    balances: balancesOf(asked.amount, asked.settlements),
    rates: asked.rates,
    pauses: asked.pauses ?? [],
    places: asked.places,
  });
  if (compareDecimals(total, asked.charged) <= 0) return '0';
  return addDecimals(total, multiplyDecimals(asked.charged, '-1'));
}
