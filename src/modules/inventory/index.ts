import {
  StockCountLineSchema,
  StockCountLocationSchema,
  StockCountProductSchema,
  StockCountSchema,
} from './entities/count.ts';
import { LotSchema, StockPackageSchema } from './entities/lots.ts';
import { LocationSchema, StockOwnerSchema, WarehouseSchema } from './entities/places.ts';
import { StockPolicySchema } from './entities/policy.ts';
import { StockReservationEntrySchema, StockReservationSchema } from './entities/reservation.ts';
import {
  ScanDeviceSchema,
  ScanSchemeSchema,
  ScanSessionSchema,
} from './entities/scan-session.ts';
import { StockScanPartSchema, StockScanSchema } from './entities/scan.ts';
import { StockBalanceSchema, StockLevelSchema, StockMoveSchema } from './entities/stock.ts';
import { StockTransferLineSchema, StockTransferSchema } from './entities/transfer.ts';
import { StockVoucherLineSchema, StockVoucherSchema } from './entities/voucher.ts';

export const inventoryEntities = [
  WarehouseSchema,
  LocationSchema,
  StockOwnerSchema,
  LotSchema,
  StockPackageSchema,
  StockBalanceSchema,
  StockLevelSchema,
  StockMoveSchema,
  StockVoucherSchema,
  StockVoucherLineSchema,
  StockCountSchema,
  StockCountProductSchema,
  StockCountLocationSchema,
  StockCountLineSchema,
  StockTransferSchema,
  StockTransferLineSchema,
  ScanDeviceSchema,
  ScanSchemeSchema,
  ScanSessionSchema,
  StockScanSchema,
  StockScanPartSchema,
  StockReservationSchema,
  StockReservationEntrySchema,
  StockPolicySchema,
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

export { quantitiesAsOf, type Way } from './queries/quantities-as-of.ts';
export {
  quantitiesByWarehouse,
  type WarehouseQuantities,
} from './queries/quantities-by-warehouse.ts';
export { quantityNames, type Quantities } from './queries/quantity-columns.ts';
export { stockCard, type StockCardEntry, type StockCardQuery } from './queries/stock-card.ts';
export { traceLot, type LotTrace, type TracedMove } from './queries/trace-lot.ts';
export {
  whereIsProduct,
  type PlacedGoods,
  type ProductPlace,
} from './queries/where-is-product.ts';

export {
  countClasses,
  locationKinds,
  lotKinds,
  reservationEndings,
  reservationEntryKinds,
  reservationStates,
  reservationStrengths,
  scanNexts,
  scanSteps,
  serialStates,
  scanDecisions,
  shortageOutcomes,
  scanSessionStates,
  scanSignals,
  stockMoveKinds,
  scanTasks,
  stockStatuses,
  stockVoucherKinds,
  warehouseLocationKinds,
  type LocationKind,
  type LotKind,
  type ScanNext,
  type ScanOutcome,
  type ScanStep,
  type ShortageOutcome,
  type ScanSessionState,
  type ScanSignal,
  type StockMoveKind,
  type ScanTaskName,
  type StockStatus,
  type StockVoucherKind,
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

export {
  stockVoucherStateNames,
  stockVoucherStates,
  type StockVoucherAct,
  type StockVoucherState,
} from './rules/stock-voucher-states.ts';

export { inventoryChecks } from './checks.ts';
export { inventoryErrorCodes, type InventoryErrorCode } from './errors.ts';
export { inventoryEvents } from './events.ts';
export { inventoryPermissions } from './permissions.ts';
export { inventoryReadRules } from './read-rules.ts';
