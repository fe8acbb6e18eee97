import { defineEntity, p } from '@mikro-orm/core';
import { Product } from '../../catalog/index.ts';
import { countClasses } from '../rules/kinds.ts';
import { quantity } from './columns.ts';
import { Warehouse } from './places.ts';

interface Key {
  readonly product: unknown;
  readonly warehouse: unknown;
}

/** Sellable there and not promised. */
const availableOf = ({ product, warehouse }: Key): string =>
  `coalesce((select s.sellable - s.reserved from stock_level s
             where s.product_id = ${product} and s.warehouse_id = ${warehouse}), 0)`;

/** On its way there: what lies in transit is little, however many transfers there were. */
const incomingOf = ({ product, warehouse }: Key): string =>
  `coalesce((select sum(b.on_hand) from stock_balance b
             join stock_transfer t on t.transit_id = b.location_id
             where b.product_id = ${product} and t.destination_id = ${warehouse}), 0)`;

const coverOf = (key: Key): string => `(${availableOf(key)} + ${incomingOf(key)})`;

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
    available: quantity().formula((c) => availableOf(c as never)),
    incoming: quantity().formula((c) => incomingOf(c as never)),
    /** What is available and on its way does not reach the minimum. */
    belowMinimum: p
      .boolean()
      .formula((c) => `coalesce(${coverOf(c as never)} < ${c.minimum}, false)`),
    /** What would fill up to the target, or to the minimum where there is none; else 0. */
    shortage: quantity().formula(
      (c) => `case when ${coverOf(c as never)} < ${c.minimum}
                then coalesce(${c.target}, ${c.minimum}) - ${coverOf(c as never)} else 0 end`,
    ),
  },
});

export class StockPolicy extends StockPolicySchema.class {}
StockPolicySchema.setClass(StockPolicy);
