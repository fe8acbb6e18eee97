import {
  stockTransferStates,
  whyNotTransfer,
  type StockTransferAct,
  type TransferStanding,
} from '../../modules/inventory/index.ts';
import { actor } from '../actor.ts';
import { ProductType, UnitType } from '../catalog/types.ts';
import { documentActions } from '../document-actions.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { StockTransferDiscrepancyType } from './discrepancy-types.ts';
import { StockTransferState } from './enums.ts';
import { LocationType, WarehouseType } from './place-types.ts';
import { StockScanType } from './scan-types.ts';
import { StockMoveType } from './stock-types.ts';

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
    editedBy: actor('editedBy', 'Who edited it last; null: nobody.'),
    approvedAt: property('approvedAt', 'When the source agreed; null: not asked, or not yet.'),
    approvedBy: actor('approvedBy', 'Who agreed.'),
    shippedAt: property('shippedAt', 'When the goods left.'),
    shippedBy: actor('shippedBy', 'Who shipped them.'),
    dueAt: property('dueAt', 'When they should arrive, by their route.'),
    carrier: property('carrier', 'Who carries them, by their route.'),
    overdue: property('overdue', 'They should have arrived by now.'),
    hoursInTransit: property('hoursInTransit', 'Since they left, until nothing is in transit.'),
    returningAt: property('returningAt', 'When they turned round, to the source; null: not.'),
    returningBy: actor('returningBy', 'Who had them turn round.'),
    returnReason: property('returnReason', 'Why they turned round.'),
    openDiscrepancies: property('openDiscrepancies', 'How many are not settled.'),
    completedAt: property('completedAt', 'When nothing was left to do.'),
    version: property('version', 'Rises with each change.'),
    lines: relation('lines', () => StockTransferLineType, 'What it holds.'),
    scans: relation('scans', () => StockScanType, 'Every scan, whatever became of it.'),
    moves: relation('moves', () => StockMoveType, 'The movements it made.'),
    discrepancies: relation(
      'discrepancies',
      () => StockTransferDiscrepancyType,
      'What did not go as written.',
    ),
    availableActions: documentActions(stockTransferStates, {
      needs: [
        'createdBy',
        'editedBy',
        'shippedBy',
        'returningAt',
        'shipperMayReceive',
        'isOnItsWay',
        'openDiscrepancies',
        'openBesideShortages',
      ],
      why: (act, row, { viewer }) =>
        whyNotTransfer(
          act as StockTransferAct,
          row as unknown as TransferStanding,
          viewer?.personId ?? null,
        ),
    }),
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
    'dueAt',
    'overdue',
    'returningAt',
    'carrier',
    'openDiscrepancies',
    'discrepancies',
    'lines',
    'note',
    'createdBy',
    'approvedBy',
    'shippedBy',
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
