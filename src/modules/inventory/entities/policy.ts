import { defineEntity, p } from '@mikro-orm/core';
import { quantity } from '../../../platform/database/columns.ts';
import { Product } from '../../catalog/index.ts';
import { countClasses } from '../rules/kinds.ts';
import { Warehouse } from './places.ts';

/** Sellable there and not promised. */
const availableOf = (product: string, warehouse: string): string =>
  `coalesce((select s.sellable - s.reserved from stock_level s
             where s.product_id = ${product} and s.warehouse_id = ${warehouse}), 0)`;

/**
 * On its way there, or back there: what lies in transit is little, however many transfers there
 * were.
 */
const incomingOf = (product: string, warehouse: string): string =>
  `coalesce((select sum(b.on_hand) from stock_balance b
             join stock_transfer t on t.transit_id = b.location_id
             where b.product_id = ${product} and ${warehouse} =
               case when t.returning_at is null then t.destination_id else t.source_id end), 0)`;

const coverOf = (product: string, warehouse: string): string =>
  `(${availableOf(product, warehouse)} + ${incomingOf(product, warehouse)})`;

const below = (cover: string, minimum: string): string => `coalesce(${cover} < ${minimum}, false)`;

/** How much of a product a warehouse should have, and how often it is counted. */
export const StockPolicySchema = defineEntity({
  name: 'StockPolicy',
  tableName: 'stock_policy',
  uniques: [
    {
      name: 'stock_policy_product_id_warehouse_id_unique',
      properties: ['product', 'warehouse'],
    },
  ],
  properties: {
    id: p.uuid().primary(),
    product: () => p.manyToOne(Product),
    warehouse: () => p.manyToOne(Warehouse).index('stock_policy_warehouse_id_index'),
    /** Less than this available calls for more. */
    minimum: quantity().nullable(),
    /** What to fill up to. */
    target: quantity().nullable(),
    countClass: p.enum(countClasses).nullable(),
    version: p.integer().default(1),
    available: quantity().formula((c) => availableOf(`${c.product}`, `${c.warehouse}`)),
    incoming: quantity().formula((c) => incomingOf(`${c.product}`, `${c.warehouse}`)),
    /** What is available and on its way does not reach the minimum. */
    belowMinimum: p
      .boolean()
      .formula((c) => below(coverOf(`${c.product}`, `${c.warehouse}`), `${c.minimum}`)),
    /** What would fill up to the target, or to the minimum where there is none; else 0. */
    shortage: quantity().formula((c) => {
      const cover = coverOf(`${c.product}`, `${c.warehouse}`);
      const wanted = `coalesce(${c.target}, ${c.minimum}) - ${cover}`;
      return `case when ${below(cover, `${c.minimum}`)} then ${wanted} else 0 end`;
    }),
  },
});

export class StockPolicy extends StockPolicySchema.class {}
StockPolicySchema.setClass(StockPolicy);
