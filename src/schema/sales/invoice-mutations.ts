import {
  cancelInvoiceDraft,
  creditInvoice,
  draftInvoice,
  editInvoiceDraft,
  invoiceSalesOrder,
  postInvoice,
  type CancelInvoiceDraftInput,
  type CreditInvoiceInput,
  type DraftInvoiceInput,
  type EditInvoiceDraftInput,
  type InvoiceCredited,
  type InvoiceDrafted,
  type InvoicePosted,
  type PostInvoiceInput,
} from '../../modules/sales/index.ts';
import { builder } from '../builder.ts';
import { actField, row, value, type InputFieldBuilder } from '../mutation/act-field.ts';
import { TaxRounding } from '../pricing/enums.ts';
import { InvoiceType } from './invoice-types.ts';

const invoice = row<InvoiceDrafted>(InvoiceType, (result) => result.invoiceId, 'The invoice.');

const InvoiceLineInputType = builder.inputType('InvoiceLineInput', {
  description: 'A line of an order that is to be invoiced.',
  fields: (t) => ({
    salesOrderLineId: t.id({ required: true, description: 'The line.' }),
    quantity: t.field({
      type: 'Decimal',
      description: 'In the base unit; all that is delivered and not invoiced if not said.',
    }),
  }),
});

const InvoiceLineEditType = builder.inputType('InvoiceLineEdit', {
  description: 'Less of a line of a draft.',
  fields: (t) => ({
    invoiceLineId: t.id({ required: true, description: 'The line.' }),
    quantity: t.field({
      type: 'Decimal',
      required: true,
      description: 'In the base unit, no more than stands there; "0" takes the line off.',
    }),
  }),
});

const CreditLineInputType = builder.inputType('CreditLineInput', {
  description: 'What of a line of an invoice is taken back: goods, or an amount, or all of it.',
  fields: (t) => ({
    invoiceLineId: t.id({ required: true, description: 'The line.' }),
    quantity: t.field({ type: 'Decimal', description: 'In the base unit: owed no more.' }),
    amount: t.field({
      type: 'Decimal',
      description:
        'So much less for goods that stay sold: net where tax comes on top, else with tax.',
    }),
  }),
});

const invoiceId = (t: InputFieldBuilder) => ({
  invoiceId: t.id({ required: true, description: 'The invoice.' }),
});

const version = (t: InputFieldBuilder) => ({
  expectedVersion: t.int({ required: true, description: 'The version seen; else STALE.' }),
});

const draftFields = (t: InputFieldBuilder) => ({
  id: t.id({ description: 'Made by the client; else by the server.' }),
  salesOrderIds: t.idList({
    required: true,
    description: 'The order; or several of one customer with the same currency, rate and terms.',
  }),
  lines: t.field({
    type: [InvoiceLineInputType],
    description: 'Which lines; all that is delivered and not invoiced if not said.',
  }),
  datedOn: t.field({
    type: 'LocalDate',
    description: 'Its day, not to come; the day it is posted on if not said.',
  }),
  taxRounding: t.field({ type: TaxRounding, description: 'As the firm does if not said.' }),
});

actField<DraftInvoiceInput, InvoiceDrafted>({
  name: 'draftInvoice',
  operation: draftInvoice,
  description: 'Writes down what was delivered and is not invoiced. It claims nothing yet.',
  key: 'required',
  input: draftFields,
  payload: { invoice },
});

actField<EditInvoiceDraftInput, InvoiceDrafted>({
  name: 'editInvoiceDraft',
  operation: editInvoiceDraft,
  description: 'Less stands on a draft, or another day, or other terms. What is not said stays.',
  key: 'optional',
  input: (t) => ({
    ...invoiceId(t),
    ...version(t),
    lines: t.field({ type: [InvoiceLineEditType], description: 'Lines of which there is less.' }),
    datedOn: t.field({ type: 'LocalDate', description: 'Its day, not to come.' }),
    withoutDay: t.boolean({ description: 'True: its day is that on which it is posted.' }),
    paymentDays: t.int({ description: 'It is due so many days after its own; 0 to 3650.' }),
  }),
  payload: { invoice },
});

actField<PostInvoiceInput, InvoicePosted>({
  name: 'postInvoice',
  operation: postInvoice,
  description:
    'The customer is asked to pay: it gets its number, and never changes again. It is counted ' +
    'anew, for others may have been posted since.',
  key: 'required',
  input: (t) => ({
    ...invoiceId(t),
    ...version(t),
    datedOn: t.field({
      type: 'LocalDate',
      description: 'Not before the last one posted, nor to come; as the draft says, else today.',
    }),
  }),
  payload: { invoice },
});

actField<DraftInvoiceInput, InvoicePosted>({
  name: 'invoiceSalesOrder',
  operation: invoiceSalesOrder,
  description: 'Drafts an invoice of what was delivered and posts it, in one act.',
  key: 'required',
  input: draftFields,
  payload: { invoice },
});

actField<CancelInvoiceDraftInput, InvoiceDrafted>({
  name: 'cancelInvoiceDraft',
  operation: cancelInvoiceDraft,
  description: 'A draft is given up. It had no number, so none is missing.',
  key: 'optional',
  input: invoiceId,
  payload: { invoice },
});

actField<CreditInvoiceInput, InvoiceCredited>({
  name: 'creditInvoice',
  operation: creditInvoice,
  description:
    'Takes of a posted invoice back what should not be owed: goods, amounts, what came back, or ' +
    'all that is left. It settles what the invoice still claims; the rest is an open credit.',
  key: 'required',
  input: (t) => ({
    id: t.id({ description: 'Of the credit note, made by the client; else by the server.' }),
    ...invoiceId(t),
    reason: t.string({ required: true, description: 'Why, in words.' }),
    datedOn: t.field({
      type: 'LocalDate',
      description: 'Not before the last credit note, nor to come; today if not said.',
    }),
    lines: t.field({
      type: [CreditLineInputType],
      description: 'Which lines; all that is left if neither they nor a return are said.',
    }),
    returnAuthorisationId: t.id({ description: 'What came back by this return.' }),
  }),
  payload: {
    creditNote: row(InvoiceType, (result) => result.creditNoteId, 'The credit note.'),
    invoice: row(InvoiceType, (result) => result.invoiceId, 'What it takes of back.'),
    settled: value(
      'Decimal',
      (result) => result.settled,
      'What of it settled the invoice, in its currency.',
    ),
    openCredit: value(
      'Decimal',
      (result) => result.openCredit,
      'What of it the customer has as an open credit.',
    ),
  },
});
