import { defineEntity, p } from '@mikro-orm/core';
import { Product } from '../../catalog/index.ts';
import { countClasses } from '../rules/kinds.ts';
import { quantity } from './columns.ts';
import { Warehouse } from './places.ts';

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
  },
});

export class StockPolicy extends StockPolicySchema.class {}
StockPolicySchema.setClass(StockPolicy);
