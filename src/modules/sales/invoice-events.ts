import type { EventType, NewEvent } from '../../platform/events/event.ts';
import { taxesOf } from './rules/invoice-amounts.ts';
import type { InvoiceTotals, NewInvoice } from './rules/invoice.ts';

const define = (type: string, description: string): EventType => ({
  type,
  permission: 'sales.read',
  description,
});

/** What is announced of invoices. Each bears the document as it then is, and what changed. */
export const invoiceEvents = {
  invoiceDrafted: define('invoice.drafted', 'An invoice was written; it claims nothing yet'),
  invoiceDraftEdited: define('invoice.draftEdited', 'Less, or another day, stands on a draft'),
  invoiceDraftCancelled: define('invoice.draftCancelled', 'A draft was given up'),
  invoicePosted: define('invoice.posted', 'A customer is asked to pay'),
  creditNotePosted: define('creditNote.posted', 'Of an invoice something was taken back'),
} as const satisfies Record<string, EventType>;

/** What the document is beside what was written of it. */
interface Standing {
  readonly state: string;
  readonly number: string | null;
  readonly datedOn: string | null;
  readonly dueOn: string | null;
  readonly version: number;
}

/** Told to those who look after the customer. */
export function invoiceEvent(
  type: EventType,
  invoice: NewInvoice,
  totals: InvoiceTotals,
  standing: Standing,
  change: Readonly<Record<string, unknown>> = {},
): NewEvent {
  const { ownerId, teamId } = invoice;
  const { net, tax, total, companyTotal } = totals;
  const taxes = taxesOf(invoice.lines, invoice.currency);
  return {
    type,
    subject: { type: 'invoice', id: invoice.id },
    ownerId,
    unitIds: teamId === null ? [] : [teamId],
    data: { invoice: { ...invoice, net, tax, total, companyTotal, taxes, ...standing }, change },
  };
}
