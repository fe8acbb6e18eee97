import { defineEntity, p } from '@mikro-orm/core';
import { instant, keeps, price, quantity } from '../../../platform/database/columns.ts';
import { StockVoucher, Warehouse } from '../../inventory/index.ts';
import { Party, Salesperson, Team } from '../../parties/index.ts';
import { dispositions, returnStateNames } from '../rules/delivery-kinds.ts';
import { DeliveryLine } from './delivery.ts';
import { SalesOrder } from './order.ts';

/** A customer may send goods back: which, and where to. */
export const ReturnAuthorisationSchema = defineEntity({
  name: 'ReturnAuthorisation',
  tableName: 'return_authorisation',
  indexes: [
    { name: 'return_authorisation_sales_order_id_index', properties: ['salesOrder', 'id'] },
    { name: 'return_authorisation_party_id_index', properties: ['party', 'id'] },
    { name: 'return_authorisation_warehouse_id_index', properties: ['warehouse', 'id'] },
    { name: 'return_authorisation_owner_id_index', properties: ['owner', 'id'] },
    { name: 'return_authorisation_team_id_index', properties: ['team', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    number: p.text().unique('return_authorisation_number_unique'),
    salesOrder: () => p.manyToOne(SalesOrder),
    orderNumber: p
      .text()
      .formula((c) => `(select o.number from sales_order o where o.id = ${c.salesOrder})`),
    party: () => p.manyToOne(Party),
    customerName: p.text().formula((c) => `(select y.name from party y where y.id = ${c.party})`),
    warehouse: () => p.manyToOne(Warehouse),
    state: p.enum(returnStateNames),
    reason: p.text(),
    owner: () => p.manyToOne(Salesperson).nullable().deleteRule(keeps),
    team: () => p.manyToOne(Team).nullable().deleteRule(keeps),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    version: p.integer().default(1),
    lines: () => p.oneToMany(ReturnLine).mappedBy('returnAuthorisation').orderBy({ lineNo: 'asc' }),
  },
});

/** Quantities are in the product's base unit. */
export const ReturnLineSchema = defineEntity({
  name: 'ReturnLine',
  tableName: 'return_line',
  properties: {
    id: p.uuid().primary(),
    returnAuthorisation: () =>
      p.manyToOne(ReturnAuthorisation).index('return_line_return_authorisation_id_index'),
    lineNo: p.integer(),
    deliveryLine: () => p.manyToOne(DeliveryLine).index('return_line_delivery_line_id_index'),
    quantity: quantity(),
    received: quantity().default('0'),
    /** These and no others; none: any that were delivered. */
    serials: p.array<string>().columnType('text[]').default([]),
    /** The customer gets others instead of money. */
    isReplaced: p.boolean().default(false),
    receipts: () => p.oneToMany(ReturnReceipt).mappedBy('returnLine'),
  },
});

/** What came back, and what becomes of it; never altered. */
export const ReturnReceiptSchema = defineEntity({
  name: 'ReturnReceipt',
  tableName: 'return_receipt',
  properties: {
    id: p.uuid().primary(),
    returnLine: () => p.manyToOne(ReturnLine).index('return_receipt_return_line_id_index'),
    stockVoucher: () =>
      p
        .manyToOne(StockVoucher)
        .nullable()
        .deleteRule(keeps)
        .index('return_receipt_stock_voucher_id_index'),
    quantity: quantity(),
    disposition: p.enum(dispositions),
    /** Of one base unit: what it cost when it left; nothing where it stays the customer's. */
    unitCost: price().nullable(),
    note: p.text().nullable(),
    at: instant(),
    operationId: p.uuid(),
    actorId: p.uuid().nullable(),
  },
});

export class ReturnAuthorisation extends ReturnAuthorisationSchema.class {}
ReturnAuthorisationSchema.setClass(ReturnAuthorisation);

export class ReturnLine extends ReturnLineSchema.class {}
ReturnLineSchema.setClass(ReturnLine);

export class ReturnReceipt extends ReturnReceiptSchema.class {}
ReturnReceiptSchema.setClass(ReturnReceipt);
