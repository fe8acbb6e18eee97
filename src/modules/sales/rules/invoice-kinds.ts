/** What is claimed from a customer, and what is taken back of it. */
export const invoiceKinds = ['INVOICE', 'CREDIT_NOTE'] as const;
export type InvoiceKind = (typeof invoiceKinds)[number];

/** What the numbers of each kind begin with: `INV-2026-000001`. */
export const invoiceSeries: Readonly<Record<InvoiceKind, string>> = {
  INVOICE: 'INV',
  CREDIT_NOTE: 'CN',
};
