import type { ReadRule } from '../../platform/read/read-rule.ts';

const permission = 'sales.read';
const cost = { unitCost: 'pricing.seeCost' };

/**
 * A delivery is seen by who looks after its order, and by who works in its warehouse: there a reach
 * of UNIT names warehouses. Its order, with the money, stays out of the reach of these.
 */
export const deliveryReadRules: readonly ReadRule[] = [
  {
    entity: 'Delivery',
    permission,
    owner: 'salesOrder.owner',
    units: ['warehouse', 'salesOrder.team'],
  },
  { entity: 'DeliveryLine', permission, via: 'delivery', properties: cost },
  { entity: 'ReturnAuthorisation', permission, owner: 'owner', units: ['warehouse', 'team'] },
  { entity: 'ReturnLine', permission, via: 'returnAuthorisation' },
  { entity: 'ReturnReceipt', permission, via: 'returnLine', properties: cost },
];
