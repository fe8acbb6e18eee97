import type { ReadRule } from '../../platform/read/read-rule.ts';

const permission = 'sales.read';

/**
 * An order belongs to its salesperson and to the team of that time. How the firm sells, all know.
 */
export const orderReadRules: readonly ReadRule[] = [
  { entity: 'SalesSetting', permission, everyRow: true },
  { entity: 'SalesOrder', permission, owner: 'owner', units: ['team'] },
  {
    entity: 'SalesOrderLine',
    permission,
    via: 'salesOrder',
    properties: { unitCost: 'pricing.seeCost', margin: 'pricing.seeCost' },
  },
  { entity: 'SalesOrderAmendment', permission, via: 'salesOrder' },
];
