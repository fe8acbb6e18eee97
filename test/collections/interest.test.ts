import {
  balancesOf,
  interestOf,
  lateInterest,
  type InterestQuestion,
  type LateInterestQuestion,
} from '../../src/modules/collections/rules/interest.ts';
import type { DayCount } from '../../src/modules/collections/rules/kinds.ts';

const ask = (over: Partial<InterestQuestion>): string =>
  interestOf({
    basis: 'ACT_365',
    from: '2026-01-01',
    until: '2026-01-31',
    balances: [{ on: '2026-01-01', balance: '1000' }],
    rates: [{ validFrom: '2020-01-01', percent: '7.3' }],
    places: 2,
    ...over,
  });

test.each<[DayCount, string, string, string]>([
  // 1,000 at 7.3 percent are 73 a year: 0.20 a day of 365.
  ['ACT_365', '2026-01-01', '2026-01-31', '6'],
  ['ACT_365', '2024-01-01', '2025-01-01', '73.2'],
  ['ACT_360', '2026-01-01', '2026-01-31', '6.08'],
  ['ACT_ACT', '2024-01-01', '2025-01-01', '73'],
  ['ACT_ACT', '2023-12-31', '2024-01-02', '0.4'],
  ['THIRTY_E_360', '2026-01-01', '2027-01-01', '73'],
  // From the 31st, which is the 30th, to the 28th: 28 days.
  ['THIRTY_E_360', '2026-01-31', '2026-02-28', '5.68'],
  ['THIRTY_E_360', '2026-01-30', '2026-01-31', '0'],
])('%s from %s until %s: %s', (basis, from, until, wanted) => {
  const balances = [{ on: from, balance: '1000' }];
  expect(ask({ basis, from, until, balances })).toBe(wanted);
});

test('each stretch at what was truly owed on it', () => {
  const balances = [
    { on: '2026-01-01', balance: '1000' },
    { on: '2026-01-11', balance: '400' },
    { on: '2026-01-21', balance: '900' },
  ];
  // 10 days of 0.20, 10 of 0.08, 10 of 0.18.
  expect(ask({ balances })).toBe('4.6');
});

test('a rate holds from its day on; before the first there is none', () => {
  const rates = [
    { validFrom: '2026-01-11', percent: '7.3' },
    { validFrom: '2026-01-21', percent: '14.6' },
  ];
  expect(ask({ rates })).toBe('6');
});

test('while a plan stands no interest runs', () => {
  expect(ask({ pauses: [{ from: '2026-01-06', until: '2026-01-26' }] })).toBe('2');
});

test('rounded once, at the end, halves to the even neighbour', () => {
  // 0.125 exactly, in two stretches that would each round to 0.06.
  const balances = [
    { on: '2026-01-01', balance: '625' },
    { on: '2026-01-02', balance: '625' },
  ];
  expect(
    ask({ balances, until: '2026-01-02', rates: [{ validFrom: '2020-01-01', percent: '7.3' }] }),
  ).toBe('0.12');
  expect(ask({ balances, until: '2026-01-03' })).toBe('0.25');
  expect(ask({ balances: [{ on: '2026-01-01', balance: '1875' }], until: '2026-01-02' })).toBe(
    '0.38',
  );
  expect(
    ask({ places: 0, balances: [{ on: '2026-01-01', balance: '2500' }], until: '2026-01-02' }),
  ).toBe('0');
});

test('nothing of nothing, and nothing backwards', () => {
  expect(ask({ until: '2026-01-01' })).toBe('0');
  expect(ask({ from: '2026-02-01' })).toBe('0');
  expect(ask({ balances: [] })).toBe('0');
  expect(ask({ rates: [] })).toBe('0');
});

test('what was owed from each day on', () => {
  const settled = [
    { on: '2026-02-01', amount: '-30' },
    { on: '2026-01-10', amount: '30' },
    { on: '2026-01-10', amount: '20' },
  ];
  expect(balancesOf('100', settled)).toEqual([
    { on: '0001-01-01', balance: '100' },
    { on: '2026-01-10', balance: '50' },
    { on: '2026-02-01', balance: '80' },
  ]);
});

const late = (over: Partial<LateInterestQuestion>): string =>
  lateInterest({
    amount: '1000',
    dueOn: '2026-01-01',
    on: '2026-01-31',
    settlements: [],
    basis: 'ACT_365',
    rates: [{ validFrom: '2020-01-01', percent: '7.3' }],
    starts: 'DUE',
    graceDays: 0,
    charged: '0',
    places: 2,
    ...over,
  });

test.each<[string, Partial<LateInterestQuestion>, string]>([
  ['30 days late', {}, '6'],
  ['on the day itself', { on: '2026-01-01' }, '0'],
  ['in grace', { graceDays: 30 }, '0'],
  ['past grace, from the day it was due', { graceDays: 10 }, '6'],
  ['past grace, from the end of grace', { graceDays: 10, starts: 'GRACE' }, '4'],
  // What was paid ten days late bore ten days of interest, and still does.
  [
    'a late part payment erases nothing',
    { settlements: [{ on: '2026-01-11', amount: '999' }] },
    '2',
  ],
  ['paid in full, late', { settlements: [{ on: '2026-01-11', amount: '1000' }] }, '2'],
  ['paid early', { settlements: [{ on: '2025-12-11', amount: '500' }] }, '3'],
  ['what was charged is charged once', { charged: '2' }, '4'],
  ['all was charged', { charged: '6' }, '0'],
  [
    'a payment entered late counts from its day',
    { charged: '4', settlements: [{ on: '2026-01-06', amount: '1000' }] },
    '0',
  ],
  [
    'a payment that was taken back is owed again from that day on',
    {
      settlements: [
        { on: '2026-01-11', amount: '1000' },
        { on: '2026-01-21', amount: '-1000' },
      ],
    },
    '4',
  ],
])('%s', (_, over, wanted) => {
  expect(late(over)).toBe(wanted);
});
