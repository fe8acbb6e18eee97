import { builder } from '../builder.ts';
import { ownId } from '../inventory/own-id.ts';
import { row, type InputFieldBuilder } from '../mutation/act-field.ts';
import { PriceOverrideInput } from './price-override-input.ts';
import { QuoteRevisionType, QuoteType } from './quote-types.ts';

/** The quote that an act made or changed, and the revision of it. */
export const quotePayload = <R extends { quoteId: string; quoteRevisionId: string }>(
  description: string,
) => ({
  quote: row<R>(QuoteType, (result) => result.quoteId, 'The quote.'),
  quoteRevision: row<R>(QuoteRevisionType, (result) => result.quoteRevisionId, description),
});

export const quoteId = (t: InputFieldBuilder) => ({
  quoteId: t.id({ required: true, description: 'The quote.' }),
});

export const seenQuote = (t: InputFieldBuilder) => ({
  ...quoteId(t),
  expectedVersion: t.int({ required: true, description: 'The version that was looked at.' }),
});

/** Of an act that may be done without having looked. */
export const perhapsSeenQuote = (t: InputFieldBuilder) => ({
  ...quoteId(t),
  expectedVersion: t.int({
    description: 'The version that was looked at; left out: whatever it is.',
  }),
});

export const quoteReason = (t: InputFieldBuilder) => ({
  reason: t.string({ required: true, description: 'Why.' }),
});

/** What the customer answered, and to what. */
export const answered = (t: InputFieldBuilder) => ({
  quoteRevisionId: t.id({
    required: true,
    description: 'The revision that was answered: not whatever is newest.',
  }),
  from: t.string({ description: 'From where: by which mail, telephone, paper or address.' }),
});

export const QuoteLineInput = builder.inputType('QuoteLineInput', {
  description: 'What is offered.',
  fields: (t) => ({
    ...ownId(t),
    productId: t.id({ required: true, description: 'The product.' }),
    unit: t.string({ description: 'Of the product; else its base unit.' }),
    quantity: t.field({ type: 'Decimal', required: true, description: 'In that unit.' }),
    isOptional: t.boolean({ description: 'The customer may leave it out.' }),
    warehouseId: t.id({ description: 'Where it is to come from; else said with the answer.' }),
    requestedOn: t.field({ type: 'LocalDate', description: 'When the customer wants it.' }),
    price: t.field({ type: PriceOverrideInput, description: 'Beside the lists.' }),
  }),
});

/** How an offer is priced and paid. */
export const quoteTerms = (t: InputFieldBuilder) => ({
  contactId: t.id({ description: 'Who speaks for the customer.' }),
  opportunityId: t.id({ description: 'An opportunity of the customer that it may win.' }),
  projectId: t.id({ description: 'The project that it is for.' }),
  currency: t.string({ description: "ISO 4217; else the firm's." }),
  validUntil: t.field({
    type: 'LocalDate',
    description: 'Its last day, not one that is over; else as many days as the firm says.',
  }),
  paymentDays: t.int({ description: 'Due so many days after the invoice; else as agreed upon.' }),
  paymentTermsId: t.id({ description: 'Terms of payment, in place of days.' }),
  taxInclusive: t.boolean({ description: 'Prices have the tax in them; else they have not.' }),
  documentDiscountPercent: t.field({ type: 'Decimal', description: 'Of the whole.' }),
  documentDiscountAmount: t.field({ type: 'Decimal', description: 'In its place, an amount.' }),
  terms: t.string({ description: 'What else is offered.' }),
});

/** What an edit takes away: nothing said means that it stays. */
export const quoteClearing = (t: InputFieldBuilder) => ({
  withoutContact: t.boolean({ description: 'Nobody speaks for the customer.' }),
  withoutOpportunity: t.boolean({ description: 'It wins no opportunity.' }),
  withoutProject: t.boolean({ description: 'For no project.' }),
  withoutDocumentDiscount: t.boolean({ description: 'No discount of the whole.' }),
  withoutTerms: t.boolean({ description: 'Nothing else is offered.' }),
});
