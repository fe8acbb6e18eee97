import type { EventType } from '../../platform/events/event.ts';

const define = (type: string, description: string): EventType => ({
  type,
  permission: 'inventory.read',
  description,
});

/** What inventory announces, each with the document as it then is, and what the act changed. */
export const inventoryEvents = {
  warehouseCreated: define('warehouse.created', 'A warehouse was set up'),
  locationsCreated: define('warehouse.locationsCreated', 'Places were set up in a warehouse'),
  goodsReceiptPosted: define('goodsReceipt.posted', 'Goods arrived in a warehouse'),
  stockFellBelowMinimum: define(
    'stock.fellBelowMinimum',
    'A warehouse has less of a product available than it should',
  ),
  stockTransferCreated: define('stockTransfer.created', 'Goods were asked for elsewhere'),
  stockTransferScanned: define(
    'stockTransfer.scanned',
    'A scan was recorded, whatever its outcome',
  ),
  stockTransferShipped: define('stockTransfer.shipped', 'The goods left and are on their way'),
  stockTransferReceived: define('stockTransfer.received', 'Goods on their way arrived'),
  stockTransferShortageSettled: define(
    'stockTransfer.shortageSettled',
    'Goods that did not arrive were lost, or went back',
  ),
  stockTransferCancelled: define('stockTransfer.cancelled', 'Nothing will be shipped'),
} as const satisfies Record<string, EventType>;
