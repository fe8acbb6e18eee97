import type { Id } from '../../src/kernel/id.ts';
import {
  cancelInvoiceDraft,
  editInvoiceDraft,
  postInvoice,
} from '../../src/modules/sales/index.ts';
import { Forbidden } from '../../src/platform/identity/access-error.ts';
import { expectRefused } from '../catalog/world.ts';
import { idOf } from '../inventory/world.ts';
import { asSystem } from '../support/perform.ts';
import {
  claims,
  credit,
  delivered,
  draft,
  forgetInvoices,
  invoice,
  invoiceLines,
  paper,
  post,
} from './invoice-world.ts';
import { deliver, lineOf, order as placeOrder, type PlacedOrder } from './delivery-acts.ts';
import { creditOf, openOrderWorld, orderState, receive, type OrderWorld } from './order-world.ts';

let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld({ poolSize: 24 })));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetInvoices(w);
  w.clock.set('2026-03-21T08:00:00Z');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const events = async (): Promise<string[]> =>
  (
    await w.sql<{ type: string }>(
      `select type from outbox where type ~ '^(invoice|creditNote)' order by seq`,
    )
  ).map(({ type }) => type);

test('what was delivered is invoiced; exposure goes from ordered to invoiced', async () => {
  const order = await delivered(w, 'VALVE 6 of 10', 'HOSE 0 of 5');
  expect(await creditOf(w, 'Alborz')).toBe('ordered 1320000 invoiced 0');
  const { invoiceId, number } = await invoice(w, order);
  expect(number).toBe('INV-2026-000001');
  expect(await paper(w, invoiceId)).toEqual([
    'INVOICE POSTED INV-2026-000001: 600000 + 60000 = 660000',
    'VALVE 6: 600000 + 60000',
  ]);
  expect(await orderState(w, order.id)).toEqual([
    'CONFIRMED 1320000 exposure 660000 fulfilment PARTIAL invoicing PARTIAL',
    'VALVE 10 issued 6 invoiced 6 open 4 held 4',
    'HOSE 5 open 5 held 5',
  ]);
  expect(await creditOf(w, 'Alborz')).toBe('ordered 660000 invoiced 660000');
  expect(await claims(w)).toEqual(['INV-2026-000001 660000 of 660000 due 2026-03-21']);
  expect(await events()).toEqual(['invoice.posted']);
});

test('a draft claims nothing, is made smaller, and is posted', async () => {
  const order = await delivered(w, 'VALVE 6 of 10', 'HOSE 5');
  const invoiceId = await draft(w, order);
  expect(await creditOf(w, 'Alborz')).toBe('ordered 1320000 invoiced 0');
  const [valve, hose] = (await invoiceLines(w, invoiceId)) as [Id, Id];
  const edits = [
    { invoiceLineId: valve, quantity: '4' },
    { invoiceLineId: hose, quantity: '0' },
  ];
  const input = { invoiceId, expectedVersion: 1, lines: edits, paymentDays: 30 };
  await w.perform(editInvoiceDraft, input, asSystem);
  expect(await paper(w, invoiceId)).toEqual([
    'INVOICE DRAFT: 400000 + 40000 = 440000',
    'VALVE 4: 400000 + 40000',
  ]);
  await post(w, invoiceId, 2);
  expect(await claims(w)).toEqual(['INV-2026-000001 440000 of 440000 due 2026-04-20']);
  expect(await events()).toEqual(['invoice.drafted', 'invoice.draftEdited', 'invoice.posted']);
});

test('a draft is given up, and no number is missing', async () => {
  const order = await delivered(w, 'VALVE 6');
  const invoiceId = await draft(w, order);
  await w.perform(cancelInvoiceDraft, { invoiceId }, asSystem);
  expect(await paper(w, invoiceId)).toContain('INVOICE CANCELLED: 600000 + 60000 = 660000');
  expect((await invoice(w, order)).number).toBe('INV-2026-000001');
});

/** An order at prices of one's own: `3333.33 x 7`. */
async function priced(...texts: readonly string[]): Promise<PlacedOrder> {
  const lines = texts.map((text) => {
    const [unitPrice = '', quantity = ''] = text.split(' x ');
    const price = { unitPrice, reason: 'Fair' };
    return { productId: idOf(w, 'VALVE'), quantity, price };
  });
  for (const { quantity } of lines) await receive(w, `VALVE ${quantity}`);
  return placeOrder(w, [], { lines });
}

test('parts add up to the line, in whatever parts it is delivered', async () => {
  const order = await priced('3333.33 x 7');
  const told: string[] = [];
  for (const issued of ['1', '2', '1', '3']) {
    await deliver(w, order, [`VALVE ${issued}`]);
    const { invoiceId } = await invoice(w, order);
    told.push((await paper(w, invoiceId))[1] ?? '');
  }
  expect(told).toEqual([
    'VALVE 1: 3333 + 333',
    'VALVE 2: 6667 + 667',
    'VALVE 1: 3333 + 333',
    'VALVE 3: 10000 + 1000',
  ]);
  expect(await orderState(w, order.id)).toEqual([
    'CONFIRMED 25666 fulfilment FULL invoicing FULL',
    'VALVE 7 issued 7 invoiced 7',
  ]);
});

test('several orders of one customer stand on one invoice', async () => {
  const first = await delivered(w, 'VALVE 2');
  const second = await delivered(w, 'HOSE 3');
  const { invoiceId } = await invoice(w, [first, second]);
  expect(await paper(w, invoiceId)).toEqual([
    'INVOICE POSTED INV-2026-000001: 320000 + 32000 = 352000',
    'VALVE 2: 200000 + 20000',
    'HOSE 3: 120000 + 12000',
  ]);
  expect(await creditOf(w, 'Alborz')).toBe('ordered 0 invoiced 352000');
});

test('a carton that is not whole is told in pieces', async () => {
  const order = await delivered(w, 'VALVE 6');
  await w.sql(`update sales_order_line set unit_code = 'CT', quantity_in_unit = 0.5,
                 unit_price = 1200000`);
  const lines = [{ salesOrderLineId: lineOf(order, 'VALVE'), quantity: '5' }];
  const { invoiceId } = await invoice(w, order, { lines });
  expect((await paper(w, invoiceId))[1]).toBe('VALVE 5: 500000 + 50000');
  await w.sql(`update sales_order_line set unit_code = 'PCE', quantity_in_unit = 6,
                 unit_price = 100000`);
});

test.each([
  ['LINE', '15 + 0 = 15'],
  ['DOCUMENT', '15 + 2 = 17'],
] as const)('tax is rounded for each %s', async (taxRounding, sums) => {
  const order = await priced('5 x 1', '5 x 1', '5 x 1');
  await deliver(w, order);
  const { invoiceId } = await invoice(w, order, { taxRounding });
  expect((await paper(w, invoiceId))[0]).toBe(`INVOICE POSTED INV-2026-000001: ${sums}`);
});

test('numbers run by kind and year, and days with them', async () => {
  const order = await delivered(w, 'VALVE 4');
  const lines = [{ salesOrderLineId: lineOf(order, 'VALVE'), quantity: '1' }];
  expect((await invoice(w, order, { lines, datedOn: '2026-03-20' })).number).toBe(
    'INV-2026-000001',
  );
  await expectRefused(w, () => invoice(w, order, { lines, datedOn: '2026-03-19' }), [
    'DATED_BEFORE_LAST datedOn',
  ]);
  expect((await invoice(w, order, { lines, datedOn: '2025-12-31' })).number).toBe(
    'INV-2025-000001',
  );
  const { number, invoiceId } = await invoice(w, order, { lines });
  expect(number).toBe('INV-2026-000002');
  expect((await credit(w, invoiceId)).number).toBe('CN-2026-000001');
});

test('only within reach', async () => {
  const order = await delivered(w, 'VALVE 4');
  const input = { invoiceId: await draft(w, order), expectedVersion: 1 };
  const leila = w.seller('leila', ['sales.invoice']);
  await expect(w.perform(postInvoice, input, leila)).rejects.toThrow(Forbidden);
  await w.perform(postInvoice, input, w.seller('nima', ['sales.invoice']));
});

test('the credit policy of the check point INVOICE may refuse', async () => {
  const order = await delivered(w, 'VALVE 4');
  await w.sql(`update credit_policy set checks_limit = true where check_point = 'INVOICE'`);
  await w.sql('update credit_account set credit_limit = 1');
  await expectRefused(w, () => invoice(w, order), ['CREDIT_LIMIT_EXCEEDED']);
  await w.sql(`update credit_policy set checks_limit = false where check_point = 'INVOICE'`);
});

test('statements: the same for one line and for many', async () => {
  const one = await delivered(w, 'VALVE 4');
  const many = await delivered(w, 'VALVE 1', 'HOSE 1', 'VALVE 1', 'HOSE 1', 'VALVE 1');
  const few = await w.statementsOf(() => invoice(w, one));
  expect(await w.statementsOf(() => invoice(w, many))).toEqual(few);
});
