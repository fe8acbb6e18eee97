import {
  addDays,
  compareDates,
  daysBetween,
  daysOf,
  endOfDay,
  readLocalDate,
  today,
  yearOf,
} from '../../src/kernel/local-date.ts';

const days = ['2026-03-21', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'];

test.each(days)('%s is a day', (text) => {
  expect(readLocalDate(text)).toEqual({ ok: true, value: text });
});

test.each([
  '',
  '2026-02-29',
  '1900-02-29',
  '2026-04-31',
  '2026-13-01',
  '2026-00-10',
  '2026-01-00',
  '0000-01-01',
  '2026-1-1',
  '26-01-01',
  ' 2026-01-01',
  '2026-01-01\n',
  '2026-01-01T00:00:00Z',
  '۲۰۲۶-۰۱-۰۱',
  '20260101',
])('%j is no day', (text) => {
  expect(readLocalDate(text)).toMatchObject({ ok: false, code: 'NOT_A_DATE' });
});

test.each([
  [addDays('2026-02-28', 1), '2026-03-01'],
  [addDays('2024-02-28', 1), '2024-02-29'],
  [addDays('2026-01-01', -1), '2025-12-31'],
  [addDays('2026-03-21', 365), '2027-03-21'],
  [addDays('0099-12-31', 1), '0100-01-01'],
  [daysBetween('2026-03-21', '2026-03-20'), -1],
  [daysBetween('2024-01-01', '2025-01-01'), 366],
  [compareDates('2026-03-21', '2026-03-22'), -1],
  [compareDates('2026-03-21', '2026-03-21'), 0],
  [compareDates('2026-11-01', '2026-03-22'), 1],
  [yearOf('2026-03-21'), 2026],
  [today('Asia/Tehran', new Date('2026-03-20T20:29:59Z')), '2026-03-20'],
  [today('Asia/Tehran', new Date('2026-03-20T20:30:00Z')), '2026-03-21'],
  [today('UTC', new Date('2026-03-20T23:59:59Z')), '2026-03-20'],
  [today('Pacific/Auckland', new Date('2026-12-31T11:00:00Z')), '2027-01-01'],
])('case %#: %s', (found, wanted) => {
  expect(found).toBe(wanted);
});

test.each([
  ['UTC', '2026-03-21', '2026-03-22T00:00:00.000Z'],
  ['Asia/Tehran', '2026-03-21', '2026-03-21T20:30:00.000Z'],
  // A day of 23 hours, and one of 25.
  ['Europe/Berlin', '2026-03-29', '2026-03-29T22:00:00.000Z'],
  ['Europe/Berlin', '2026-10-25', '2026-10-25T23:00:00.000Z'],
  ['Pacific/Kiritimati', '2026-01-01', '2026-01-01T10:00:00.000Z'],
])('in %s %s is over at %s', (zone, day, end) =>
  expect(endOfDay(day, daysOf(zone)).toISOString()).toBe(end),
);
