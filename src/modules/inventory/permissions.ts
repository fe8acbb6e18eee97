import { definePermissions } from '../../platform/identity/permissions.ts';

/** What inventory guards. A warehouse is the unit that a grant of reach UNIT names. */
export const inventoryPermissions = definePermissions([
  { name: 'inventory.read', description: 'See warehouses, stock, receipts and transfers' },
  { name: 'inventory.receive', description: 'Receive goods into a warehouse' },
  { name: 'inventory.transfer', description: 'Request, ship, receive and settle stock transfers' },
  { name: 'inventory.configure', description: 'Set up warehouses and their locations' },
]);
