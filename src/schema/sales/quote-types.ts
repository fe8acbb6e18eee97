import { quoteStates, whyNotQuote, type QuoteAct } from '../../modules/sales/index.ts';
import { actor } from '../actor.ts';
import { ProductType, UnitType } from '../catalog/types.ts';
import { OpportunityType } from '../crm/opportunity-types.ts';
import { ProjectType } from '../crm/project-types.ts';
import { documentActions } from '../document-actions.ts';
import { WarehouseType } from '../inventory/place-types.ts';
import { money } from '../money.ts';
import { SalespersonType, TeamType } from '../parties/floor-types.ts';
import { PartyType } from '../parties/party-types.ts';
import { PaymentTermsType } from '../receivables/terms-types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { ApprovalRequestType } from './approval-types.ts';
import { QuoteState } from './quote-enums.ts';
import { taxFields } from './tax-fields.ts';

export const QuoteType: ReadType = readType('Quote', {
  description: 'An offer to a customer under one number, in revisions; the newest is in force.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'E.g. `QT-1042`: of all its revisions.'),
    state: choice('state', QuoteState, 'Where its newest revision stands.'),
    party: relation('party', () => PartyType, 'Who it is for.'),
    contact: relation('contact', () => PartyType, 'Who speaks for them.'),
    opportunity: relation('opportunity', () => OpportunityType, 'What it may win.'),
    project: relation('project', () => ProjectType, 'The project that it is for.'),
    owner: relation('owner', () => SalespersonType, 'Who looks after it.'),
    team: relation('team', () => TeamType, 'The team of that time.'),
    createdAt: property('createdAt', 'When it was begun.'),
    createdBy: actor('createdBy', 'Who began it.'),
    version: property('version', 'Rises with whatever happens to it.'),
    revisions: relation('revisions', () => QuoteRevisionType, 'What was offered, in order.'),
  },
  filter: [
    'id',
    'number',
    'state',
    'party',
    'contact',
    'opportunity',
    'project',
    'owner',
    'team',
    'createdAt',
    'createdBy',
    'revisions',
  ],
  order: ['id', 'number', 'createdAt'],
});

export const QuoteRevisionType: ReadType = readType('QuoteRevision', {
  description:
    'What was offered once. What was sent never changes: another revision takes its place.',
  fields: {
    id: property('id', 'Its id.'),
    quote: relation('quote', () => QuoteType, 'The quote.'),
    revisionNo: property('revisionNo', 'From 1.'),
    state: choice('state', QuoteState, 'Where it stands.'),
    isLive: property('isLive', 'It may yet become an order.'),
    currency: property('currency', 'ISO 4217.'),
    rate: property('rate', "One unit of the currency in the firm's."),
    pricingOn: property('pricingOn', 'The day whose prices, taxes and rate hold.'),
    validUntil: property('validUntil', "Through the end of this day, in the firm's zone."),
    paymentDays: property('paymentDays', 'It is due so many days after the invoice.'),
    paymentTerms: relation('paymentTerms', () => PaymentTermsType, 'In place of these days.'),
    taxInclusive: property('taxInclusive', 'Prices have the tax in them.'),
    documentDiscountPercent: property('documentDiscountPercent', 'Of the whole, in percent.'),
    documentDiscountAmount: property('documentDiscountAmount', 'Of the whole, as an amount.'),
    terms: property('terms', 'What else is offered.'),
    net: money('net', 'Of all lines, those to choose among them: without tax, after discounts.'),
    discount: money('discount', 'All discounts.'),
    tax: money('tax', 'The tax.'),
    total: money('total', 'With tax.'),
    optionalTotal: money('optionalTotal', 'Of the total, what the customer may leave out.'),
    margin: property('margin', "What is left of net after costs, in the firm's currency."),
    contentHash: property('contentHash', 'Of what is offered: approvals are of just this.'),
    sentAt: property('sentAt', 'When the customer got it; null: not yet.'),
    sentContent: property('sentContent', 'What the customer got, as canonical JSON.'),
    sentHash: property('sentHash', 'SHA-256 of that, in hex.'),
    decidedAt: property('decidedAt', 'When the customer answered, or we took it back.'),
    decidedByName: property('decidedByName', 'Who of the customer answered.'),
    decidedFrom: property('decidedFrom', 'From where, by which paper.'),
    decisionNote: property('decisionNote', 'What they said, or why.'),
    createdAt: property('createdAt', 'When it was begun.'),
    createdBy: actor('createdBy', 'Who began it.'),
    version: property('version', 'Rises with each change of it.'),
    lines: relation('lines', () => QuoteLineType, 'What is offered.'),
    approvalRequests: relation(
      'approvalRequests',
      () => ApprovalRequestType,
      'What departments were asked about it.',
    ),
    availableActions: documentActions(quoteStates, {
      jobs: ['expireQuotes'],
      needs: ['validUntil', 'authorIds'],
      why: (act, row, { parts, viewer }) =>
        whyNotQuote(act as QuoteAct, {
          validUntil: row['validUntil'] as string,
          authorIds: row['authorIds'] as readonly string[],
          me: viewer?.personId ?? null,
          today: parts.dayOf(parts.clock.now()),
        }),
    }),
  },
  filter: [
    'id',
    'quote',
    'revisionNo',
    'state',
    'isLive',
    'currency',
    'validUntil',
    'paymentDays',
    'margin',
    'sentAt',
    'decidedAt',
    'createdAt',
    'createdBy',
    'lines',
    'approvalRequests',
  ],
  order: ['id', 'revisionNo', 'validUntil', 'createdAt'],
});

export const QuoteLineType: ReadType = readType('QuoteLine', {
  description:
    'One product of a revision, with its price and why it is so. `quantity` is in its base unit.',
  fields: {
    id: property('id', 'Its id.'),
    quoteRevision: relation('quoteRevision', () => QuoteRevisionType, 'The revision.'),
    lineNo: property('lineNo', 'From 1.'),
    product: relation('product', () => ProductType, 'What.'),
    warehouse: relation('warehouse', () => WarehouseType, 'Where it is to come from.'),
    unit: relation('unit', () => UnitType, 'The unit it is offered in.'),
    quantityInUnit: property('quantityInUnit', 'In that unit.'),
    quantity: property('quantity', 'In the base unit.'),
    isOptional: property('isOptional', 'The customer may leave it out.'),
    requestedOn: property('requestedOn', 'When the customer wants it.'),
    listPrice: money('listPrice', 'Of one unit, before discounts.'),
    unitPrice: money('unitPrice', 'Of one unit, after the discounts of the line.'),
    discountPercent: property('discountPercent', 'What the line’s discounts took off the list.'),
    discount: money('discount', 'All discounts, its part of those of the document among them.'),
    net: money('net', 'Without tax, after all discounts.'),
    ...taxFields,
    total: money('total', 'With tax.'),
    priceOverride: property('priceOverride', 'What was asked for beside the lists, and why.'),
    priceTrace: property('priceTrace', 'Why the price is what it is.'),
    unitCost: property('unitCost', "Of one base unit, in the firm's currency, when it was priced."),
    warrantyMonths: property('warrantyMonths', 'For how long it is warranted.'),
  },
  filter: [
    'id',
    'quoteRevision',
    'product',
    'warehouse',
    'quantity',
    'isOptional',
    'requestedOn',
    'discountPercent',
    'taxCode',
  ],
  order: ['id', 'lineNo'],
});
