import { defineEntity, p } from '@mikro-orm/core';
import { instant, keeps, quantity } from '../../../platform/database/columns.ts';
import { locationKinds } from '../rules/kinds.ts';
import { StockBalance, StockLevel } from './stock.ts';
import { StockTransfer } from './transfer.ts';
import { StockVoucher } from './voucher.ts';

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
    /** Nothing may be dated on or before this day any more. */
    closedThrough: p.date().nullable(),
    approvesTransfers: p.boolean().default(false),
    shipperMayReceive: p.boolean().default(false),
    /** Corrections worth more wait for an approval; null: none does. */
    adjustmentLimit: quantity().nullable(),
    locations: () => p.oneToMany(Location).mappedBy('warehouse'),
    vouchers: () => p.oneToMany(StockVoucher).mappedBy('warehouse'),
    levels: () => p.oneToMany(StockLevel).mappedBy('warehouse'),
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
    /** Pickers walk by it. */
    walkOrder: p.integer().default(0),
    version: p.integer().default(1),
    createdAt: instant(),
    balances: () => p.oneToMany(StockBalance).mappedBy('location'),
    /** The transfer whose goods are here while on their way; for a TRANSIT location only. */
    transfer: () => p.oneToOne(StockTransfer).mappedBy('transit').nullable(),
  },
});

/** Whose goods are here that are not the firm's own. */
export const StockOwnerSchema = defineEntity({
  name: 'StockOwner',
  tableName: 'stock_owner',
  properties: {
    id: p.uuid().primary(),
    code: p.text().unique('stock_owner_code_unique'),
    nameEn: p.text(),
    nameFa: p.text(),
    createdAt: instant(),
  },
});

export class Warehouse extends WarehouseSchema.class {}
WarehouseSchema.setClass(Warehouse);

export class Location extends LocationSchema.class {}
LocationSchema.setClass(Location);

export class StockOwner extends StockOwnerSchema.class {}
StockOwnerSchema.setClass(StockOwner);
