import type { Id } from '../../src/kernel/id.ts';
import {
  acceptQuote,
  draftQuote,
  repriceSalesOrder,
  sendQuote,
} from '../../src/modules/sales/index.ts';
import { idOf } from '../inventory/world.ts';
import { floorIdOf } from '../parties/world.ts';
import {
  allocations,
  commitments,
  forgetPayments,
  pay,
  sums,
  terms,
} from '../receivables/payment-world.ts';
import { asSystem } from '../support/perform.ts';
import { deliver, order } from './delivery-acts.ts';
import { credit, invoice, paper } from './invoice-world.ts';
import { amend, draft, edit, versionOf } from './order-acts.ts';
import { openOrderWorld, receive, type OrderWorld } from './order-world.ts';

/*
 * Terms whose discount lowers the tax from the start, whether it is taken or not. One VALVE is
 * 100,000 and 10 percent of tax.
 */
let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld()));
afterAll(() => w.close());
beforeEach(async () => {
  w.clock.set('2026-03-21T08:00:00Z');
  await forgetPayments(w);
  await receive(w, 'VALVE 100');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

const always = { discountTaxMode: 'ALWAYS' } as const;
const taxes = (invoiceId: Id): Promise<unknown[]> =>
  w.sql(
    `select tax_code as code, trim_scale(tax_rate)::text as rate,
            trim_scale(base)::text as base, trim_scale(tax)::text as tax
     from invoice_tax where invoice_id = $1`,
    [invoiceId],
  );

test('order, invoices and credit note bear the tax of what is left after it', async () => {
  const paymentTermsId = await terms(w, ['100 INVOICE+30 2/7'], always);
  const of = await order(w, ['VALVE 10'], { paymentTermsId });
  expect(await sums(w, of.id)).toContain('1000000 + 98000 of 98');
  await deliver(w, of, ['VALVE 3']);
  const first = await invoice(w, of);
  expect(await paper(w, first.invoiceId)).toEqual([
    expect.stringContaining('300000 + 29400 = 329400'),
    'VALVE 3: 300000 + 29400',
  ]);
  expect(await taxes(first.invoiceId)).toEqual([
    { code: expect.any(String), rate: '10', base: '294000', tax: '29400' },
  ]);
  await deliver(w, of, ['VALVE 7']);
  const rest = await invoice(w, of);
  expect((await paper(w, rest.invoiceId))[0]).toContain('700000 + 68600 = 768600');
  const { creditNoteId } = await credit(w, first.invoiceId);
  expect(await taxes(creditNoteId)).toEqual([
    { code: expect.any(String), rate: '10', base: '294000', tax: '29400' },
  ]);
});

test('of parts, only those with a discount: each is paid early by its own', async () => {
  const paymentTermsId = await terms(w, ['30 ORDER+0', '70 ORDER+30 2/7'], always);
  const of = await order(w, ['VALVE 10'], { paymentTermsId });
  expect(await sums(w, of.id)).toContain('1000000 + 98600 of 98.6');
  expect(await commitments(w)).toEqual([
    '-1 ADVANCE 329580 due 2026-03-21',
    '-2 ADVANCE 769020 due 2026-04-20',
  ]);
  await pay(w, '1084600');
  expect(await allocations(w)).toEqual([
    'RECEIPT -1 329580',
    'RECEIPT -2 755020',
    'DISCOUNT -2 14000',
  ]);
});

test('with tax inside, the price stays and less of it is tax', async () => {
  const paymentTermsId = await terms(w, ['100 INVOICE+30 2/7'], always);
  const { salesOrderId } = await draft(w, ['VALVE 10'], { paymentTermsId, taxInclusive: true });
  expect(await sums(w, salesOrderId)).toContain('1000000 + 98000 of 98');
});

test('an edit to such terms, and away from them, counts the tax anew', async () => {
  const paymentTermsId = await terms(w, ['100 INVOICE+30 2/7'], always);
  const { salesOrderId } = await draft(w, ['VALVE 10'], { paymentDays: 0 });
  await edit(w, salesOrderId, { paymentTermsId });
  expect(await sums(w, salesOrderId)).toContain('1000000 + 98000 of 98');
  const seen = await versionOf(w, salesOrderId);
  await w.perform(repriceSalesOrder, { salesOrderId, expectedVersion: seen }, asSystem);
  expect(await sums(w, salesOrderId)).toContain('1000000 + 98000 of 98');
  await edit(w, salesOrderId, { paymentDays: 10 });
  expect(await sums(w, salesOrderId)).toContain('days 10: 1000000 + 100000 of 100');
});

test('an amendment to such terms, and back: what is in no invoice bears their tax', async () => {
  const paymentTermsId = await terms(w, ['100 INVOICE+30 2/7'], always);
  await receive(w, 'HOSE 2');
  const of = await order(w, ['VALVE 10', 'HOSE 2'], { paymentDays: 30 });
  const all = () =>
    w.sql<{ net: string; tax: string; of: string }>(
      `select trim_scale(net)::text as net, trim_scale(tax)::text as tax,
              trim_scale(taxed_percent)::text as of
       from sales_order_line where sales_order_id = $1 order by line_no`,
      [of.id],
    );
  const [, hose] = await all();
  await amend(w, of.id, { paymentTermsId });
  expect(await all()).toEqual([
    { net: '1000000', tax: '98000', of: '98' },
    { ...hose, tax: String(Number(hose?.tax) * 0.98), of: '98' },
  ]);
  await deliver(w, of, ['VALVE 3']);
  await invoice(w, of);
  await amend(w, of.id, { paymentDays: 30 });
  expect(await all()).toEqual([{ net: '1000000', tax: '98000', of: '98' }, hose]);
});

test('a quote shows it, and the order bears it', async () => {
  const paymentTermsId = await terms(w, ['100 INVOICE+30 2/7'], always);
  const lines = [{ productId: idOf(w, 'VALVE'), quantity: '10', warehouseId: idOf(w, 'TEH') }];
  const customerId = floorIdOf(w, 'Alborz');
  const input = { customerId, lines, paymentTermsId };
  const { quoteId, quoteRevisionId } = await w.perform(draftQuote, input, asSystem);
  await w.perform(sendQuote, { quoteId }, asSystem);
  const accepted = { quoteRevisionId, byName: 'Ms Karimi' };
  const { salesOrderId } = await w.perform(acceptQuote, accepted, asSystem);
  expect(await sums(w, salesOrderId)).toContain('1000000 + 98000 of 98');
  expect(await commitments(w)).toEqual(['-1 INVOICE 1098000']);
});
