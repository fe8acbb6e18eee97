import {
  acceptPaymentPlan,
  cancelPaymentPlan,
  hasPlansToReview,
  proposePaymentPlan,
  recordPromise,
  reviewPaymentPlans,
  type ProposePaymentPlanInput,
} from '../../src/modules/collections/index.ts';
import { newId, type Id } from '../../src/kernel/id.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { expectRefused, outcomeOf } from '../catalog/world.ts';
import { asSystem } from '../support/perform.ts';
import { announced, openCollections, type Collections } from './world.ts';

let w: Collections;
beforeAll(async () => void (w = await openCollections()));
afterAll(() => w.close());
beforeEach(async () => {
  await w.forget();
  await w.owe('A', '100', '2026-02-01');
  await w.owe('B', '50', '2026-03-01');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const propose = (over: Partial<ProposePaymentPlanInput> = {}, caller = w.nima): Promise<Id> =>
  w
    .perform(
      proposePaymentPlan,
      {
        ...{ partyId: w.id('Alborz'), currency: 'EUR', commitmentIds: [w.id('B'), w.id('A')] },
        ...{ count: 3, firstDueOn: '2026-04-01', mostMissed: 1, mostDaysLate: 40, ...over },
      },
      caller,
    )
    .then(({ paymentPlanId }) => paymentPlanId);
const accept = (paymentPlanId: Id) =>
  w.perform(acceptPaymentPlan, { paymentPlanId, acceptedBy: 'Ms Rad' }, w.nima);
const agree = async (over: Partial<ProposePaymentPlanInput> = {}): Promise<Id> => {
  const id = await propose(over);
  await accept(id);
  return id;
};
const review = async (): Promise<string> => {
  const { completed, broken, resettled } = await w.perform(reviewPaymentPlans, {}, asSystem);
  return `${completed} ${broken} ${resettled}`;
};
const state = async (id: Id): Promise<string> =>
  (await w.sql<{ state: string }>('select state from payment_plan where id = $1', [id]))[0]
    ?.state ?? '';
/** What is owed, by plan and by what it stands for alike. */
const owed = async (): Promise<string> =>
  (
    await w.sql<{ sum: string }>(
      `select trim_scale(sum(amount - settled))::text as sum from payment_commitment
       where ended is null`,
    )
  )[0]?.sum ?? '';
const claims = (): Promise<string[]> => w.claims();
const payInstalment = async (lineNo: number, amount: string, valuedOn: string): Promise<Id> => {
  const [row] = await w.sql<{ id: Id }>(
    `select commitment_id as id from payment_plan_instalment
     where line_no = $1 and commitment_id is not null`,
    [lineNo],
  );
  return w.payId(amount, valuedOn, row?.id as Id);
};

test('an offer changes nothing; accepted, its instalments are owed instead', async () => {
  const id = await propose();
  expect(await claims()).toEqual(['A 100 of 100', 'B 50 of 50']);
  await accept(id);
  expect(await claims()).toEqual([
    'A 100 of 100 SUPERSEDED',
    'B 50 of 50 SUPERSEDED',
    'PL-1 50 of 50',
    'PL-2 50 of 50',
    'PL-3 50 of 50',
  ]);
  expect(await owed()).toBe('150');
  expect(await announced(w, '^plan')).toEqual(['plan.proposed', 'plan.created']);
});

test('agreed interest is owed upon the instalments', async () => {
  await agree({ interestPercent: '36.5', firstDueOn: '2026-03-31', step: 'WEEK' });
  // 150, 100 and 50 at a tenth of a percent a day: for ten, seven and seven days.
  const interest = (await claims()).filter((line) => /^INT /.test(line));
  expect(interest).toEqual(['INT 1.5 of 1.5', 'INT 0.7 of 0.7', 'INT 0.35 of 0.35']);
  expect(await owed()).toBe('152.55');
});

test('paid in full it is completed, and settles what it stood for', async () => {
  const id = await agree({ count: 2 });
  await payInstalment(1, '75', '2026-04-01');
  expect(await review()).toBe('0 0 0');
  await payInstalment(2, '75', '2026-05-01');
  expect(await hasPlansToReview(w.database, '2026-03-21')).toBe(true);
  expect(await review()).toBe('1 0 0');
  expect([await state(id), await owed()]).toEqual(['COMPLETED', '0']);
  expect((await claims()).slice(0, 2)).toEqual(['A 0 of 100', 'B 0 of 50']);
  expect(await review()).toBe('0 0 0');
});

test('not kept it is broken: the rest of what it stood for is owed again', async () => {
  const id = await agree({ mostMissed: 2 });
  await payInstalment(1, '50', '2026-04-01');
  await payInstalment(2, '20', '2026-05-01');
  w.on('2026-06-05');
  const before = await owed();
  expect(await review()).toBe('0 0 0');
  w.on('2026-06-12');
  expect(await review()).toBe('0 1 0');
  expect(await state(id)).toBe('BROKEN');
  expect(await claims()).toEqual([
    'A 30 of 100',
    'B 50 of 50',
    'PL-1 0 of 50',
    'PL-2 30 of 50 SUPERSEDED',
    'PL-3 50 of 50 SUPERSEDED',
  ]);
  expect(await owed()).toBe(before);
  const due = await w.sql<{ due: string }>(
    `select due_on::text as due from payment_commitment where note in ('A', 'B') order by note`,
  );
  expect(due.map((row) => row.due)).toEqual(['2026-02-01', '2026-03-01']);
  expect(await announced(w, '^plan')).toEqual(['plan.proposed', 'plan.created', 'plan.broken']);
});

test('a payment on a broken plan that is taken back is owed again', async () => {
  await agree();
  const receiptId = await payInstalment(1, '50', '2026-04-01');
  await payInstalment(2, '30', '2026-05-01');
  w.on('2026-06-12');
  await review();
  expect(await owed()).toBe('70');
  await w.takeBackReceipt(receiptId);
  expect(await hasPlansToReview(w.database, '2026-06-12')).toBe(true);
  expect(await review()).toBe('0 0 1');
  // What was paid on the second instalment stands; the first of it is owed twice by nobody.
  expect((await claims()).slice(0, 2)).toEqual(['A 70 of 100', 'B 50 of 50']);
  expect(await review()).toBe('0 0 0');
});

test('a plan that is given up brings back what it stood for; an offer is withdrawn', async () => {
  const id = await agree({ interestPercent: '10' });
  await w.perform(cancelPaymentPlan, { paymentPlanId: id, reason: 'Sold' }, w.nima);
  expect([await state(id), await owed()]).toEqual(['CANCELLED', '150']);
  expect((await claims()).filter((line) => /CANCELLED/.test(line))).toHaveLength(3);
  const offer = await propose();
  await w.perform(cancelPaymentPlan, { paymentPlanId: offer, reason: 'No' }, w.nima);
  await expectRefused(w, () => accept(offer), ['ILLEGAL_STATE']);
});

test('a second plan may stand for what a broken one stood for', async () => {
  const id = await agree();
  await w.perform(cancelPaymentPlan, { paymentPlanId: id, reason: 'Anew' }, w.nima);
  await agree({ count: 1 });
  expect(await owed()).toBe('150');
});

test('accepted twice at once it stands once', async () => {
  const id = await propose();
  const ends = await Promise.all([1, 2, 3].map(() => outcomeOf(accept(id), 'done')));
  expect(ends.sort()).toEqual(['ILLEGAL_STATE', 'ILLEGAL_STATE', 'done']);
  expect(await owed()).toBe('150');
});

test('two plans for the same: the second is not what it was', async () => {
  const offers = [await propose(), await propose()];
  const ends = await Promise.all(offers.map((id) => outcomeOf(accept(id), 'done')));
  expect(ends.sort()).toEqual(['PLAN_STALE paymentPlanId,PLAN_STALE paymentPlanId', 'done']);
});

test('accepted while it is paid: one of both comes first', async () => {
  for (let round = 0; round < 5; round += 1) {
    await w.forget();
    await w.owe('A', '100', '2026-02-01');
    const id = await propose({ commitmentIds: [w.id('A')] });
    const accepted = outcomeOf(accept(id), 'done');
    const paid = w.pay('40', '2026-03-21', 'A 40').then(
      () => 'paid',
      () => 'not',
    );
    const ends = [await accepted, await paid];
    expect(['done', 'PLAN_STALE paymentPlanId']).toContain(ends[0]);
    if (ends[0] !== 'done') expect(await owed()).toBe('60');
    await w.forget();
  }
});

test('promises of what is planned are part of the plan', async () => {
  const promise = {
    ...{ partyId: w.id('Alborz'), promiseTypeId: w.id('PHONE'), amount: '100', currency: 'EUR' },
    ...{ promisedOn: '2026-03-25', channel: 'CALL' as const, promisedBy: 'Ms Rad' },
  };
  await w.perform(recordPromise, promise, w.nima);
  await agree();
  expect(await w.sql('select state, reason is not null as why from promise_to_pay')).toEqual([
    { state: 'SUPERSEDED', why: true },
  ]);
});

test.each<[string, () => Promise<unknown>, string[]]>([
  [
    'everything at once',
    () => propose({ commitmentIds: [newId()], mostMissed: -1, interestPercent: '-1', count: 0 }),
    [
      'COUNT_MALFORMED mostMissed',
      'PERCENT_MALFORMED interestPercent',
      'COMMITMENT_NOT_FOUND commitmentIds.0',
    ],
  ],
  ['no instalments', () => propose({ count: 0 }), ['COUNT_MALFORMED count']],
  ['a day that is over', () => propose({ firstDueOn: '2026-03-20' }), ['DAY_NOT_AHEAD firstDueOn']],
  [
    'instalments that come to something else',
    () => propose({ count: null, instalments: [{ dueOn: '2026-04-01', principal: '149' }] }),
    ['INSTALMENTS_DIFFER instalments'],
  ],
  ['nothing', () => propose({ commitmentIds: [] }), ['COMMITMENTS_MISSING commitmentIds']],
  ['no plan', () => accept(newId()), ['PLAN_NOT_FOUND paymentPlanId']],
])('refused: %s', async (_, act, faults) => {
  await expectRefused(w, act, faults);
});

test('instalments as they are said', async () => {
  const instalments = [
    { dueOn: '2026-04-01', principal: '100', interest: '3' },
    { dueOn: '2026-04-15', principal: '50' },
  ];
  await agree({ count: null, instalments });
  expect((await claims()).slice(2)).toEqual(['INT 3 of 3', 'PL-1 100 of 100', 'PL-2 50 of 50']);
});

test('of one’s own customers', async () => {
  await expect(propose({}, w.leila)).rejects.toThrow(Forbidden);
});
