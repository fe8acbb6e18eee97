import { ProductType } from '../catalog/types.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { CountClass } from './count-enums.ts';
import { WarehouseType } from './place-types.ts';

export const StockPolicyType: ReadType = readType('StockPolicy', {
  description: 'How much of a product a warehouse should have; in the base unit.',
  fields: {
    id: property('id', 'Its id.'),
    product: relation('product', () => ProductType, 'The product.'),
    warehouse: relation('warehouse', () => WarehouseType, 'The warehouse.'),
    minimum: property('minimum', 'Less than this calls for more; null: nothing does.'),
    target: property('target', 'What to fill up to.'),
    countClass: choice('countClass', CountClass, 'How often it is counted.'),
    available: property('available', 'Sellable there now and not promised.'),
    incoming: property('incoming', 'On its way there from other warehouses.'),
    belowMinimum: property('belowMinimum', 'Available and incoming do not reach the minimum.'),
    shortage: property(
      'shortage',
      'What fills up to the target, or the minimum where there is none; 0 unless it is below.',
    ),
    version: property('version', 'Rises with each change.'),
  },
  filter: ['product', 'warehouse', 'minimum', 'target', 'countClass', 'belowMinimum', 'shortage'],
  order: ['id'],
});
