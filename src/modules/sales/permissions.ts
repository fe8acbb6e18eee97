import { definePermissions } from '../../platform/identity/permissions.ts';

/**
 * What sales guards. A team is the unit that a grant of reach UNIT names; for goods a warehouse.
 */
export const salesPermissions = definePermissions([
  { name: 'sales.read', description: 'See quotes, orders, deliveries, returns and invoices' },
  { name: 'sales.quote', description: 'Write quotes, send them, and record their answers' },
  { name: 'sales.approve', description: 'Decide on quotes for one’s own department' },
  { name: 'sales.order', description: 'Place, confirm, amend, close and cancel orders' },
  { name: 'sales.hold', description: 'Hold orders and set them free; close and reopen them' },
  { name: 'sales.deliver', description: 'Deliver orders, and take goods back, in a warehouse' },
  { name: 'sales.authoriseReturn', description: 'Allow customers to send goods back' },
  { name: 'sales.invoice', description: 'Write and post invoices and credit notes' },
  { name: 'sales.configure', description: 'Set up approval policies and how the firm sells' },
]);
