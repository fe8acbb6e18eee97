import { defineEntity, p } from '@mikro-orm/core';
import { instant, keeps, quantity } from '../../../platform/database/columns.ts';
import { Product } from '../../catalog/index.ts';
import { stockMoveKinds, stockStatuses } from '../rules/kinds.ts';
import { Lot, StockPackage } from './lots.ts';
import { Location, StockOwner, Warehouse } from './places.ts';
import { StockTransfer } from './transfer.ts';
import { StockVoucher } from './voucher.ts';

/** How much of a product (of one lot, owner, status and package) is at a place now. */
export const StockBalanceSchema = defineEntity({
  name: 'StockBalance',
  tableName: 'stock_balance',
  properties: {
    id: p.uuid().primary(),
    location: () => p.manyToOne(Location).index('stock_balance_location_id_index'),
    product: () => p.manyToOne(Product),
    lot: () => p.manyToOne(Lot).nullable().deleteRule(keeps),
    owner: () => p.manyToOne(StockOwner).nullable().deleteRule(keeps),
    status: p.enum(stockStatuses).default('AVAILABLE'),
    package: () => p.manyToOne(StockPackage).nullable().deleteRule(keeps),
    isSerial: p.boolean(),
    onHand: quantity(),
    /** Promised from this very place and lot. */
    hardReserved: quantity().default('0'),
  },
});

/** Goods went from one place to another; never altered. */
export const StockMoveSchema = defineEntity({
  name: 'StockMove',
  tableName: 'stock_move',
  indexes: [
    { name: 'stock_move_product_id_seq_index', properties: ['product', 'seq'] },
    { name: 'stock_move_product_id_moved_at_index', properties: ['product', 'movedAt'] },
    { name: 'stock_move_document_id_line_id_index', properties: ['documentId', 'lineId'] },
  ],
  properties: {
    seq: p.bigint('string').primary().generated('identity'),
    product: () => p.manyToOne(Product),
    lot: () => p.manyToOne(Lot).nullable().deleteRule(keeps),
    fromLocation: () => p.manyToOne(Location),
    toLocation: () => p.manyToOne(Location),
    owner: () => p.manyToOne(StockOwner).nullable().deleteRule(keeps),
    fromStatus: p.enum(stockStatuses),
    toStatus: p.enum(stockStatuses),
    fromPackage: () => p.manyToOne(StockPackage).nullable().deleteRule(keeps),
    toPackage: () => p.manyToOne(StockPackage).nullable().deleteRule(keeps),
    quantity: quantity(),
    kind: p.enum(stockMoveKinds),
    documentId: p.uuid(),
    lineId: p.uuid(),
    operationId: p.uuid(),
    actorId: p.uuid().nullable(),
    movedAt: instant(),
    /** The business day it is booked on. */
    datedOn: p.date(),
    /** The move that this one takes back, by its `seq`. */
    reverses: p.bigint('string').nullable(),
    reason: p.text().nullable(),
    responsible: p.text().nullable(),
    // One column, read as the document of either kind: at most one of the two is there.
    stockVoucher: () =>
      p
        .manyToOne(StockVoucher)
        .joinColumn('document_id')
        .nullable()
        .persist(false)
        .createForeignKeyConstraint(false),
    stockTransfer: () =>
      p
        .manyToOne(StockTransfer)
        .joinColumn('document_id')
        .nullable()
        .persist(false)
        .createForeignKeyConstraint(false),
  },
});

const policyOf = (column: string, product: string, warehouse: string): string =>
  `select k.${column} from stock_policy k
   where k.product_id = ${product} and k.warehouse_id = ${warehouse}`;

const productOf = (column: string, product: string): string =>
  `select p.${column} from product p where p.id = ${product}`;

/** What a warehouse has of a product, can sell, and has promised. Locked before either changes. */
export const StockLevelSchema = defineEntity({
  name: 'StockLevel',
  tableName: 'stock_level',
  uniques: [
    {
      name: 'stock_level_product_id_warehouse_id_unique',
      properties: ['product', 'warehouse'],
    },
  ],
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    product: () => p.manyToOne(Product),
    warehouse: () => p.manyToOne(Warehouse).index('stock_level_warehouse_id_index'),
    onHand: quantity().default('0'),
    /** Ours, available, in storage. */
    sellable: quantity().default('0'),
    reserved: quantity().default('0'),
    /** Asked for and not held yet. */
    waiting: quantity().default('0'),
    available: quantity().formula((c) => `${c.sellable} - ${c.reserved}`),
    /** As the policy says; null without one. */
    minimum: quantity()
      .nullable()
      .formula((c) => policyOf('minimum', `${c.product}`, `${c.warehouse}`)),
    target: quantity()
      .nullable()
      .formula((c) => policyOf('target', `${c.product}`, `${c.warehouse}`)),
    belowMinimum: p.boolean().formula(
      (c) => `exists (select from stock_policy k
         where k.product_id = ${c.product} and k.warehouse_id = ${c.warehouse}
           and k.minimum > ${c.sellable} - ${c.reserved})`,
    ),
    sku: p.text().formula((c) => productOf('sku', `${c.product}`)),
    /** The product's, to be searched by. */
    searchText: p.text().formula((c) => productOf('search_text', `${c.product}`)),
  },
});

export class StockBalance extends StockBalanceSchema.class {}
StockBalanceSchema.setClass(StockBalance);

export class StockMove extends StockMoveSchema.class {}
StockMoveSchema.setClass(StockMove);

export class StockLevel extends StockLevelSchema.class {}
StockLevelSchema.setClass(StockLevel);
