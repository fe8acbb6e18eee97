import type { ReadRule } from '../../platform/read/read-rule.ts';

const permission = 'inventory.read';

/**
 * Places and lots are known to whoever reads stock at all, since a transfer names both ends; what
 * lies there and what moved is shown within reach. A transfer belongs to both its warehouses.
 */
export const inventoryReadRules: readonly ReadRule[] = [
  { entity: 'Warehouse', permission, everyRow: true },
  { entity: 'Location', permission, everyRow: true },
  { entity: 'Lot', permission, everyRow: true },
  {
    entity: 'StockBalance',
    permission,
    // What is on its way lies in no warehouse: both ends of its transfer may see it.
    units: ['location.warehouse', 'location.transfer.source', 'location.transfer.destination'],
  },
  {
    entity: 'StockMove',
    permission,
    units: [
      'fromLocation.warehouse',
      'toLocation.warehouse',
      // A loss goes from the way to nowhere: both ends of its transfer may see it.
      'stockTransfer.source',
      'stockTransfer.destination',
    ],
  },
  { entity: 'StockOwner', permission, everyRow: true },
  { entity: 'StockPolicy', permission, units: ['warehouse'] },
  { entity: 'StockLevel', permission, units: ['warehouse'], searchText: 'searchText' },
  // A label says nothing; what is inside is shown within reach.
  { entity: 'StockPackage', permission, everyRow: true },
  { entity: 'StockReservation', permission, units: ['warehouse'] },
  { entity: 'StockReservationEntry', permission, units: ['warehouse'] },
  { entity: 'StockVoucher', permission, units: ['warehouse'] },
  { entity: 'StockVoucherLine', permission, via: 'stockVoucher' },
  { entity: 'StockCount', permission, units: ['warehouse'] },
  { entity: 'StockCountProduct', permission, via: 'stockCount' },
  { entity: 'StockCountLocation', permission, via: 'stockCount' },
  { entity: 'StockCountLine', permission, via: 'stockCount' },
  { entity: 'StockTransfer', permission, units: ['source', 'destination'] },
  { entity: 'StockTransferLine', permission, via: 'stockTransfer' },
  { entity: 'StockTransferDiscrepancy', permission, via: 'stockTransfer' },
  { entity: 'StockTransferRoute', permission, everyRow: true },
  { entity: 'ScanDevice', permission, units: ['warehouse'] },
  { entity: 'ScanScheme', permission, everyRow: true },
  { entity: 'ScanSession', permission, units: ['warehouse'] },
  {
    entity: 'StockScan',
    permission,
    units: ['stockTransfer.source', 'stockTransfer.destination', 'scanSession.warehouse'],
  },
  { entity: 'StockScanPart', permission, via: 'stockScan' },
];
