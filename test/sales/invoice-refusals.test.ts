import { newId, type Id } from '../../src/kernel/id.ts';
import { editInvoiceDraft } from '../../src/modules/sales/index.ts';
import { expectRefused } from '../catalog/world.ts';
import { asSystem } from '../support/perform.ts';
import {
  credit,
  delivered,
  draft,
  forgetInvoices,
  invoice,
  invoiceLines,
  post,
} from './invoice-world.ts';
import { lineOf } from './delivery-acts.ts';
import { openOrderWorld, type OrderWorld } from './order-world.ts';

let w: OrderWorld;
beforeAll(async () => void (w = await openOrderWorld({ poolSize: 24 })));
afterAll(() => w.close());
beforeEach(async () => {
  await forgetInvoices(w);
  w.clock.set('2026-03-21T08:00:00Z');
});
afterEach(async () => expect(await w.verify()).toEqual([]));

interface Refusal {
  readonly told: string;
  readonly act: () => Promise<unknown>;
  readonly faults: readonly string[];
}

test('every refusal, and nothing changed', async () => {
  const order = await delivered(w, 'VALVE 6 of 10', 'HOSE 5');
  const other = await delivered(w, 'VALVE 1');
  await w.sql('update sales_order set payment_days = 30 where id = $1', [other.id]);
  const { invoiceId } = await invoice(w, other);
  const open = await draft(w, order);
  const [valve, hose] = [lineOf(order, 'VALVE'), lineOf(order, 'HOSE')];
  const [line] = (await invoiceLines(w, invoiceId)) as [Id];
  const [drafted] = (await invoiceLines(w, open)) as [Id];
  const { creditNoteId } = await credit(w, invoiceId, {
    lines: [{ invoiceLineId: line, amount: '1' }],
  });
  const edit = (over: object) =>
    w.perform(editInvoiceDraft, { invoiceId: open, expectedVersion: 1, ...over }, asSystem);
  const refusals: readonly Refusal[] = [
    { told: 'nothing', act: () => invoice(w, []), faults: ['NO_LINES salesOrderIds'] },
    {
      told: 'no order',
      act: () => invoice(w, { id: newId(), lines: [] }),
      faults: ['SALES_ORDER_NOT_FOUND salesOrderIds.0'],
    },
    {
      told: 'orders that differ',
      act: () => invoice(w, [order, other]),
      faults: ['ORDERS_DIFFER salesOrderIds.1'],
    },
    {
      told: 'more than delivered, on every line',
      act: () =>
        invoice(w, order, {
          lines: [
            { salesOrderLineId: valve, quantity: '7' },
            { salesOrderLineId: hose, quantity: '5.5' },
            { salesOrderLineId: hose, quantity: '1' },
            { salesOrderLineId: newId() },
          ],
          id: 'x',
          datedOn: '2026-03-22',
        }),
      faults: ['ID_MALFORMED id', 'DATED_IN_FUTURE datedOn'],
    },
    {
      told: 'lines, each with its fault',
      act: () =>
        invoice(w, order, {
          lines: [
            { salesOrderLineId: valve, quantity: '7' },
            { salesOrderLineId: hose, quantity: '0' },
            { salesOrderLineId: hose, quantity: '1' },
            { salesOrderLineId: newId() },
          ],
        }),
      faults: [
        'NOT_POSITIVE lines.1.quantity',
        'LINE_REPEATED lines.2.salesOrderLineId',
        'SALES_ORDER_LINE_NOT_FOUND lines.3.salesOrderLineId',
        'MORE_THAN_DELIVERED lines.0.quantity',
      ],
    },
    {
      told: 'what is invoiced already',
      act: () => invoice(w, other),
      faults: ['NOTHING_TO_INVOICE salesOrderIds'],
    },
    {
      told: 'an id that is taken',
      act: () => invoice(w, order, { id: open }),
      faults: ['ID_TAKEN id'],
    },
    {
      told: 'a draft with an id that is taken',
      act: () => draft(w, order, { id: open }),
      faults: ['ID_TAKEN id'],
    },
    { told: 'no invoice', act: () => post(w, newId()), faults: ['INVOICE_NOT_FOUND invoiceId'] },
    { told: 'an old version', act: () => post(w, open, 9), faults: ['STALE expectedVersion'] },
    { told: 'posted already', act: () => post(w, invoiceId, 3), faults: ['ILLEGAL_STATE'] },
    {
      told: 'edits: more, unknown, twice, too late',
      act: () =>
        edit({
          lines: [
            { invoiceLineId: drafted, quantity: '7' },
            { invoiceLineId: newId(), quantity: '1' },
            { invoiceLineId: drafted, quantity: '1' },
          ],
          datedOn: '2027-01-01',
          paymentDays: -1,
        }),
      faults: [
        'DATED_IN_FUTURE datedOn',
        'OUT_OF_RANGE paymentDays',
        'OUT_OF_RANGE lines.0.quantity',
        'INVOICE_LINE_NOT_FOUND lines.1.invoiceLineId',
        'LINE_REPEATED lines.2.invoiceLineId',
      ],
    },
    {
      told: 'an edit of what is posted',
      act: () => edit({ invoiceId }),
      faults: ['ILLEGAL_STATE'],
    },
    {
      told: 'a draft is not credited',
      act: () => credit(w, open),
      faults: ['ILLEGAL_STATE'],
    },
    {
      told: 'nor is a credit note',
      act: () => credit(w, creditNoteId),
      faults: ['WRONG_KIND invoiceId'],
    },
    {
      told: 'credits: no reason, too much, both, unknown, twice',
      act: () =>
        credit(w, invoiceId, {
          reason: ' ',
          lines: [
            { invoiceLineId: line, quantity: '2' },
            { invoiceLineId: line, quantity: '1' },
            { invoiceLineId: newId() },
          ],
        }),
      faults: [
        'REASON_REQUIRED reason',
        'MORE_THAN_INVOICED lines.0.quantity',
        'LINE_REPEATED lines.1.invoiceLineId',
        'INVOICE_LINE_NOT_FOUND lines.2.invoiceLineId',
      ],
    },
    {
      told: 'an amount that is more than is left of it, or nothing',
      act: () => credit(w, invoiceId, { lines: [{ invoiceLineId: line, amount: '100000' }] }),
      faults: ['MORE_THAN_INVOICED lines.0.amount'],
    },
    {
      told: 'goods and an amount',
      act: () =>
        credit(w, invoiceId, { lines: [{ invoiceLineId: line, quantity: '1', amount: '1' }] }),
      faults: ['QUANTITY_OR_AMOUNT lines.0'],
    },
    {
      told: 'lines and a return',
      act: () => credit(w, invoiceId, { lines: [], returnAuthorisationId: newId() }),
      faults: ['LINES_OR_RETURN returnAuthorisationId'],
    },
    {
      told: 'a return that there is not',
      act: () => credit(w, invoiceId, { returnAuthorisationId: newId() }),
      faults: ['RETURN_NOT_FOUND returnAuthorisationId'],
    },
  ];
  for (const { act, faults } of refusals) await expectRefused(w, act, faults);
});
