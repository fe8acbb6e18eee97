import { actor } from '../actor.ts';
import { ProductType } from '../catalog/types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { ScanOutcome, ScanStep } from './enums.ts';
import { LotType } from './lot-types.ts';
import { LocationType } from './place-types.ts';
import { StockTransferLineType, StockTransferType } from './transfer-types.ts';

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
