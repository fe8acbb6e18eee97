import type { Id } from '../../src/kernel/id.ts';
import { createDiscountRule, deactivateDiscountRule } from '../../src/modules/pricing/index.ts';
import { acceptQuote, sendQuote, setSalesDefaults } from '../../src/modules/sales/index.ts';
import { idOf } from '../inventory/world.ts';
import { asSystem } from '../support/perform.ts';
import { deliver } from './delivery-acts.ts';
import { credit, delivered, forgetInvoices, invoice, paper } from './invoice-world.ts';
import { amend, amendQuantities, lineIds } from './order-acts.ts';
import { place } from './order-world.ts';
import { draft, forgetQuotes, nima, openQuoteWorld, type QuoteWorld } from './quote-world.ts';

/* Valves are 12 for the price of 10, and with every 10 metres of rope a hose is free. */
let w: QuoteWorld;
const rules = new Map<string, Id>();
beforeAll(async () => {
  w = await openQuoteWorld({ poolSize: 8 });
  const fromTeh = { expectedVersion: 1, defaultWarehouseId: idOf(w, 'TEH') };
  await w.perform(setSalesDefaults, fromTeh, asSystem);
  const rule = async (code: string, sku: string, over: object) => {
    const input = { code, name: code, target: 'LINE' as const, productId: idOf(w, sku), ...over };
    rules.set(code, (await w.perform(createDiscountRule, input, asSystem)).discountRuleId);
  };
  await rule('DOZEN', 'VALVE', { forEvery: '12', freeQuantity: '2' });
  const hose = { freeProductId: idOf(w, 'HOSE') };
  await rule('GIFT', 'ROPE', { forEvery: '10', freeQuantity: '1', ...hose });
});
afterAll(() => w.close());
beforeEach(async () => {
  w.clock.set('2026-03-21T08:00:00Z');
  await forgetInvoices(w);
  await forgetQuotes(w);
});
afterEach(async () => expect(await w.verify()).toEqual([]));

/** `HOSE 40000 GIFT 1 -40000` for each line: its net amount, and what of it is free. */
const linesOf = async (table: 'quote_line' | 'sales_order_line', of: Id): Promise<string[]> => {
  const head = table === 'quote_line' ? 'quote_revision_id' : 'sales_order_id';
  const rows = await w.sql<{ told: string }>(
    `select concat_ws(' ', p.sku, trim_scale(l.net),
              (select string_agg(concat_ws(' ', s ->> 'code', s ->> 'freeQuantity',
                                           s ->> 'amount'), ' ')
               from jsonb_array_elements(l.price_trace -> 'steps') s where s ? 'freeQuantity'))
            as told
     from ${table} l join product p on p.id = l.product_id
     where l.${head} = $1 order by l.line_no`,
    [of],
  );
  return rows.map(({ told }) => told);
};

const free = 'HOSE 0 GIFT 1 -40000';

test('quotes and the orders that come of them keep what is free, with its step', async () => {
  const goods = ['VALVE 12', 'ROPE 10', 'HOSE 1'];
  const { quoteId, quoteRevisionId } = await draft(w, goods);
  const kept = ['VALVE 1000000 DOZEN 2 -200000', 'ROPE 150000', free];
  expect(await linesOf('quote_line', quoteRevisionId)).toEqual(kept);
  await w.perform(sendQuote, { quoteId }, nima(w));
  const yes = { quoteRevisionId, byName: 'Rad', warehouseId: idOf(w, 'TEH') };
  const taken = { ...yes, reservationPolicy: 'NONE' as const };
  const { salesOrderId } = await w.perform(acceptQuote, taken, nima(w));
  expect(await linesOf('sales_order_line', salesOrderId)).toEqual(kept);
});

test('goods that may be left out earn nothing for what may not', async () => {
  const { quoteRevisionId } = await draft(w, ['ROPE 10 ?', 'HOSE 1']);
  expect(await linesOf('quote_line', quoteRevisionId)).toEqual(['ROPE 150000', 'HOSE 40000']);
});

const ordered = async (...goods: readonly string[]): Promise<Id> =>
  (await place(w, goods, { reservationPolicy: 'NONE' })).salesOrderId;

test('what was free is not when less is agreed upon, and is again when more is', async () => {
  const id = await ordered('ROPE 10', 'HOSE 1', 'VALVE 1');
  const told = () => linesOf('sales_order_line', id);
  await amendQuantities(w, id, { 2: '2' });
  expect(await told()).toEqual(['ROPE 150000', free, 'VALVE 200000']);
  await amendQuantities(w, id, { 0: '9' });
  expect(await told()).toEqual(['ROPE 135000', 'HOSE 40000', 'VALVE 200000']);
  await amendQuantities(w, id, { 0: '20' });
  expect(await told()).toEqual(['ROPE 300000', free, 'VALVE 200000']);
  const [removed] = await lineIds(w, id);
  await amend(w, id, { removeLineIds: [removed as Id] });
  expect(await told()).toEqual(['HOSE 40000', 'VALVE 200000']);
  const addLines = [{ productId: idOf(w, 'ROPE'), quantity: '10' }];
  await amend(w, id, { addLines });
  expect(await told()).toEqual([free, 'VALVE 200000', 'ROPE 150000']);
});

test('a rule that is given no longer stays where its goods are not agreed upon anew', async () => {
  const id = await ordered('ROPE 10', 'HOSE 1', 'VALVE 1');
  const discountRuleId = rules.get('GIFT') as Id;
  await w.perform(deactivateDiscountRule, { discountRuleId }, asSystem);
  await amendQuantities(w, id, { 2: '2' });
  expect((await linesOf('sales_order_line', id))[1]).toBe(free);
  await amendQuantities(w, id, { 0: '20' });
  expect((await linesOf('sales_order_line', id))[1]).toBe('HOSE 40000');
  await w.sql('update discount_rule set active = true');
});

test('parts that are invoiced and credited add up to the line', async () => {
  const placed = await delivered(w, 'VALVE 5 of 12');
  const first = await invoice(w, placed);
  expect(await paper(w, first.invoiceId)).toContain('VALVE 5: 416667 + 41667');
  await deliver(w, placed, ['VALVE 7']);
  const second = await invoice(w, placed);
  expect(await paper(w, second.invoiceId)).toContain('VALVE 7: 583333 + 58333');
  const notes = [await credit(w, second.invoiceId), await credit(w, first.invoiceId)];
  const told = await Promise.all(notes.map(({ creditNoteId }) => paper(w, creditNoteId)));
  expect(told.map(([, line]) => line)).toEqual([
    'VALVE 7: 583333 + 58333',
    'VALVE 5: 416667 + 41667',
  ]);
});
