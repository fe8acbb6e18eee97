import { compareDecimals, isZero, type Decimal } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readQuantityValue } from '../../../kernel/quantity.ts';
import { gather } from '../../../kernel/reading.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { loadProductMeasures, type ProductMeasures } from '../../catalog/index.ts';
import { loadCompany } from '../../parties/index.ts';
import { fault } from '../errors.ts';
import { invoiceEvent, invoiceEvents } from '../invoice-events.ts';
import { loadBilledLines, type LockedInvoice } from '../ledger/lock-invoices.ts';
import { cancellationWrite, draftWrites, oweAll } from '../ledger/write-invoice.ts';
import { roundTaxes } from '../rules/invoice-amounts.ts';
import {
  totalsOfInvoice,
  type BilledLine,
  type InvoiceLineRecord,
  type InvoiceRecord,
} from '../rules/invoice.ts';
import { amountsOfPart, inUnits } from '../rules/plan-invoice.ts';
import { readDays, readPastDay } from '../rules/read-input.ts';
import type { InvoiceDrafted } from './draft-invoice.ts';
import { lockInvoiceFor, requireInvoiceVersion } from './post-invoice.ts';

export interface InvoiceLineEdit {
  readonly invoiceLineId: Id;
  /** In the product's base unit, no more than stands there; none takes the line off. */
  readonly quantity: string;
}

export interface EditInvoiceDraftInput {
  readonly invoiceId: Id;
  readonly expectedVersion: number;
  /** What is not said stays. */
  readonly lines?: readonly InvoiceLineEdit[] | null;
  readonly datedOn?: string | null;
  /** It is dated on the day it is posted. */
  readonly withoutDay?: boolean | null;
  readonly paymentDays?: number | null;
}

/** Less stands on a draft, or another day, or other terms. More is another draft. */
export const editInvoiceDraft = defineOperation({
  name: 'editInvoiceDraft',
  permission: 'sales.invoice',
  async run(op, input: EditInvoiceDraftInput): Promise<InvoiceDrafted> {
    const locked = await lockInvoiceFor(op, input.invoiceId, 'editInvoiceDraft');
    const { invoice } = locked;
    requireInvoiceVersion(invoice, input.expectedVersion);
    const { measures, billed, currency } = await loadFacts(op, invoice);
    const faults: Fault[] = [];
    const day = readPastDay(input.datedOn, op.today, ['datedOn'], faults);
    const datedOn = input.withoutDay ? null : (day ?? invoice.datedOn);
    const paymentDays = readDays(input.paymentDays, ['paymentDays'], faults) ?? invoice.paymentDays;
    const left = readEdits(invoice, input.lines ?? [], measures, faults);
    if (left.length === 0) {
      faults.push(fault('NO_LINES', 'Nothing would be left: cancel it', ['lines']));
    }
    refuseIfAny(faults);
    const lines = roundTaxes(count(left, locked, billed), invoice);
    const draft = { ...invoice, datedOn, paymentDays, lines };
    const totals = totalsOfInvoice(lines, draft.rate, currency);
    oweAll(op, draftWrites(op, draft, totals));
    const standing = { state: 'DRAFT', number: null, datedOn, dueOn: null };
    const version = invoice.version + 1;
    const change = { from: { lines: invoice.lines, datedOn: invoice.datedOn } };
    const type = invoiceEvents.invoiceDraftEdited;
    op.emit(invoiceEvent(type, draft, totals, { ...standing, version }, change));
    return { invoiceId: invoice.id };
  },
});

interface Facts {
  readonly measures: ReadonlyMap<Id, ProductMeasures>;
  readonly billed: readonly BilledLine[];
  /** The firm's. */
  readonly currency: string;
}

async function loadFacts(op: OperationContext, { lines }: InvoiceRecord): Promise<Facts> {
  const [company, measures, billed] = await inOrder(
    loadCompany(op),
    loadProductMeasures(
      op,
      lines.map(({ productId }) => productId),
    ),
    loadBilledLines(
      op,
      lines.map(({ salesOrderLineId }) => salesOrderLineId),
    ),
  );
  return { measures, billed, currency: company.currency };
}

/** The lines with their new quantities; those of which nothing is left are gone. */
function readEdits(
  invoice: InvoiceRecord,
  edits: readonly InvoiceLineEdit[],
  measures: ReadonlyMap<Id, ProductMeasures>,
  faults: Fault[],
): InvoiceLineRecord[] {
  const quantities = new Map<Id, Decimal>();
  const known = new Map(invoice.lines.map((line) => [line.id, line]));
  edits.forEach(({ invoiceLineId, quantity }, index) => {
    const path = ['lines', String(index)];
    const line = known.get(invoiceLineId.toLowerCase());
    if (!line) {
      const message = 'The invoice has no such line';
      faults.push(fault('INVOICE_LINE_NOT_FOUND', message, [...path, 'invoiceLineId']));
      return;
    }
    if (quantities.has(line.id)) {
      const message = `Another line is about this line of ${line.sku}`;
      faults.push(fault('LINE_REPEATED', message, [...path, 'invoiceLineId']));
    }
    const at = [...path, 'quantity'];
    const decimals = measures.get(line.productId)?.baseDecimals ?? 0;
    const value = gather(readQuantityValue(quantity, { decimals }), at, faults);
    if (value === null) return;
    if (value.startsWith('-') || compareDecimals(value, line.quantity) > 0) {
      const message = `${line.sku}: ${line.quantity} at most stand there, and nothing at least`;
      faults.push(fault('OUT_OF_RANGE', message, at, { most: line.quantity }));
    }
    quantities.set(line.id, value);
  });
  return invoice.lines
    .map((line) => {
      const quantity = quantities.get(line.id) ?? line.quantity;
      return { ...line, ...inUnits(line, quantity, measures.get(line.productId)) };
    })
    .filter(({ quantity }) => !isZero(quantity));
}

/** What they come to now. */
function count(
  lines: readonly InvoiceLineRecord[],
  { invoice, orders }: LockedInvoice,
  billed: readonly BilledLine[],
): InvoiceLineRecord[] {
  const ordered = [...orders.values()].flatMap((order) => order.lines);
  const counting = invoice;
  return lines.map((line) => {
    const of = ordered.find(({ id }) => id === line.salesOrderLineId);
    if (!of) throw new Error(`No order line ${line.salesOrderLineId}`);
    return { ...line, ...amountsOfPart(of, line.quantity, { billed, counting }) };
  });
}

export interface CancelInvoiceDraftInput {
  readonly invoiceId: Id;
}

/** A draft is given up. It had no number, so none is missing. */
export const cancelInvoiceDraft = defineOperation({
  name: 'cancelInvoiceDraft',
  permission: 'sales.invoice',
  async run(op, input: CancelInvoiceDraftInput): Promise<InvoiceDrafted> {
    const { invoice } = await lockInvoiceFor(op, input.invoiceId, 'cancelInvoiceDraft');
    const { currency } = await loadCompany(op);
    oweAll(op, [cancellationWrite(invoice.id)]);
    const totals = totalsOfInvoice(invoice.lines, invoice.rate, currency);
    const { datedOn, version } = invoice;
    const standing = { state: 'CANCELLED', number: null, datedOn, dueOn: null };
    const type = invoiceEvents.invoiceDraftCancelled;
    op.emit(invoiceEvent(type, invoice, totals, { ...standing, version: version + 1 }));
    return { invoiceId: invoice.id };
  },
});
