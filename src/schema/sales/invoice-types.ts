import {
  invoiceStates,
  whyNotInvoice,
  type InvoiceAct,
  type InvoiceKind as Kind,
} from '../../modules/sales/index.ts';
import { actor } from '../actor.ts';
import { ProductType, UnitType } from '../catalog/types.ts';
import { ProjectType } from '../crm/project-types.ts';
import { documentActions } from '../document-actions.ts';
import { money } from '../money.ts';
import { SalespersonType, TeamType } from '../parties/floor-types.ts';
import { PartyType } from '../parties/party-types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { TaxRounding } from '../pricing/enums.ts';
import { ReturnAuthorisationType } from './delivery-types.ts';
import { InvoiceKind, InvoiceState } from './invoice-enums.ts';
import { address } from './address-types.ts';
import { SalesOrderLineType, SalesOrderType } from './order-types.ts';
import { taxFields } from './tax-fields.ts';

export const InvoiceType: ReadType = readType('Invoice', {
  description:
    'What a customer is asked to pay for, or what is taken back of it. A draft claims nothing; ' +
    'once posted it never changes: a credit note takes of it back.',
  fields: {
    id: property('id', 'Its id.'),
    kind: choice('kind', InvoiceKind, 'An invoice or a credit note.'),
    state: choice('state', InvoiceState, 'Where it stands.'),
    number: property('number', 'Without gaps a kind and year: `INV-2026-000001`; null: a draft.'),
    party: relation('party', () => PartyType, 'Who is asked to pay.'),
    salesOrder: relation('salesOrder', () => SalesOrderType, 'The order; null: of several.'),
    credits: relation('credits', () => InvoiceType, 'Of a credit note: what it takes of back.'),
    creditNotes: relation('creditNotes', () => InvoiceType, 'What takes of it back.'),
    returnAuthorisation: relation(
      'returnAuthorisation',
      () => ReturnAuthorisationType,
      'Of a credit note for what came back: the return.',
    ),
    project: relation('project', () => ProjectType, 'What it belongs to.'),
    owner: relation('owner', () => SalespersonType, 'Who looks after it.'),
    team: relation('team', () => TeamType, 'The owner’s team at that time.'),
    billTo: address('billTo', 'Where it goes.'),
    reason: property('reason', 'Of a credit note: why.'),
    datedOn: property('datedOn', 'Its day; null: that on which the draft is posted.'),
    dueOn: property('dueOn', 'The day by which it is to be paid; null: a draft.'),
    paymentDays: property('paymentDays', 'It is due so many days after its own.'),
    currency: property('currency', 'ISO 4217.'),
    rate: property('rate', "One unit of the currency in the firm's."),
    taxInclusive: property('taxInclusive', 'Prices have the tax in them.'),
    taxRounding: choice('taxRounding', TaxRounding, 'How its tax is rounded.'),
    net: money('net', 'Without tax.'),
    tax: money('tax', 'The tax.'),
    total: money('total', 'With tax.'),
    settled: money('settled', 'What of it is settled, by its commitments.'),
    companyTotal: property('companyTotal', "The same in the firm's currency."),
    postedAt: property('postedAt', 'When it was posted; null: not yet.'),
    postedBy: actor('postedBy', 'Who posted it.'),
    createdAt: property('createdAt', 'When it was written.'),
    createdBy: actor('createdBy', 'Who wrote it.'),
    version: property('version', 'Rises with each change; send it as `expectedVersion`.'),
    lines: relation('lines', () => InvoiceLineType, 'What for.'),
    taxes: relation('taxes', () => InvoiceTaxType, 'What is owed of each tax.'),
    availableActions: documentActions(invoiceStates, {
      needs: ['kind'],
      why: (act, row) => whyNotInvoice(act as InvoiceAct, { kind: row['kind'] as Kind }),
    }),
  },
  filter: [
    'id',
    'kind',
    'state',
    'number',
    'party',
    'salesOrder',
    'credits',
    'project',
    'owner',
    'team',
    'currency',
    'companyTotal',
    'datedOn',
    'dueOn',
    'createdAt',
    'createdBy',
    'postedAt',
    'postedBy',
    'lines',
  ],
  order: ['createdAt', 'companyTotal', 'id'],
});

export const InvoiceLineType: ReadType = readType('InvoiceLine', {
  description:
    'A part of an order’s line. Of a credit note: what of an invoice’s line is taken back.',
  fields: {
    id: property('id', 'Its id.'),
    lineNo: property('lineNo', 'From 1.'),
    invoice: relation('invoice', () => InvoiceType, 'The invoice.'),
    salesOrderLine: relation('salesOrderLine', () => SalesOrderLineType, 'What was ordered.'),
    creditsLine: relation('creditsLine', () => InvoiceLineType, 'What it takes of back.'),
    product: relation('product', () => ProductType, 'What.'),
    unit: relation('unit', () => UnitType, 'What it is counted in.'),
    quantityInUnit: property('quantityInUnit', 'In that unit; 0: only an amount is credited.'),
    quantity: property('quantity', 'In the base unit.'),
    unitPrice: money('unitPrice', 'Of one `unit`, before what the document takes off.'),
    net: money('net', 'Without tax.'),
    ...taxFields,
    total: money('total', 'With tax.'),
  },
  filter: ['id', 'invoice', 'salesOrderLine', 'product', 'quantity', 'taxCode'],
  order: ['id'],
});

export const InvoiceTaxType: ReadType = readType('InvoiceTax', {
  description: 'What is owed of one tax: what is printed and declared.',
  fields: {
    invoice: relation('invoice', () => InvoiceType, 'The invoice.'),
    taxCode: property('taxCode', 'The tax.'),
    taxRate: property('taxRate', 'Percent.'),
    base: money('base', 'What bears it, without tax.'),
    tax: money('tax', 'What it comes to.'),
  },
  filter: ['taxCode', 'taxRate'],
});
