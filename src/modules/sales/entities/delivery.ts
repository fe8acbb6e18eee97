import { defineEntity, p } from '@mikro-orm/core';
import { instant, keeps, price, quantity } from '../../../platform/database/columns.ts';
import { Product } from '../../catalog/index.ts';
import { StockVoucher, StockVoucherLine, Warehouse } from '../../inventory/index.ts';
import { deliveryStateNames } from '../rules/delivery-kinds.ts';
import type { AddressSnapshot } from '../rules/address-snapshot.ts';
import { SalesOrder, SalesOrderLine } from './order.ts';

/**
 * Goods on their way out to a customer. Its goods issue has the same id, its lines those of the
 * issue's lines. What a warehouse must know of the order stands here, without its money.
 */
export const DeliverySchema = defineEntity({
  name: 'Delivery',
  tableName: 'delivery',
  indexes: [
    { name: 'delivery_sales_order_id_index', properties: ['salesOrder', 'id'] },
    { name: 'delivery_warehouse_id_index', properties: ['warehouse', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    stockVoucher: () => p.oneToOne(StockVoucher).joinColumn('id').persist(false).deleteRule(keeps),
    number: p.text().formula((c) => `(select v.number from stock_voucher v where v.id = ${c.id})`),
    salesOrder: () => p.manyToOne(SalesOrder),
    orderNumber: p
      .text()
      .formula((c) => `(select o.number from sales_order o where o.id = ${c.salesOrder})`),
    customerName: p.text().formula(
      (c) => `(select y.name from sales_order o join party y on y.id = o.party_id
        where o.id = ${c.salesOrder})`,
    ),
    shipTo: p
      .json<AddressSnapshot>()
      .formula((c) => `(select o.ship_to from sales_order o where o.id = ${c.salesOrder})`)
      .nullable(),
    warehouse: () => p.manyToOne(Warehouse),
    state: p.enum(deliveryStateNames),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    postedAt: instant().nullable(),
    version: p.integer().default(1),
    lines: () => p.oneToMany(DeliveryLine).mappedBy('delivery').orderBy({ lineNo: 'asc' }),
  },
});

/** Quantities are in the product's base unit. */
export const DeliveryLineSchema = defineEntity({
  name: 'DeliveryLine',
  tableName: 'delivery_line',
  indexes: [{ name: 'delivery_line_product_id_index', properties: ['product', 'id'] }],
  properties: {
    id: p.uuid().primary(),
    stockVoucherLine: () =>
      p.oneToOne(StockVoucherLine).joinColumn('id').persist(false).deleteRule(keeps),
    delivery: () => p.manyToOne(Delivery).index('delivery_line_delivery_id_index'),
    lineNo: p.integer(),
    product: () => p.manyToOne(Product),
    salesOrderLine: () =>
      p.manyToOne(SalesOrderLine).index('delivery_line_sales_order_line_id_index'),
    quantity: quantity(),
    issued: quantity().default('0'),
    /** Came back and is ours again. */
    returned: quantity().default('0'),
    /** Of one base unit when it left, in the firm's currency. */
    unitCost: price().nullable(),
  },
});

export class Delivery extends DeliverySchema.class {}
DeliverySchema.setClass(Delivery);

export class DeliveryLine extends DeliveryLineSchema.class {}
DeliveryLineSchema.setClass(DeliveryLine);
