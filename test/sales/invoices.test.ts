import { newId, type Id } from '../../src/kernel/id.ts';
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
  comeBack,
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

test('what was delivered is invoiced; exposure goes from ordered to invoiced in one act', async () => {
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

test('a credit note of the whole: nothing is owed, and it may be invoiced once more', async () => {
  const order = await delivered(w, 'VALVE 10');
  const { invoiceId } = await invoice(w, order);
  const { creditNoteId, number, settled, openCredit } = await credit(w, invoiceId);
  expect([number, settled, openCredit]).toEqual(['CN-2026-000001', '1100000', '0']);
  expect(await paper(w, creditNoteId)).toEqual([
    'CREDIT_NOTE POSTED CN-2026-000001: 1000000 + 100000 = 1100000',
    'VALVE 10: 1000000 + 100000',
  ]);
  expect(await claims(w)).toEqual(['INV-2026-000001 0 of 1100000 due 2026-03-21']);
  expect(await creditOf(w, 'Alborz')).toBe('ordered 1100000 invoiced 0');
  const again = await invoice(w, order);
  expect(again.number).toBe('INV-2026-000002');
  expect(await creditOf(w, 'Alborz')).toBe('ordered 0 invoiced 1100000');
  expect(await events()).toEqual(['invoice.posted', 'creditNote.posted', 'invoice.posted']);
});

test('an amount is credited, and the goods stay sold', async () => {
  const order = await delivered(w, 'VALVE 10');
  const { invoiceId } = await invoice(w, order);
  const [invoiceLineId] = (await invoiceLines(w, invoiceId)) as [Id];
  const note = await credit(w, invoiceId, { lines: [{ invoiceLineId, amount: '50000' }] });
  expect(await paper(w, note.creditNoteId)).toEqual([
    'CREDIT_NOTE POSTED CN-2026-000001: 50000 + 5000 = 55000',
    'VALVE 0: 50000 + 5000',
  ]);
  expect(await creditOf(w, 'Alborz')).toBe('ordered 0 invoiced 1045000');
  const rest = await credit(w, invoiceId);
  expect((await paper(w, rest.creditNoteId))[0]).toBe(
    'CREDIT_NOTE POSTED CN-2026-000002: 950000 + 95000 = 1045000',
  );
});

test('what came back before it was invoiced never is; what came back after is credited', async () => {
  const order = await delivered(w, 'VALVE 10');
  const before = await comeBack(w, order, 'VALVE 2');
  const { invoiceId } = await invoice(w, order);
  expect((await paper(w, invoiceId))[1]).toBe('VALVE 8: 800000 + 80000');
  await expectRefused(w, () => credit(w, invoiceId, { returnAuthorisationId: before }), [
    'NOTHING_TO_CREDIT',
  ]);
  const returnAuthorisationId = await comeBack(w, order, 'VALVE 3');
  const { creditNoteId } = await credit(w, invoiceId, { returnAuthorisationId });
  expect((await paper(w, creditNoteId))[1]).toBe('VALVE 3: 300000 + 30000');
  await expectRefused(w, () => credit(w, invoiceId, { returnAuthorisationId }), [
    'NOTHING_TO_CREDIT',
  ]);
  expect(await orderState(w, order.id)).toEqual([
    'CONFIRMED 1100000 fulfilment FULL invoicing FULL',
    'VALVE 10 issued 10 returned 5 invoiced 8 credited 3',
  ]);
  expect(await creditOf(w, 'Alborz')).toBe('ordered 0 invoiced 550000');
});

test('goods that are replaced stay sold: nothing is credited for them', async () => {
  const order = await delivered(w, 'VALVE 10');
  const { invoiceId } = await invoice(w, order);
  const returnAuthorisationId = await comeBack(w, order, 'VALVE 3 replaced');
  await expectRefused(w, () => credit(w, invoiceId, { returnAuthorisationId }), [
    'NOTHING_TO_CREDIT',
  ]);
  await deliver(w, order, ['VALVE 3']);
  await expectRefused(w, () => invoice(w, order), ['NOTHING_TO_INVOICE salesOrderIds']);
});

test('what the invoice claims no more is an open credit', async () => {
  const order = await delivered(w, 'VALVE 10');
  const { invoiceId } = await invoice(w, order);
  // As receipts will: 600,000 were paid.
  await w.sql('update receivable set settled = 600000, company_settled = 600000');
  await w.sql(
    `insert into credit_entry (party_id, kind, document_id, change, at, operation_id)
     select party_id, 'INVOICED', document_id, -600000, at, operation_id from credit_entry
     where kind = 'INVOICED'`,
  );
  await w.sql('update credit_account set invoiced = invoiced - 600000');
  const { settled, openCredit } = await credit(w, invoiceId);
  expect([settled, openCredit]).toEqual(['500000', '600000']);
  expect(await w.sql('select number, amount::text from open_credit')).toEqual([
    { number: 'CN-2026-000001', amount: '600000.0000' },
  ]);
  expect(await creditOf(w, 'Alborz')).toBe('ordered 1100000 invoiced -600000');
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
