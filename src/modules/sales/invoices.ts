/* The part of the door that is about invoices. */

import { InvoiceLineSchema, InvoiceSchema, InvoiceTaxSchema } from './entities/invoice.ts';

export const invoiceEntities = [InvoiceSchema, InvoiceLineSchema, InvoiceTaxSchema] as const;

export {
  creditInvoice,
  type CreditInvoiceInput,
  type InvoiceCredited,
} from './operations/credit-invoice.ts';
export {
  draftInvoice,
  type DraftInvoiceInput,
  type InvoiceDrafted,
} from './operations/draft-invoice.ts';
export {
  cancelInvoiceDraft,
  editInvoiceDraft,
  type CancelInvoiceDraftInput,
  type EditInvoiceDraftInput,
  type InvoiceLineEdit,
} from './operations/edit-invoice-draft.ts';
export {
  invoiceSalesOrder,
  postInvoice,
  type PostInvoiceInput,
} from './operations/post-invoice.ts';

export { invoiceKinds, type InvoiceKind } from './rules/invoice-kinds.ts';
export {
  invoiceStateNames,
  invoiceStates,
  whyNotInvoice,
  type InvoiceAct,
  type InvoiceState,
} from './rules/invoice-states.ts';
export type { InvoicePosted } from './rules/invoice.ts';
export type { CreditLineInput } from './rules/plan-credit-note.ts';
export type { InvoiceLineInput } from './rules/plan-invoice.ts';
