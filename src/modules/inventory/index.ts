import { stockCountSchemas } from './counts.ts';
import { LotSchema, StockPackageSchema } from './entities/lots.ts';
import { LocationSchema, StockOwnerSchema, WarehouseSchema } from './entities/places.ts';
import { StockPolicySchema } from './entities/policy.ts';
import { StockReservationEntrySchema, StockReservationSchema } from './entities/reservation.ts';
import { ScanDeviceSchema, ScanSchemeSchema, ScanSessionSchema } from './entities/scan-session.ts';
import { StockScanPartSchema, StockScanSchema } from './entities/scan.ts';
import { StockBalanceSchema, StockLevelSchema, StockMoveSchema } from './entities/stock.ts';
import {
  StockTransferDiscrepancySchema,
  StockTransferRouteSchema,
} from './entities/transfer-discrepancy.ts';
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
  ...stockCountSchemas,
  StockTransferSchema,
  StockTransferLineSchema,
  StockTransferDiscrepancySchema,
  StockTransferRouteSchema,
  ScanDeviceSchema,
  ScanSchemeSchema,
  ScanSessionSchema,
  StockScanSchema,
  StockScanPartSchema,
  StockReservationSchema,
  StockReservationEntrySchema,
  StockPolicySchema,
];

export { Warehouse } from './entities/places.ts';
export { StockVoucher, StockVoucherLine } from './entities/voucher.ts';

export {
  adjustStock,
  type AdjustStockInput,
  type StockAdjusted,
} from './operations/adjust-stock.ts';
export {
  approveStockAdjustment,
  type ApproveStockAdjustmentInput,
} from './operations/approve-stock-adjustment.ts';
export type { StatusTarget, StockStatusChanged } from './operations/change-stock-status.ts';
export {
  classifyStock,
  type ClassifyStockInput,
  type StockClassified,
} from './operations/classify-stock.ts';
export { closeStockPeriod, type CloseStockPeriodInput } from './operations/close-stock-period.ts';
export { createStockOwner, type CreateStockOwnerInput } from './operations/create-stock-owner.ts';
export { editLocation, type EditLocationInput } from './operations/edit-location.ts';
export { editLot, type EditLotInput } from './operations/edit-lot.ts';
export { editWarehouse, type EditWarehouseInput } from './operations/edit-warehouse.ts';
export { expireLots, type LotsExpired } from './operations/expire-lots.ts';
export { holdStock, type HoldStockInput } from './operations/hold-stock.ts';
export { releaseStock, type ReleaseStockInput } from './operations/release-stock.ts';
export {
  relocateStock,
  type RelocatedLineInput,
  type RelocateStockInput,
} from './operations/relocate-stock.ts';
export {
  reopenStockPeriod,
  type ReopenStockPeriodInput,
} from './operations/reopen-stock-period.ts';
export {
  setStockPolicies,
  type SetStockPoliciesInput,
  type StockPolicyInput,
} from './operations/set-stock-policies.ts';
export {
  transferOwnership,
  type OwnedLineInput,
  type TransferOwnershipInput,
} from './operations/transfer-ownership.ts';
export type { AdjustmentLineInput } from './rules/plan-adjustment.ts';
export type { PlacedGoodsInput } from './rules/placed-goods.ts';
export {
  cancelStockTransfer,
  type CancelStockTransferInput,
} from './operations/cancel-stock-transfer.ts';
export {
  announceOverdueTransfers,
  hasOverdueTransfers,
} from './operations/announce-overdue-transfers.ts';
export {
  closeStockTransfer,
  type CloseStockTransferInput,
} from './operations/close-stock-transfer.ts';
export {
  recordTransferDiscrepancy,
  type RecordTransferDiscrepancyInput,
  type TransferDiscrepancyRecorded,
} from './operations/record-transfer-discrepancy.ts';
export {
  returnStockTransfer,
  type ReturnStockTransferInput,
} from './operations/return-stock-transfer.ts';
export { setTransferRoute, type SetTransferRouteInput } from './operations/set-transfer-route.ts';
export {
  settleTransferDiscrepancy,
  type SettleTransferDiscrepancyInput,
  type TransferDiscrepancySettled,
} from './operations/settle-transfer-discrepancy.ts';
export {
  approveStockTransfer,
  type ApproveStockTransferInput,
} from './operations/approve-stock-transfer.ts';
export {
  editStockTransfer,
  type EditStockTransferInput,
} from './operations/edit-stock-transfer.ts';
export {
  pickStockTransfer,
  type PickStockTransferInput,
} from './operations/pick-stock-transfer.ts';
export {
  rejectStockTransfer,
  type RejectStockTransferInput,
} from './operations/reject-stock-transfer.ts';
export {
  reserveStockTransfer,
  type ReserveStockTransferInput,
  type StockTransferReserved,
} from './operations/reserve-stock-transfer.ts';
export {
  createLocations,
  type CreateLocationsInput,
  type LocationInput,
} from './operations/create-locations.ts';
export {
  createStockTransfer,
  type CreateStockTransferInput,
} from './operations/create-stock-transfer.ts';
export { createWarehouse, type CreateWarehouseInput } from './operations/create-warehouse.ts';
export { receiveGoods, type ReceiveGoodsInput } from './operations/receive-goods.ts';
export {
  draftGoodsIssue,
  draftGoodsReceipt,
  type DraftGoodsIssueInput,
  type DraftGoodsReceiptInput,
} from './operations/draft-stock-voucher.ts';
export { editStockVoucher, type EditStockVoucherInput } from './operations/edit-stock-voucher.ts';
export {
  reserveStockVoucher,
  type ReserveStockVoucherInput,
} from './operations/reserve-stock-voucher.ts';
export { postStockVoucher, type PostStockVoucherInput } from './operations/post-stock-voucher.ts';
export {
  cancelStockVoucher,
  type CancelStockVoucherInput,
} from './operations/cancel-stock-voucher.ts';
export { issueGoods, returnToSupplier, type IssueGoodsInput } from './operations/issue-goods.ts';
export {
  returnFromCustomer,
  type ReturnFromCustomerInput,
} from './operations/return-from-customer.ts';
export {
  reverseStockVoucher,
  type ReverseStockVoucherInput,
} from './operations/reverse-stock-voucher.ts';
export { loadPickProposal, type ProposedWalk } from './queries/pick-proposal.ts';
export type { ProposedPick } from './rules/propose-picks.ts';
export type { VoucherLineInput } from './rules/plan-draft.ts';
export type { PostedLineInput } from './rules/plan-posting.ts';
export type { ScanAnswer } from './rules/scan-answer.ts';
export { recordScan, type RecordScanInput } from './operations/record-scan.ts';
export {
  recordScans,
  type RecordScansInput,
  type ScansRecorded,
} from './operations/record-scans.ts';
export { abandonScanSession } from './operations/abandon-scan-session.ts';
export {
  completeScanSession,
  type CompleteScanSessionInput,
  type ScanSessionCompleted,
} from './operations/complete-scan-session.ts';
export { startScanSession, type StartScanSessionInput } from './operations/start-scan-session.ts';
export { takeOverScanSession, type ScanSessionInput } from './operations/take-over-scan-session.ts';
export {
  createStockPackages,
  type CreateStockPackagesInput,
  type StockPackagesCreated,
} from './operations/create-stock-packages.ts';
export {
  deactivateScanDevice,
  type DeactivateScanDeviceInput,
} from './operations/deactivate-scan-device.ts';
export { defineScanScheme, type DefineScanSchemeInput } from './operations/define-scan-scheme.ts';
export {
  moveStockPackage,
  type MoveStockPackageInput,
  type StockPackageMoved,
} from './operations/move-stock-package.ts';
export { nestStockPackage, type NestStockPackageInput } from './operations/nest-stock-package.ts';
export { packStock, type PackStockInput } from './operations/pack-stock.ts';
export {
  registerScanDevice,
  type RegisterScanDeviceInput,
} from './operations/register-scan-device.ts';
export {
  unpackStock,
  type UnpackedLineInput,
  type UnpackStockInput,
} from './operations/unpack-stock.ts';
export { loadPackages, type PackageFacts, type PackageGoods } from './queries/package-facts.ts';
export type { ScanInput } from './rules/read-scans.ts';
export {
  scanSessionStates,
  whyNotScanSession,
  type ScanSessionAct,
  type DifferenceDecision,
  type ScanDifference,
} from './rules/scan-session.ts';
export { scanProgress, type ScanProgress, type ScanToDo } from './queries/scan-progress.ts';
export type { ScanLineProgress } from './queries/scan-session-facts.ts';
export { expireStockReservations } from './operations/expire-stock-reservations.ts';
export {
  prioritiseStockReservation,
  type PrioritiseStockReservationInput,
} from './operations/prioritise-stock-reservation.ts';
export {
  releaseStockReservations,
  type ReleaseStockReservationsInput,
  type StockReservationsReleased,
} from './operations/release-stock-reservations.ts';
export { reserveStock, type StockReserved } from './operations/reserve-stock.ts';
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
  type ShipStockTransferInput,
} from './operations/ship-stock-transfer.ts';

export {
  importOpeningStock,
  type ImportOpeningStockInput,
  type OpenedRow,
  type OpenedVoucher,
  type StockOpened,
} from './operations/import-opening-stock.ts';

export {
  inventoryReport,
  type InventoryReportPage,
  type InventoryReportQuery,
  type InventoryReportRow,
} from './queries/inventory-report.ts';
export { quantitiesAsOf, type Way } from './queries/quantities-as-of.ts';
export {
  quantitiesByWarehouse,
  type WarehouseQuantities,
} from './queries/quantities-by-warehouse.ts';
export { quantityNames, type Quantities } from './queries/quantity-columns.ts';
export { hasExpiredLots } from './queries/expiry-due.ts';
export { hasDueReservations } from './queries/reservation-facts.ts';
export { stockCard, type StockCardEntry, type StockCardQuery } from './queries/stock-card.ts';
export { warehouseSummaries, type WarehouseSummary } from './queries/warehouse-summaries.ts';
export { traceLot, type LotTrace, type TracedMove } from './queries/trace-lot.ts';
export { whereIsProduct, type PlacedGoods, type ProductPlace } from './queries/where-is-product.ts';

export * from './counts.ts';
export * from './words.ts';

export { inventoryChecks } from './checks.ts';
export { inventoryErrorCodes, type InventoryErrorCode } from './errors.ts';
export { inventoryEvents } from './events.ts';
export { inventoryPermissions } from './permissions.ts';
export { inventoryReadRules } from './read-rules.ts';
