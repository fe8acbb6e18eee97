import { defineEntity, p } from '@mikro-orm/core';
import { Product, Unit } from '../../catalog/index.ts';
import { scanOutcomes, scanSteps } from '../rules/kinds.ts';
import { instant, keeps, quantity } from './columns.ts';
import { Lot } from './lots.ts';
import { Location } from './places.ts';
import { StockTransfer, StockTransferLine } from './transfer.ts';

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

export class StockScan extends StockScanSchema.class {}
StockScanSchema.setClass(StockScan);
