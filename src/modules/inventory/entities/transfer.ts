import { defineEntity, p } from '@mikro-orm/core';
import { instant, quantity } from '../../../platform/database/columns.ts';
import { Product, Unit } from '../../catalog/index.ts';
import { stockTransferStateNames } from '../rules/stock-transfer-states.ts';
import { Location, Warehouse } from './places.ts';
import { StockScan } from './scan.ts';
import { StockMove } from './stock.ts';
import { StockTransferDiscrepancy } from './transfer-discrepancy.ts';

export const StockTransferSchema = defineEntity({
  name: 'StockTransfer',
  tableName: 'stock_transfer',
  indexes: [
    { name: 'stock_transfer_source_id_id_index', properties: ['source', 'id'] },
    { name: 'stock_transfer_destination_id_id_index', properties: ['destination', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    number: p.text().unique('stock_transfer_number_unique'),
    source: () => p.manyToOne(Warehouse),
    destination: () => p.manyToOne(Warehouse),
    transit: () => p.oneToOne(Location).owner().unique('stock_transfer_transit_id_unique'),
    state: p.enum(stockTransferStateNames),
    note: p.text().nullable(),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    /** The last who wrote what it holds, where it was edited. */
    editedBy: p.uuid().nullable(),
    approvedAt: instant().nullable(),
    approvedBy: p.uuid().nullable(),
    shippedAt: instant().nullable(),
    shippedBy: p.uuid().nullable(),
    /** When it should have arrived, by its route. */
    dueAt: instant().nullable(),
    carrier: p.text().nullable(),
    overdueAnnouncedAt: instant().nullable(),
    /** The goods turned round, to where they came from. */
    returningAt: instant().nullable(),
    returningBy: p.uuid().nullable(),
    returnReason: p.text().nullable(),
    completedAt: instant().nullable(),
    overdue: p.boolean().formula(
      (c) => `coalesce(${c.state} in ('SHIPPED', 'PARTIALLY_RECEIVED')
                       and ${c.dueAt} < now(), false)`,
    ),
    hoursInTransit: p
      .decimal()
      .columnType('numeric(12,1)')
      .nullable()
      .formula(
        (c) => `round((extract(epoch from coalesce(${c.completedAt}, now()) - ${c.shippedAt})
                       / 3600)::numeric, 1)`,
      ),
    openDiscrepancies: p.integer().formula(
      (c) => `select count(*)::int from stock_transfer_discrepancy d
              where d.stock_transfer_id = ${c.id} and d.state = 'OPEN'`,
    ),
    openBesideShortages: p.integer().formula(
      (c) => `select count(*)::int from stock_transfer_discrepancy d
              where d.stock_transfer_id = ${c.id} and d.state = 'OPEN' and d.kind <> 'SHORTAGE'`,
    ),
    /** Something has left and has neither arrived nor been settled. */
    isOnItsWay: p.boolean().formula(
      (c) => `exists (select from stock_transfer_line l where l.stock_transfer_id = ${c.id}
                      and l.shipped > l.received + l.lost + l.returned)`,
    ),
    /** As the warehouse says that the goods are to arrive at now. */
    shipperMayReceive: p.boolean().formula(
      (c) => `select w.shipper_may_receive from warehouse w
              where w.id = case when ${c.returningAt} is null then ${c.destination}
                                else ${c.source} end`,
    ),
    version: p.integer().default(1),
    lines: () =>
      p.oneToMany(StockTransferLine).mappedBy('stockTransfer').orderBy({ lineNo: 'asc' }),
    scans: () => p.oneToMany(StockScan).mappedBy('stockTransfer'),
    moves: () => p.oneToMany(StockMove).mappedBy('stockTransfer'),
    discrepancies: () => p.oneToMany(StockTransferDiscrepancy).mappedBy('stockTransfer'),
  },
});

/** Quantities but `requestedInUnit` are in the product's base unit. */
export const StockTransferLineSchema = defineEntity({
  name: 'StockTransferLine',
  tableName: 'stock_transfer_line',
  uniques: [
    {
      name: 'stock_transfer_line_stock_transfer_id_line_no_unique',
      properties: ['stockTransfer', 'lineNo'],
    },
  ],
  properties: {
    id: p.uuid().primary(),
    stockTransfer: () => p.manyToOne(StockTransfer),
    lineNo: p.integer(),
    product: () => p.manyToOne(Product).index('stock_transfer_line_product_id_index'),
    unit: () => p.manyToOne(Unit),
    requestedInUnit: quantity(),
    requested: quantity(),
    shipped: quantity().default('0'),
    received: quantity().default('0'),
    lost: quantity().default('0'),
    returned: quantity().default('0'),
    scannedToShip: quantity().default('0'),
    scannedToReceive: quantity().default('0'),
    /** Left the source and has neither arrived nor been settled. */
    inTransit: quantity().formula(
      (c) => `${c.shipped} - ${c.received} - ${c.lost} - ${c.returned}`,
    ),
    scans: () => p.oneToMany(StockScan).mappedBy('stockTransferLine'),
    discrepancies: () => p.oneToMany(StockTransferDiscrepancy).mappedBy('stockTransferLine'),
  },
});

export class StockTransfer extends StockTransferSchema.class {}
StockTransferSchema.setClass(StockTransfer);

export class StockTransferLine extends StockTransferLineSchema.class {}
StockTransferLineSchema.setClass(StockTransferLine);
