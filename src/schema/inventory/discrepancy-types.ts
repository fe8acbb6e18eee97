import { actor } from '../actor.ts';
import { ProductType } from '../catalog/types.ts';
import { money } from '../money.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { DiscrepancyKind, DiscrepancySettlement, DiscrepancyState } from './enums.ts';
import { LotType } from './lot-types.ts';
import { LocationType, WarehouseType } from './place-types.ts';
import { StockTransferLineType, StockTransferType } from './transfer-types.ts';

export const StockTransferDiscrepancyType: ReadType = readType('StockTransferDiscrepancy', {
  description: 'What did not go as a transfer was written: kept for ever, open until settled.',
  fields: {
    id: property('id', 'Its id.'),
    stockTransfer: relation('stockTransfer', () => StockTransferType, 'The transfer.'),
    stockTransferLine: relation(
      'stockTransferLine',
      () => StockTransferLineType,
      'The line; null: no line has such goods.',
    ),
    kind: choice('kind', DiscrepancyKind, 'What it is.'),
    product: relation('product', () => ProductType, 'Of what.'),
    lot: relation('lot', () => LotType, 'Of which lot or serial.'),
    otherLot: relation('otherLot', () => LotType, 'Of a swap: the serial that came instead.'),
    quantity: property('quantity', 'How much, in the base unit.'),
    location: relation('location', () => LocationType, 'Where the goods were put.'),
    note: property('note', 'What was seen.'),
    foundAt: property('foundAt', 'When it was found.'),
    foundBy: actor('foundBy', 'Who found it.'),
    state: choice('state', DiscrepancyState, 'Whether it is settled.'),
    settlement: choice('settlement', DiscrepancySettlement, 'How it ended.'),
    reason: property('reason', 'What happened.'),
    responsible: property('responsible', 'Who answers for it.'),
    value: money('valueAmount', 'For how much they do.', {
      currency: 'valueCurrency',
      nullable: true,
    }),
    matched: relation(
      'matched',
      () => StockTransferDiscrepancyType,
      'Of a match: the shortage of the other transfer, and the other way round.',
    ),
    settledAt: property('settledAt', 'When it was settled.'),
    settledBy: actor('settledBy', 'Who settled it.'),
  },
  filter: [
    'id',
    'stockTransfer',
    'kind',
    'product',
    'state',
    'settlement',
    'foundAt',
    'settledAt',
    'lot',
    'location',
    'responsible',
    'foundBy',
    'settledBy',
  ],
  order: ['id', 'foundAt'],
});

export const StockTransferRouteType: ReadType = readType('StockTransferRoute', {
  description:
    'How long goods are on the road from one warehouse to another, and who carries them.',
  fields: {
    id: property('id', 'Its id.'),
    source: relation('source', () => WarehouseType, 'Where they leave.'),
    destination: relation('destination', () => WarehouseType, 'Where they arrive.'),
    leadHours: property('leadHours', 'Hours on the road.'),
    carrier: property('carrier', 'Who carries them.'),
    version: property('version', 'Rises with each change.'),
  },
  filter: ['id', 'source', 'destination', 'carrier'],
  order: ['id'],
});
