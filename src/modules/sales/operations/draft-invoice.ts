import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { readOwnId } from '../../../kernel/read-input.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { loadProductMeasures } from '../../catalog/index.ts';
import { loadCompany } from '../../parties/index.ts';
import { fault } from '../errors.ts';
import { invoiceEvent, invoiceEvents } from '../invoice-events.ts';
import { loadBilledLines } from '../ledger/lock-invoices.ts';
import { lockCustomersOf, lockOrders } from '../ledger/lock-orders.ts';
import { newInvoiceWrites, oweAll, type Write } from '../ledger/write-invoice.ts';
import { loadTaxRounding } from '../queries/tax-rounding.ts';
import type { TaxRounding } from '../../pricing/index.ts';
import { totalsOfInvoice, type InvoiceTotals, type NewInvoice } from '../rules/invoice.ts';
import type { Order } from '../rules/order.ts';
import {
  deliveredFaults,
  planInvoiceLines,
  unlikeFaults,
  wantAll,
  wantChosen,
  type InvoiceLineInput,
} from '../rules/plan-invoice.ts';
import { lineCountFaults, readPastDay } from '../rules/read-input.ts';

export interface DraftInvoiceInput {
  readonly id?: Id | null;
  /** One, or several of one customer with the same currency, rate, terms and tax. */
  readonly salesOrderIds: readonly Id[];
  /** All that is delivered and not invoiced when left out. */
  readonly lines?: readonly InvoiceLineInput[] | null;
  /** The day it is posted on when left out. */
  readonly datedOn?: string | null;
  /** As the firm does when left out. */
  readonly taxRounding?: TaxRounding | null;
}

/** An invoice that claims nothing yet. */
export interface InvoiceDrafted {
  readonly invoiceId: Id;
}

/**
 * What was delivered and is not invoiced is written down, to be looked at before it is posted. It
 * claims nothing: another invoice may be posted for the same goods first.
 */
export const draftInvoice = defineOperation({
  name: 'draftInvoice',
  permission: 'sales.invoice',
  async run(op, input: DraftInvoiceInput): Promise<InvoiceDrafted> {
    const { draft, totals, writes } = await planDraft(op, input);
    oweAll(op, writes);
    const { datedOn } = draft;
    const standing = { state: 'DRAFT', number: null, datedOn, dueOn: null, version: 1 };
    op.emit(invoiceEvent(invoiceEvents.invoiceDrafted, draft, totals, standing));
    return { invoiceId: draft.id };
  },
});

export interface PlannedDraft {
  readonly draft: NewInvoice;
  readonly totals: InvoiceTotals;
  readonly orders: ReadonlyMap<Id, Order>;
  readonly writes: readonly Write[];
}

/** A draft that is still to be written, behind the locks of its orders. */
export async function planDraft(
  op: OperationContext,
  input: DraftInvoiceInput,
): Promise<PlannedDraft> {
  const faults: Fault[] = [];
  const id = readOwnId(input.id, () => op.newId(), ['id'], faults);
  const datedOn = readPastDay(input.datedOn, op.today, ['datedOn'], faults);
  const orders = await lockOrdersToInvoice(op, input.salesOrderIds, faults);
  const first = orders[0] as Order;
  const all = orders.flatMap(({ lines }) => lines);
  const [company, rounding, measures, billed] = await inOrder(
    loadCompany(op),
    loadTaxRounding(op),
    loadProductMeasures(op, [...new Set(all.map(({ productId }) => productId))]),
    loadBilledLines(
      op,
      all.map((line) => line.id),
    ),
  );
  const head = headOf(orders, { id, datedOn, taxRounding: input.taxRounding ?? rounding });
  if (input.lines) faults.push(...lineCountFaults(input.lines.length));
  const wanted = input.lines
    ? wantChosen(orders, input.lines, measures, faults)
    : wantAll(orders, faults);
  refuseIfAny([...faults, ...deliveredFaults(wanted)]);
  const facts = { counting: head, billed, measures, newId: () => op.newId() };
  const draft = { ...head, lines: planInvoiceLines(wanted, facts) };
  const totals = totalsOfInvoice(draft.lines, first.rate, company.currency);
  const writes = newInvoiceWrites(op, draft, totals);
  return { draft, totals, orders: new Map(orders.map((order) => [order.id, order])), writes };
}

/** In the order in which they were named. */
async function lockOrdersToInvoice(
  op: OperationContext,
  ids: readonly Id[],
  faults: Fault[],
): Promise<Order[]> {
  refuseIfAny(lineCountFaults(ids.length, ['salesOrderIds']));
  const asked = [...new Set(ids.map((id) => id.toLowerCase()))];
  await lockCustomersOf(op, asked);
  const known = await lockOrders(op, asked);
  const orders = asked.flatMap((id, index) => {
    const order = known.get(id);
    const path = ['salesOrderIds', String(index)];
    if (!order) faults.push(fault('SALES_ORDER_NOT_FOUND', 'There is no such order', path));
    return order ?? [];
  });
  for (const { ownerId, teamId } of orders) {
    const unitIds = teamId === null ? [] : [teamId];
    op.requireReach('sales.invoice', { ownerId, unitIds }, 'Invoicing an order');
  }
  faults.push(...unlikeFaults(orders));
  refuseIfAny(faults);
  return orders;
}

interface Given {
  readonly id: Id;
  readonly datedOn: LocalDate | null;
  readonly taxRounding: TaxRounding;
}

/** What the invoice takes over from its orders: where there are several, from the first. */
function headOf(orders: readonly Order[], given: Given): Omit<NewInvoice, 'lines'> {
  const [first] = orders as [Order];
  const { partyId, billTo, ownerId, teamId, currency, rate, paymentDays, taxInclusive } = first;
  const projects = new Set(orders.map(({ projectId }) => projectId));
  return {
    ...given,
    kind: 'INVOICE',
    partyId,
    salesOrderId: orders.length === 1 ? first.id : null,
    creditsId: null,
    returnAuthorisationId: null,
    projectId: projects.size === 1 ? first.projectId : null,
    ownerId,
    teamId,
    billTo,
    reason: null,
    paymentDays,
    currency,
    rate,
    taxInclusive,
  };
}
