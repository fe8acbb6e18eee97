import { actor } from '../actor.ts';
import { ProductType } from '../catalog/types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { ScanOutcome, ScanTask } from './enums.ts';
import { LotType, StockPackageType } from './lot-types.ts';
import { LocationType } from './place-types.ts';
import { ScanDeviceType, ScanSessionType } from './scan-session-types.ts';
import { StockTransferLineType, StockTransferType } from './transfer-types.ts';
import { StockVoucherLineType, StockVoucherType } from './voucher-types.ts';

export const StockScanType: ReadType = readType('StockScan', {
  description: 'A scan as the device sent it, and what became of it. Never altered.',
  fields: {
    id: property('id', "The device's scanId."),
    step: choice('step', ScanTask, 'What it was scanned for.'),
    code: property('code', 'What was scanned.'),
    outcome: choice('outcome', ScanOutcome, 'What became of it.'),
    quantity: property('quantity', 'What it counted, in the base unit; null if it meant nothing.'),
    product: relation('product', () => ProductType, 'The product it means, if any.'),
    lot: relation('lot', () => LotType, 'The lot or serial it means, if any.'),
    location: relation('location', () => LocationType, 'The place, if known.'),
    stockTransferLine: relation('stockTransferLine', () => StockTransferLineType, 'Its line.'),
    stockTransfer: relation('stockTransfer', () => StockTransferType, 'The transfer, if one.'),
    stockVoucher: relation('stockVoucher', () => StockVoucherType, 'The voucher, if one.'),
    stockVoucherLine: relation('stockVoucherLine', () => StockVoucherLineType, 'Its line.'),
    scanSession: relation('scanSession', () => ScanSessionType, 'The session, if one.'),
    scanDevice: relation('scanDevice', () => ScanDeviceType, 'The device, known by its key.'),
    package: relation('package', () => StockPackageType, 'The package, scanned whole or opened.'),
    symbology: property('symbology', 'The AIM prefix of the symbol, if it was sent.'),
    deviceOrder: property('deviceOrder', 'Its place among those sent together.'),
    deviceId: property('deviceId', 'The device, as it calls itself.'),
    scannedAt: property('scannedAt', 'When, by the clock of the device.'),
    recordedAt: property('recordedAt', 'When, by ours.'),
    actor: actor('actorId', 'Who scanned.'),
  },
  filter: [
    'step',
    'outcome',
    'product',
    'lot',
    'scannedAt',
    'stockTransfer',
    'scanSession',
    'id',
    'code',
    'location',
    'package',
    'stockVoucher',
    'scanDevice',
    'deviceId',
    'recordedAt',
    'actorId',
  ],
  order: ['id', 'recordedAt'],
});
