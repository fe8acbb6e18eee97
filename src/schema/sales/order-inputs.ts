import { builder } from '../builder.ts';
import { ownId } from '../inventory/own-id.ts';
import { row, type InputFieldBuilder } from '../mutation/act-field.ts';
import { DeliveryPolicy, ReservationPolicy } from './order-enums.ts';
import { SalesOrderType } from './order-types.ts';
import { PriceOverrideInput } from './price-override-input.ts';

/** The order that an act made or changed. */
export const order = <R extends { salesOrderId: string }>(description: string) =>
  row<R>(SalesOrderType, (result) => result.salesOrderId, description);

export const orderId = (t: InputFieldBuilder) => ({
  salesOrderId: t.id({ required: true, description: 'The order.' }),
});

/** Of an act on an order that somebody looked at. */
export const seenOrder = (t: InputFieldBuilder) => ({
  ...orderId(t),
  expectedVersion: t.int({
    description: 'The version that was looked at; left out: whatever it is.',
  }),
});

export const reason = (t: InputFieldBuilder) => ({
  reason: t.string({ required: true, description: 'Why.' }),
});

export const reservationPolicyInstead = (t: InputFieldBuilder) => ({
  reservationPolicy: t.field({
    type: ReservationPolicy,
    description: 'How its goods are set aside; else as the order says.',
  }),
});

export const SalesOrderLineInput = builder.inputType('SalesOrderLineInput', {
  description: 'What is ordered.',
  fields: (t) => ({
    ...ownId(t),
    productId: t.id({ required: true, description: 'The product.' }),
    unit: t.string({ description: 'Of the product; else its base unit.' }),
    quantity: t.field({ type: 'Decimal', required: true, description: 'In that unit.' }),
    warehouseId: t.id({ description: 'Where it is served from; else as the order says.' }),
    requestedOn: t.field({ type: 'LocalDate', description: 'When the customer wants it.' }),
    promisedOn: t.field({ type: 'LocalDate', description: 'When it is promised.' }),
    price: t.field({ type: PriceOverrideInput, description: 'Beside the lists.' }),
  }),
});

/** How an order is paid and delivered. */
export const termsFields = (t: InputFieldBuilder) => ({
  contactId: t.id({ description: 'Who speaks for the customer.' }),
  shipToAddressId: t.id({ description: 'An address of the customer; else the one for goods.' }),
  billToAddressId: t.id({ description: 'Same, for the invoice.' }),
  opportunityId: t.id({ description: 'The opportunity that it came from.' }),
  projectId: t.id({ description: 'The project that it is for.' }),
  customerReference: t.string({ description: "The customer's own number of it." }),
  warehouseId: t.id({ description: 'Of lines that name none; else the firm’s default.' }),
  paymentDays: t.int({ description: 'Due so many days after the invoice; else as agreed upon.' }),
  paymentTermsId: t.id({ description: 'Terms of payment, in place of days.' }),
  documentDiscountPercent: t.field({ type: 'Decimal', description: 'Of the whole.' }),
  documentDiscountAmount: t.field({ type: 'Decimal', description: 'In its place, an amount.' }),
  terms: t.string({ description: 'What else is agreed.' }),
  deliveryPolicy: t.field({ type: DeliveryPolicy, description: 'Else SHIP_PARTIAL.' }),
  reservationPolicy: t.field({ type: ReservationPolicy, description: 'Else ALL_OR_NOTHING.' }),
});

/** What an edit takes away: nothing said means that it stays. */
export const clearedFields = (t: InputFieldBuilder) => ({
  withoutContact: t.boolean({ description: 'Nobody speaks for the customer.' }),
  withoutCustomerReference: t.boolean({ description: 'The customer has no number of it.' }),
  withoutWarehouse: t.boolean({ description: 'Lines that name none are served from the default.' }),
  withoutDocumentDiscount: t.boolean({ description: 'No discount of the whole.' }),
  withoutTerms: t.boolean({ description: 'Nothing else is agreed.' }),
  withoutProject: t.boolean({ description: 'For no project.' }),
});

/** What is said of an order as it is written. */
export const orderFields = (t: InputFieldBuilder) => ({
  ...ownId(t),
  customerId: t.id({ required: true, description: 'Who orders.' }),
  ...termsFields(t),
  pricingOn: t.field({ type: 'LocalDate', description: 'Whose prices hold; else today’s.' }),
  requestedOn: t.field({ type: 'LocalDate', description: 'Of lines that say no day.' }),
  currency: t.string({ description: "ISO 4217; else the firm's." }),
  taxInclusive: t.boolean({ description: 'Prices have the tax in them; else they have not.' }),
  lines: t.field({ type: [SalesOrderLineInput], required: true, description: 'What is ordered.' }),
});
