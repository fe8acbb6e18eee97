import {
  acceptPaymentPlan,
  cancelPaymentPlan,
  hasPlansToReview,
  proposePaymentPlan,
  reviewPaymentPlans,
  type ProposePaymentPlanInput,
} from '../../src/modules/collections/index.ts';
import type { Id } from '../../src/kernel/id.ts';
import { extendCommitment } from '../../src/modules/receivables/index.ts';
import { expectRefused } from '../catalog/world.ts';
import { asSystem } from '../support/perform.ts';
import { openCollections, type Collections } from './world.ts';

let w: Collections;
beforeAll(async () => void (w = await openCollections()));
afterAll(() => w.close());
beforeEach(async () => {
  await w.forget();
  await w.owe('A', '100', '2026-02-01');
  await w.owe('B', '50', '2026-03-01');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const offer = async (over: Partial<ProposePaymentPlanInput> = {}): Promise<Id> => {
  const what = { partyId: w.id('Alborz'), currency: 'EUR', count: 3, firstDueOn: '2026-04-01' };
  const when = { mostMissed: 1, mostDaysLate: 40 };
  const input = { ...what, ...when, commitmentIds: [w.id('B'), w.id('A')], ...over };
  return (await w.perform(proposePaymentPlan, input, w.nima)).paymentPlanId;
};
const agree = async (over: Partial<ProposePaymentPlanInput> = {}): Promise<Id> => {
  const paymentPlanId = await offer(over);
  await w.perform(acceptPaymentPlan, { paymentPlanId, acceptedBy: 'Ms Rad' }, w.nima);
  return paymentPlanId;
};
const cancel = (paymentPlanId: Id) =>
  w.perform(cancelPaymentPlan, { paymentPlanId, reason: 'Sold' }, w.nima);
const review = async (): Promise<string> => {
  const done = await w.perform(reviewPaymentPlans, {}, asSystem);
  expect(await hasPlansToReview(w.database, '2026-03-21')).toBe(false);
  return `${done.completed} ${done.broken} ${done.resettled}`;
};
const state = async (id: Id): Promise<string> =>
  (
    await w.sql<{ line: string }>(
      `select state || coalesce(': ' || reason, '') as line from payment_plan where id = $1`,
      [id],
    )
  )[0]?.line ?? '';
const owed = async (): Promise<string> =>
  (
    await w.sql<{ sum: string }>(
      `select trim_scale(sum(amount - settled))::text as sum from payment_commitment
       where ended is null`,
    )
  )[0]?.sum ?? '';
const part = async (lineNo: number, column = 'commitment_id'): Promise<Id> =>
  (
    await w.sql<{ id: Id }>(
      `select ${column} as id from payment_plan_instalment
       where line_no = $1 and ${column} is not null`,
      [lineNo],
    )
  )[0]?.id as Id;
const pay = async (lineNo: number, amount: string, on = '2026-04-01'): Promise<Id> =>
  w.payId(amount, on, await part(lineNo));

test('an instalment whose payment goes back is owed once when its plan is over', async () => {
  const id = await agree();
  const receiptId = await pay(1, '50');
  await pay(2, '30');
  await cancel(id);
  expect(await owed()).toBe('70');
  await w.takeBackReceipt(receiptId);
  expect(await review()).toBe('0 0 1');
  expect(await owed()).toBe('120');
});

test('what a plan is made of is in no other plan', async () => {
  await agree({ interestPercent: '10' });
  const commitmentIds = [await part(1), await part(2, 'interest_commitment_id')];
  await expectRefused(w, () => offer({ commitmentIds }), [
    'IN_PLAN commitmentIds.0',
    'IN_PLAN commitmentIds.1',
  ]);
});

test('a payment from before the plan goes back: the plan is over', async () => {
  const before = await w.pay('40', '2026-03-10', 'A 40');
  const id = await agree();
  await pay(1, '30');
  await w.takeBackReceipt(before);
  expect(await review()).toBe('0 0 0');
  expect(await state(id)).toBe('CANCELLED: What it stands for is not what it was');
  expect(await owed()).toBe('120');
});

test('a credit note over what a plan stands for ends the plan', async () => {
  const id = await agree();
  await pay(1, '50');
  await w.credit('A', '30');
  expect(await review()).toBe('0 0 0');
  expect(await state(id)).toMatch(/^CANCELLED/);
  expect(await w.claims()).toEqual([
    'A 20 of 100',
    'B 50 of 50',
    'PL-1 0 of 50',
    'PL-2 50 of 50 SUPERSEDED',
    'PL-3 50 of 50 SUPERSEDED',
  ]);
});

test('credited when all but all is paid: it is settled once', async () => {
  await agree();
  await pay(1, '50');
  await pay(2, '50');
  await pay(3, '45');
  await w.credit('A', '30');
  expect(await review()).toBe('0 0 0');
  expect([await owed(), await review()]).toEqual(['0', '0 0 0']);
});

test('an instalment that was put off is judged by its new day', async () => {
  const id = await agree({ mostMissed: 0 });
  const commitmentId = await part(1);
  const put = { commitmentId, dueOn: '2026-06-30', reason: 'Ill' };
  await w.perform(extendCommitment, put, asSystem);
  w.on('2026-04-20');
  expect(await review()).toBe('0 0 0');
  w.on('2026-05-02');
  expect(await review()).toBe('0 1 0');
  expect(await state(id)).toBe('BROKEN: It was not kept');
});

test('agreed interest that is not due is not asked for, be the rest paid', async () => {
  const id = await agree({ interestPercent: '10' });
  await pay(3, '50');
  await cancel(id);
  expect(await owed()).toBe('100');
});
