import type { Id } from '../../src/kernel/id.ts';
import { outcomes, times } from '../inventory/world.ts';
import {
  claims,
  credit,
  delivered,
  draft,
  forgetInvoices,
  invoice,
  invoiceLines,
  post,
} from './invoice-world.ts';
import { deliver, lineOf } from './delivery-acts.ts';
import { creditOf, openOrderWorld, orderState, type OrderWorld } from './order-world.ts';
import { cameBack, mayReturn } from './return-acts.ts';

let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld({ poolSize: 24 })));
afterAll(() => w.close());
beforeEach(() => forgetInvoices(w));
afterEach(async () => {
  expect(await w.verify()).toEqual([]);
  expect(w.retried).toEqual([]);
});

/** The numbers there are, and the last that was given, of each kind. */
const numbers = async (): Promise<string[]> =>
  (
    await w.sql<{ told: string }>(
      `select s.kind || ' ' || count(i.id) || ' of ' || s.last as told
       from invoice_series s left join invoice i on i.kind = s.kind and i.state = 'POSTED'
       group by s.kind, s.last order by 1`,
    )
  ).map(({ told }) => told);

test('an order invoiced by eight at once is invoiced once', async () => {
  const order = await delivered(w, 'VALVE 5');
  const ends = await outcomes(times(8, () => invoice(w, order)));
  expect(ends).toEqual({ done: 1, NOTHING_TO_INVOICE: 7 });
  expect(await numbers()).toEqual(['INVOICE 1 of 1']);
});

test('unit by unit at once: each unit is invoiced once', async () => {
  const order = await delivered(w, 'VALVE 5');
  const lines = [{ salesOrderLineId: lineOf(order, 'VALVE'), quantity: '1' }];
  const ends = await outcomes(times(9, () => invoice(w, order, { lines })));
  expect(ends).toEqual({ done: 5, MORE_THAN_DELIVERED: 4 });
  expect(await creditOf(w, 'Alborz')).toBe('ordered 0 invoiced 550000');
});

test('two drafts of the same goods posted at once: one of them', async () => {
  const order = await delivered(w, 'VALVE 5');
  const drafts = [await draft(w, order), await draft(w, order), await draft(w, order)];
  const ends = await outcomes(drafts.map((id) => post(w, id)));
  expect(ends).toEqual({ done: 1, MORE_THAN_DELIVERED: 2 });
});

test('one draft posted by five at once is posted once', async () => {
  const invoiceId = await draft(w, await delivered(w, 'VALVE 5'));
  const ends = await outcomes(times(5, () => post(w, invoiceId)));
  expect(ends).toEqual({ done: 1, ILLEGAL_STATE: 4 });
});

test('many are posted at once, some are refused: no number is missing', async () => {
  const drafts: Id[] = [];
  for (const n of times(12, (at) => at)) {
    const order = await delivered(w, 'VALVE 1');
    drafts.push(await draft(w, order, n % 3 === 0 ? { datedOn: '2026-03-20' } : {}));
  }
  const ends = await outcomes(drafts.map((id) => post(w, id)));
  expect((ends['done'] ?? 0) + (ends['DATED_BEFORE_LAST'] ?? 0)).toBe(12);
  expect(ends['done']).toBeGreaterThanOrEqual(8);
  expect(await numbers()).toEqual([`INVOICE ${ends['done']} of ${ends['done']}`]);
});

test('orders on one invoice, named in any order, at once with each alone', async () => {
  for (const _ of times(4, () => 0)) {
    const a = await delivered(w, 'VALVE 1');
    const b = await delivered(w, 'HOSE 1');
    const acts = [invoice(w, [a, b]), invoice(w, [b, a]), invoice(w, b), invoice(w, a)];
    const ends = await outcomes(acts);
    expect(ends['done']).toBeGreaterThanOrEqual(1);
    expect(Object.values(ends).reduce((sum, n) => sum + n, 0)).toBe(4);
  }
  expect((await creditOf(w, 'Alborz')).startsWith('ordered 0 ')).toBe(true);
});

test('invoicing against goods that come back: never more than what is kept', async () => {
  for (const _ of times(6, () => 0)) {
    const order = await delivered(w, 'VALVE 5');
    const allowed = await mayReturn(w, order, order.deliveryId, ['VALVE 2']);
    const back = cameBack(w, allowed, ['RESTOCK VALVE 2']);
    await outcomes([invoice(w, order), back, invoice(w, order)]);
    const [, told] = await orderState(w, order.id);
    expect(told).toMatch(/invoiced [35]( |$)/);
  }
});

test('delivering while invoicing: what was there is invoiced, the rest is next', async () => {
  const order = await delivered(w, 'VALVE 2 of 10');
  const acts = times(8, (n) => (n % 2 ? invoice(w, order) : deliver(w, order, ['VALVE 2'])));
  await outcomes(acts);
  await outcomes([invoice(w, order)]);
  expect((await orderState(w, order.id))[1]).toContain('issued 10 invoiced 10');
});

test('a line credited by many at once gives back what it was, and no more', async () => {
  const order = await delivered(w, 'VALVE 5');
  const { invoiceId } = await invoice(w, order);
  const [invoiceLineId] = (await invoiceLines(w, invoiceId)) as [Id];
  const unit = () => credit(w, invoiceId, { lines: [{ invoiceLineId, quantity: '1' }] });
  const amount = () => credit(w, invoiceId, { lines: [{ invoiceLineId, amount: '100000' }] });
  const ends = await outcomes(times(10, (n) => (n % 2 ? unit() : amount())));
  expect((ends['done'] ?? 0) + (ends['MORE_THAN_INVOICED'] ?? 0)).toBe(10);
  await outcomes([credit(w, invoiceId)]);
  expect((await claims(w))[0]).toMatch(/^INV-2026-000001 0 of 550000/);
});

test('crediting and invoicing at once: never more than was delivered is owed', async () => {
  const order = await delivered(w, 'VALVE 5');
  const { invoiceId } = await invoice(w, order);
  await outcomes(times(8, (n) => (n % 2 ? credit(w, invoiceId) : invoice(w, order))));
  const [, told = ''] = await orderState(w, order.id);
  const { invoiced = 0, credited = 0 } = figuresIn(told);
  expect(invoiced - credited === 0 || invoiced - credited === 5).toBe(true);
});

const figuresIn = (told: string): Record<string, number> =>
  Object.fromEntries(
    [...told.matchAll(/([a-z]+) (\d+)/g)].map(([, name = '', value]) => [name, Number(value)]),
  );
