import { stockTransferStates } from '../../modules/inventory/index.ts';
import { actor } from '../actor.ts';
import { ProductType, UnitType } from '../catalog/types.ts';
import { documentActions } from '../document-actions.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { LotKind, ScanOutcome, ScanStep, StockMoveKind, StockTransferState } from './enums.ts';
import { LocationType, WarehouseType } from './place-types.ts';

export const LotType: ReadType = readType('Lot', {
  description: 'A lot, or a serial number: a lot of exactly one.',
  fields: {
    id: property('id', 'Its id.'),
    code: property('code', 'Unique for its product.'),
    kind: choice('kind', LotKind, 'Lot or serial.'),
    expiresOn: property('expiresOn', 'The last day it may be used; null if it keeps.'),
    product: relation('product', () => ProductType, 'What it is a lot of.'),
    balances: relation('balances', () => StockBalanceType, 'Where it is now.'),
  },
  filter: ['id', 'code', 'kind', 'expiresOn', 'product', 'balances'],
  order: ['code', 'createdAt'],
});

export const StockBalanceType: ReadType = readType('StockBalance', {
  description: 'How much of a product, of one lot where it has lots, is at a place now.',
  fields: {
    id: property('id', 'Its id.'),
    product: relation('product', () => ProductType, 'The product.'),
    location: relation('location', () => LocationType, 'The place.'),
    lot: relation('lot', () => LotType, 'The lot or serial; null for untracked products.'),
    onHand: property('onHand', 'In the base unit of the product.'),
  },
  filter: ['product', 'location', 'lot', 'onHand'],
  order: ['id', 'onHand'],
});

export const StockMoveType: ReadType = readType('StockMove', {
  description: 'Goods went from one place to another. Never altered, for ever.',
  fields: {
    seq: property('seq', 'Its place in the order of all moves.'),
    kind: choice('kind', StockMoveKind, 'Why the goods moved.'),
    product: relation('product', () => ProductType, 'What moved.'),
    lot: relation('lot', () => LotType, 'Which lot or serial; null for untracked products.'),
    fromLocation: relation('fromLocation', () => LocationType, 'From here.'),
    toLocation: relation('toLocation', () => LocationType, 'To here.'),
    quantity: property('quantity', 'In the base unit of the product.'),
    movedAt: property('movedAt', 'When.'),
    reason: property('reason', 'Why, where a reason was given.'),
    responsible: property('responsible', 'Who answers for a loss, where told.'),
    goodsReceipt: relation('goodsReceipt', () => GoodsReceiptType, 'The receipt it belongs to.'),
    stockTransfer: relation(
      'stockTransfer',
      () => StockTransferType,
      'The transfer it belongs to.',
    ),
    actor: actor('actorId', 'Who did it.'),
  },
  filter: ['kind', 'product', 'lot', 'fromLocation', 'toLocation', 'quantity', 'movedAt', 'seq'],
  order: ['seq'],
});

export const GoodsReceiptType: ReadType = readType('GoodsReceipt', {
  description: 'Goods that came into a warehouse. Posted once, never altered.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'Without gaps a warehouse and year: `TEH-GR-2026-000001`.'),
    warehouse: relation('warehouse', () => WarehouseType, 'Where the goods arrived.'),
    reference: property('reference', "The supplier's or the buyer's own reference."),
    postedAt: property('postedAt', 'When.'),
    postedBy: actor('postedBy', 'Who received them.'),
    lines: relation('lines', () => GoodsReceiptLineType, 'What came.'),
    moves: relation('moves', () => StockMoveType, 'The movements it made.'),
  },
  filter: ['id', 'number', 'reference', 'warehouse', 'postedAt', 'lines'],
  order: ['id', 'number', 'postedAt'],
});

export const GoodsReceiptLineType: ReadType = readType('GoodsReceiptLine', {
  description: 'One product of a receipt.',
  fields: {
    id: property('id', 'Its id.'),
    lineNo: property('lineNo', 'From 1.'),
    product: relation('product', () => ProductType, 'What came.'),
    unit: relation('unit', () => UnitType, 'The unit it was counted in.'),
    quantityInUnit: property('quantityInUnit', 'In that unit.'),
    quantity: property('quantity', 'In the base unit.'),
    lot: relation('lot', () => LotType, 'Its lot; the serials of a line are in the moves.'),
    location: relation('location', () => LocationType, 'Where it was put.'),
  },
  filter: ['product', 'lot', 'location', 'quantity'],
});

export const StockTransferType: ReadType = readType('StockTransfer', {
  description: 'Goods on their way from one warehouse to another, in two steps: shipped, received.',
  fields: {
    id: property('id', 'Its id.'),
    number: property('number', 'Without gaps a source warehouse and year: `TEH-TR-2026-000001`.'),
    state: choice('state', StockTransferState, 'Where it stands.'),
    source: relation('source', () => WarehouseType, 'Where the goods leave.'),
    destination: relation('destination', () => WarehouseType, 'Where they arrive.'),
    transit: relation('transit', () => LocationType, 'The place of the goods while on their way.'),
    note: property('note', 'A word for those who handle it.'),
    createdAt: property('createdAt', 'When it was drafted.'),
    createdBy: actor('createdBy', 'Who drafted it.'),
    shippedAt: property('shippedAt', 'When the goods left.'),
    shippedBy: actor('shippedBy', 'Who shipped them.'),
    completedAt: property('completedAt', 'When nothing was left to do.'),
    version: property('version', 'Rises with each change.'),
    lines: relation('lines', () => StockTransferLineType, 'What it holds.'),
    scans: relation('scans', () => StockScanType, 'Every scan, whatever became of it.'),
    moves: relation('moves', () => StockMoveType, 'The movements it made.'),
    availableActions: documentActions(stockTransferStates),
  },
  filter: [
    'id',
    'number',
    'state',
    'source',
    'destination',
    'createdAt',
    'shippedAt',
    'completedAt',
    'lines',
  ],
  order: ['id', 'number', 'createdAt'],
});

export const StockTransferLineType: ReadType = readType('StockTransferLine', {
  description: 'One product of a transfer. Quantities but `requestedInUnit` are in its base unit.',
  fields: {
    id: property('id', 'Its id.'),
    lineNo: property('lineNo', 'From 1.'),
    product: relation('product', () => ProductType, 'What is transferred.'),
    unit: relation('unit', () => UnitType, 'The unit it was asked for in.'),
    requestedInUnit: property('requestedInUnit', 'Asked for, in that unit.'),
    requested: property('requested', 'Asked for.'),
    shipped: property('shipped', 'Left the source.'),
    received: property('received', 'Arrived.'),
    lost: property('lost', 'Settled as lost.'),
    returned: property('returned', 'Went back to the source.'),
    inTransit: property('inTransit', 'Left the source, and has neither arrived nor been settled.'),
    scannedToShip: property('scannedToShip', 'Scanned at the source, not yet shipped.'),
    scannedToReceive: property('scannedToReceive', 'Scanned at the destination, not yet received.'),
    stockTransfer: relation('stockTransfer', () => StockTransferType, 'The transfer.'),
  },
  filter: ['id', 'product', 'requested', 'shipped', 'received', 'lost', 'returned', 'inTransit'],
});

export const StockScanType: ReadType = readType('StockScan', {
  description: 'A scan as the device sent it, and what became of it. Never altered.',
  fields: {
    id: property('id', "The device's scanId."),
    step: choice('step', ScanStep, 'Shipping or receiving.'),
    code: property('code', 'What was scanned.'),
    outcome: choice('outcome', ScanOutcome, 'What became of it.'),
    quantity: property('quantity', 'What it counted, in the base unit; null if it meant nothing.'),
    product: relation('product', () => ProductType, 'The product it means, if any.'),
    lot: relation('lot', () => LotType, 'The lot or serial it means, if any.'),
    location: relation('location', () => LocationType, 'The place, if known.'),
    stockTransferLine: relation('stockTransferLine', () => StockTransferLineType, 'The line.'),
    stockTransfer: relation('stockTransfer', () => StockTransferType, 'The transfer.'),
    deviceId: property('deviceId', 'The device, as it calls itself.'),
    scannedAt: property('scannedAt', 'When, by the clock of the device.'),
    recordedAt: property('recordedAt', 'When, by ours.'),
    actor: actor('actorId', 'Who scanned.'),
  },
  filter: ['step', 'outcome', 'product', 'lot', 'scannedAt', 'stockTransfer'],
  order: ['id', 'recordedAt'],
});
