import { addDays, daysBetween, type LocalDate } from './local-date.ts';
import { readAs, unreadable, type Reading } from './reading.ts';

/** A day of the Solar Hijri calendar, which Iran counts by: 1404, 1, 1 is 2025-03-21. */
export interface JalaliDate {
  readonly year: number;
  /** 1 is Farvardin. */
  readonly month: number;
  readonly day: number;
}

/*
 * Years begin with the vernal equinox as it is seen from Tehran. Leap years follow from that: in
 * runs of 33 years, broken at years that astronomers have found. The numbers are those of
 * K. Borkowski, and hold from -61 to 3177.
 */
const breaks = [
  -61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262, 2324, 2394,
  2456, 3178,
];

const firstYear = 1;
const lastYear = 3177;

const quotient = (a: number, b: number): number => Math.trunc(a / b);

/** The day in March on which the year begins, and how many years ago the last leap year was. */
function yearFacts(year: number): { readonly march: number; readonly sinceLeap: number } {
  let leaps = -14;
  let from = breaks[0] ?? 0;
  let run = 0;
  for (const to of breaks.slice(1)) {
    run = to - from;
    if (year < to) break;
    leaps += quotient(run, 33) * 8 + quotient(run % 33, 4);
    from = to;
  }
  const since = year - from;
  leaps += quotient(since, 33) * 8 + quotient((since % 33) + 3, 4);
  if (run % 33 === 4 && run - since === 4) leaps += 1;
  const gregorian = year + 621;
  const gregorianLeaps =
    quotient(gregorian, 4) - quotient((quotient(gregorian, 100) + 1) * 3, 4) - 150;
  const late = run - since < 6 ? since - run + quotient(run + 4, 33) * 33 : since;
  const before = (((late + 1) % 33) - 1) % 4;
  return { march: 20 + leaps - gregorianLeaps, sinceLeap: before === -1 ? 4 : before };
}

/** Esfand of such a year has 30 days: 1403, 1408, 1412. */
export const isJalaliLeapYear = (year: number): boolean => yearFacts(year).sinceLeap === 0;

/** Six months of 31 days, five of 30, and Esfand. */
export const daysOfJalaliMonth = (year: number, month: number): number =>
  month <= 6 ? 31 : month <= 11 || isJalaliLeapYear(year) ? 30 : 29;

/** The first day of a year, as Gregorian. */
const newYear = (year: number): LocalDate =>
  addDays(`${String(year + 621).padStart(4, '0')}-03-01`, yearFacts(year).march - 1);

/** Days of the year before a month. */
const daysBefore = (month: number): number => 31 * (month - 1) - Math.max(0, month - 7);

export const jalaliToGregorian = ({ year, month, day }: JalaliDate): LocalDate =>
  addDays(newYear(year), daysBefore(month) + day - 1);

export function gregorianToJalali(date: LocalDate): JalaliDate {
  const guess = Number(date.slice(0, 4)) - 621;
  const year = date < newYear(guess) ? guess - 1 : guess;
  const passed = daysBetween(newYear(year), date);
  const month = passed < 186 ? quotient(passed, 31) + 1 : quotient(passed - 186, 30) + 7;
  return { year, month, day: passed - daysBefore(month) + 1 };
}

/** Reads `1404-01-15` or `1404/1/15`; unreadable with NOT_A_DATE. Answers it as Gregorian. */
export function readJalaliDate(text: string): Reading<LocalDate> {
  const parts = /^([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})$/.exec(text);
  const [year = 0, month = 0, day = 0] = (parts ?? []).slice(1).map(Number);
  const exists =
    year >= firstYear &&
    year <= lastYear &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysOfJalaliMonth(year, month);
  return exists
    ? readAs(jalaliToGregorian({ year, month, day }))
    : unreadable('NOT_A_DATE', `'${text}' is not a day like 1404/01/15`);
}
