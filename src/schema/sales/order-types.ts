import {
  salesOrderStates,
  whyNotSalesOrder,
  type SalesOrderAct,
} from '../../modules/sales/index.ts';
import { actor } from '../actor.ts';
import { ProductType, UnitType } from '../catalog/types.ts';
import { documentActions } from '../document-actions.ts';
import { WarehouseType } from '../inventory/place-types.ts';
import { money } from '../money.ts';
import { SalespersonType, TeamType } from '../parties/floor-types.ts';
import { PartyType } from '../parties/party-types.ts';
import { PaymentTermsType } from '../receivables/terms-types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { address } from './address-types.ts';
import { DeliveryType, ReturnAuthorisationType } from './delivery-types.ts';
import { InvoiceLineType, InvoiceType } from './invoice-types.ts';
import {
  DeliveryPolicy,
  OrderHold,
  Progress,
  ReservationPolicy,
  SalesOrderState,
} from './order-enums.ts';
import { taxFields } from './tax-fields.ts';

export const SalesOrderType: ReadType = readType('SalesOrder', {
  description:
    'What a customer ordered. Once confirmed it is changed by amendments alone; what is ' +
    'delivered, invoiced and paid of it is told by its lines.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'E.g. `SO-1042`.'),
    state: choice('state', SalesOrderState, 'Where it stands.'),
    party: relation('party', () => PartyType, 'Who ordered.'),
    contact: relation('contact', () => PartyType, 'Who spoke for them.'),
    owner: relation('owner', () => SalespersonType, 'Who looks after it.'),
    team: relation('team', () => TeamType, 'The team of that time.'),
    shipTo: address('shipTo', 'Where the goods go.'),
    billTo: address('billTo', 'Where the invoice goes.'),
    customerReference: property('customerReference', "The customer's own number of it."),
    warehouse: relation('warehouse', () => WarehouseType, 'Of lines that name none.'),
    orderedOn: property('orderedOn', 'The day it was ordered.'),
    pricingOn: property('pricingOn', 'The day whose prices, taxes and rate hold.'),
    currency: property('currency', 'ISO 4217.'),
    rate: property('rate', "One unit of the currency in the firm's."),
    paymentDays: property('paymentDays', 'It is due so many days after the invoice.'),
    paymentTerms: relation('paymentTerms', () => PaymentTermsType, 'In place of these days.'),
    taxInclusive: property('taxInclusive', 'Prices have the tax in them.'),
    documentDiscountPercent: property('documentDiscountPercent', 'Of the whole, in percent.'),
    documentDiscountAmount: property('documentDiscountAmount', 'Of the whole, as an amount.'),
    terms: property('terms', 'What else was agreed.'),
    deliveryPolicy: choice('deliveryPolicy', DeliveryPolicy, 'How its goods leave.'),
    reservationPolicy: choice('reservationPolicy', ReservationPolicy, 'How goods are set aside.'),
    holds: choice('holds', OrderHold, 'Why nothing is delivered; empty: nothing holds it.'),
    cleared: property(
      'cleared',
      "The customer's credit sufficed. Until then it claims neither goods nor credit.",
    ),
    net: money('net', 'Without tax, after all discounts.'),
    discount: money('discount', 'All discounts.'),
    tax: money('tax', 'The tax.'),
    total: money('total', 'With tax.'),
    fulfilment: choice('fulfilment', Progress, 'How much was issued.'),
    invoicing: choice('invoicing', Progress, 'How much was invoiced.'),
    payment: choice('payment', Progress, 'How much of its commitments is settled.'),
    exposure: property(
      'exposure',
      "Not yet invoiced, in the firm's currency, while it is claimed.",
    ),
    isOpen: property('isOpen', 'Something of it is to be delivered yet.'),
    confirmedAt: property('confirmedAt', 'When it was confirmed; null: not yet.'),
    confirmedBy: actor('confirmedBy', 'Who confirmed it.'),
    endedAt: property('endedAt', 'When it was closed or cancelled.'),
    endReason: property('endReason', 'Why.'),
    createdAt: property('createdAt', 'When it was written.'),
    createdBy: actor('createdBy', 'Who wrote it.'),
    version: property('version', 'Rises with each change.'),
    lines: relation('lines', () => SalesOrderLineType, 'What was ordered.'),
    deliveries: relation('deliveries', () => DeliveryType, 'What leaves of it, and left.'),
    returnAuthorisations: relation(
      'returnAuthorisations',
      () => ReturnAuthorisationType,
      'What may come back of it, and came.',
    ),
    invoices: relation(
      'invoices',
      () => InvoiceType,
      'Invoices and credit notes of this order alone; of several orders: by `lines.invoiceLines`.',
    ),
    amendments: relation('amendments', () => SalesOrderAmendmentType, 'What was changed since.'),
    availableActions: documentActions(salesOrderStates, {
      needs: ['holds', 'fulfilment'],
      why: (act, row) =>
        whyNotSalesOrder(
          act as SalesOrderAct,
          row as unknown as Parameters<typeof whyNotSalesOrder>[1],
        ),
    }),
  },
  filter: [
    'id',
    'number',
    'state',
    'party',
    'contact',
    'owner',
    'team',
    'customerReference',
    'warehouse',
    'orderedOn',
    'currency',
    'deliveryPolicy',
    'cleared',
    'fulfilment',
    'invoicing',
    'payment',
    'isOpen',
    'confirmedAt',
    'confirmedBy',
    'endedAt',
    'createdAt',
    'createdBy',
    'lines',
  ],
  order: ['id', 'number', 'createdAt', 'orderedOn'],
});

export const SalesOrderLineType: ReadType = readType('SalesOrderLine', {
  description:
    'One product of an order, with its price as it was then. Quantities but `quantityInUnit` are ' +
    'in its base unit.',
  fields: {
    id: property('id', 'Its id.'),
    lineNo: property('lineNo', 'From 1.'),
    salesOrder: relation('salesOrder', () => SalesOrderType, 'The order.'),
    product: relation('product', () => ProductType, 'What.'),
    warehouse: relation('warehouse', () => WarehouseType, 'Where it is served from.'),
    unit: relation('unit', () => UnitType, 'The unit it was ordered in.'),
    quantityInUnit: property('quantityInUnit', 'In that unit.'),
    quantity: property('quantity', 'Ordered.'),
    cancelled: property('cancelled', 'Wanted no more.'),
    issued: property('issued', 'Left for the customer.'),
    returned: property('returned', 'Came back.'),
    replaced: property('replaced', 'Of what came back: to be delivered once more.'),
    invoiced: property('invoiced', 'Invoiced.'),
    credited: property('credited', 'Of what was invoiced: taken back.'),
    openQuantity: property('openQuantity', 'To be delivered yet.'),
    reserved: property('reserved', 'Of that, set aside in the warehouse.'),
    waiting: property('waiting', 'Of that, to be set aside as soon as it is there.'),
    fulfilment: choice('fulfilment', Progress, 'How much was issued.'),
    invoicing: choice('invoicing', Progress, 'How much was invoiced.'),
    requestedOn: property('requestedOn', 'When the customer wants it.'),
    promisedOn: property('promisedOn', 'When it was promised.'),
    shortCloseReason: property('shortCloseReason', 'Why the rest is delivered no more.'),
    listPrice: money('listPrice', 'Of one unit, before discounts.'),
    unitPrice: money('unitPrice', 'Of one unit, after the discounts of the line.'),
    discount: money('discount', 'All discounts, its part of those of the document among them.'),
    net: money('net', 'Without tax, after all discounts.'),
    ...taxFields,
    total: money('total', 'With tax.'),
    companyTotal: property('companyTotal', "Its part of the total in the firm's currency."),
    priceOverride: property('priceOverride', 'What was asked for beside the lists, and why.'),
    priceTrace: property('priceTrace', 'Why the price is what it is.'),
    unitCost: property('unitCost', "Of one base unit, in the firm's currency."),
    margin: property('margin', "What is left of net after costs, in the firm's currency."),
    warrantyMonths: property('warrantyMonths', 'For how long it is warranted.'),
    invoiceLines: relation('invoiceLines', () => InvoiceLineType, 'Where it is invoiced.'),
  },
  filter: [
    'id',
    'salesOrder',
    'product',
    'warehouse',
    'quantity',
    'issued',
    'openQuantity',
    'fulfilment',
    'invoicing',
    'requestedOn',
    'promisedOn',
    'taxCode',
  ],
  order: ['id', 'lineNo'],
});

export const SalesOrderAmendmentType: ReadType = readType('SalesOrderAmendment', {
  description: 'What was agreed upon after an order was confirmed. Never altered.',
  fields: {
    id: property('id', 'Its id.'),
    salesOrder: relation('salesOrder', () => SalesOrderType, 'The order.'),
    amendmentNo: property('amendmentNo', 'From 1.'),
    reason: property('reason', 'Why.'),
    change: property('change', 'What it was and what it became, by field, of head and lines.'),
    at: property('at', 'When.'),
    actor: actor('actorId', 'Who did it.'),
  },
  filter: ['id', 'salesOrder', 'amendmentNo', 'at', 'actorId'],
  order: ['id', 'at'],
});

export const SalesSettingType: ReadType = readType('SalesSetting', {
  name: 'SalesSetting',
  description: 'How the firm sells when a document says nothing else.',
  fields: {
    defaultWarehouse: relation(
      'defaultWarehouse',
      () => WarehouseType,
      'Of orders that name none.',
    ),
    quoteValidDays: property('quoteValidDays', 'How long quotes hold.'),
    lateSupplyDays: property(
      'lateSupplyDays',
      'A shipment past its day is counted on so many days from today; null: not at all.',
    ),
    version: property('version', 'Rises with each change.'),
  },
});
