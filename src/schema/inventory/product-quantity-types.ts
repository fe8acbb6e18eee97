import { quantitiesByWarehouse, type WarehouseQuantities } from '../../modules/inventory/index.ts';
import { Forbidden, reachesRecord } from '../../platform/identity/index.ts';
import { builder } from '../builder.ts';
import { computed, type FieldSpec } from '../read/read-type.ts';
import { reference } from '../read/reference.ts';
import { WarehouseType } from './place-types.ts';

const ProductQuantityType = builder.objectRef<WarehouseQuantities>('ProductQuantity').implement({
  description: 'How much of a product a warehouse has, in the base unit.',
  fields: (t) => ({
    warehouse: t.field(
      reference<WarehouseQuantities>(WarehouseType, 'The warehouse.', (row) => row.warehouseId),
    ),
    onHand: t.field({
      type: 'Decimal',
      description: 'In all its places, quarantine included.',
      resolve: (row) => row.onHand,
    }),
    quarantined: t.field({
      type: 'Decimal',
      description: 'Of that, in quarantine.',
      resolve: (row) => row.quarantined,
    }),
    inTransitOut: t.field({
      type: 'Decimal',
      description: 'Left here for another warehouse, and has not arrived there.',
      resolve: (row) => row.inTransitOut,
    }),
    inTransitIn: t.field({
      type: 'Decimal',
      description: 'Left another warehouse for this one, and has not arrived.',
      resolve: (row) => row.inTransitIn,
    }),
  }),
});

const permission = 'inventory.read';

/** For Product: one statement for all products of a page. */
export const quantitiesField: FieldSpec = computed({
  type: [ProductQuantityType],
  needs: ['id'],
  description: 'How much each warehouse within reach has; those that have none are left out.',
  resolve: async (row, context) => {
    const viewer = context.requireViewer();
    if (!viewer.grants.has(permission)) throw new Forbidden(permission, 'Reading quantities');
    const all = await context.loadMany('quantitiesByWarehouse', row['id'] as string, (ids) =>
      quantitiesByWarehouse(context.parts.database, ids),
    );
    return all?.filter(({ warehouseId }) =>
      reachesRecord(viewer, permission, { unitIds: [warehouseId] }),
    );
  },
});
