import { periodsBetween } from '../../src/kernel/calendar.ts';
import type { Id } from '../../src/kernel/id.ts';
import {
  acceptPaymentPlan,
  definePromiseType,
  proposePaymentPlan,
  recordPromise,
} from '../../src/modules/collections/index.ts';
import { createOpportunity, defineOpportunityStage } from '../../src/modules/crm/index.ts';
import { inflowForecast } from '../../src/modules/index.ts';
import {
  callGuarantee,
  clearCheque,
  depositCheques,
  endorseCheque,
  holdChequeAsSecurity,
  receiveCheques,
  recordGuarantee,
  returnCheque,
  setMoneyAccount,
} from '../../src/modules/receivables/index.ts';
import { floorIdOf } from '../parties/world.ts';
import { asSystem } from '../support/perform.ts';
import { ask, everyone, forgetInflow, openInflowWorld, pay, type InflowWorld } from './world.ts';

/* Real rows of everything that the forecast is composed of, in the firm's own calendar. */
let w: InflowWorld;
let promiseTypeId: Id;
let moneyAccountId: Id;
beforeAll(async () => {
  w = await openInflowWorld();
  const type = { code: 'PHONE', name: 'By phone', graceDays: 2, thresholdPercent: '90' };
  ({ promiseTypeId } = await w.perform(definePromiseType, type, asSystem));
});
afterAll(() => w.close());
beforeEach(async () => {
  await w.forget('cheque', 'guarantee', 'promise_to_pay', 'payment_plan', 'opportunity');
  await forgetInflow(w);
  const account = { code: 'B', name: 'Bank', kind: 'BANK', currency: 'IRR' } as const;
  await w.forget('money_account');
  ({ moneyAccountId } = await w.perform(setMoneyAccount, account, asSystem));
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const customerId = (): Id => floorIdOf(w, 'Alborz');
const ahead = { ...{ from: '2026-03-21', through: '2027-03-20' }, key: null, layer: null };
const asked = () => ({
  ...{ today: w.clock.now().toISOString().slice(0, 10), slice: 'NONE' as const },
  expectation: 'BUCKETS' as const,
});

/** `CHEQUE 2026-04-26 300`: what is to come, part by part. */
const parts = async (): Promise<string[]> =>
  (
    await inflowForecast.rows(w.database, everyone, { ...asked(), ...ahead, first: 50, offset: 0 })
  ).map(({ layer, kind, expectedOn, amount }) =>
    `${layer === kind ? '' : `${layer} `}${kind} ${expectedOn} ${amount}`.replace(
      'COMMITMENT ',
      '',
    ),
  );

const months = { kind: 'MONTH', calendar: 'JALALI', most: 12 } as const;
const forecast = () =>
  inflowForecast.forecast(w.database, everyone, {
    ...asked(),
    periods: periodsBetween(ahead.from, ahead.through, months),
  });

let numbers = 0;

/** A cheque that covers so much of a commitment. */
const cheque = async (amount: string, dueOn: string, commitmentId: Id): Promise<Id> => {
  const paper = {
    ...{ number: String((numbers += 1)), bank: 'Mellat', drawerAccount: '1', amount, dueOn },
    ...{ custody: 'Safe', covers: [{ commitmentId, amount }] },
  };
  const { chequeIds } = await w.perform(
    receiveCheques,
    { customerId: customerId(), cheques: [paper] },
    asSystem,
  );
  return chequeIds[0] as Id;
};

const promise = (amount: string, promisedOn: string, commitmentIds: readonly Id[]) =>
  w.perform(
    recordPromise,
    {
      ...{ partyId: customerId(), promiseTypeId, amount, currency: 'IRR', promisedOn },
      ...{ channel: 'CALL' as const, promisedBy: 'Ms Rad', commitmentIds },
    },
    asSystem,
  );

test('what is covered comes when its cheque can clear, on a day of banks', async () => {
  const id = await ask(w, 'Alborz', '1000');
  // Wednesday, the 30th of Ordibehesht; Thursday and Friday are no days of banks.
  await cheque('300', '2026-05-20', id);
  // A Thursday.
  await cheque('200', '2026-04-23', id);
  expect(await parts()).toEqual([
    'DUE 2026-03-30 500',
    'CHEQUE 2026-04-26 200',
    'CHEQUE 2026-05-23 300',
  ]);
});

test('a cheque that the bank got late clears later', async () => {
  const chequeId = await cheque('300', '2026-03-21', await ask(w, 'Alborz', '300'));
  w.clock.set('2026-04-08T08:00:00Z');
  const slip = { slipNumber: 'S', moneyAccountId, chequeIds: [chequeId] };
  await w.perform(depositCheques, slip, asSystem);
  expect(await parts()).toEqual(['CHEQUE 2026-04-11 300']);
});

test('a cheque that was passed on, cleared or came back moves nothing any more', async () => {
  const id = await ask(w, 'Alborz', '1000');
  const passed = await cheque('300', '2026-06-20', id);
  await w.perform(endorseCheque, { chequeId: passed, endorsedTo: 'Karun' }, asSystem);
  expect(await parts()).toEqual(['DUE 2026-03-30 700']);
  const cleared = await cheque('200', '2026-03-25', id);
  const slip = { slipNumber: 'S', moneyAccountId, chequeIds: [cleared] };
  await w.perform(depositCheques, slip, asSystem);
  await w.perform(clearCheque, { chequeId: cleared }, asSystem);
  expect(await parts()).toEqual(['DUE 2026-03-30 500']);
  await w.perform(returnCheque, { chequeId: passed, reason: 'INSUFFICIENT_FUNDS' }, asSystem);
  expect(await parts()).toEqual(['DUE 2026-03-30 800']);
  const [month] = (await forecast()).cells;
  expect(month).toMatchObject({ committed: '1000', actual: '200', open: '800' });
});

test('of a promise only what has not come yet is promised', async () => {
  const id = await ask(w, 'Alborz', '1000', '2026-03-20');
  await promise('600', '2026-04-25', [id]);
  expect(await parts()).toEqual(['DUE 2026-03-25 400', 'PROMISE 2026-04-25 600']);
  const receiptId = await pay(w, 'Alborz', id, '250');
  expect(receiptId).toBeDefined();
  expect(await parts()).toEqual(['DUE 2026-03-25 400', 'PROMISE 2026-04-25 350']);
  await pay(w, 'Alborz', id, '400');
  expect(await parts()).toEqual(['DUE 2026-03-25 350']);
});

test('what has no day is expected on none', async () => {
  const id = await ask(w, 'Alborz', '1000');
  await w.sql('update payment_commitment set due_on = null where id = $1', [id]);
  const { undated, cells } = await forecast();
  expect([undated, cells]).toEqual(['1000', []]);
  await w.sql(`update payment_commitment set due_on = '2026-03-30' where id = $1`, [id]);
});

test('everything there is at once: nothing twice, nothing lost', async () => {
  const late = await ask(w, 'Alborz', '1000', '2026-03-20');
  const covered = await ask(w, 'Alborz', '500', '2026-04-01');
  const planned = await ask(w, 'Alborz', '900', '2026-03-10');
  // A cheque and a promise speak of the same 500: the cheque has it.
  await cheque('500', '2026-04-28', covered);
  await promise('700', '2026-04-05', [covered]).catch(() => undefined);
  await promise('700', '2026-04-05', [late]);
  await pay(w, 'Alborz', late, '100');
  const { paymentPlanId } = await w.perform(
    proposePaymentPlan,
    {
      ...{ partyId: customerId(), currency: 'IRR', commitmentIds: [planned] },
      ...{ count: 3, firstDueOn: '2026-05-01', mostMissed: 1, mostDaysLate: 40 },
    },
    asSystem,
  );
  await w.perform(acceptPaymentPlan, { paymentPlanId, acceptedBy: 'Ms Rad' }, asSystem);
  const held = await cheque('100', '2026-04-01', late);
  await w.perform(holdChequeAsSecurity, { chequeId: held, reason: 'Kept' }, asSystem);
  const { guaranteeId } = await w.perform(
    recordGuarantee,
    {
      customerId: customerId(),
      kind: 'BANK_GUARANTEE',
      issuer: 'Mellat',
      amount: '5000',
      custody: 'Safe',
    },
    asSystem,
  );
  const names = { code: 'TALK', nameEn: 'Talk', nameFa: 'Talk', position: 1 };
  const stage = { ...names, probability: 20, forecastCategory: 'PIPELINE' } as const;
  await w.perform(defineOpportunityStage, stage, asSystem);
  const deal = {
    ...{ title: 'Valves', accountId: customerId() },
    ...{ expectedAmount: '400', expectedCloseOn: '2026-04-30' },
  };
  await w.perform(createOpportunity, deal, asSystem);
  await w.perform(
    createOpportunity,
    { ...deal, title: 'No', forecastCategory: 'OMITTED' },
    asSystem,
  );
  expect(await parts()).toEqual([
    'DUE 2026-03-25 300',
    'PROMISE 2026-04-05 600',
    'CHEQUE 2026-04-29 500',
    'OPPORTUNITY 2026-04-30 400',
    ...['DUE 2026-05-01 300', 'DUE 2026-06-01 300', 'DUE 2026-07-01 300'],
  ]);
  const { cells, undated, later } = await forecast();
  const sum = (of: 'open' | 'actual' | 'committed'): number =>
    cells.reduce((all, cell) => all + Number(cell[of]), 0);
  const [owed] = await w.sql<{ open: string }>(
    'select sum(amount - settled)::int::text as open from payment_commitment where ended is null',
  );
  expect([sum('open'), undated, later]).toEqual([Number(owed?.open), '0', '0']);
  expect([sum('actual'), sum('committed')]).toEqual([100, 1400]);
  await w.perform(
    callGuarantee,
    {
      guaranteeId,
      amount: '300',
      reason: 'Late',
      method: 'TRANSFER',
      allocations: [{ commitmentId: late, amount: '300' }],
    },
    asSystem,
  );
  expect((await parts()).slice(0, 2)).toEqual(['DUE 2026-03-25 300', 'PROMISE 2026-04-05 300']);
});
