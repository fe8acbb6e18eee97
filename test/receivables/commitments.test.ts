import { refundCredit } from '../../src/modules/receivables/index.ts';
import { cancelSalesOrder, shortCloseSalesOrderLines } from '../../src/modules/sales/index.ts';
import { outcomeOf } from '../catalog/world.ts';
import { deliver, lineOf } from '../sales/delivery-acts.ts';
import { credit, invoice } from '../sales/invoice-world.ts';
import { amendQuantities } from '../sales/order-acts.ts';
import { openOrderWorld, receive, type OrderWorld } from '../sales/order-world.ts';
import { asSystem } from '../support/perform.ts';
import {
  allocations,
  balances,
  commitments,
  forgetPayments,
  ordered,
  pay,
} from './payment-world.ts';

/* One VALVE is 110,000 with its tax of 10 percent. */
let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  w.clock.set('2026-03-21T08:00:00Z');
  await forgetPayments(w);
});
afterEach(async () => expect(await w.verify()).toEqual([]));

test('an order raises what is to be paid for it, by its terms', async () => {
  await ordered(w, 'VALVE 3', [
    '33.333333 ORDER+5',
    '33.333333 DELIVERY+10',
    '33.333334 INVOICE+30',
  ]);
  expect(await commitments(w)).toEqual([
    '-1 ADVANCE 110000 due 2026-03-26',
    '-2 DELIVERY 110000',
    '-3 INVOICE 110000',
  ]);
});

test('parts that do not come out even are whole together', async () => {
  await ordered(w, 'VALVE 1', ['33.333333 ORDER+0', '33.333333 DELIVERY+0', '33.333334 INVOICE+0']);
  expect(await commitments(w)).toEqual([
    '-1 ADVANCE 36667 due 2026-03-21',
    '-2 DELIVERY 36666',
    '-3 INVOICE 36667',
  ]);
});

test('what is delivered and invoiced in parts falls due in parts', async () => {
  const of = await ordered(w, 'VALVE 10', ['20 ORDER+0', '30 DELIVERY+7', '50 INVOICE+30']);
  await deliver(w, of, ['VALVE 4']);
  expect(await commitments(w)).toEqual([
    '-1 ADVANCE 220000 due 2026-03-21',
    '-2 DELIVERY 132000 due 2026-03-28',
    '-3 INVOICE 550000',
    '-4 DELIVERY 198000',
  ]);
  await invoice(w, of);
  expect(await commitments(w)).toEqual([
    '-1 ADVANCE 220000 due 2026-03-21 billed 88000',
    '-2 DELIVERY 132000 due 2026-03-28 billed 132000',
    '-3 INVOICE 220000 due 2026-04-20 billed 220000',
    '-4 DELIVERY 198000',
    '-5 INVOICE 330000',
  ]);
  await deliver(w, of, ['VALVE 6']);
  w.clock.set('2026-04-01T08:00:00Z');
  await invoice(w, of);
  expect(await commitments(w, 'billed = amount')).toEqual([
    '-1 ADVANCE 220000 due 2026-03-21 billed 220000',
    '-2 DELIVERY 132000 due 2026-03-28 billed 132000',
    '-3 INVOICE 220000 due 2026-04-20 billed 220000',
    '-4 DELIVERY 198000 due 2026-03-28 billed 198000',
    '-5 INVOICE 330000 due 2026-05-01 billed 330000',
  ]);
});

test('an amendment rewrites only what is not paid', async () => {
  const of = await ordered(w, 'VALVE 10', ['30 ORDER+0', '70 INVOICE+30']);
  await pay(w, '330000');
  await amendQuantities(w, of.id, { 0: '9' });
  expect(await commitments(w)).toEqual([
    '-1 ADVANCE 330000 due 2026-03-21 paid 330000',
    '-2 INVOICE 660000',
  ]);
  await receive(w, 'VALVE 20');
  await amendQuantities(w, of.id, { 0: '20' });
  expect(await commitments(w)).toEqual([
    '-1 ADVANCE 330000 due 2026-03-21 paid 330000',
    '-2 INVOICE 1540000',
    '-3 ADVANCE 330000 due 2026-03-21',
  ]);
});

test('what is paid for an order that is cancelled is the customer’s credit', async () => {
  const of = await ordered(w, 'VALVE 10', ['30 ORDER+0', '70 INVOICE+30']);
  const { receiptId } = await pay(w, '400000');
  expect(await commitments(w)).toEqual([
    '-1 ADVANCE 330000 due 2026-03-21 paid 330000',
    '-2 INVOICE 770000 paid 70000',
  ]);
  await w.perform(cancelSalesOrder, { salesOrderId: of.id, reason: 'Too dear' }, asSystem);
  expect(await commitments(w)).toEqual([
    '-1 ADVANCE 330000 due 2026-03-21 CANCELLED',
    '-2 INVOICE 770000 CANCELLED',
  ]);
  expect(await balances(w)).toEqual(['IRR 0 - 400000 | 0 - 400000']);
  const refund = { receiptId, method: 'TRANSFER', reason: 'Cancelled' } as const;
  await w.perform(refundCredit, refund, asSystem);
  expect(await balances(w)).toEqual(['IRR 400000 - 400000 | 400000 - 400000']);
  expect(await outcomeOf(w.perform(refundCredit, refund, asSystem), 'done')).toBe(
    'NOTHING_FREE amount',
  );
});

test('a short close asks for less; what is too much is let go, the newest first', async () => {
  const of = await ordered(w, 'VALVE 10', ['100 ORDER+0']);
  await pay(w, '500000');
  await pay(w, '400000');
  await w.perform(
    shortCloseSalesOrderLines,
    { salesOrderId: of.id, salesOrderLineIds: [lineOf(of, 'VALVE')], reason: 'Enough' },
    asSystem,
  );
  expect(await commitments(w)).toEqual(['-1 ADVANCE 1100000 due 2026-03-21 CANCELLED']);
  expect(await allocations(w)).toEqual([
    'RECEIPT -1 500000',
    'RECEIPT -1 400000',
    'RECEIPT -1 -400000',
    'RECEIPT -1 -500000',
  ]);
});

test('a credit note settles what its invoice claims, and the rest is credit', async () => {
  const of = await ordered(w, 'VALVE 10', ['30 ORDER+0', '70 INVOICE+30']);
  await pay(w, '330000');
  await deliver(w, of, ['VALVE 10']);
  const { invoiceId } = await invoice(w, of);
  const { settled, openCredit } = await credit(w, invoiceId);
  expect([settled, openCredit]).toEqual(['770000', '330000']);
  expect(await balances(w)).toEqual(['IRR 1100000 - 1430000 | 1100000 - 1430000']);
});
