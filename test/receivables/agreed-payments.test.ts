import { newId, type Id } from '../../src/kernel/id.ts';
import {
  recordCommissioning,
  rescheduleOrderPayments,
  type RecordCommissioningInput,
  type RescheduleOrderPaymentsInput,
} from '../../src/modules/sales/index.ts';
import { deliver, order, type PlacedOrder } from '../sales/delivery-acts.ts';
import { expectRefused } from '../inventory/world.ts';
import { invoice } from '../sales/invoice-world.ts';
import { draft as draftOrder } from '../sales/order-acts.ts';
import { openOrderWorld, receive, type OrderWorld } from '../sales/order-world.ts';
import { asSystem } from '../support/perform.ts';
import { commitments, forgetPayments, ordered, pay } from './payment-world.ts';

/* One VALVE is 110,000 with its tax of 10 percent. */
let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  w.clock.set('2026-03-21T08:00:00Z');
  await forgetPayments(w);
});
afterEach(async () => expect(await w.verify()).toEqual([]));

type Payment = RescheduleOrderPaymentsInput['payments'][number];

/** `500000 DATE 2026-05-01`, `600000 DELIVERY+7`. */
const paymentOf = (text: string): Payment => {
  const [amount = '', due = '', dueOn] = text.split(' ');
  const [dueTrigger = '', days] = due.split('+');
  const reason = dueTrigger === 'DATE' ? 'INSTALMENT' : dueTrigger === 'ORDER' ? 'ADVANCE' : null;
  return {
    ...{ amount, dueTrigger: dueTrigger as 'DATE', reason: reason ?? (dueTrigger as 'INVOICE') },
    ...(dueOn !== undefined && { dueOn }),
    ...(days !== undefined && { days: Number(days) }),
  };
};

const reschedule = (of: Pick<PlacedOrder, 'id'>, ...payments: string[]) => {
  const asked = { payments: payments.map(paymentOf), reason: 'Agreed by phone' };
  return w.perform(rescheduleOrderPayments, { salesOrderId: of.id, ...asked }, asSystem);
};

const commission = (of: PlacedOrder, more: Partial<RecordCommissioningInput> = {}) =>
  w.perform(recordCommissioning, { salesOrderId: of.id, ...more }, asSystem);

test('payments are agreed upon anew for what is neither paid nor invoiced', async () => {
  const of = await ordered(w, 'VALVE 10', ['30 ORDER+0', '70 INVOICE+30']);
  await pay(w, '100000');
  const some = ['500000 DATE 2026-05-01', '400000 DATE 2026-06-01'];
  await expectRefused(w, () => reschedule(of, ...some), ['SCHEDULE_NOT_WHOLE payments']);
  const { commitmentIds } = await reschedule(of, ...some, '100000 DATE 2026-07-01');
  expect(await commitments(w)).toEqual([
    '-1 ADVANCE 100000 due 2026-03-21 paid 100000',
    '-2 INVOICE 770000 CANCELLED',
    '-3 INSTALMENT 500000 due 2026-05-01',
    '-4 INSTALMENT 400000 due 2026-06-01',
    '-5 INSTALMENT 100000 due 2026-07-01',
  ]);
  const made = await w.sql(
    `select amount::int as amount, tax::int as tax, round(percent, 2)::float as percent, note
     from payment_commitment where id = any($1) order by number`,
    [commitmentIds],
  );
  const note = 'Agreed by phone';
  expect(made).toEqual([
    { amount: 500_000, tax: 45_455, percent: 45.45, note },
    { amount: 400_000, tax: 36_364, percent: 36.36, note },
    { amount: 100_000, tax: 9_091, percent: 9.09, note },
  ]);
});

test('what waits for goods that came already counts from today, the rest waits', async () => {
  const of = await ordered(w, 'VALVE 10', ['100 INVOICE+30']);
  await deliver(w, of, ['VALVE 4']);
  w.clock.set('2026-04-01T08:00:00Z');
  await reschedule(of, '100000 ORDER+5', '1000000 DELIVERY+7');
  expect(await commitments(w, 'ended is null')).toEqual([
    '-2 ADVANCE 100000 due 2026-04-06',
    '-3 DELIVERY 400000 due 2026-04-08',
    '-4 DELIVERY 600000',
  ]);
  await deliver(w, of, ['VALVE 6']);
  expect((await commitments(w, 'ended is null')).at(-1)).toBe('-4 DELIVERY 600000 due 2026-04-08');
});

test('also what a delivery gave its day; what is invoiced stays as it was agreed', async () => {
  const of = await ordered(w, 'VALVE 10', ['100 DELIVERY+10']);
  await deliver(w, of, ['VALVE 4']);
  await invoice(w, of);
  await deliver(w, of, ['VALVE 6']);
  await reschedule(of, '160000 DATE 2026-05-01', '500000 DATE 2026-06-01');
  expect(await commitments(w)).toEqual([
    '-1 DELIVERY 440000 due 2026-03-31 billed 440000',
    '-2 DELIVERY 660000 due 2026-03-31 CANCELLED',
    '-3 INSTALMENT 160000 due 2026-05-01',
    '-4 INSTALMENT 500000 due 2026-06-01',
  ]);
});

test('what an order asks for later is asked for by the payments agreed upon', async () => {
  const of = await ordered(w, 'VALVE 10', ['100 INVOICE+30']);
  await reschedule(of, '300000 DATE 2026-05-01', '800000 INVOICE+10');
  await deliver(w, of, ['VALVE 10']);
  await invoice(w, of);
  expect(await commitments(w, 'ended is null')).toEqual([
    '-2 INSTALMENT 300000 due 2026-05-01 billed 300000',
    '-3 INVOICE 800000 due 2026-03-31 billed 800000',
  ]);
});

test('what came and is paid for already is not asked for anew', async () => {
  const of = await ordered(w, 'VALVE 10', ['100 DELIVERY+10']);
  await deliver(w, of, ['VALVE 4']);
  await pay(w, '440000');
  await reschedule(of, '660000 DELIVERY+7');
  expect(await commitments(w, 'ended is null')).toEqual([
    '-1 DELIVERY 440000 due 2026-03-31 paid 440000',
    '-3 DELIVERY 660000',
  ]);
});

test('in which turn money settles them stays as the terms have it', async () => {
  const principal = { appropriation: 'PRINCIPAL_FIRST' } as const;
  const of = await ordered(w, 'VALVE 1', ['100 INVOICE+30'], principal);
  await reschedule(of, '110000 DATE 2026-05-01');
  const told = await w.sql('select distinct appropriation from payment_commitment');
  expect(told).toEqual([{ appropriation: 'PRINCIPAL_FIRST' }]);
});

test('bad payments are refused, each fault named', async () => {
  const of = await ordered(w, 'VALVE 1', ['100 INVOICE+30']);
  await expectRefused(w, () => reschedule(of), ['NO_LINES payments']);
  const bad = ['0 ORDER+0', '0.5 INVOICE+9999', '5 DATE', '5 ORDER 2026-05-01'];
  await expectRefused(w, () => reschedule(of, ...bad), [
    'OUT_OF_RANGE payments.0.amount',
    'TOO_PRECISE payments.1.amount',
    'OUT_OF_RANGE payments.1.days',
    'DAY_OR_DAYS payments.2.dueOn',
    'DAY_OR_DAYS payments.3.dueOn',
  ]);
  await expectRefused(w, () => reschedule({ id: newId() }, '1 ORDER+0'), [
    'SALES_ORDER_NOT_FOUND salesOrderId',
  ]);
});

test('nothing is to be paid for a draft', async () => {
  await receive(w, 'VALVE 1');
  const { salesOrderId } = await draftOrder(w, ['VALVE 1']);
  await expectRefused(w, () => reschedule({ id: salesOrderId as Id }, '110000 ORDER+0'), [
    'NOT_POSSIBLE salesOrderId',
  ]);
});

test('where nothing is to be paid, no payments are agreed upon', async () => {
  await receive(w, 'VALVE 1');
  const of = await order(w, ['VALVE 1'], { documentDiscountPercent: '100' });
  await expectRefused(w, () => reschedule(of, '5 ORDER+0'), ['SCHEDULE_NOT_WHOLE payments']);
});

test('what waits for the commissioning gets its day by it, once', async () => {
  const of = await ordered(w, 'VALVE 10', ['30 ORDER+0', '70 COMMISSIONING+15']);
  await expectRefused(w, () => commission(of, { commissionedOn: '2026-03-22' }), [
    'DATED_IN_FUTURE commissionedOn',
  ]);
  await commission(of, { commissionedOn: '2026-03-20' });
  expect(await commitments(w)).toEqual([
    '-1 ADVANCE 330000 due 2026-03-21',
    '-2 COMMISSIONING 770000 due 2026-04-04',
  ]);
  await expectRefused(w, () => commission(of), ['NOTHING_CHANGED salesOrderId']);
});
