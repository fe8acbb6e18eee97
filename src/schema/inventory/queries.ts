import { listField, oneField } from '../read/root-fields.ts';
import { StockTransferDiscrepancyType, StockTransferRouteType } from './discrepancy-types.ts';
import { LotType, StockPackageType } from './lot-types.ts';
import { LocationType, StockOwnerType, WarehouseType } from './place-types.ts';
import { StockPolicyType } from './policy-types.ts';
import { StockReservationEntryType, StockReservationType } from './reservation-types.ts';
import { ScanDeviceType, ScanSchemeType, ScanSessionType } from './scan-session-types.ts';
import { StockScanType } from './scan-types.ts';
import { StockBalanceType, StockLevelType, StockMoveType } from './stock-types.ts';
import { StockTransferType } from './transfer-types.ts';
import { StockVoucherLineType, StockVoucherType } from './voucher-types.ts';

oneField('warehouse', WarehouseType, 'A warehouse by its id.');
listField('warehouses', WarehouseType, {
  description: 'All warehouses.',
  defaultOrder: 'CODE_ASC',
});
listField('locations', LocationType, {
  description: 'Places in and around the warehouses.',
  defaultOrder: 'CODE_ASC',
});
listField('lots', LotType, { description: 'Lots and serial numbers.', defaultOrder: 'CODE_ASC' });
listField('stockBalances', StockBalanceType, {
  description: 'What is where, in the warehouses within reach.',
  defaultOrder: 'ID_ASC',
});
listField('stockLevels', StockLevelType, {
  description: 'All items: what each warehouse within reach has, can sell, and has promised.',
  defaultOrder: 'ID_ASC',
});
listField('stockPolicies', StockPolicyType, {
  description:
    'How much there should be in the warehouses within reach; with the filter `belowMinimum`: ' +
    'what calls for more.',
  defaultOrder: 'ID_ASC',
});
listField('stockOwners', StockOwnerType, {
  description: 'Whose goods are here that are not our own.',
  defaultOrder: 'CODE_ASC',
});
oneField('stockPackage', StockPackageType, 'A package by its id.');
listField('stockPackages', StockPackageType, {
  description: 'Cartons and pallets with labels of their own, newest first.',
  defaultOrder: 'ID_DESC',
});
listField('stockMoves', StockMoveType, {
  description: 'Every movement of goods from or to a warehouse within reach, newest first.',
  defaultOrder: 'SEQ_DESC',
});
oneField('stockReservation', StockReservationType, 'A reservation by its id.');
listField('stockReservations', StockReservationType, {
  description: 'Who was promised what in the warehouses within reach, and who waits; newest first.',
  defaultOrder: 'ID_DESC',
});
listField('stockReservationEntries', StockReservationEntryType, {
  description: 'Every change of what is promised in the warehouses within reach, newest first.',
  defaultOrder: 'SEQ_DESC',
});
oneField('stockVoucher', StockVoucherType, 'A voucher by its id.');
listField('stockVoucherLines', StockVoucherLineType, {
  description: 'Lines of vouchers within reach, newest first: what a product came and left by.',
  defaultOrder: 'ID_DESC',
});
listField('stockVouchers', StockVoucherType, {
  description:
    'Receipts, issues and the other vouchers of the warehouses within reach, newest first.',
  defaultOrder: 'ID_DESC',
});
listField('stockTransferRoutes', StockTransferRouteType, {
  description: 'How long goods are on the road between warehouses.',
  defaultOrder: 'ID_ASC',
});
listField('stockTransferDiscrepancies', StockTransferDiscrepancyType, {
  description: 'What did not go as transfers within reach were written, newest first.',
  defaultOrder: 'ID_DESC',
});
oneField('stockTransfer', StockTransferType, 'A transfer by its id.');
listField('stockTransfers', StockTransferType, {
  description: 'Transfers from or to a warehouse within reach, newest first.',
  defaultOrder: 'ID_DESC',
});
oneField('scanSession', ScanSessionType, 'A session of scanning by its id.');
listField('scanSessions', ScanSessionType, {
  description: 'Sessions of scanning in the warehouses within reach, newest first.',
  defaultOrder: 'ID_DESC',
});
listField('scanDevices', ScanDeviceType, {
  description: 'Devices that scan in the warehouses within reach.',
  defaultOrder: 'CODE_ASC',
});
listField('scanSchemes', ScanSchemeType, {
  description: 'How labels of scales are read.',
  defaultOrder: 'PREFIX_ASC',
});
listField('stockScans', StockScanType, {
  description: 'Scans of the transfers within reach, newest first.',
  defaultOrder: 'ID_DESC',
});
