import { newId, type Id } from '../../src/kernel/id.ts';
import {
  allocatePayment,
  closeLedgerPeriod,
  recordReceipt,
  refundCredit,
  reverseAllocation,
  reverseReceipt,
  setMoneyAccount,
} from '../../src/modules/receivables/index.ts';
import { cancelSalesOrder, rescheduleOrderPayments } from '../../src/modules/sales/index.ts';
import { outcomeOf } from '../catalog/world.ts';
import { without, type Changes } from '../inventory/without.ts';
import { floorIdOf } from '../parties/world.ts';
import { untilBlocked } from '../platform/identity/identity-world.ts';
import { amend } from '../sales/order-acts.ts';
import { openOrderWorld, type OrderWorld } from '../sales/order-world.ts';
import { atGate, gate } from '../support/gate.ts';
import { asSystem } from '../support/perform.ts';
import { commitments, forgetPayments, ordered, pay, terms } from './payment-world.ts';

let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld({ poolSize: 24 })));
afterAll(() => w.close());
beforeEach(async () => {
  w.clock.set('2026-03-21T08:00:00Z');
  await forgetPayments(w);
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const times = <T>(count: number, make: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => make(n)));

/** How often each end came, `3 done, 17 NOTHING_FREE`. */
const tally = (ends: readonly string[]): string =>
  [...Map.groupBy(ends, (end) => end)]
    .map(([end, all]) => `${all.length} ${end}`)
    .sort()
    .join(', ');

test('twenty pay at once: nothing is paid twice, and what is too much is credit', async () => {
  await ordered(w, 'VALVE 10', ['50 ORDER+0', '50 ORDER+10']);
  await times(20, () => pay(w, '100000'));
  expect(await commitments(w)).toEqual([
    '-1 ADVANCE 550000 due 2026-03-21 paid 550000',
    '-2 ADVANCE 550000 due 2026-03-31 paid 550000',
  ]);
  const [left] = await w.sql<{ free: string }>(
    'select trim_scale(sum(amount - allocated))::text as free from receipt',
  );
  expect(left?.free).toBe('900000');
});

test('a receipt of the bank that comes ten times at once is one', async () => {
  const account = { code: 'B1', name: 'Bank', kind: 'BANK', currency: 'IRR' } as const;
  const { moneyAccountId } = await w.perform(setMoneyAccount, account, asSystem);
  const ends = await times(10, () =>
    outcomeOf(pay(w, '1000', { moneyAccountId, externalId: 'TX-1' }), 'done'),
  );
  expect(tally(ends)).toBe('1 done, 9 ALREADY_RECEIVED externalId');
});

test('one key, ten times at once: one receipt, and all are told of it', async () => {
  const input = { customerId: floorIdOf(w, 'Alborz'), method: 'CASH', amount: '5' } as const;
  const caller = { ...asSystem, idempotencyKey: newId() };
  const told = await times(10, () => w.perform(recordReceipt, input, caller));
  expect(new Set(told.map(({ receiptId }) => receiptId)).size).toBe(1);
  expect(await w.sql('select id from receipt')).toHaveLength(1);
});

test('credit that is used and paid out at once is gone once', async () => {
  const { receiptId } = await pay(w, '100000');
  await ordered(w, 'VALVE 1', ['100 ORDER+0']);
  const refund = { receiptId, method: 'CASH', reason: 'Asked for', amount: '100000' } as const;
  const ends = await times(20, (n) =>
    n % 2 === 0
      ? outcomeOf(w.perform(refundCredit, refund, asSystem), 'refunded')
      : outcomeOf(w.perform(allocatePayment, { receiptId }, asSystem), 'allocated'),
  );
  const done = ends.filter((end) => end === 'refunded' || end === 'allocated');
  expect(done).toHaveLength(1);
});

test('money that goes back while it is used: whoever is second sees the first', async () => {
  await ordered(w, 'VALVE 1', ['100 ORDER+0']);
  const { receiptId } = await pay(w, '110000');
  const [paid] = await w.sql<{ id: Id }>('select id from allocation');
  const undo = { allocationId: paid?.id ?? '', reason: 'A mistake' };
  const ends = await times(12, (n) =>
    n % 2 === 0
      ? outcomeOf(w.perform(reverseAllocation, undo, asSystem), 'undone')
      : outcomeOf(w.perform(reverseReceipt, { receiptId, reason: 'Recalled' }, asSystem), 'back'),
  );
  expect(ends.filter((end) => end === 'back')).toHaveLength(1);
  expect(ends.filter((end) => end === 'undone').length).toBeLessThanOrEqual(1);
  expect(await commitments(w)).toEqual(['-1 ADVANCE 110000 due 2026-03-21']);
});

test('an order that is cancelled while it is paid: the money is credit, in any turn', async () => {
  const of = await ordered(w, 'VALVE 10', ['100 ORDER+0']);
  const cancel = { salesOrderId: of.id, reason: 'Too dear' };
  await times<unknown>(9, (n) =>
    n === 4 ? w.perform(cancelSalesOrder, cancel, asSystem) : pay(w, '100000'),
  );
  const [left] = await w.sql<{ free: string }>(
    'select trim_scale(sum(amount - allocated))::text as free from receipt',
  );
  expect(left?.free).toBe('800000');
});

test('an order that takes other terms while it is paid: all that is paid stays paid', async () => {
  const of = await ordered(w, 'VALVE 10', ['100 ORDER+0']);
  const paymentTermsId = await terms(w, ['30 ORDER+5', '70 INVOICE+30']);
  await times<unknown>(9, (n) =>
    n === 4 ? amend(w, of.id, { paymentTermsId }) : pay(w, '100000'),
  );
  const [paid] = await w.sql(
    `select sum(settled)::int as settled, sum(amount) filter (where ended is null)::int as asked
     from payment_commitment`,
  );
  expect(paid).toEqual({ settled: 800_000, asked: 1_100_000 });
});

test('payments that four agree upon, then one while it is paid: all is asked once', async () => {
  const of = await ordered(w, 'VALVE 10', ['100 ORDER+0']);
  const half = {
    ...({ reason: 'INSTALMENT', dueTrigger: 'DATE' } as const),
    ...{ amount: '550000', dueOn: '2026-05-01' },
  };
  const input = { salesOrderId: of.id, payments: [half, half], reason: 'Two instalments' };
  const agree = () => outcomeOf(w.perform(rescheduleOrderPayments, input, asSystem), 'agreed');
  expect(await times(4, agree)).toEqual(Array(4).fill('agreed'));
  const ends = await times(9, (n) => (n === 4 ? agree() : outcomeOf(pay(w, '100000'), 'paid')));
  expect(ends.filter((end) => end === 'paid')).toHaveLength(8);
  expect(ends[4]).toMatch(/^(agreed|SCHEDULE_NOT_WHOLE payments)$/);
  const [paid] = await w.sql(
    `select sum(settled)::int as settled, sum(amount) filter (where ended is null)::int as asked
     from payment_commitment`,
  );
  expect(paid).toEqual({ settled: 800_000, asked: 1_100_000 });
});

test('money waits while payments are agreed upon; without the lock a CHECK stops it', async () => {
  const agree = async (changes: Changes) => {
    await forgetPayments(w);
    const of = await ordered(w, 'VALVE 10', ['100 ORDER+0']);
    const all = { amount: '1100000', dueOn: '2026-05-01' };
    const one = { ...({ reason: 'INSTALMENT', dueTrigger: 'DATE' } as const), ...all };
    const act = without(rescheduleOrderPayments, {
      // What is to be paid has been looked at, and nothing is written.
      payment_commitments_of_orders: [['order by', `and ${gate} is not null order by`]],
      ...changes,
    });
    const input = { salesOrderId: of.id, payments: [one], reason: 'All of it in May' };
    const meanwhile = () => pay(w, '100000');
    return atGate(w.database.pool, { of: 1, meanwhile }, () =>
      outcomeOf(w.perform(act, input, asSystem), 'agreed'),
    );
  };
  expect(await agree({})).toBe('agreed');
  expect(await commitments(w)).toEqual([
    '-1 ADVANCE 1100000 due 2026-03-21 CANCELLED',
    '-2 INSTALMENT 1100000 due 2026-05-01 paid 100000',
  ]);
  const unlocked = { credit_accounts_lock: 'select 1 where $1::uuid[] is not null' };
  expect(await agree(unlocked)).toContain('payment_commitment_cancelled_is_unpaid');
});

test('books that are closed while money comes in: it is before, or it is refused', async () => {
  const close = { through: '2026-03-21', reason: 'End of the year' };
  expect(await outcomeOf(pay(w, '10'), 'paid')).toBe('paid');
  const ends = await times(21, (n) =>
    n === 10
      ? outcomeOf(w.perform(closeLedgerPeriod, close, asSystem), 'closed')
      : outcomeOf(pay(w, '10'), 'paid'),
  );
  const [paid = 0, closed, refused = 0] = ['paid', 'closed', 'PERIOD_CLOSED bookedOn'].map(
    (wanted) => ends.filter((end) => end === wanted).length,
  );
  expect({ closed, others: paid + refused }).toEqual({ closed: 1, others: 20 });
  expect(await w.sql('select from receipt')).toHaveLength(1 + paid);
  expect(await w.sql('select from ledger_entry')).toHaveLength(1 + paid);
  expect(await outcomeOf(pay(w, '10'), 'paid')).toBe('PERIOD_CLOSED bookedOn');
});

test('who closes the books waits for who is posting', async () => {
  await pay(w, '1');
  const holder = await w.database.pool.connect();
  await holder.query('begin');
  await holder.query('select from credit_account for update');
  let ended = false;
  const paid = pay(w, '10');
  await untilBlocked(w);
  const close = { through: '2026-03-21', reason: 'End of the year' };
  const closed = w.perform(closeLedgerPeriod, close, asSystem).finally(() => (ended = true));
  await Promise.race([untilBlocked(w, 2), closed]);
  const waited = !ended;
  await holder.query('commit');
  holder.release();
  await Promise.all([paid, closed]);
  expect(waited).toBe(true);
});
