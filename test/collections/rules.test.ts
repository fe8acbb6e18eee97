import {
  chooseDunning,
  type DunningCandidate,
} from '../../src/modules/collections/rules/choose-dunning.ts';
import {
  appropriate,
  decidePromise,
  withoutGiven,
  type MoneyCome,
  type PromiseFacts,
} from '../../src/modules/collections/rules/keep-promises.ts';
import {
  judgePlan,
  makePlan,
  settleOriginals,
  stepDays,
} from '../../src/modules/collections/rules/make-plan.ts';

const terms = {
  graceDays: 3,
  intervalDays: 7,
  mostAttempts: 4,
  levels: [
    { levelNo: 1, days: 5 },
    { levelNo: 2, days: 15 },
    { levelNo: 3, days: 30 },
  ],
};
const candidate: DunningCandidate = {
  dueOn: '2026-01-01',
  open: '100',
  disputed: '0',
  isPromised: false,
  isPlaced: false,
  isOnLegalHold: false,
  attempts: 0,
  lastLevel: 0,
  lastOn: null,
};

test.each<[string, string, Partial<DunningCandidate>, string]>([
  ['not due', '2026-01-01', {}, '- NOT_OVERDUE'],
  ['without a day', '2026-01-09', { dueOn: null }, '- NOT_OVERDUE'],
  ['in grace', '2026-01-04', {}, '- IN_GRACE'],
  ['past grace, before the first level', '2026-01-05', {}, '- IN_GRACE'],
  ['first level', '2026-01-06', {}, '1 100'],
  ['months late, never asked: the first level all the same', '2026-06-01', {}, '1 100'],
  ['second', '2026-01-16', { attempts: 1, lastLevel: 1, lastOn: '2026-01-06' }, '2 100'],
  [
    'too soon after the first',
    '2026-01-16',
    { attempts: 1, lastLevel: 1, lastOn: '2026-01-10' },
    '- TOO_SOON',
  ],
  ['the last again', '2026-03-01', { attempts: 3, lastLevel: 3, lastOn: '2026-02-01' }, '3 100'],
  [
    'often enough',
    '2026-04-01',
    { attempts: 4, lastLevel: 3, lastOn: '2026-03-01' },
    '- ATTEMPTS_USED_UP',
  ],
  ['part of it disputed', '2026-01-06', { disputed: '40' }, '1 60'],
  ['all of it disputed', '2026-01-06', { disputed: '100' }, '- DISPUTED'],
  [
    'everything at once',
    '2026-01-06',
    { isPromised: true, isPlaced: true, isOnLegalHold: true },
    '- LEGAL_HOLD PLACED PROMISED',
  ],
  ['paid', '2026-01-06', { open: '0' }, '- NOT_OPEN'],
])('dunning: %s', (_, on, over, wanted) => {
  const { levelNo, amount, stops } = chooseDunning(terms, { ...candidate, ...over }, on);
  expect(levelNo === null ? `- ${stops.join(' ')}` : `${levelNo} ${amount}`).toBe(wanted);
});

const promise = (id: string, amount: string, promisedOn: string, ids = ['k']): PromiseFacts => ({
  id,
  amount,
  madeOn: '2026-01-01',
  madeAt: new Date('2026-01-01T09:00:00Z'),
  promisedOn,
  graceDays: 2,
  thresholdPercent: '90',
  commitmentIds: ids,
});
const came = (
  receiptId: string,
  amount: string,
  valuedOn: string,
  k: string | null = 'k',
): MoneyCome & { readonly currency: string } => ({
  ...{ receiptId, amount, valuedOn, currency: 'EUR', commitmentId: k },
  settledAt: k === null ? null : new Date(`${valuedOn}T10:00:00Z`),
});
const shares = (promises: PromiseFacts[], money: MoneyCome[]): string =>
  appropriate(promises, money)
    .map((one) => `${one.receiptId}>${one.promiseId} ${one.amount}`)
    .join(', ');

test('what a decided promise had: of what it covered first, in its own currency', () => {
  const day = '2026-01-05';
  const rials = { ...came('r', '50', day, 'x'), currency: 'IRR' };
  const money = [rials, came('r', '50', day, 'x'), came('r', '9', day, null), came('r', '50', day)];
  const given = { receiptId: 'r', currency: 'EUR', amount: '60', commitmentIds: ['k'] };
  const left = withoutGiven(money, [given]).map(({ amount }) => amount);
  expect(left).toEqual(['50', '49', '0', '0']);
});

test.each<[string, PromiseFacts[], MoneyCome[], string]>([
  ['in time', [promise('a', '100', '2026-01-10')], [came('r', '60', '2026-01-12')], 'r>a 60'],
  ['too late', [promise('a', '100', '2026-01-10')], [came('r', '60', '2026-01-13')], ''],
  ['before it was promised', [promise('a', '9', '2026-01-10')], [came('r', '9', '2025-12-31')], ''],
  [
    'for something else',
    [promise('a', '9', '2026-01-10')],
    [came('r', '9', '2026-01-02', 'x')],
    '',
  ],
  [
    'for nothing yet',
    [promise('a', '9', '2026-01-10')],
    [came('r', '12', '2026-01-02', null)],
    'r>a 9',
  ],
  [
    'first come, first served',
    [promise('b', '100', '2026-01-20'), promise('a', '100', '2026-01-10')],
    [came('s', '80', '2026-01-05'), came('r', '90', '2026-01-04')],
    'r>a 90, s>a 10, s>b 70',
  ],
  [
    'two parts of one receipt are one',
    [promise('a', '100', '2026-01-10', ['k', 'l'])],
    [came('r', '30', '2026-01-04'), came('r', '20', '2026-01-04', 'l')],
    'r>a 50',
  ],
])('money goes to promises: %s', (_, promises, money, wanted) => {
  expect(shares(promises, money)).toBe(wanted);
});

test.each([
  [[], 'BROKEN 0'],
  [['89.99'], 'PARTIALLY_KEPT 89.99'],
  [['50', '40'], 'KEPT 90'],
  [['100'], 'KEPT 100'],
])('a promise of 100 at 90 percent, with %s: %s', (amounts, wanted) => {
  const { state, received } = decidePromise(
    promise('a', '100', '2026-01-10'),
    amounts.map((amount) => ({ amount })),
  );
  expect(`${state} ${received}`).toBe(wanted);
});

const plan = (over: Partial<Parameters<typeof makePlan>[0]> = {}): string[] =>
  makePlan({
    amount: '100',
    currency: 'EUR',
    count: 3,
    startsOn: '2026-01-01',
    firstDueOn: '2026-01-31',
    step: 'MONTH',
    interestPercent: '0',
    basis: 'ACT_365',
    ...over,
  }).map((line) => `${line.dueOn} ${line.principal} ${line.interest}`);

test('a plan adds up to the last minor unit; short months end on their last day', () => {
  expect(plan()).toEqual(['2026-01-31 33.34 0', '2026-02-28 33.33 0', '2026-03-31 33.33 0']);
  expect(plan({ count: 1, currency: 'IRR', amount: '7' })).toEqual(['2026-01-31 7 0']);
});

test('agreed interest is upon what is still owed', () => {
  // 3,000 at 36.5 percent: 3 a day, then 2, then 1.
  const asked = { amount: '3000', interestPercent: '36.5', step: 'WEEK' as const };
  expect(plan({ ...asked, firstDueOn: '2026-01-11' })).toEqual([
    '2026-01-11 1000 30',
    '2026-01-18 1000 14',
    '2026-01-25 1000 7',
  ]);
});

test('months go over years', () => {
  expect(stepDays('2026-11-30', 'MONTH', 3)).toBe('2027-02-28');
  expect(stepDays('2027-11-30', 'MONTH', 3)).toBe('2028-02-29');
});

test('what was paid settles the oldest first', () => {
  const originals = [
    { id: 'a', open: '50' },
    { id: 'b', open: '30' },
    { id: 'c', open: '20' },
  ];
  const settled = (paid: string): string =>
    settleOriginals(paid, originals)
      .map(({ commitmentId, amount }) => `${commitmentId} ${amount}`)
      .join(', ');
  expect(settled('0')).toBe('');
  expect(settled('60')).toBe('a 50, b 10');
  expect(settled('100')).toBe('a 50, b 30, c 20');
});

test.each<[string, [string, string][], string]>([
  ['all paid', [['2026-01-10', '0']], 'COMPLETED'],
  ['none due', [['2026-03-01', '5']], 'ACTIVE'],
  [
    'one missed, which is agreed',
    [
      ['2026-01-30', '5'],
      ['2026-03-01', '5'],
    ],
    'ACTIVE',
  ],
  [
    'two missed',
    [
      ['2026-01-29', '5'],
      ['2026-01-30', '5'],
    ],
    'BROKEN',
  ],
  ['one too late', [['2026-01-21', '5']], 'BROKEN'],
  [
    'late, but paid',
    [
      ['2026-01-01', '0'],
      ['2026-03-01', '5'],
    ],
    'ACTIVE',
  ],
])('a plan: %s', (_, lines, wanted) => {
  const standing = lines.map(([dueOn, open]) => ({ dueOn, open }));
  expect(judgePlan({ mostMissed: 1, mostDaysLate: 10 }, standing, '2026-02-01')).toBe(wanted);
});
