/** The module's words: kinds, states and inputs. Part of its door. */
export {
  countClasses,
  issueDestinationNames,
  returnDispositions,
  discrepancyStates,
  heldStatuses,
  releasableStatuses,
  locationKinds,
  lotKinds,
  reservationEndings,
  reservationEntryKinds,
  reservationStates,
  reservationStrengths,
  scanNexts,
  scanSessionStateNames,
  scanSignals,
  scanSteps,
  serialStates,
  shortageOutcomes,
  stockMoveKinds,
  stockStatuses,
  stockVoucherKinds,
  warehouseLocationKinds,
  type DiscrepancyKind,
  type DiscrepancySettlement,
  type AdjustmentReason,
  type LocationKind,
  type LotKind,
  type ScanNext,
  type ScanOutcome,
  type ScanSessionState,
  type ScanSignal,
  type ScanStep,
  type ScanTaskName,
  type ShortageOutcome,
  type StockMoveKind,
  type StockStatus,
  type StockVoucherKind,
  type WarehouseLocationKind,
} from './rules/kinds.ts';
export type { ReceiptLineInput } from './rules/plan-receipt.ts';
export { mostLines as receiptLineLimit } from './rules/read-input.ts';
export type { ReservationLineInput, ReserveStockInput } from './rules/read-reservations.ts';
export {
  stockReservationStates,
  whyNotStockReservation,
  type StockReservationAct,
} from './rules/stock-reservation-states.ts';
export {
  stockTransferStateNames,
  stockTransferStates,
  type StockTransferAct,
  type StockTransferState,
} from './rules/stock-transfer-states.ts';

export {
  stockVoucherStateNames,
  stockVoucherStates,
  whyNotStockVoucher,
  type StockVoucherAct,
  type StockVoucherState,
} from './rules/stock-voucher-states.ts';

export type { ShippedLineInput } from './rules/read-shipped-lines.ts';
export type { TransferDiscrepancyInput } from './rules/read-discrepancies.ts';
export type { StockTransferLineInput } from './rules/read-transfer-lines.ts';

export { whyNotTransfer, type TransferStanding } from './rules/transfer-reasons.ts';

export { findDeliverable, type Deliverable } from './queries/deliverable.ts';
export { availabilityBy, type FindAvailability } from './queries/availability.ts';
export type {
  AvailabilityAsked,
  AvailabilityTerms,
  AvailableBy,
  CountedSupply,
  LineAvailability,
  SplitPart,
  WarehouseAvailability,
} from './rules/availability.ts';
export { inventorySupplySources, type SupplySource } from './rules/supply-source.ts';
