import './invoice-mutations.ts';
import { listField, oneField } from '../read/root-fields.ts';
import { InvoiceType } from './invoice-types.ts';

oneField('invoice', InvoiceType, 'An invoice or credit note by its id.');
listField('invoices', InvoiceType, {
  description: 'Invoices and credit notes.',
  defaultOrder: 'CREATED_AT_DESC',
});
