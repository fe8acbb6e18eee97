import type { Id } from '../../src/kernel/id.ts';
import { recordReceipt } from '../../src/modules/receivables/index.ts';
import { expectRefused } from '../catalog/world.ts';
import { floorIdOf } from '../parties/world.ts';
import { asSystem } from '../support/perform.ts';
import {
  claims,
  comeBack,
  credit,
  delivered,
  forgetInvoices,
  invoice,
  invoiceLines,
  paper,
} from './invoice-world.ts';
import { deliver } from './delivery-acts.ts';
import { creditOf, openOrderWorld, orderState, type OrderWorld } from './order-world.ts';

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

test('what came back before it was invoiced never is; what came after is credited', async () => {
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
  const paid = { customerId: floorIdOf(w, 'Alborz'), method: 'CASH', amount: '600000' } as const;
  await w.perform(recordReceipt, paid, asSystem);
  const { settled, openCredit } = await credit(w, invoiceId);
  expect([settled, openCredit]).toEqual(['500000', '600000']);
  expect(
    await w.sql('select number, trim_scale(amount - used)::text as open from open_credit'),
  ).toEqual([{ number: 'CN-2026-000001', open: '600000' }]);
  expect(await creditOf(w, 'Alborz')).toBe('ordered 1100000 invoiced -600000');
});
