import { daysOfJalaliMonth, gregorianToJalali, jalaliToGregorian } from './jalali.ts';
import { addDays, type LocalDate } from './local-date.ts';

/** What a firm counts its months and years by. */
export const calendars = ['GREGORIAN', 'JALALI'] as const;
export type Calendar = (typeof calendars)[number];

export const periodKinds = ['MONTH', 'QUARTER', 'YEAR'] as const;
export type PeriodKind = (typeof periodKinds)[number];

/** A month, quarter or year of a calendar: its days, both included. */
export interface Period {
  /** `2026-03`, `1405-01`; `2026-Q1`, `1405-Q1`; `2026`, `1405`. Sorts as text. */
  readonly name: string;
  readonly from: LocalDate;
  readonly through: LocalDate;
}

const monthsOf: Readonly<Record<PeriodKind, number>> = { MONTH: 1, QUARTER: 3, YEAR: 12 };

/** The period that a day lies in. */
export function periodOf(date: LocalDate, kind: PeriodKind, calendar: Calendar): Period {
  const { year, month } = calendar === 'JALALI' ? gregorianToJalali(date) : gregorianParts(date);
  return periodAt(year, Math.floor((month - 1) / monthsOf[kind]), kind, calendar);
}

/** The one after it. */
export const nextPeriod = (period: Period, kind: PeriodKind, calendar: Calendar): Period =>
  periodOf(addDays(period.through, 1), kind, calendar);

/** All that have a day of the stretch, in order; `most` at most. */
export function periodsBetween(
  from: LocalDate,
  through: LocalDate,
  { kind, calendar, most }: { kind: PeriodKind; calendar: Calendar; most: number },
): Period[] {
  const found: Period[] = [];
  for (
    let period = periodOf(from, kind, calendar);
    period.from <= through && found.length < most;
    period = nextPeriod(period, kind, calendar)
  ) {
    found.push(period);
  }
  return found;
}

function periodAt(year: number, index: number, kind: PeriodKind, calendar: Calendar): Period {
  const first = index * monthsOf[kind] + 1;
  const last = first + monthsOf[kind] - 1;
  const digits = String(year).padStart(4, '0');
  const within = {
    MONTH: `-${String(first).padStart(2, '0')}`,
    QUARTER: `-Q${index + 1}`,
    YEAR: '',
  };
  const from = dayOf(year, first, 1, calendar);
  const through = dayOf(year, last, daysOfMonth(year, last, calendar), calendar);
  return { name: `${digits}${within[kind]}`, from, through };
}

const gregorianParts = (date: LocalDate): { year: number; month: number } => ({
  year: Number(date.slice(0, 4)),
  month: Number(date.slice(5, 7)),
});

const daysOfMonth = (year: number, month: number, calendar: Calendar): number =>
  calendar === 'JALALI'
    ? daysOfJalaliMonth(year, month)
    : new Date(Date.UTC(year, month, 0)).getUTCDate();

const dayOf = (year: number, month: number, day: number, calendar: Calendar): LocalDate =>
  calendar === 'JALALI'
    ? jalaliToGregorian({ year, month, day })
    : [String(year).padStart(4, '0'), ...[month, day].map((n) => String(n).padStart(2, '0'))].join(
        '-',
      );
