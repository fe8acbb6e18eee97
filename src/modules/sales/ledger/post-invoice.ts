import type { Decimal } from '../../../kernel/decimal.ts';
import { DomainError, refuseIfAny } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { addDays, type LocalDate } from '../../../kernel/local-date.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { loadCompany } from '../../parties/index.ts';
import { changeExposure, numberReceivable, recordReceivable } from '../../receivables/verbs.ts';
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
 * is delivered and not invoiced; what credit refuses at INVOICE; DATED_BEFORE_LAST. Its number is
 * taken last. Four round trips.
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
  const dueOn = addDays(datedOn, invoice.paymentDays);
  const changed = await claim(op, {
    invoice,
    totals,
    datedOn,
    dueOn,
    orderIds: [...orders.keys()],
  });
  await moveExposure(op, invoice, totals.companyTotal, changed);
  const number = await nextInvoiceNumber(op, 'INVOICE', datedOn);
  oweAll(op, [postingWrite(op, invoice.id, { number, datedOn, dueOn })]);
  numberReceivable(op, invoice.id, number);
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

interface Claiming {
  readonly invoice: NewInvoice;
  readonly totals: InvoiceTotals;
  readonly datedOn: LocalDate;
  readonly dueOn: LocalDate;
  readonly orderIds: readonly Id[];
}

/** The draft as it will be posted, its claim, and what it changes of its orders: one round trip. */
async function claim(
  op: OperationContext,
  { invoice, totals, datedOn, dueOn, orderIds }: Claiming,
): Promise<readonly RolledUpOrder[]> {
  const { id, partyId, currency, ownerId, teamId } = invoice;
  const amounts = { amount: totals.total, companyAmount: totals.companyTotal };
  const [, , , changed] = await inOrder(
    writeAll(op, draftWrites(op, invoice, totals)),
    recordReceivable(op, { id, partyId, currency, ...amounts, datedOn, dueOn, ownerId, teamId }),
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
