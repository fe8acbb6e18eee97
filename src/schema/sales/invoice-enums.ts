import { invoiceKinds, invoiceStateNames } from '../../modules/sales/index.ts';
import { builder } from '../builder.ts';

export const InvoiceKind = builder.enumType('InvoiceKind', {
  description: 'What is claimed from a customer, and what is taken back of it.',
  values: invoiceKinds,
});

export const InvoiceState = builder.enumType('InvoiceState', {
  description: 'A draft claims nothing; what is posted never changes.',
  values: invoiceStateNames,
});
