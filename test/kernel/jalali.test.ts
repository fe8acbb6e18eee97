import {
  periodOf,
  periodsBetween,
  type Calendar,
  type PeriodKind,
} from '../../src/kernel/calendar.ts';
import {
  gregorianToJalali,
  isJalaliLeapYear,
  jalaliToGregorian,
  readJalaliDate,
} from '../../src/kernel/jalali.ts';
import { addDays, daysBetween } from '../../src/kernel/local-date.ts';

const text = (date: string): string => {
  const { year, month, day } = gregorianToJalali(date);
  return `${year}/${month}/${day}`;
};

test.each([
  ['1979-02-11', '1357/11/22'],
  ['2024-03-19', '1402/12/29'],
  ['2024-03-20', '1403/1/1'],
  ['2025-03-20', '1403/12/30'],
  ['2025-03-21', '1404/1/1'],
  ['2026-03-20', '1404/12/29'],
  ['2026-03-21', '1405/1/1'],
  ['2026-09-22', '1405/6/31'],
  ['2026-09-23', '1405/7/1'],
  ['2030-03-20', '1408/12/30'],
  ['2030-03-21', '1409/1/1'],
  ['2034-03-20', '1412/12/30'],
])('%s is %s', (gregorian, jalali) => {
  expect(text(gregorian)).toBe(jalali);
  expect(readJalaliDate(jalali)).toEqual({ ok: true, value: gregorian });
});

test('years with a thirtieth of Esfand', () => {
  const years = Array.from({ length: 40 }, (_, n) => 1390 + n).filter(isJalaliLeapYear);
  expect(years).toEqual([1391, 1395, 1399, 1403, 1408, 1412, 1416, 1420, 1424, 1428]);
});

test('each day from 1380 to 1430 is as the calendar of Unicode has it, and leads back', () => {
  const format = new Intl.DateTimeFormat('en-u-ca-persian-nu-latn', {
    timeZone: 'UTC',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
  });
  const wrong: string[] = [];
  const days = daysBetween('2001-03-21', '2052-03-19');
  for (let passed = 0; passed <= days; passed += 1) {
    const day = addDays('2001-03-21', passed);
    const parts = new Map(
      format.formatToParts(new Date(`${day}T00:00:00Z`)).map(({ type, value }) => [type, value]),
    );
    const known = `${parts.get('year')}/${parts.get('month')}/${parts.get('day')}`;
    if (text(day) !== known || jalaliToGregorian(gregorianToJalali(day)) !== day) wrong.push(day);
  }
  expect(wrong).toEqual([]);
});

test.each(['1403/13/1', '1404/12/30', '1404/7/31', '1404/0/1', '1404/1/0', '0000/1/1', 'x', ''])(
  '%s is no day',
  (given) => expect(readJalaliDate(given)).toMatchObject({ ok: false, code: 'NOT_A_DATE' }),
);

test.each<[string, PeriodKind, Calendar, string]>([
  ['2026-03-20', 'MONTH', 'JALALI', '1404-12 2026-02-20 2026-03-20'],
  ['2026-03-21', 'MONTH', 'JALALI', '1405-01 2026-03-21 2026-04-20'],
  ['2025-03-20', 'MONTH', 'JALALI', '1403-12 2025-02-19 2025-03-20'],
  ['2026-03-21', 'QUARTER', 'JALALI', '1405-Q1 2026-03-21 2026-06-21'],
  ['2030-01-01', 'QUARTER', 'JALALI', '1408-Q4 2029-12-21 2030-03-20'],
  ['2026-03-21', 'YEAR', 'JALALI', '1405 2026-03-21 2027-03-20'],
  ['2024-02-29', 'MONTH', 'GREGORIAN', '2024-02 2024-02-01 2024-02-29'],
  ['2026-11-22', 'QUARTER', 'GREGORIAN', '2026-Q4 2026-10-01 2026-12-31'],
  ['2026-11-22', 'YEAR', 'GREGORIAN', '2026 2026-01-01 2026-12-31'],
])('%s lies in the %s of the %s calendar %s', (day, kind, calendar, wanted) => {
  const { name, from, through } = periodOf(day, kind, calendar);
  expect(`${name} ${from} ${through}`).toBe(wanted);
});

test('periods follow each other without a gap, as many as are asked for', () => {
  const asked = { kind: 'MONTH', calendar: 'JALALI', most: 14 } as const;
  const months = periodsBetween('2026-01-01', '2099-01-01', asked);
  expect(months.map(({ name }) => name)).toEqual([
    '1404-10',
    '1404-11',
    '1404-12',
    ...Array.from({ length: 11 }, (_, n) => `1405-${String(n + 1).padStart(2, '0')}`),
  ]);
  months.slice(1).forEach(({ from }, n) => expect(addDays(months[n]?.through ?? '', 1)).toBe(from));
});
