import { defineEntity, p } from '@mikro-orm/core';
import { instant, keeps, quantity } from '../../../platform/database/columns.ts';
import { Product } from '../../catalog/index.ts';
import { discrepancyKinds, discrepancySettlements, discrepancyStates } from '../rules/kinds.ts';
import { Lot } from './lots.ts';
import { Location, Warehouse } from './places.ts';
import { StockTransfer, StockTransferLine } from './transfer.ts';

/** What did not go as a transfer was written, and how it was settled. */
export const StockTransferDiscrepancySchema = defineEntity({
  name: 'StockTransferDiscrepancy',
  tableName: 'stock_transfer_discrepancy',
  indexes: [{ name: 'stock_transfer_discrepancy_product_id_index', properties: ['product', 'id'] }],
  properties: {
    id: p.uuid().primary(),
    stockTransfer: () =>
      p.manyToOne(StockTransfer).index('stock_transfer_discrepancy_stock_transfer_id_index'),
    stockTransferLine: () => p.manyToOne(StockTransferLine).nullable().deleteRule(keeps),
    kind: p.enum(discrepancyKinds),
    product: () => p.manyToOne(Product),
    lot: () => p.manyToOne(Lot).nullable().deleteRule(keeps),
    /** Of a swap: what came in place of `lot`. */
    otherLot: () => p.manyToOne(Lot).nullable().deleteRule(keeps),
    quantity: quantity(),
    location: () => p.manyToOne(Location).nullable().deleteRule(keeps),
    note: p.text().nullable(),
    foundAt: instant(),
    foundBy: p.uuid().nullable(),
    state: p.enum(discrepancyStates),
    settlement: p.enum(discrepancySettlements).nullable(),
    reason: p.text().nullable(),
    responsible: p.text().nullable(),
    valueAmount: p.decimal().columnType('numeric(20,3)').nullable(),
    valueCurrency: p.text().nullable(),
    /** Of a match: the shortage of the other transfer, and the other way round. */
    matched: () => p.manyToOne(StockTransferDiscrepancy).nullable().deleteRule(keeps),
    settledAt: instant().nullable(),
    settledBy: p.uuid().nullable(),
  },
});

/** How long goods are on the road from one warehouse to another, and who carries them. */
export const StockTransferRouteSchema = defineEntity({
  name: 'StockTransferRoute',
  tableName: 'stock_transfer_route',
  uniques: [
    {
      name: 'stock_transfer_route_source_id_destination_id_unique',
      properties: ['source', 'destination'],
    },
  ],
  properties: {
    id: p.uuid().primary(),
    source: () => p.manyToOne(Warehouse),
    destination: () => p.manyToOne(Warehouse).index('stock_transfer_route_destination_id_index'),
    leadHours: p.integer(),
    carrier: p.text().nullable(),
    version: p.integer().default(1),
  },
});

export class StockTransferDiscrepancy extends StockTransferDiscrepancySchema.class {}
StockTransferDiscrepancySchema.setClass(StockTransferDiscrepancy);

export class StockTransferRoute extends StockTransferRouteSchema.class {}
StockTransferRouteSchema.setClass(StockTransferRoute);
