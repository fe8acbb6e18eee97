import { defineEntity, p } from '@mikro-orm/core';
import { instant, keeps, quantity } from '../../../platform/database/columns.ts';
import { Product, Unit } from '../../catalog/index.ts';
import { scanOutcomes, scanTasks } from '../rules/kinds.ts';
import { Lot, StockPackage } from './lots.ts';
import { Location } from './places.ts';
import { ScanDevice, ScanSession } from './scan-session.ts';
import { StockTransfer, StockTransferLine } from './transfer.ts';
import { StockVoucher, StockVoucherLine } from './voucher.ts';

/** A scan as the device sent it, and what became of it. */
export const StockScanSchema = defineEntity({
  name: 'StockScan',
  tableName: 'stock_scan',
  indexes: [{ name: 'stock_scan_stock_transfer_id_id_index', properties: ['stockTransfer', 'id'] }],
  properties: {
    id: p.uuid().primary(),
    scanSession: () => p.manyToOne(ScanSession).nullable().deleteRule(keeps),
    stockTransfer: () => p.manyToOne(StockTransfer).nullable().deleteRule(keeps),
    stockVoucher: () => p.manyToOne(StockVoucher).nullable().deleteRule(keeps),
    step: p.enum(scanTasks),
    code: p.text(),
    /** The AIM prefix, `]C1`, when the scanner sent one. */
    symbology: p.text().nullable(),
    /** What a GS1 symbol says, by application identifier. */
    elements: p.json<readonly { readonly ai: string; readonly value: string }[]>().nullable(),
    locationCode: p.text().nullable(),
    lotCode: p.text().nullable(),
    serial: p.text().nullable(),
    outcome: p.enum(scanOutcomes),
    stockTransferLine: () => p.manyToOne(StockTransferLine).nullable().deleteRule(keeps),
    stockVoucherLine: () => p.manyToOne(StockVoucherLine).nullable().deleteRule(keeps),
    product: () => p.manyToOne(Product).nullable().deleteRule(keeps),
    unit: () => p.manyToOne(Unit).nullable().deleteRule(keeps),
    quantity: quantity().nullable(),
    lot: () => p.manyToOne(Lot).nullable().deleteRule(keeps),
    isSerial: p.boolean().default(false),
    location: () => p.manyToOne(Location).nullable().deleteRule(keeps),
    /** Scanned as a whole, or what the goods are in. */
    package: () => p.manyToOne(StockPackage).nullable().deleteRule(keeps),
    actorId: p.uuid().nullable(),
    credentialId: p.uuid().nullable(),
    deviceId: p.text().nullable(),
    scanDevice: () => p.manyToOne(ScanDevice).nullable().deleteRule(keeps),
    /** Its place among the scans that were sent together. */
    deviceOrder: p.integer().default(0),
    scannedAt: instant(),
    recordedAt: instant(),
    operationId: p.uuid(),
    postedOperationId: p.uuid().nullable(),
    abandonedOperationId: p.uuid().nullable(),
    parts: () => p.oneToMany(StockScanPart).mappedBy('stockScan'),
  },
});

/** What a package that was scanned as a whole held. */
export const StockScanPartSchema = defineEntity({
  name: 'StockScanPart',
  tableName: 'stock_scan_part',
  properties: {
    stockScan: () => p.manyToOne(StockScan).primary().deleteRule(keeps),
    partNo: p.integer().primary(),
    stockTransferLine: () => p.manyToOne(StockTransferLine).nullable().deleteRule(keeps),
    stockVoucherLine: () => p.manyToOne(StockVoucherLine).nullable().deleteRule(keeps),
    product: () => p.manyToOne(Product),
    lot: () => p.manyToOne(Lot).nullable().deleteRule(keeps),
    isSerial: p.boolean(),
    location: () => p.manyToOne(Location),
    package: () => p.manyToOne(StockPackage),
    quantity: quantity(),
    postedOperationId: p.uuid().nullable(),
    abandonedOperationId: p.uuid().nullable(),
  },
});

export class StockScan extends StockScanSchema.class {}
StockScanSchema.setClass(StockScan);

export class StockScanPart extends StockScanPartSchema.class {}
StockScanPartSchema.setClass(StockScanPart);
