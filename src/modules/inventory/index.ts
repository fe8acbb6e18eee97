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
  cancelStockTransfer,
  type CancelStockTransferInput,
} from './operations/cancel-stock-transfer.ts';
export {
  createLocations,
  type CreateLocationsInput,
  type LocationInput,
} from './operations/create-locations.ts';
export {
  createStockTransfer,
  type CreateStockTransferInput,
  type StockTransferLineInput,
} from './operations/create-stock-transfer.ts';
export { createWarehouse, type CreateWarehouseInput } from './operations/create-warehouse.ts';
export { receiveGoods, type ReceiveGoodsInput } from './operations/receive-goods.ts';
export { recordScan, type RecordScanInput, type ScanAnswer } from './operations/record-scan.ts';
export {
  receiveStockTransfer,
  type ReceivedLineInput,
  type ReceiveStockTransferInput,
} from './operations/receive-stock-transfer.ts';
export {
  settleStockTransferShortage,
  type SettledLineInput,
  type SettleStockTransferShortageInput,
} from './operations/settle-stock-transfer-shortage.ts';
export {
  shipStockTransfer,
  type ShippedLineInput,
  type ShipStockTransferInput,
} from './operations/ship-stock-transfer.ts';

export {
  quantitiesByWarehouse,
  type WarehouseQuantities,
} from './queries/quantities-by-warehouse.ts';
export { stockCard, type StockCardEntry, type StockCardQuery } from './queries/stock-card.ts';
export { whereIsProduct, type ProductPlace } from './queries/where-is-product.ts';

export {
  locationKinds,
  lotKinds,
  scanNexts,
  scanSteps,
  shortageOutcomes,
  stockMoveKinds,
  warehouseLocationKinds,
  type LocationKind,
  type LotKind,
  type ScanNext,
  type ScanOutcome,
  type ScanStep,
  type ShortageOutcome,
  type StockMoveKind,
  type WarehouseLocationKind,
} from './rules/kinds.ts';
export type { ReceiptLineInput } from './rules/plan-receipt.ts';
export { mostLines as receiptLineLimit } from './rules/read-input.ts';
export {
  stockTransferStateNames,
  stockTransferStates,
  type StockTransferAct,
  type StockTransferState,
} from './rules/stock-transfer-states.ts';

export { inventoryChecks } from './checks.ts';
export { inventoryErrorCodes, type InventoryErrorCode } from './errors.ts';
export { inventoryEvents } from './events.ts';
export { inventoryPermissions } from './permissions.ts';
export { inventoryReadRules } from './read-rules.ts';
