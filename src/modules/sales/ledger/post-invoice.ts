import { sumDecimals, type Decimal } from '../../../kernel/decimal.ts';
import { DomainError, refuseIfAny } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { compareDates, type LocalDate } from '../../../kernel/local-date.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { loadCompany } from '../../parties/index.ts';
import {
  changeExposure,
  oweBills,
  oweInvoice,
  requireOpenDay,
  scheduleOrder,
  type Bill,
} from '../../receivables/verbs.ts';
import { invoiceEvent, invoiceEvents } from '../invoice-events.ts';
import { roundTaxes } from '../rules/invoice-amounts.ts';
import {
  totalsOfInvoice,
  type InvoicePosted,
  type InvoiceTotals,
  type NewInvoice,
} from '../rules/invoice.ts';
import type { Order, OrderLine } from '../rules/order.ts';
import { amountsOfPart, deliveredFaults, type WantedLine } from '../rules/plan-invoice.ts';
import { changeOrderLines } from './change-order-lines.ts';
import { loadBilledLines } from './lock-invoices.ts';
import { nextInvoiceNumber } from './next-invoice-number.ts';
import { rollUpOrders, type RolledUpOrder } from './roll-up-orders.ts';
import { draftWrites, oweAll, postingWrite, writeAll } from './write-invoice.ts';

/** A draft behind its lock, the orders behind theirs, and the day it is to bear. */
export interface Posting {
  readonly draft: NewInvoice & { readonly version: number };
  readonly orders: ReadonlyMap<Id, Order>;
  readonly datedOn: LocalDate;
}

/**
 * Claims what a draft says. What it comes to is counted anew, for others may have invoiced parts of
 * the same lines since. Refuses MORE_THAN_DELIVERED with every line of which more stands there than
 * is delivered and not invoiced; what credit refuses at INVOICE; PERIOD_CLOSED; DATED_BEFORE_LAST.
 * Its number is taken last. Five round trips, one more for each further order.
 */
export async function postDraft(
  op: OperationContext,
  { draft, orders, datedOn }: Posting,
): Promise<InvoicePosted> {
  const wanted = wantedOf(draft, orders);
  refuseIfAny(deliveredFaults(wanted));
  const [company, billed] = await inOrder(
    loadCompany(op),
    loadBilledLines(
      op,
      wanted.map(({ line }) => line.id),
    ),
  );
  const lines = draft.lines.map((old, index) => {
    const { line, quantity } = wanted[index] as WantedLine;
    return { ...old, ...amountsOfPart(line, quantity, { billed, counting: draft }) };
  });
  const invoice = { ...draft, datedOn, lines: roundTaxes(lines, draft) };
  const totals = totalsOfInvoice(invoice.lines, invoice.rate, company.currency);
  await requireOpenDay(op, datedOn, ['datedOn']);
  const changed = await claim(op, invoice, totals, [...orders.keys()]);
  await moveExposure(op, invoice, totals.companyTotal, changed);
  const { dueOn, bills } = await bill(op, invoice, changed, { orders, datedOn });
  const { id, partyId, currency } = invoice;
  oweInvoice(op, op, { id, partyId, currency, ...totals, datedOn }, company.currency);
  const number = await nextInvoiceNumber(op, 'INVOICE', datedOn);
  oweAll(op, [postingWrite(op, invoice.id, { number, datedOn, dueOn })]);
  oweBills(op, bills, number);
  const standing = { state: 'POSTED', number, datedOn, dueOn, version: draft.version + 2 };
  op.emit(invoiceEvent(invoiceEvents.invoicePosted, invoice, totals, standing));
  return { invoiceId: invoice.id, number };
}

function wantedOf(draft: NewInvoice, orders: ReadonlyMap<Id, Order>): WantedLine[] {
  const lines = new Map<Id, OrderLine>();
  for (const order of orders.values()) for (const line of order.lines) lines.set(line.id, line);
  return draft.lines.map(({ salesOrderLineId, quantity }, index) => ({
    line: lines.get(salesOrderLineId) as OrderLine,
    quantity,
    path: ['lines', String(index), 'quantity'],
  }));
}

/** The draft as it will be posted, and what it changes of its orders: one round trip. */
async function claim(
  op: OperationContext,
  invoice: NewInvoice,
  totals: InvoiceTotals,
  orderIds: readonly Id[],
): Promise<readonly RolledUpOrder[]> {
  const [, , changed] = await inOrder(
    writeAll(op, draftWrites(op, invoice, totals)),
    changeOrderLines(
      op,
      invoice.lines.map(({ salesOrderLineId, quantity }, index) => ({
        salesOrderLineId,
        invoiced: quantity,
        path: ['lines', String(index), 'quantity'],
      })),
    ),
    rollUpOrders(op, orderIds),
  );
  return changed;
}

/** Each order's commitments bear their part of the invoice; answers the last day of them. */
async function bill(
  op: OperationContext,
  invoice: NewInvoice,
  changed: readonly RolledUpOrder[],
  { orders, datedOn }: Pick<Posting, 'orders' | 'datedOn'>,
): Promise<{ readonly dueOn: LocalDate; readonly bills: readonly Bill[] }> {
  let dueOn = datedOn;
  const bills: Bill[] = [];
  for (const order of changed) {
    const agreed = orders.get(order.id) as Order;
    const own = new Set(agreed.lines.map(({ id }) => id));
    const lines = invoice.lines.filter((line) => own.has(line.salesOrderLineId));
    const billing = {
      invoiceId: invoice.id,
      amount: sumDecimals(lines.map(({ total }) => total)),
      datedOn,
      days: invoice.paymentDays === agreed.paymentDays ? null : invoice.paymentDays,
    };
    const last = await scheduleOrder(op, op, order, { billing });
    bills.push(...last.bills);
    if (last.dueOn !== null && compareDates(last.dueOn, dueOn) > 0) dueOn = last.dueOn;
  }
  return { dueOn, bills };
}

/** What was ordered is now invoiced. Refuses what the customer's credit refuses. */
async function moveExposure(
  op: OperationContext,
  { id, partyId }: NewInvoice,
  companyTotal: Decimal,
  changed: readonly RolledUpOrder[],
): Promise<void> {
  const fromOrders = changed.map((order) => ({
    partyId: order.partyId,
    documentId: order.id,
    ordered: order.change,
    checkPoint: null,
    path: [],
    by: op,
  }));
  const toInvoice = { partyId, documentId: id, invoiced: companyTotal, path: [], by: op };
  const changes = [...fromOrders, { ...toInvoice, checkPoint: 'INVOICE' as const }];
  const refused = await changeExposure(op, changes);
  if (refused.size > 0) throw new DomainError([...refused.values()].flat());
}
