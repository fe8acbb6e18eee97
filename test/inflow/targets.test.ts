import { newId, type Id } from '../../src/kernel/id.ts';
import { periodsBetween } from '../../src/kernel/calendar.ts';
import { handOverRecords } from '../../src/modules/index.ts';
import {
  commissions,
  inflowAttainment,
  inflowCredits,
  recordCommissionPayout,
  removeInflowTarget,
  setCommissionRate,
  setInflowTarget,
  setSalesCredit,
  type TargetScope,
} from '../../src/modules/inflow/index.ts';
import { reverseReceipt } from '../../src/modules/receivables/index.ts';
import { expectRefused, outcomeOf } from '../catalog/world.ts';
import { floorIdOf, type SellerName } from '../parties/world.ts';
import { asSystem } from '../support/perform.ts';
import {
  ask,
  everyone,
  forgetInflow,
  nameOf,
  openInflowWorld,
  pay,
  type InflowWorld,
} from './world.ts';

let w: InflowWorld;
beforeAll(async () => void (w = await openInflowWorld()));
afterAll(() => w.close());
beforeEach(() => forgetInflow(w));
afterEach(async () => expect(await w.verify()).toEqual([]));

const target = (scope: TargetScope, name: string | null, amount: string, day = '2026-03-25') => {
  const id = name === null ? null : floorIdOf(w, name);
  const of = scope === 'PERSON' ? { salespersonId: id } : scope === 'TEAM' ? { teamId: id } : {};
  return w.perform(setInflowTarget, { scope, ...of, periodKind: 'MONTH', day, amount }, asSystem);
};

/** `1405-01 nima 1000 of 2000 (50%), back -100`. */
const attained = async (
  scope: TargetScope,
  { through = '2026-04-20', viewer = everyone } = {},
): Promise<string[]> => {
  const months = { kind: 'MONTH', calendar: 'JALALI', most: 12 } as const;
  const periods = periodsBetween('2026-03-21', through, months);
  const rows = await inflowAttainment(w.database, viewer, { scope, calendar: 'JALALI', periods });
  return rows.map(
    ({ period, key, attained: sum, target: goal, percent, clawedBack }) =>
      `${period} ${nameOf(w, key)} ${sum}` +
      (goal === null ? '' : ` of ${goal} (${percent}%)`) +
      (clawedBack === '0' ? '' : `, back ${clawedBack}`),
  );
};

const split = (id: Id, shares: Partial<Record<SellerName, string>>): Promise<unknown> => {
  const given = Object.entries(shares).map(([name, percent]) => ({
    salespersonId: floorIdOf(w, name),
    percent: percent,
  }));
  return w.perform(setSalesCredit, { commitmentId: id, shares: given }, asSystem);
};

test('money counts for who looks after the commitment, their team and the firm', async () => {
  await target('PERSON', 'nima', '2000');
  await target('TEAM', 'NORTH', '4000');
  await target('FIRM', null, '10000');
  const id = await ask(w, 'Alborz', '1000');
  expect(await attained('PERSON')).toEqual(['1405-01 nima 0 of 2000 (0%)']);
  await pay(w, 'Alborz', id, '1000');
  await pay(w, 'Karun', await ask(w, 'Karun', '500'), '500');
  expect(await attained('PERSON')).toEqual([
    '1405-01 nima 1000 of 2000 (50%)',
    '1405-01 leila 500',
  ]);
  expect(await attained('TEAM')).toEqual(['1405-01 NORTH 1000 of 4000 (25%)', '1405-01 SOUTH 500']);
  expect(await attained('FIRM')).toEqual(['1405-01 null 1500 of 10000 (15%)']);
  const nima = w.seller('nima', ['inflow.read']).viewer;
  expect(await attained('PERSON', { viewer: nima })).toEqual(['1405-01 nima 1000 of 2000 (50%)']);
  const sara = w.leader(['inflow.read']).viewer;
  expect(await attained('PERSON', { viewer: sara })).toEqual(['1405-01 nima 1000 of 2000 (50%)']);
});

test('what comes back is taken off when it does, from whom it was given to', async () => {
  const id = await ask(w, 'Alborz', '1000');
  await split(id, { nima: '60', leila: '40' });
  const receiptId = await pay(w, 'Alborz', id, '1000');
  await split(id, { sara: '100' });
  w.clock.set('2026-04-25T08:00:00Z');
  await w.perform(reverseReceipt, { receiptId, reason: 'Not ours' }, asSystem);
  await pay(w, 'Alborz', id, '200');
  expect(await attained('PERSON', { through: '2026-05-21' })).toEqual([
    ...['1405-01 nima 600', '1405-01 leila 400'],
    ...['1405-02 sara 200', '1405-02 leila -400, back -400', '1405-02 nima -600, back -600'],
  ]);
});

test.each<[string, Partial<Record<SellerName, string>>, string[]]>([
  ['100', { nima: '33.333333', leila: '33.333333', sara: '33.333334' }, ['33', '33', '34']],
  ['1', { nima: '50', leila: '50' }, ['0', '1']],
  ['7', { nima: '70', leila: '20', sara: '10' }, ['1', '1', '5']],
  ['1000001', { nima: '12.5', leila: '87.5' }, ['125000', '875001']],
])('%s is shared out to the last rial', async (amount, shares, wanted) => {
  const id = await ask(w, 'Alborz', amount);
  await split(id, shares);
  const receiptId = await pay(w, 'Alborz', id, amount);
  const parts = async (): Promise<string[]> => {
    const asked = { from: '2026-01-01', through: '2026-12-31', first: 100, offset: 0 };
    const found = await inflowCredits(w.database, everyone, asked);
    return found.map((part) => part.amount);
  };
  const given = (await parts()).sort((a, b) => Number(a) - Number(b));
  expect(given.filter((part) => part !== '0')).toEqual(wanted.filter((part) => part !== '0'));
  await w.perform(reverseReceipt, { receiptId, reason: 'x' }, asSystem);
  expect((await parts()).reduce((sum, part) => sum + Number(part), 0)).toBe(0);
});

test('a share is said anew, and taken back: it is the owner’s again', async () => {
  const id = await ask(w, 'Alborz', '1000');
  await split(id, { leila: '100' });
  await split(id, { sara: '100' });
  await pay(w, 'Alborz', id, '100');
  await split(id, {});
  await pay(w, 'Alborz', id, '200');
  expect(await attained('PERSON')).toEqual(['1405-01 nima 200', '1405-01 sara 100']);
  const [sets] = await w.sql('select count(*)::int as n from sales_credit');
  expect(sets).toEqual({ n: 1 });
});

test('a target is changed by who sets it again, and removed', async () => {
  const { inflowTargetId } = await target('PERSON', 'nima', '2000');
  expect(await target('PERSON', 'nima', '3000', '2026-04-20')).toEqual({ inflowTargetId });
  expect(await attained('PERSON')).toEqual(['1405-01 nima 0 of 3000 (0%)']);
  await w.perform(removeInflowTarget, { inflowTargetId }, asSystem);
  expect(await attained('PERSON')).toEqual([]);
  await expectRefused(w, () => w.perform(removeInflowTarget, { inflowTargetId }, asSystem), [
    'TARGET_NOT_FOUND inflowTargetId',
  ]);
});

test('a leader sets targets of the team, and of nobody else', async () => {
  const sara = w.leader(['inflow.setTargets']);
  const of = { periodKind: 'MONTH', day: '2026-03-25', amount: '1' } as const;
  const set = (input: object): Promise<string> =>
    outcomeOf(w.perform(setInflowTarget, { ...of, ...input } as never, sara), 'done');
  expect(await set({ scope: 'PERSON', salespersonId: floorIdOf(w, 'nima') })).toBe('done');
  expect(await set({ scope: 'TEAM', teamId: floorIdOf(w, 'NORTH') })).toBe('done');
  expect(await set({ scope: 'TEAM', teamId: floorIdOf(w, 'SOUTH') })).toContain('Setting a target');
  expect(await set({ scope: 'PERSON', salespersonId: floorIdOf(w, 'leila') })).toContain('Setting');
  expect(await set({ scope: 'FIRM' })).toContain('Setting a target');
});

test.each<[string, () => Promise<unknown>, string[]]>([
  ['a target of nobody', () => target('PERSON', null, '1'), ['TARGET_SUBJECT salespersonId']],
  [
    'half a rial in a month that there is not',
    () => target('FIRM', null, '0.5', '2026-02-30'),
    ['TOO_PRECISE amount', 'NOT_A_DATE day'],
  ],
  ['nothing', () => target('FIRM', null, '0'), ['AMOUNT_MALFORMED amount']],
  [
    'shares that are not the whole',
    async () => split(await ask(w, 'Alborz', '1'), { nima: '50', leila: '49.999999' }),
    ['SHARES_NOT_WHOLE shares'],
  ],
  [
    'a share of nothing',
    async () => split(await ask(w, 'Alborz', '1'), { nima: '100', leila: '0' }),
    ['PERCENT_MALFORMED shares.1.percent'],
  ],
  ['no commitment', () => split(newId(), { nima: '100' }), ['COMMITMENT_NOT_FOUND commitmentId']],
])('refused: %s', async (_, act, faults) => {
  await ask(w, 'Alborz', '9');
  expect(await outcomeOf(act(), 'done')).toBe(faults.join());
});

const rate = (name: string | null, percent: string, fromOn = '2026-01-01'): Promise<unknown> => {
  const salespersonId = name === null ? null : floorIdOf(w, name);
  return w.perform(setCommissionRate, { salespersonId, percent, fromOn }, asSystem);
};
const payOut = (name: string, amount: string, over = {}): Promise<unknown> => {
  const days = { paidOn: '2026-03-25', throughOn: '2026-04-30' };
  const input = { salespersonId: floorIdOf(w, name), amount, ...days, ...over };
  return w.perform(recordCommissionPayout, input, asSystem);
};
/** `nima 20 - 5 = 15`. */
const owed = async (viewer = everyone): Promise<string[]> =>
  (await commissions(w.database, viewer, { from: '2026-03-21', through: '2026-12-31' }))
    .map(
      ({ salespersonId, accrued, paid, balance }) =>
        `${nameOf(w, salespersonId)} ${accrued} - ${paid} = ${balance}`,
    )
    .sort();

test('commission is earned by the rate of the day, and taken back by the same', async () => {
  await rate(null, '1');
  await rate('nima', '2');
  const id = await ask(w, 'Alborz', '10000');
  const receiptId = await pay(w, 'Alborz', id, '1000');
  await rate('nima', '5', '2026-04-01');
  await pay(w, 'Karun', await ask(w, 'Karun', '500'), '500');
  expect(await owed()).toEqual(['leila 5 - 0 = 5', 'nima 20 - 0 = 20']);
  await payOut('nima', '15');
  await expectRefused(w, () => payOut('nima', '6'), ['PAYOUT_EXCEEDS_ACCRUAL amount']);
  w.clock.set('2026-04-25T08:00:00Z');
  await pay(w, 'Alborz', id, '1000');
  expect(await owed()).toEqual(['leila 5 - 0 = 5', 'nima 70 - 15 = 55']);
  await w.perform(reverseReceipt, { receiptId, reason: 'x' }, asSystem);
  expect(await owed()).toEqual(['leila 5 - 0 = 5', 'nima 50 - 15 = 35']);
  await payOut('nima', '-15');
  expect(await owed(w.seller('nima', ['inflow.read']).viewer)).toEqual(['nima 50 - 0 = 50']);
  await expectRefused(w, () => payOut('nima', '-1'), ['PAYOUT_EXCEEDS_ACCRUAL amount']);
});

test('what is left is paid out once, though two do it at once', async () => {
  await rate(null, '10');
  await pay(w, 'Alborz', await ask(w, 'Alborz', '1000'), '1000');
  // Connections for all of them, so that none waits for one to be opened.
  await Promise.all(Array.from({ length: 8 }, () => w.sql('select pg_sleep(0.1)')));
  const ends = await Promise.all(
    Array.from({ length: 5 }, () => outcomeOf(payOut('nima', '60'), 'done')),
  );
  expect(ends.sort()).toEqual([...Array<string>(4).fill('PAYOUT_EXCEEDS_ACCRUAL amount'), 'done']);
});

test('what a month brought is paid out once, though that is done behind its end', async () => {
  await rate(null, '10');
  await pay(w, 'Alborz', await ask(w, 'Alborz', '1000'), '1000');
  w.clock.set('2026-05-10T08:00:00Z');
  const march = { paidOn: '2026-05-05', throughOn: '2026-04-20' };
  await payOut('nima', '70', march);
  await expectRefused(w, () => payOut('nima', '31', march), ['PAYOUT_EXCEEDS_ACCRUAL amount']);
  await payOut('nima', '30', march);
});

test('what came back behind the month is not paid out for it', async () => {
  await rate(null, '10');
  const id = await ask(w, 'Alborz', '1000');
  const receiptId = await pay(w, 'Alborz', id, '600');
  await pay(w, 'Alborz', id, '400');
  w.clock.set('2026-05-10T08:00:00Z');
  await w.perform(reverseReceipt, { receiptId, reason: 'x' }, asSystem);
  const march = { paidOn: '2026-05-10', throughOn: '2026-04-20' };
  await expectRefused(w, () => payOut('nima', '41', march), ['PAYOUT_EXCEEDS_ACCRUAL amount']);
  await payOut('nima', '40', march);
});

/* The last: customers go to Leila for good. */
test('what was paid before a handover stays whose it was', async () => {
  const id = await ask(w, 'Alborz', '1000');
  const receiptId = await pay(w, 'Alborz', id, '300');
  const hand = { fromId: floorIdOf(w, 'nima'), toId: floorIdOf(w, 'leila'), reason: 'Leaves' };
  await w.perform(handOverRecords, hand as never, asSystem);
  await pay(w, 'Alborz', id, '500');
  expect(await attained('PERSON')).toEqual(['1405-01 leila 500', '1405-01 nima 300']);
  await w.perform(reverseReceipt, { receiptId, reason: 'x' }, asSystem);
  expect(await attained('PERSON')).toEqual(['1405-01 leila 500', '1405-01 nima 0, back -300']);
});
