import type { Id } from '../../src/kernel/id.ts';
import {
  creditInvoice,
  draftInvoice,
  invoiceSalesOrder,
  postInvoice,
  type CreditInvoiceInput,
  type DraftInvoiceInput,
  type InvoiceCredited,
  type InvoicePosted,
} from '../../src/modules/sales/index.ts';
import { invoiceSettledOf } from '../../src/modules/receivables/index.ts';
import { asSystem } from '../support/perform.ts';
import { deliver, order, type PlacedOrder } from './delivery-acts.ts';
import { forgetOrders, receive, type OrderWorld } from './order-world.ts';
import { cameBack, mayReturn } from './return-acts.ts';

/** Orders, and what was invoiced of them, are forgotten. */
export async function forgetInvoices(w: OrderWorld): Promise<void> {
  await w.forget(
    'invoice_series',
    'payment_commitment',
    'open_credit',
    'ledger_entry',
    'customer_balance',
  );
  await forgetOrders(w);
  await w.sql(`delete from outbox where type ~ '^(invoice|creditNote|credit)'`);
}

/** `VALVE 6 of 10`: ordered, there, and so much of it delivered. */
const asked = (text: string) => {
  const [goods = '', all] = text.split(' of ');
  const [sku = '', delivered = ''] = goods.split(' ');
  return { sku, delivered, ordered: all ?? delivered };
};

/** An order of Alborz, and the delivery of so much of it: `VALVE 5 of 8`, `HOSE 0 of 5`. */
export async function delivered(
  w: OrderWorld,
  ...texts: readonly string[]
): Promise<PlacedOrder & { readonly deliveryId: Id }> {
  const lines = texts.map(asked);
  const goods = lines.map(({ sku, ordered }) => `${sku} ${ordered}`);
  await receive(w, ...goods);
  const placed = await order(w, goods);
  const seen = new Map<string, number>();
  const leaving = lines.flatMap(({ sku, delivered: quantity }) => {
    const nth = (seen.get(sku) ?? 0) + 1;
    seen.set(sku, nth);
    return quantity === '0' ? [] : [`${sku}#${nth} ${quantity}`];
  });
  const deliveryId = leaving.length === 0 ? '' : await deliver(w, placed, leaving);
  return { ...placed, deliveryId };
}

/** Goods of a delivery come back to stock: `VALVE 2`. Answers what allowed it. */
export async function comeBack(
  w: OrderWorld,
  of: PlacedOrder & { readonly deliveryId: Id },
  ...texts: readonly string[]
): Promise<Id> {
  const authorised = await mayReturn(w, of, of.deliveryId, texts);
  const came = texts.map((text) => `RESTOCK ${text.split(' ').slice(0, 2).join(' ')}`);
  await cameBack(w, authorised, came);
  return authorised.id;
}

export const invoice = (
  w: OrderWorld,
  of: PlacedOrder | readonly PlacedOrder[],
  over: Partial<DraftInvoiceInput> = {},
): Promise<InvoicePosted> => {
  const salesOrderIds = [of].flat().map(({ id }) => id);
  return w.perform(invoiceSalesOrder, { salesOrderIds, ...over }, asSystem);
};

export const draft = async (
  w: OrderWorld,
  of: PlacedOrder,
  over: Partial<DraftInvoiceInput> = {},
): Promise<Id> =>
  (await w.perform(draftInvoice, { salesOrderIds: [of.id], ...over }, asSystem)).invoiceId;

export const post = (w: OrderWorld, invoiceId: Id, expectedVersion = 1): Promise<InvoicePosted> =>
  w.perform(postInvoice, { invoiceId, expectedVersion }, asSystem);

export const credit = (
  w: OrderWorld,
  invoiceId: Id,
  over: Partial<CreditInvoiceInput> = {},
): Promise<InvoiceCredited> =>
  w.perform(creditInvoice, { invoiceId, reason: 'A mistake', ...over }, asSystem);

/** `INVOICE POSTED INV-2026-000001: 100 + 10 = 110`, then `VALVE 10: 100 + 10`. */
export async function paper(w: OrderWorld, id: Id): Promise<string[]> {
  const [head] = await w.sql<{ told: string }>(
    `select concat_ws(' ', kind, state, number) || ': ' || trim_scale(net) || ' + '
       || trim_scale(tax) || ' = ' || trim_scale(total) as told from invoice where id = $1`,
    [id],
  );
  const lines = await w.sql<{ told: string }>(
    `select p.sku || ' ' || trim_scale(l.quantity_in_unit) || ' ' || l.unit_code || ': '
       || trim_scale(l.net) || ' + ' || trim_scale(l.tax) as told
     from invoice_line l join product p on p.id = l.product_id
     where l.invoice_id = $1 order by l.line_no`,
    [id],
  );
  return [head?.told ?? 'none', ...lines.map(({ told }) => told.replace(' PCE:', ':'))];
}

export const invoiceLines = async (w: OrderWorld, invoiceId: Id): Promise<Id[]> =>
  (
    await w.sql<{ id: Id }>('select id from invoice_line where invoice_id = $1 order by line_no', [
      invoiceId,
    ])
  ).map(({ id }) => id);

/** `INV-2026-000001 110 of 110 due 2026-03-21`: what is still claimed of what. */
export const claims = async (w: OrderWorld): Promise<string[]> =>
  (
    await w.sql<{ told: string }>(
      `select i.number || ' ' || trim_scale(i.total - ${invoiceSettledOf('i.id')}) || ' of '
         || trim_scale(i.total) || ' due ' || i.due_on as told
       from invoice i where i.kind = 'INVOICE' and i.state = 'POSTED' order by i.number`,
    )
  ).map(({ told }) => told);
