// One file, because relations are declared both ways and no file may import in a circle.
import { defineEntity, p } from '@mikro-orm/core';
import { Product, Unit } from '../../catalog/index.ts';
import {
  locationKinds,
  lotKinds,
  scanOutcomes,
  scanSteps,
  stockMoveKinds,
} from '../rules/kinds.ts';
import { stockTransferStateNames } from '../rules/stock-transfer-states.ts';

/** A quantity in the product's base unit, as a decimal string. */
const quantity = () => p.decimal().columnType('numeric(20,6)');
const instant = () => p.datetime().columnType('timestamptz');
const keeps = 'no action';

export const WarehouseSchema = defineEntity({
  name: 'Warehouse',
  tableName: 'warehouse',
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique('warehouse_code_unique'),
    nameEn: p.text(),
    nameFa: p.text(),
    cityEn: p.text().nullable(),
    cityFa: p.text().nullable(),
    createdAt: instant(),
    version: p.integer().default(1),
    locations: () => p.oneToMany(Location).mappedBy('warehouse'),
    goodsReceipts: () => p.oneToMany(GoodsReceipt).mappedBy('warehouse'),
    outgoingTransfers: () => p.oneToMany(StockTransfer).mappedBy('source'),
    incomingTransfers: () => p.oneToMany(StockTransfer).mappedBy('destination'),
  },
});

/** A place where goods are, come from or go to; without a warehouse: outside, or on the way. */
export const LocationSchema = defineEntity({
  name: 'Location',
  tableName: 'location',
  uniques: [{ name: 'location_warehouse_id_code_unique', properties: ['warehouse', 'code'] }],
  properties: {
    id: p.uuid().primary(),
    warehouse: () => p.manyToOne(Warehouse).nullable().deleteRule(keeps),
    code: p.text(),
    nameEn: p.text(),
    nameFa: p.text(),
    kind: p.enum(locationKinds),
    defaultReceipt: p.boolean().default(false),
    createdAt: instant(),
    balances: () => p.oneToMany(StockBalance).mappedBy('location'),
    /** The transfer whose goods are here while on their way; for a TRANSIT location only. */
    transfer: () => p.oneToOne(StockTransfer).mappedBy('transit').nullable(),
  },
});

/** A lot, or a serial number: a lot of exactly one. */
export const LotSchema = defineEntity({
  name: 'Lot',
  tableName: 'lot',
  uniques: [{ name: 'lot_product_id_code_unique', properties: ['product', 'code'] }],
  properties: {
    id: p.uuid().primary(),
    product: () => p.manyToOne(Product),
    kind: p.enum(lotKinds),
    code: p.text().index('lot_code_index'),
    expiresOn: p.date().nullable(),
    createdAt: instant(),
    balances: () => p.oneToMany(StockBalance).mappedBy('lot'),
    moves: () => p.oneToMany(StockMove).mappedBy('lot'),
  },
});

/** How much of a product (of one lot) is at a place now. */
export const StockBalanceSchema = defineEntity({
  name: 'StockBalance',
  tableName: 'stock_balance',
  properties: {
    id: p.uuid().primary(),
    location: () => p.manyToOne(Location).index('stock_balance_location_id_index'),
    product: () => p.manyToOne(Product),
    lot: () => p.manyToOne(Lot).nullable().deleteRule(keeps),
    isSerial: p.boolean(),
    onHand: quantity(),
  },
});

/** Goods went from one place to another; never altered. */
export const StockMoveSchema = defineEntity({
  name: 'StockMove',
  tableName: 'stock_move',
  indexes: [{ name: 'stock_move_product_id_seq_index', properties: ['product', 'seq'] }],
  properties: {
    seq: p.bigint('string').primary().generated('identity'),
    product: () => p.manyToOne(Product),
    lot: () => p.manyToOne(Lot).nullable().deleteRule(keeps),
    fromLocation: () => p.manyToOne(Location),
    toLocation: () => p.manyToOne(Location),
    quantity: quantity(),
    kind: p.enum(stockMoveKinds),
    documentId: p.uuid().index('stock_move_document_id_index'),
    lineId: p.uuid(),
    operationId: p.uuid(),
    actorId: p.uuid().nullable(),
    movedAt: instant(),
    reason: p.text().nullable(),
    responsible: p.text().nullable(),
    // One column, read as the document of either kind: at most one of the two is there.
    goodsReceipt: () =>
      p
        .manyToOne(GoodsReceipt)
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

export const GoodsReceiptSchema = defineEntity({
  name: 'GoodsReceipt',
  tableName: 'goods_receipt',
  indexes: [{ name: 'goods_receipt_warehouse_id_id_index', properties: ['warehouse', 'id'] }],
  properties: {
    id: p.uuid().primary(),
    number: p.text().unique('goods_receipt_number_unique'),
    warehouse: () => p.manyToOne(Warehouse),
    reference: p.text().nullable(),
    postedAt: instant(),
    postedBy: p.uuid().nullable(),
    operationId: p.uuid(),
    lines: () => p.oneToMany(GoodsReceiptLine).mappedBy('goodsReceipt'),
    moves: () => p.oneToMany(StockMove).mappedBy('goodsReceipt'),
  },
});

export const GoodsReceiptLineSchema = defineEntity({
  name: 'GoodsReceiptLine',
  tableName: 'goods_receipt_line',
  uniques: [
    {
      name: 'goods_receipt_line_goods_receipt_id_line_no_unique',
      properties: ['goodsReceipt', 'lineNo'],
    },
  ],
  properties: {
    id: p.uuid().primary(),
    goodsReceipt: () => p.manyToOne(GoodsReceipt),
    lineNo: p.integer(),
    product: () => p.manyToOne(Product),
    unit: () => p.manyToOne(Unit),
    quantityInUnit: quantity(),
    quantity: quantity(),
    lot: () => p.manyToOne(Lot).nullable().deleteRule(keeps),
    location: () => p.manyToOne(Location),
  },
});

export const StockTransferSchema = defineEntity({
  name: 'StockTransfer',
  tableName: 'stock_transfer',
  indexes: [
    { name: 'stock_transfer_source_id_id_index', properties: ['source', 'id'] },
    { name: 'stock_transfer_destination_id_id_index', properties: ['destination', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    number: p.text().unique('stock_transfer_number_unique'),
    source: () => p.manyToOne(Warehouse),
    destination: () => p.manyToOne(Warehouse),
    transit: () => p.oneToOne(Location).owner().unique('stock_transfer_transit_id_unique'),
    state: p.enum(stockTransferStateNames),
    note: p.text().nullable(),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    shippedAt: instant().nullable(),
    shippedBy: p.uuid().nullable(),
    completedAt: instant().nullable(),
    version: p.integer().default(1),
    lines: () => p.oneToMany(StockTransferLine).mappedBy('stockTransfer'),
    scans: () => p.oneToMany(StockScan).mappedBy('stockTransfer'),
    moves: () => p.oneToMany(StockMove).mappedBy('stockTransfer'),
  },
});

/** Quantities but `requestedInUnit` are in the product's base unit. */
export const StockTransferLineSchema = defineEntity({
  name: 'StockTransferLine',
  tableName: 'stock_transfer_line',
  uniques: [
    {
      name: 'stock_transfer_line_stock_transfer_id_line_no_unique',
      properties: ['stockTransfer', 'lineNo'],
    },
  ],
  properties: {
    id: p.uuid().primary(),
    stockTransfer: () => p.manyToOne(StockTransfer),
    lineNo: p.integer(),
    product: () => p.manyToOne(Product).index('stock_transfer_line_product_id_index'),
    unit: () => p.manyToOne(Unit),
    requestedInUnit: quantity(),
    requested: quantity(),
    shipped: quantity().default('0'),
    received: quantity().default('0'),
    lost: quantity().default('0'),
    returned: quantity().default('0'),
    scannedToShip: quantity().default('0'),
    scannedToReceive: quantity().default('0'),
    /** Left the source and has neither arrived nor been settled. */
    inTransit: quantity().formula(
      (c) => `${c.shipped} - ${c.received} - ${c.lost} - ${c.returned}`,
    ),
    scans: () => p.oneToMany(StockScan).mappedBy('stockTransferLine'),
  },
});

/** A scan as the device sent it, and what became of it. */
export const StockScanSchema = defineEntity({
  name: 'StockScan',
  tableName: 'stock_scan',
  indexes: [{ name: 'stock_scan_stock_transfer_id_id_index', properties: ['stockTransfer', 'id'] }],
  properties: {
    id: p.uuid().primary(),
    stockTransfer: () => p.manyToOne(StockTransfer),
    step: p.enum(scanSteps),
    code: p.text(),
    locationCode: p.text().nullable(),
    lotCode: p.text().nullable(),
    serial: p.text().nullable(),
    outcome: p.enum(scanOutcomes),
    stockTransferLine: () => p.manyToOne(StockTransferLine).nullable().deleteRule(keeps),
    product: () => p.manyToOne(Product).nullable().deleteRule(keeps),
    unit: () => p.manyToOne(Unit).nullable().deleteRule(keeps),
    quantity: quantity().nullable(),
    lot: () => p.manyToOne(Lot).nullable().deleteRule(keeps),
    isSerial: p.boolean().default(false),
    location: () => p.manyToOne(Location).nullable().deleteRule(keeps),
    actorId: p.uuid().nullable(),
    credentialId: p.uuid().nullable(),
    deviceId: p.text().nullable(),
    scannedAt: instant(),
    recordedAt: instant(),
    operationId: p.uuid(),
    postedOperationId: p.uuid().nullable(),
  },
});

export class Warehouse extends WarehouseSchema.class {}
WarehouseSchema.setClass(Warehouse);

export class Location extends LocationSchema.class {}
LocationSchema.setClass(Location);

export class Lot extends LotSchema.class {}
LotSchema.setClass(Lot);

export class StockBalance extends StockBalanceSchema.class {}
StockBalanceSchema.setClass(StockBalance);

export class StockMove extends StockMoveSchema.class {}
StockMoveSchema.setClass(StockMove);

export class GoodsReceipt extends GoodsReceiptSchema.class {}
GoodsReceiptSchema.setClass(GoodsReceipt);

export class GoodsReceiptLine extends GoodsReceiptLineSchema.class {}
GoodsReceiptLineSchema.setClass(GoodsReceiptLine);

export class StockTransfer extends StockTransferSchema.class {}
StockTransferSchema.setClass(StockTransfer);

export class StockTransferLine extends StockTransferLineSchema.class {}
StockTransferLineSchema.setClass(StockTransferLine);

export class StockScan extends StockScanSchema.class {}
StockScanSchema.setClass(StockScan);
