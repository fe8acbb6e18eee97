import { defineEntity, p } from '@mikro-orm/core';
import { instant, keeps, quantity } from '../../../platform/database/columns.ts';
import { Product } from '../../catalog/index.ts';
import {
  reservationEndings,
  reservationEntryKinds,
  reservationStates,
  reservationStrengths,
} from '../rules/kinds.ts';
import { Lot, StockPackage } from './lots.ts';
import { Location, Warehouse } from './places.ts';

/** Goods promised to a demand. What is neither held, consumed nor released waits its turn. */
export const StockReservationSchema = defineEntity({
  name: 'StockReservation',
  tableName: 'stock_reservation',
  indexes: [{ name: 'stock_reservation_product_id_id_index', properties: ['product', 'id'] }],
  properties: {
    id: p.uuid().primary(),
    demandKind: p.text(),
    demandId: p.uuid().index('stock_reservation_demand_id_index'),
    demandLineId: p.uuid().index('stock_reservation_demand_line_id_index'),
    product: () => p.manyToOne(Product),
    warehouse: () => p.manyToOne(Warehouse),
    strength: p.enum(reservationStrengths),
    /** Of a hard one: the very goods. */
    location: () => p.manyToOne(Location).nullable().deleteRule(keeps),
    lot: () => p.manyToOne(Lot).nullable().deleteRule(keeps),
    package: () => p.manyToOne(StockPackage).nullable().deleteRule(keeps),
    quantity: quantity(),
    held: quantity(),
    consumed: quantity().default('0'),
    released: quantity().default('0'),
    allOrNothing: p.boolean().default(false),
    priority: p.integer().default(0),
    wantedOn: p.date().nullable(),
    expiresAt: instant().nullable(),
    ended: p.enum(reservationEndings).nullable(),
    /** Computed by the database from the quantities. */
    state: p.enum(reservationStates).persist(false),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    version: p.integer().default(1),
    /** Wanted still, and not held. */
    waiting: quantity().formula((c) => `${c.quantity} - ${c.held} - ${c.consumed} - ${c.released}`),
    entries: () => p.oneToMany(StockReservationEntry).mappedBy('stockReservation'),
  },
});

/** A change of what a reservation holds; never altered. */
export const StockReservationEntrySchema = defineEntity({
  name: 'StockReservationEntry',
  tableName: 'stock_reservation_entry',
  indexes: [
    {
      name: 'stock_reservation_entry_product_id_index',
      properties: ['product', 'warehouse', 'at'],
    },
  ],
  properties: {
    seq: p.bigint('string').primary().generated('identity'),
    stockReservation: () =>
      p.manyToOne(StockReservation).index('stock_reservation_entry_stock_reservation_id_index'),
    product: () => p.manyToOne(Product),
    warehouse: () => p.manyToOne(Warehouse),
    kind: p.enum(reservationEntryKinds),
    heldChange: quantity(),
    at: instant(),
    operationId: p.uuid(),
    actorId: p.uuid().nullable(),
    reason: p.text().nullable(),
  },
});

export class StockReservation extends StockReservationSchema.class {}
StockReservationSchema.setClass(StockReservation);

export class StockReservationEntry extends StockReservationEntrySchema.class {}
StockReservationEntrySchema.setClass(StockReservationEntry);
