import { listField, oneField } from '../read/root-fields.ts';
import { LocationType, WarehouseType } from './place-types.ts';
import {
  GoodsReceiptType,
  LotType,
  StockBalanceType,
  StockMoveType,
  StockScanType,
  StockTransferType,
} from './types.ts';

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
listField('stockMoves', StockMoveType, {
  description: 'Every movement of goods from or to a warehouse within reach, newest first.',
  defaultOrder: 'SEQ_DESC',
});
oneField('goodsReceipt', GoodsReceiptType, 'A goods receipt by its id.');
listField('goodsReceipts', GoodsReceiptType, {
  description: 'Goods receipts of the warehouses within reach, newest first.',
  defaultOrder: 'ID_DESC',
});
oneField('stockTransfer', StockTransferType, 'A transfer by its id.');
listField('stockTransfers', StockTransferType, {
  description: 'Transfers from or to a warehouse within reach, newest first.',
  defaultOrder: 'ID_DESC',
});
listField('stockScans', StockScanType, {
  description: 'Scans of the transfers within reach, newest first.',
  defaultOrder: 'ID_DESC',
});
