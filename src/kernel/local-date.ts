import { readAs, unreadable, type Reading } from './reading.ts';

/** A business day without a time or a zone: `2026-03-21`, Gregorian. Sorts as text. */
export type LocalDate = string;

const dayMs = 86_400_000;

/** Reads `YYYY-MM-DD`, years 0001 to 9999; unreadable with NOT_A_DATE, 30 February included. */
export function readLocalDate(text: string): Reading<LocalDate> {
  const parts = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  const exists = parts && !text.startsWith('0000') && toText(toInstant(text)) === text;
  if (!exists) return unreadable('NOT_A_DATE', `'${text}' is not a day like 2026-03-21`);
  return readAs(text);
}

export const compareDates = (a: LocalDate, b: LocalDate): -1 | 0 | 1 =>
  a < b ? -1 : a > b ? 1 : 0;

/** The day `days` later, or earlier when negative. */
export const addDays = (date: LocalDate, days: number): LocalDate =>
  toText(toInstant(date) + days * dayMs);

/** Days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  (toInstant(to) - toInstant(from)) / dayMs;

export const yearOf = (date: LocalDate): number => Number(date.slice(0, 4));

/** The day it is at `now` in an IANA zone such as `Asia/Tehran`; RangeError for an unknown one. */
export const today = (zone: string, now: Date): LocalDate => daysOf(zone)(now);

/** Same, for many instants of one zone: to set a zone up costs more than to ask it. */
export function daysOf(zone: string): (now: Date) => LocalDate {
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (now) => {
    const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
    return `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`;
  };
}

/** When a day is over, where `dayOf` tells days: the first instant of the next one. */
export function endOfDay(date: LocalDate, dayOf: (now: Date) => LocalDate): Date {
  let [within, after] = [toInstant(date) - dayMs, toInstant(date) + 3 * dayMs];
  while (after - within > 1) {
    const middle = Math.floor((within + after) / 2);
    if (dayOf(new Date(middle)) <= date) within = middle;
    else after = middle;
  }
  return new Date(after);
}

/** Midnight UTC in milliseconds. Days 30 and 31 of a short month run over into the next. */
function toInstant(date: LocalDate): number {
  const day = new Date(0);
  day.setUTCFullYear(yearOf(date), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));
  return day.getTime();
}

const toText = (instant: number): LocalDate => new Date(instant).toISOString().slice(0, 10);
