import type { StateMachine } from '../../../kernel/transitions.ts';
import type { InvoiceKind } from './invoice-kinds.ts';

export const invoiceStateNames = ['DRAFT', 'POSTED', 'CANCELLED'] as const;
export type InvoiceState = (typeof invoiceStateNames)[number];

export type InvoiceAct =
  'editInvoiceDraft' | 'postInvoice' | 'cancelInvoiceDraft' | 'creditInvoice';

/** A draft claims nothing. What is posted never changes: a credit note takes of it back. */
export const invoiceStates: StateMachine<InvoiceState, InvoiceAct> = {
  of: 'invoice',
  acts: {
    editInvoiceDraft: { from: ['DRAFT'], to: 'DRAFT' },
    postInvoice: { from: ['DRAFT'], to: 'POSTED' },
    cancelInvoiceDraft: { from: ['DRAFT'], to: 'CANCELLED' },
    creditInvoice: { from: ['POSTED'], to: 'POSTED' },
  },
};

/** What stands in the way of an act on an invoice beside its state. */
export const whyNotInvoice = (act: InvoiceAct, { kind }: { kind: InvoiceKind }): string[] =>
  act === 'creditInvoice' && kind === 'CREDIT_NOTE'
    ? ['A credit note is not taken back: invoice once more']
    : [];
