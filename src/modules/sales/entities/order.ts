import { defineEntity, p } from '@mikro-orm/core';
import {
  amount,
  instant,
  keeps,
  percent,
  price,
  quantity,
} from '../../../platform/database/columns.ts';
import { inherited } from '../../../platform/read/inherited.ts';
import { Product, Unit } from '../../catalog/index.ts';
import { Opportunity, Project } from '../../crm/index.ts';
import { Warehouse } from '../../inventory/index.ts';
import { Party, Salesperson, Team } from '../../parties/index.ts';
import { orderPaymentOf, PaymentTerms } from '../../receivables/index.ts';
import type { AllowanceLimit, PriceOverride, PriceTrace } from '../../pricing/index.ts';
import type { AddressSnapshot } from '../rules/address-snapshot.ts';
import {
  deliveryPolicies,
  progresses,
  reservationPolicies,
  type OrderHold,
} from '../rules/order-kinds.ts';
import { fulfilmentOf, invoicingOf, type LineColumns } from '../rules/order-progress-sql.ts';
import { salesOrderStateNames } from '../rules/order-states.ts';
import { Delivery } from './delivery.ts';
import { Invoice, InvoiceLine } from './invoice.ts';
import { QuoteLine, QuoteRevision } from './quote.ts';
import { ReturnAuthorisation } from './return.ts';

/** What a customer ordered. How far it has come is rolled up from its lines. */
export const SalesOrderSchema = defineEntity({
  name: 'SalesOrder',
  tableName: 'sales_order',
  indexes: [
    { name: 'sales_order_party_id_index', properties: ['party', 'id'] },
    { name: 'sales_order_owner_id_index', properties: ['owner', 'id'] },
    { name: 'sales_order_team_id_index', properties: ['team', 'id'] },
    { name: 'sales_order_state_index', properties: ['state', 'id'] },
    { name: 'sales_order_created_at_index', properties: ['createdAt', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    number: p.text().unique('sales_order_number_unique'),
    state: p.enum(salesOrderStateNames),
    party: () => p.manyToOne(Party),
    contact: () => p.manyToOne(Party).nullable().deleteRule(keeps),
    shipTo: p.json<AddressSnapshot>().nullable(),
    billTo: p.json<AddressSnapshot>().nullable(),
    quoteRevision: () => p.manyToOne(QuoteRevision).nullable().deleteRule(keeps),
    opportunity: () => p.manyToOne(Opportunity).nullable().deleteRule(keeps),
    project: () => p.manyToOne(Project).nullable().deleteRule(keeps),
    /** Who looks after it, and the team of that time. */
    owner: () => p.manyToOne(Salesperson).nullable().deleteRule(keeps),
    team: () => p.manyToOne(Team).nullable().deleteRule(keeps),
    customerReference: p.text().nullable(),
    /** Where lines are served from that name no warehouse. */
    warehouse: () => p.manyToOne(Warehouse).nullable().deleteRule(keeps),
    orderedOn: p.date(),
    pricingOn: p.date(),
    currency: p.text(),
    /** Of one unit of the currency, in the firm's. */
    rate: p.decimal().columnType('numeric(20,10)'),
    paymentDays: p.integer(),
    paymentTerms: () => p.manyToOne(PaymentTerms).nullable().deleteRule(keeps),
    taxInclusive: p.boolean().default(false),
    documentDiscountPercent: percent().nullable(),
    documentDiscountAmount: amount().nullable(),
    terms: p.text().nullable(),
    deliveryPolicy: p.enum(deliveryPolicies),
    reservationPolicy: p.enum(reservationPolicies),
    holds: p.array<OrderHold>().columnType('text[]').default([]),
    /** The customer's credit sufficed; until then it claims neither goods nor credit. */
    cleared: p.boolean().default(false),
    net: amount(),
    discount: amount(),
    tax: amount(),
    total: amount(),
    fulfilment: p.enum(progresses).default('NONE'),
    invoicing: p.enum(progresses).default('NONE'),
    payment: p.text().formula(({ id }) => orderPaymentOf(id)),
    /** What it adds to the customer's exposure now, in the firm's currency. */
    exposure: amount().default('0'),
    /** Something of it is to be delivered yet. */
    isOpen: p.boolean().formula(
      (c) => `${c.state} = 'CONFIRMED' and exists (select from sales_order_line l
        where l.sales_order_id = ${c.id} and l.open_quantity > 0)`,
    ),
    confirmedAt: instant().nullable(),
    confirmedBy: p.uuid().nullable(),
    endedAt: instant().nullable(),
    endReason: p.text().nullable(),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    operationId: p.uuid(),
    version: p.integer().default(1),
    lines: () => p.oneToMany(SalesOrderLine).mappedBy('salesOrder').orderBy({ lineNo: 'asc' }),
    deliveries: () => p.oneToMany(Delivery).mappedBy('salesOrder'),
    returnAuthorisations: () => p.oneToMany(ReturnAuthorisation).mappedBy('salesOrder'),
    /** Those of this order alone. */
    invoices: () => p.oneToMany(Invoice).mappedBy('salesOrder'),
    amendments: () => p.oneToMany(SalesOrderAmendment).mappedBy('salesOrder'),
  },
});

/** Formulas are given every column, but not told so. */
const columnsOf = (given: object): LineColumns => given as LineColumns;

/** Quantities but `quantityInUnit` are in the product's base unit; prices are of one `unit`. */
export const SalesOrderLineSchema = defineEntity({
  name: 'SalesOrderLine',
  tableName: 'sales_order_line',
  uniques: [{ name: 'sales_order_line_no_unique', properties: ['salesOrder', 'lineNo'] }],
  indexes: [{ name: 'sales_order_line_product_id_index', properties: ['product', 'id'] }],
  properties: {
    id: p.uuid().primary(),
    salesOrder: () => p.manyToOne(SalesOrder),
    lineNo: p.integer(),
    product: () => p.manyToOne(Product),
    warehouse: () => p.manyToOne(Warehouse),
    unit: () => p.manyToOne(Unit),
    quantityInUnit: quantity(),
    quantity: quantity(),
    cancelled: quantity().default('0'),
    issued: quantity().default('0'),
    /** Came back. */
    returned: quantity().default('0'),
    /** Of what came back, to be delivered once more. */
    replaced: quantity().default('0'),
    invoiced: quantity().default('0'),
    credited: quantity().default('0'),
    /** Computed by the database: ordered, and not cancelled, issued, or issued once more. */
    openQuantity: quantity().persist(false),
    /** Set aside of what is open. */
    reserved: quantity().formula(
      (c) => `(select coalesce(sum(r.held), 0) from stock_reservation r
               where r.demand_line_id = ${c.id})`,
    ),
    /** Open, and to be set aside as soon as it is there. */
    waiting: quantity().formula(
      (c) => `(select coalesce(sum(r.quantity - r.held - r.consumed - r.released), 0)
               from stock_reservation r where r.demand_line_id = ${c.id})`,
    ),
    fulfilment: p.enum(progresses).formula((c) => fulfilmentOf(columnsOf(c))),
    invoicing: p.enum(progresses).formula((c) => invoicingOf(columnsOf(c))),
    requestedOn: p.date().nullable(),
    promisedOn: p.date().nullable(),
    shortCloseReason: p.text().nullable(),
    quoteLine: () => p.manyToOne(QuoteLine).nullable().deleteRule(keeps),
    currency: p.text().formula(inherited('salesOrder', 'sales_order', 'currency')),
    listPrice: price(),
    unitPrice: price(),
    discount: amount(),
    net: amount(),
    taxCode: p.text().nullable(),
    taxRate: percent().default('0'),
    taxedPercent: percent().default('100'),
    tax: amount(),
    total: amount(),
    /** Its part of the order's total in the firm's currency: the parts add up to the whole. */
    companyTotal: amount(),
    priceOverride: p.json<PriceOverride>().nullable(),
    priceTrace: p.json<PriceTrace>(),
    /** Of one base unit, in the firm's currency. */
    unitCost: price().nullable(),
    /** What is left of net after costs, in the firm's currency. */
    margin: amount()
      .formula(
        (c) => `${c.net} * (select o.rate from sales_order o where o.id = ${c.salesOrder})
        - ${c.unitCost} * ${c.quantity}`,
      )
      .nullable(),
    warrantyMonths: p.integer().nullable(),
    /** Which allowances of who wrote it do not cover what was asked for by hand. */
    exceeds: p.array<AllowanceLimit>().columnType('text[]').default([]),
    invoiceLines: () => p.oneToMany(InvoiceLine).mappedBy('salesOrderLine'),
  },
});

/** What was agreed upon after an order was confirmed; never altered. */
export const SalesOrderAmendmentSchema = defineEntity({
  name: 'SalesOrderAmendment',
  tableName: 'sales_order_amendment',
  uniques: [{ name: 'sales_order_amendment_no_unique', properties: ['salesOrder', 'amendmentNo'] }],
  properties: {
    id: p.uuid().primary(),
    salesOrder: () => p.manyToOne(SalesOrder),
    amendmentNo: p.integer(),
    reason: p.text(),
    /** `{ head: { field: { from, to } }, lines: { id: { field: { from, to } } } }`. */
    change: p.json(),
    at: instant(),
    operationId: p.uuid(),
    actorId: p.uuid().nullable(),
  },
});

/** How the firm sells when a document says nothing else: one row. */
export const SalesSettingSchema = defineEntity({
  name: 'SalesSetting',
  tableName: 'sales_setting',
  properties: {
    id: p.integer().primary().autoincrement(false),
    defaultWarehouse: () => p.manyToOne(Warehouse).nullable().deleteRule(keeps),
    quoteValidDays: p.integer().default(30),
    lateSupplyDays: p.integer().nullable(),
    version: p.integer().default(1),
  },
});

export class SalesOrder extends SalesOrderSchema.class {}
SalesOrderSchema.setClass(SalesOrder);

export class SalesOrderLine extends SalesOrderLineSchema.class {}
SalesOrderLineSchema.setClass(SalesOrderLine);

export class SalesOrderAmendment extends SalesOrderAmendmentSchema.class {}
SalesOrderAmendmentSchema.setClass(SalesOrderAmendment);

export class SalesSetting extends SalesSettingSchema.class {}
SalesSettingSchema.setClass(SalesSetting);
