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
import { Project } from '../../crm/index.ts';
import { Party, Salesperson, Team } from '../../parties/index.ts';
import { invoiceSettledOf } from '../../receivables/index.ts';
import type { AddressSnapshot } from '../rules/address-snapshot.ts';
import { taxRoundings } from '../../pricing/index.ts';
import { invoiceKinds } from '../rules/invoice-kinds.ts';
import { invoiceStateNames } from '../rules/invoice-states.ts';
import { SalesOrder, SalesOrderLine } from './order.ts';
import { ReturnAuthorisation } from './return.ts';

/** What a customer is asked to pay for, or what is taken back of it. Posted, it never changes. */
export const InvoiceSchema = defineEntity({
  name: 'Invoice',
  tableName: 'invoice',
  indexes: [
    { name: 'invoice_party_id_index', properties: ['party', 'id'] },
    { name: 'invoice_sales_order_id_index', properties: ['salesOrder', 'id'] },
    { name: 'invoice_owner_id_index', properties: ['owner', 'id'] },
    { name: 'invoice_team_id_index', properties: ['team', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    kind: p.enum(invoiceKinds),
    state: p.enum(invoiceStateNames),
    number: p.text().nullable().unique('invoice_number_unique'),
    party: () => p.manyToOne(Party),
    /** Null where it is of several. */
    salesOrder: () => p.manyToOne(SalesOrder).nullable().deleteRule(keeps),
    /** Of a credit note: the invoice it takes back, whole or in part. */
    credits: () => p.manyToOne(Invoice).nullable().deleteRule(keeps),
    /** What came back, of a credit note for it. */
    returnAuthorisation: () => p.manyToOne(ReturnAuthorisation).nullable().deleteRule(keeps),
    project: () => p.manyToOne(Project).nullable().deleteRule(keeps),
    owner: () => p.manyToOne(Salesperson).nullable().deleteRule(keeps),
    team: () => p.manyToOne(Team).nullable().deleteRule(keeps),
    billTo: p.json<AddressSnapshot>().nullable(),
    reason: p.text().nullable(),
    /** Of a draft null: the day it is posted on. */
    datedOn: p.date().nullable(),
    dueOn: p.date().nullable(),
    paymentDays: p.integer(),
    currency: p.text(),
    rate: p.decimal().columnType('numeric(20,10)'),
    taxInclusive: p.boolean(),
    taxRounding: p.enum(taxRoundings),
    net: amount(),
    tax: amount(),
    total: amount(),
    /** In the firm's currency. */
    companyTotal: amount(),
    /** What of it is paid by its commitments. */
    settled: amount().formula(({ id }) => invoiceSettledOf(id)),
    postedAt: instant().nullable(),
    postedBy: p.uuid().nullable(),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    operationId: p.uuid(),
    version: p.integer().default(1),
    lines: () => p.oneToMany(InvoiceLine).mappedBy('invoice').orderBy({ lineNo: 'asc' }),
    taxes: () => p.oneToMany(InvoiceTax).mappedBy('invoice'),
    creditNotes: () => p.oneToMany(Invoice).mappedBy('credits'),
  },
});

/** A part of an order's line. Of a credit note: what of an invoice's line is taken back. */
export const InvoiceLineSchema = defineEntity({
  name: 'InvoiceLine',
  tableName: 'invoice_line',
  uniques: [{ name: 'invoice_line_no_unique', properties: ['invoice', 'lineNo'] }],
  indexes: [{ name: 'invoice_line_product_id_index', properties: ['product', 'id'] }],
  properties: {
    id: p.uuid().primary(),
    invoice: () => p.manyToOne(Invoice),
    lineNo: p.integer(),
    salesOrderLine: () =>
      p.manyToOne(SalesOrderLine).index('invoice_line_sales_order_line_id_index'),
    creditsLine: () => p.manyToOne(InvoiceLine).nullable().deleteRule(keeps),
    product: () => p.manyToOne(Product),
    unit: () => p.manyToOne(Unit),
    /** None where only an amount is credited. */
    quantityInUnit: quantity(),
    quantity: quantity(),
    currency: p.text().formula(inherited('invoice', 'invoice', 'currency')),
    unitPrice: price(),
    net: amount(),
    taxCode: p.text().nullable(),
    taxRate: percent(),
    taxedPercent: percent().default('100'),
    tax: amount(),
    total: amount(),
  },
});

/** What is owed of one tax: what is printed and declared. */
export const InvoiceTaxSchema = defineEntity({
  name: 'InvoiceTax',
  tableName: 'invoice_tax',
  uniques: [{ name: 'invoice_tax_once', properties: ['invoice', 'taxCode', 'taxRate'] }],
  properties: {
    id: p.uuid().primary(),
    invoice: () => p.manyToOne(Invoice),
    taxCode: p.text(),
    taxRate: percent(),
    currency: p.text().formula(inherited('invoice', 'invoice', 'currency')),
    base: amount(),
    tax: amount(),
  },
});

export class Invoice extends InvoiceSchema.class {}
InvoiceSchema.setClass(Invoice);

export class InvoiceLine extends InvoiceLineSchema.class {}
InvoiceLineSchema.setClass(InvoiceLine);

export class InvoiceTax extends InvoiceTaxSchema.class {}
InvoiceTaxSchema.setClass(InvoiceTax);
