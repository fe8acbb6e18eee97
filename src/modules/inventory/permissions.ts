import { definePermissions } from '../../platform/identity/permissions.ts';

/** What inventory guards. A warehouse is the unit that a grant of reach UNIT names. */
export const inventoryPermissions = definePermissions([
  { name: 'inventory.read', description: 'See warehouses, stock, receipts and transfers' },
  { name: 'inventory.receive', description: 'Receive goods, and take them back from customers' },
  { name: 'inventory.issue', description: 'Issue goods, and send them back to a supplier' },
  {
    name: 'inventory.reverse',
    description: 'Take a posted voucher of any kind back as a whole, by another',
  },
  { name: 'inventory.transfer', description: 'Request, ship, receive and settle stock transfers' },
  {
    name: 'inventory.approve',
    description: 'Approve what others ask for, and accept goods that no paper announced',
  },
  { name: 'inventory.reserve', description: 'Set goods aside for a demand, and give them up' },
  { name: 'inventory.adjust', description: 'Correct stock, and say whose it is' },
  { name: 'inventory.hold', description: 'Hold goods and set them free; correct the days of lots' },
  { name: 'inventory.relocate', description: 'Put goods elsewhere inside a warehouse' },
  { name: 'inventory.count', description: 'Plan counts, count, and post what was found' },
  {
    name: 'inventory.plan',
    description: 'Say how much there should be, and what is counted often',
  },
  { name: 'inventory.closePeriod', description: 'Close the books of a warehouse through a day' },
  { name: 'inventory.reopenPeriod', description: 'Open closed books again' },
  { name: 'inventory.configure', description: 'Set up warehouses and their locations' },
]);
