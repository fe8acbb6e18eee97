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
import { changeOrderLines } from '../../src/modules/sales/ledger/change-order-lines.ts';
import { lockOrders } from '../../src/modules/sales/ledger/lock-orders.ts';
import { rollUpOrders } from '../../src/modules/sales/ledger/roll-up-orders.ts';
import { changeExposure } from '../../src/modules/receivables/verbs.ts';
import { defineOperation } from '../../src/platform/perform/operation.ts';
import { asSystem } from '../support/perform.ts';
import { forgetOrders, place, type OrderWorld } from './order-world.ts';

/** Orders, and what was invoiced of them, are forgotten. */
export async function forgetInvoices(w: OrderWorld): Promise<void> {
  await w.forget('invoice_series', 'receivable', 'open_credit');
  await forgetOrders(w);
  await w.sql(`delete from outbox where type ~ '^(invoice|creditNote|credit)'`);
}

/** By how much a line of an order is changed. */
interface Moved {
  readonly line: Id;
  readonly issued?: string;
  readonly returned?: string;
  readonly replaced?: string;
}

/** What deliveries and returns do to orders, without goods. */
const moveGoods = defineOperation({
  name: 'moveGoodsForTest',
  permission: 'sales.deliver',
  async run(op, input: { orderId: Id; moved: readonly Moved[] }): Promise<Record<string, never>> {
    await lockOrders(op, [input.orderId]);
    await changeOrderLines(
      op,
      input.moved.map(({ line, ...by }) => ({ salesOrderLineId: line, path: [], ...by })),
    );
    const changed = await rollUpOrders(op, [input.orderId]);
    await changeExposure(
      op,
      changed.map(({ id, partyId, change }) => ({
        ...{ partyId, documentId: id, ordered: change, checkPoint: null, path: [], by: op },
      })),
    );
    return {};
  },
});

/** An order and its lines, in their order. */
export interface Placed {
  readonly id: Id;
  readonly lines: readonly Id[];
}

/** An order of Alborz, nothing of it set aside, of which so much is issued: `VALVE 5 of 8`. */
export async function delivered(w: OrderWorld, ...texts: readonly string[]): Promise<Placed> {
  const asked = texts.map((text) => text.split(' of '));
  const goods = asked.map(([issued = '', ordered]) => {
    const [sku = '', quantity = ''] = issued.split(' ');
    return `${sku} ${ordered ?? quantity}`;
  });
  const { salesOrderId: id } = await place(w, goods, { reservationPolicy: 'NONE' });
  const lines = await linesOf(w, id as Id);
  const moved = asked.map(([text = ''], index) => ({
    line: lines[index] as Id,
    issued: text.split(' ')[1] ?? '0',
  }));
  await move(w, { id: id as Id, lines }, ...moved.filter(({ issued }) => issued !== '0'));
  return { id: id as Id, lines };
}

export const move = (w: OrderWorld, order: Placed, ...moved: readonly Moved[]): Promise<unknown> =>
  moved.length === 0
    ? Promise.resolve()
    : w.perform(moveGoods, { orderId: order.id, moved }, asSystem);

export const linesOf = async (w: OrderWorld, orderId: Id): Promise<Id[]> =>
  (
    await w.sql<{ id: Id }>(
      'select id from sales_order_line where sales_order_id = $1 order by line_no',
      [orderId],
    )
  ).map(({ id }) => id);

export const invoice = (
  w: OrderWorld,
  order: Placed | readonly Placed[],
  over: Partial<DraftInvoiceInput> = {},
): Promise<InvoicePosted> => {
  const salesOrderIds = [order].flat().map(({ id }) => id);
  return w.perform(invoiceSalesOrder, { salesOrderIds, ...over }, asSystem);
};

export const draft = async (
  w: OrderWorld,
  order: Placed,
  over: Partial<DraftInvoiceInput> = {},
): Promise<Id> =>
  (await w.perform(draftInvoice, { salesOrderIds: [order.id], ...over }, asSystem)).invoiceId;

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
      `select number || ' ' || trim_scale(amount - settled) || ' of ' || trim_scale(amount)
         || ' due ' || due_on as told from receivable order by number`,
    )
  ).map(({ told }) => told);
