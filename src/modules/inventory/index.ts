import {
  GoodsReceiptLineSchema,
  GoodsReceiptSchema,
  LocationSchema,
  LotSchema,
  StockBalanceSchema,
  StockMoveSchema,
  StockScanSchema,
  StockTransferLineSchema,
  StockTransferSchema,
  WarehouseSchema,
} from './entities/entities.ts';

export const inventoryEntities = [
  WarehouseSchema,
  LocationSchema,
  LotSchema,
  StockBalanceSchema,
  StockMoveSchema,
  GoodsReceiptSchema,
  GoodsReceiptLineSchema,
  StockTransferSchema,
  StockTransferLineSchema,
  StockScanSchema,
];

export {
  GoodsReceipt,
  GoodsReceiptLine,
  Location,
  Lot,
  StockBalance,
  StockMove,
  StockScan,
  StockTransfer,
  StockTransferLine,
  Warehouse,
} from './entities/entities.ts';
