import {
  acceptQuote,
  cancelQuote,
  copyQuote,
  draftQuote,
  editQuote,
  extendQuoteValidity,
  rejectQuote,
  repriceQuote,
  reviseQuote,
  sendQuote,
  type AcceptQuoteInput,
  type CopyQuoteInput,
  type DraftQuoteInput,
  type EditQuoteInput,
  type ExtendQuoteValidityInput,
  type QuoteAccepted,
  type QuoteChanged,
  type QuoteRepriced,
  type RejectQuoteInput,
  type ReviseQuoteInput,
  type SendQuoteInput,
} from '../../modules/sales/index.ts';
import { builder } from '../builder.ts';
import { ownId } from '../inventory/own-id.ts';
import { actField, value } from '../mutation/act-field.ts';
import { DeliveryPolicy, ReservationPolicy } from './order-enums.ts';
import { order } from './order-inputs.ts';
import {
  answered,
  perhapsSeenQuote,
  quoteClearing,
  quoteId,
  QuoteLineInput,
  quotePayload,
  quoteReason,
  quoteTerms,
  seenQuote,
} from './quote-inputs.ts';

actField<DraftQuoteInput, QuoteChanged>({
  name: 'draftQuote',
  operation: draftQuote,
  description: 'An offer to a customer is begun, at the prices of today.',
  key: 'optional',
  input: (t) => ({
    ...ownId(t),
    customerId: t.id({ required: true, description: 'Who it is for.' }),
    ...quoteTerms(t),
    lines: t.field({ type: [QuoteLineInput], required: true, description: 'What is offered.' }),
  }),
  payload: quotePayload('Its first revision, a draft.'),
});

actField<EditQuoteInput, QuoteChanged>({
  name: 'editQuote',
  operation: editQuote,
  description:
    'A draft says something else, at the prices of its day. Any other content drops the approval ' +
    'of what it was.',
  key: 'optional',
  input: (t) => ({
    ...seenQuote(t),
    customerId: t.id({ description: 'Who it is for from now on.' }),
    ...quoteTerms(t),
    ...quoteClearing(t),
    lines: t.field({ type: [QuoteLineInput], description: 'All lines there are to be.' }),
  }),
  payload: quotePayload('The revision.'),
});

const Difference = builder.objectRef<QuoteRepriced['difference']>('QuoteDifference').implement({
  description: 'By how much sums went up; below zero: down. In the currency of the quote.',
  fields: (t) => ({
    net: t.field({ type: 'Decimal', description: 'Without tax.', resolve: ({ net }) => net }),
    tax: t.field({ type: 'Decimal', description: 'The tax.', resolve: ({ tax }) => tax }),
    total: t.field({ type: 'Decimal', description: 'With tax.', resolve: ({ total }) => total }),
  }),
});

actField<{ quoteId: string; expectedVersion: number }, QuoteRepriced>({
  name: 'repriceQuote',
  operation: repriceQuote,
  description: 'A draft gets the prices of today; what was set by hand stays.',
  key: 'optional',
  input: seenQuote,
  payload: {
    ...quotePayload('The revision.'),
    difference: value(Difference, (result) => result.difference, 'What that changed.'),
  },
});

actField<ReviseQuoteInput, QuoteChanged>({
  name: 'reviseQuote',
  operation: reviseQuote,
  description: 'A new revision under the same number takes the place of the one before.',
  key: 'optional',
  input: (t) => ({
    ...quoteId(t),
    reprice: t.boolean({
      description: 'At the prices of today; what is past its validity is in any case.',
    }),
  }),
  payload: quotePayload('The new revision, a draft.'),
});

actField<CopyQuoteInput, QuoteChanged>({
  name: 'copyQuote',
  operation: copyQuote,
  description: 'A quote of its own with the lines of another, at the prices of today, unapproved.',
  key: 'optional',
  input: (t) => ({
    ...quoteId(t),
    ...ownId(t),
    customerId: t.id({ description: 'For another customer; else for the same.' }),
    withoutOverrides: t.boolean({ description: 'What was set by hand stays behind.' }),
  }),
  payload: quotePayload('Its first revision, a draft.'),
});

actField<SendQuoteInput, QuoteChanged & { readonly sentHash: string }>({
  name: 'sendQuote',
  operation: sendQuote,
  description:
    'The customer gets the offer: it is frozen. Refused with APPROVAL_REQUIRED for each policy ' +
    'that applies and was not agreed to for just this content.',
  key: 'optional',
  input: perhapsSeenQuote,
  payload: quotePayload('The revision, as it was sent.'),
});

actField<AcceptQuoteInput, QuoteAccepted>({
  name: 'acceptQuote',
  operation: acceptQuote,
  description:
    'The customer says yes to what was sent, and it becomes an order in the same act. For less, ' +
    'or anything else, there is another revision.',
  key: 'required',
  input: (t) => ({
    ...answered(t),
    byName: t.string({ required: true, description: 'Who of the customer said yes.' }),
    note: t.string({ description: 'What they said.' }),
    optionalLineIds: t.idList({ description: 'Of the lines that may be left out: those taken.' }),
    asDraft: t.boolean({ description: 'The order is a draft; else confirmed at once.' }),
    holdOnCredit: t.boolean({
      description: 'Where the credit does not suffice: confirmed and held; else refused.',
    }),
    salesOrderId: t.id({ description: 'Of the order: made by the client; else by the server.' }),
    customerReference: t.string({ description: "The customer's own number of the order." }),
    warehouseId: t.id({ description: 'Of lines that name none; else the firm’s default.' }),
    shipToAddressId: t.id({ description: 'An address of the customer; else the one for goods.' }),
    billToAddressId: t.id({ description: 'Same, for the invoice.' }),
    deliveryPolicy: t.field({ type: DeliveryPolicy, description: 'Else SHIP_PARTIAL.' }),
    reservationPolicy: t.field({ type: ReservationPolicy, description: 'Else ALL_OR_NOTHING.' }),
  }),
  payload: { ...quotePayload('The revision.'), salesOrder: order('The order.') },
});

actField<RejectQuoteInput, QuoteChanged>({
  name: 'rejectQuote',
  operation: rejectQuote,
  description: 'The customer says no to what was sent.',
  key: 'optional',
  input: (t) => ({
    ...answered(t),
    ...quoteReason(t),
    byName: t.string({ description: 'Who of the customer said no.' }),
  }),
  payload: quotePayload('The revision.'),
});

actField<{ quoteId: string; reason: string }, QuoteChanged>({
  name: 'cancelQuote',
  operation: cancelQuote,
  description: 'We take the offer back; nobody is asked about it any more.',
  key: 'optional',
  input: (t) => ({ ...quoteId(t), ...quoteReason(t) }),
  payload: quotePayload('The revision.'),
});

actField<ExtendQuoteValidityInput, QuoteChanged>({
  name: 'extendQuoteValidity',
  operation: extendQuoteValidity,
  description: 'What was sent holds longer, at its prices; also when its last day is over.',
  key: 'optional',
  input: (t) => ({
    ...quoteId(t),
    validUntil: t.field({ type: 'LocalDate', required: true, description: 'Its last day.' }),
    ...quoteReason(t),
  }),
  payload: quotePayload('The revision.'),
});
