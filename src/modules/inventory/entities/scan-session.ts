import { defineEntity, p } from '@mikro-orm/core';
import { instant, keeps } from '../../../platform/database/columns.ts';
import { Unit } from '../../catalog/index.ts';
import { scanSessionStateNames, scanTasks } from '../rules/kinds.ts';
import { StockCount } from './count.ts';
import { StockPackage } from './lots.ts';
import { Location, Warehouse } from './places.ts';
import { StockScan } from './scan.ts';
import { StockTransfer } from './transfer.ts';
import { StockVoucher } from './voucher.ts';

/** A device that scans, known by the key it signs in with. */
export const ScanDeviceSchema = defineEntity({
  name: 'ScanDevice',
  tableName: 'scan_device',
  indexes: [
    {
      name: 'scan_device_api_key_id_unique',
      expression: `create unique index scan_device_api_key_id_unique on scan_device (api_key_id)
         where active`,
    },
  ],
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique('scan_device_code_unique'),
    nameEn: p.text(),
    nameFa: p.text(),
    warehouse: () => p.manyToOne(Warehouse).index('scan_device_warehouse_id_index'),
    apiKeyId: p.uuid().nullable(),
    active: p.boolean().default(true),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    version: p.integer().default(1),
  },
});

/** How scales print what they weighed. */
export const ScanSchemeSchema = defineEntity({
  name: 'ScanScheme',
  tableName: 'scan_scheme',
  properties: {
    id: p.uuid().primary(),
    prefix: p.text().unique('scan_scheme_prefix_unique'),
    measureDigits: p.integer(),
    decimals: p.integer(),
    measureCheckDigit: p.boolean().default(false),
    unit: () => p.manyToOne(Unit),
    createdAt: instant(),
  },
});

/** One person's work with a scanner, on one document, until it is done or given up. */
export const ScanSessionSchema = defineEntity({
  name: 'ScanSession',
  tableName: 'scan_session',
  indexes: [{ name: 'scan_session_warehouse_id_id_index', properties: ['warehouse', 'id'] }],
  properties: {
    id: p.uuid().primary(),
    warehouse: () => p.manyToOne(Warehouse),
    task: p.enum(scanTasks),
    documentId: p.uuid().nullable(),
    location: () => p.manyToOne(Location).nullable().deleteRule(keeps),
    package: () => p.manyToOne(StockPackage).nullable().deleteRule(keeps),
    heldBy: p.uuid().nullable(),
    device: () => p.manyToOne(ScanDevice).nullable().deleteRule(keeps),
    state: p.enum(scanSessionStateNames),
    scans: p.integer().default(0),
    matched: p.integer().default(0),
    startedAt: instant(),
    startedBy: p.uuid().nullable(),
    lastScanAt: instant().nullable(),
    endedAt: instant().nullable(),
    endedBy: p.uuid().nullable(),
    operationId: p.uuid(),
    version: p.integer().default(1),
    recorded: () => p.oneToMany(StockScan).mappedBy('scanSession'),
    // One column, read as the document of each kind: at most one of them is there.
    stockTransfer: () =>
      p
        .manyToOne(StockTransfer)
        .joinColumn('document_id')
        .nullable()
        .persist(false)
        .createForeignKeyConstraint(false),
    stockVoucher: () =>
      p
        .manyToOne(StockVoucher)
        .joinColumn('document_id')
        .nullable()
        .persist(false)
        .createForeignKeyConstraint(false),
    stockCount: () =>
      p
        .manyToOne(StockCount)
        .joinColumn('document_id')
        .nullable()
        .persist(false)
        .createForeignKeyConstraint(false),
  },
});

export class ScanDevice extends ScanDeviceSchema.class {}
ScanDeviceSchema.setClass(ScanDevice);

export class ScanScheme extends ScanSchemeSchema.class {}
ScanSchemeSchema.setClass(ScanScheme);

export class ScanSession extends ScanSessionSchema.class {}
ScanSessionSchema.setClass(ScanSession);
