import { defineEntity, p } from '@mikro-orm/core';
import { instant, keeps, quantity } from '../../../platform/database/columns.ts';
import { Product } from '../../catalog/index.ts';
import {
  countDecisions,
  countLineStates,
  countLocationStates,
  type CountResult,
} from '../rules/count-kinds.ts';
import { stockStatuses } from '../rules/kinds.ts';
import { stockCountStateNames } from '../rules/stock-count-states.ts';
import { Lot, StockPackage } from './lots.ts';
import { Location, StockOwner, Warehouse } from './places.ts';
import { StockVoucher } from './voucher.ts';

/**
 * Goods are counted, and the book follows. What the book says is not among these tables until it
 * may be shown: a blind count is blind in lists, filters and events alike.
 */
export const StockCountSchema = defineEntity({
  name: 'StockCount',
  tableName: 'stock_count',
  indexes: [{ name: 'stock_count_warehouse_id_id_index', properties: ['warehouse', 'id'] }],
  properties: {
    id: p.uuid().primary(),
    number: p.text().unique('stock_count_number_unique'),
    state: p.enum(stockCountStateNames),
    warehouse: () => p.manyToOne(Warehouse),
    plannedOn: p.date(),
    blind: p.boolean(),
    recountPercent: p.decimal().columnType('numeric(9,4)').nullable(),
    recountQuantity: quantity().nullable(),
    everyLocation: p.boolean(),
    everyProduct: p.boolean(),
    countClasses: p.array().columnType('text[]'),
    note: p.text().nullable(),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    startedAt: instant().nullable(),
    reviewedAt: instant().nullable(),
    approvedAt: instant().nullable(),
    approvedBy: p.uuid().nullable(),
    endedAt: instant().nullable(),
    endedBy: p.uuid().nullable(),
    reason: p.text().nullable(),
    stockVoucher: () => p.manyToOne(StockVoucher).nullable().deleteRule(keeps),
    version: p.integer().default(1),
    /** Disputed lines that nobody has decided about. */
    undecided: p.integer().formula(
      (c) => `(select count(*)::int from stock_count_line l where l.stock_count_id = ${c.id}
                and l.state = 'DISPUTED' and l.decision is null)`,
    ),
    locations: () => p.oneToMany(StockCountLocation).mappedBy('stockCount'),
    products: () => p.oneToMany(StockCountProduct).mappedBy('stockCount'),
    lines: () => p.oneToMany(StockCountLine).mappedBy('stockCount'),
  },
});

/** A product of a count that is not of every product. */
export const StockCountProductSchema = defineEntity({
  name: 'StockCountProduct',
  tableName: 'stock_count_product',
  uniques: [
    {
      name: 'stock_count_product_stock_count_id_product_id_unique',
      properties: ['stockCount', 'product'],
    },
  ],
  properties: {
    id: p.uuid().primary(),
    stockCount: () => p.manyToOne(StockCount),
    product: () => p.manyToOne(Product).index('stock_count_product_product_id_index'),
  },
});

const linesOf = (id: string | undefined, where = ''): string =>
  `(select count(*)::int from stock_count_line l where l.stock_count_location_id = ${id}${where})`;

/** A place of a count, and how far it is. */
export const StockCountLocationSchema = defineEntity({
  name: 'StockCountLocation',
  tableName: 'stock_count_location',
  uniques: [
    {
      name: 'stock_count_location_stock_count_id_location_id_unique',
      properties: ['stockCount', 'location'],
    },
  ],
  properties: {
    id: p.uuid().primary(),
    stockCount: () => p.manyToOne(StockCount),
    location: () => p.manyToOne(Location),
    state: p.enum(countLocationStates),
    startedAt: instant().nullable(),
    startedSeq: p.bigint('string').nullable(),
    finishedAt: instant().nullable(),
    finishedBy: p.uuid().nullable(),
    /** Keys that were counted, or are to be. */
    keys: p.integer().formula((c) => linesOf(c.id)),
    keysCounted: p.integer().formula((c) => linesOf(c.id, ' and l.counted is not null')),
    keysToRecount: p.integer().formula((c) => linesOf(c.id, " and l.state = 'RECOUNT'")),
    lines: () => p.oneToMany(StockCountLine).mappedBy('stockCountLocation'),
  },
});

/** A key of the ledger, counted. In the product's base unit. */
export const StockCountLineSchema = defineEntity({
  name: 'StockCountLine',
  tableName: 'stock_count_line',
  indexes: [{ name: 'stock_count_line_product_id_id_index', properties: ['product', 'id'] }],
  properties: {
    id: p.uuid().primary(),
    stockCount: () => p.manyToOne(StockCount),
    stockCountLocation: () =>
      p.manyToOne(StockCountLocation).index('stock_count_line_stock_count_location_id_index'),
    location: () => p.manyToOne(Location),
    product: () => p.manyToOne(Product),
    lot: () => p.manyToOne(Lot).nullable().deleteRule(keeps),
    isSerial: p.boolean(),
    owner: () => p.manyToOne(StockOwner).nullable().deleteRule(keeps),
    status: p.enum(stockStatuses),
    package: () => p.manyToOne(StockPackage).nullable().deleteRule(keeps),
    state: p.enum(countLineStates),
    round: p.integer().default(1),
    /** In this round so far; null: not yet. */
    counted: quantity().nullable(),
    disturbed: p.boolean().default(false),
    /** What the book said when it was counted; null while it may not be known. */
    expected: quantity().nullable(),
    difference: quantity().nullable(),
    results: p.json<readonly CountResult[]>().nullable(),
    decision: p.enum(countDecisions).nullable(),
    decisionReason: p.text().nullable(),
    decidedAt: instant().nullable(),
    decidedBy: p.uuid().nullable(),
  },
});

export class StockCount extends StockCountSchema.class {}
StockCountSchema.setClass(StockCount);

export class StockCountProduct extends StockCountProductSchema.class {}
StockCountProductSchema.setClass(StockCountProduct);

export class StockCountLocation extends StockCountLocationSchema.class {}
StockCountLocationSchema.setClass(StockCountLocation);

export class StockCountLine extends StockCountLineSchema.class {}
StockCountLineSchema.setClass(StockCountLine);
