import { defineEntity, p } from '@mikro-orm/core';
import { instant, keeps, quantity } from '../../../platform/database/columns.ts';
import { Product, Unit } from '../../catalog/index.ts';
import { adjustmentReasons, stockStatuses, stockVoucherKinds } from '../rules/kinds.ts';
import { stockVoucherStateNames } from '../rules/stock-voucher-states.ts';
import { Lot, StockPackage } from './lots.ts';
import { Location, StockOwner, Warehouse } from './places.ts';
import { StockMove } from './stock.ts';

/** A paper over moves: goods came in, left, came back, were corrected or put elsewhere. */
export const StockVoucherSchema = defineEntity({
  name: 'StockVoucher',
  tableName: 'stock_voucher',
  indexes: [
    { name: 'stock_voucher_warehouse_id_id_index', properties: ['warehouse', 'id'] },
    { name: 'stock_voucher_kind_id_index', properties: ['kind', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    number: p.text().unique('stock_voucher_number_unique'),
    kind: p.enum(stockVoucherKinds),
    state: p.enum(stockVoucherStateNames),
    warehouse: () => p.manyToOne(Warehouse),
    /** The business day it is booked on. */
    datedOn: p.date(),
    reference: p.text().nullable(),
    reason: p.text().nullable(),
    /** Why stock was corrected, for reports. */
    reasonCode: p.enum(adjustmentReasons).nullable(),
    /** The voucher that this one takes back as a whole. */
    reversalOf: () => p.manyToOne(StockVoucher).nullable().deleteRule(keeps),
    /** The goods issue whose goods come back by this one. */
    returnOf: () => p.manyToOne(StockVoucher).nullable().deleteRule(keeps),
    /** Whose goods these are: a document of another module, whose acts move them. */
    demandKind: p.text().nullable(),
    demandId: p.uuid().nullable(),
    isReversal: p.boolean().formula((c) => `${c.reversalOf} is not null`),
    /** Another voucher has taken it back. */
    isReversed: p
      .boolean()
      .formula((c) => `exists (select from stock_voucher r where r.reversal_of_id = ${c.id})`),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    postedAt: instant().nullable(),
    postedBy: p.uuid().nullable(),
    operationId: p.uuid(),
    version: p.integer().default(1),
    reversals: () => p.oneToMany(StockVoucher).mappedBy('reversalOf'),
    returns: () => p.oneToMany(StockVoucher).mappedBy('returnOf'),
    lines: () => p.oneToMany(StockVoucherLine).mappedBy('stockVoucher').orderBy({ lineNo: 'asc' }),
    moves: () => p.oneToMany(StockMove).mappedBy('stockVoucher'),
  },
});

/** Quantities but `quantityInUnit` are in the product's base unit. */
export const StockVoucherLineSchema = defineEntity({
  name: 'StockVoucherLine',
  tableName: 'stock_voucher_line',
  uniques: [
    {
      name: 'stock_voucher_line_stock_voucher_id_line_no_unique',
      properties: ['stockVoucher', 'lineNo'],
    },
  ],
  indexes: [{ name: 'stock_voucher_line_product_id_index', properties: ['product', 'id'] }],
  properties: {
    id: p.uuid().primary(),
    stockVoucher: () => p.manyToOne(StockVoucher),
    lineNo: p.integer(),
    product: () => p.manyToOne(Product),
    unit: () => p.manyToOne(Unit),
    quantityInUnit: quantity(),
    quantity: quantity(),
    picked: quantity().default('0'),
    posted: quantity().default('0'),
    lot: () => p.manyToOne(Lot).nullable().deleteRule(keeps),
    owner: () => p.manyToOne(StockOwner).nullable().deleteRule(keeps),
    status: p.enum(stockStatuses).default('AVAILABLE'),
    fromLocation: () => p.manyToOne(Location).nullable().deleteRule(keeps),
    toLocation: () => p.manyToOne(Location).nullable().deleteRule(keeps),
    package: () => p.manyToOne(StockPackage).nullable().deleteRule(keeps),
    /** The line of that document that it serves: what is promised to it is taken first. */
    demandLineId: p.uuid().nullable(),
  },
});

export class StockVoucher extends StockVoucherSchema.class {}
StockVoucherSchema.setClass(StockVoucher);

export class StockVoucherLine extends StockVoucherLineSchema.class {}
StockVoucherLineSchema.setClass(StockVoucherLine);
