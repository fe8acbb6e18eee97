/** Declared once: the CHECKs of the tables, the rules and the GraphQL enums agree with these. */
export const locationKinds = [
  'STORAGE',
  'TRANSIT',
  'SUPPLIER',
  'CUSTOMER',
  'ADJUSTMENT',
  'SCRAP',
  'QUARANTINE',
  'BONDED',
  'VAN',
  'LOST_IN_TRANSIT',
] as const;
export type LocationKind = (typeof locationKinds)[number];

/** Places that can be set up inside a warehouse. */
export const warehouseLocationKinds = ['STORAGE', 'QUARANTINE', 'BONDED', 'VAN'] as const;
export type WarehouseLocationKind = (typeof warehouseLocationKinds)[number];

/** The places outside every warehouse, which the migration makes once. */
export const outside = {
  supplier: '00000000-0000-7000-8000-000000000001',
  customer: '00000000-0000-7000-8000-000000000002',
  adjustment: '00000000-0000-7000-8000-000000000003',
  scrap: '00000000-0000-7000-8000-000000000004',
  lostInTransit: '00000000-0000-7000-8000-000000000005',
} as const;

const outsideIds: readonly string[] = Object.values(outside);

/** Not in a warehouse and not on the way. */
export const isOutside = (locationId: string): boolean => outsideIds.includes(locationId);

export const lotKinds = ['LOT', 'SERIAL'] as const;
export type LotKind = (typeof lotKinds)[number];

/** In what condition goods are; part of what is counted. Only what is AVAILABLE is sold. */
export const stockStatuses = ['AVAILABLE', 'QUARANTINE', 'BLOCKED', 'EXPIRED'] as const;
export type StockStatus = (typeof stockStatuses)[number];

/** What goods are held as, and what can be set free again. */
export const heldStatuses = ['BLOCKED', 'QUARANTINE'] as const;
export type HeldStatus = (typeof heldStatuses)[number];
export const releasableStatuses = ['BLOCKED', 'QUARANTINE', 'EXPIRED'] as const;
export type ReleasableStatus = (typeof releasableStatuses)[number];

/** Papers over moves, each with a series of numbers (`voucherSeries`). */
export const stockVoucherKinds = [
  'RECEIPT',
  'ISSUE',
  'CUSTOMER_RETURN',
  'SUPPLIER_RETURN',
  'ADJUSTMENT',
  'COUNT',
  'RELOCATION',
  'STATUS_CHANGE',
] as const;
export type StockVoucherKind = (typeof stockVoucherKinds)[number];

/** Begins the numbers of a kind, after the warehouse: `TEH-GR-2026-000001`. */
export const voucherSeries = {
  RECEIPT: 'GR',
  ISSUE: 'GI',
  CUSTOMER_RETURN: 'CR',
  SUPPLIER_RETURN: 'SR',
  ADJUSTMENT: 'AJ',
  COUNT: 'CT',
  RELOCATION: 'RL',
  STATUS_CHANGE: 'ST',
} as const satisfies Record<StockVoucherKind, string>;

/** Why stock is corrected. OWNERSHIP: goods become ours, or another's; its own act says so. */
export const adjustmentReasons = [
  'DAMAGE',
  'LOSS',
  'FOUND',
  'EXPIRY',
  'OPENING',
  'CORRECTION',
  'CONSUMPTION',
  'SAMPLE',
  'OWNERSHIP',
] as const;
export type AdjustmentReason = (typeof adjustmentReasons)[number];

/** Where goods go that a voucher takes out, and what kind of voucher that is. */
export const issueDestinations = {
  CUSTOMER: { kind: 'ISSUE', outsideId: outside.customer },
  SCRAP: { kind: 'ISSUE', outsideId: outside.scrap },
  SUPPLIER: { kind: 'SUPPLIER_RETURN', outsideId: outside.supplier },
} as const;
export type IssueDestination = keyof typeof issueDestinations;
export const issueDestinationNames = Object.keys(issueDestinations) as readonly IssueDestination[];

/** What becomes of goods that come back: back on sale, looked at first, held, or scrapped. */
export const returnDispositions = ['AVAILABLE', 'QUARANTINE', 'BLOCKED', 'SCRAP'] as const;
export type ReturnDisposition = (typeof returnDispositions)[number];

/** A reservation of so much in a warehouse, or of the very goods at a place. */
export const reservationStrengths = ['SOFT', 'HARD'] as const;
export type ReservationStrength = (typeof reservationStrengths)[number];

export const reservationStates = [
  'REQUESTED',
  'PARTIAL',
  'RESERVED',
  'CONSUMED',
  'RELEASED',
  'EXPIRED',
] as const;
export type ReservationState = (typeof reservationStates)[number];

/** Why what was promised is wanted no more. */
export const reservationEndings = ['CANCELLED', 'SHORT_CLOSED', 'AMENDED', 'EXPIRED'] as const;
export type ReservationEnding = (typeof reservationEndings)[number];

export const reservationEntryKinds = ['HELD', 'CONSUMED', 'RELEASED', 'EXPIRED', 'CUT'] as const;
export type ReservationEntryKind = (typeof reservationEntryKinds)[number];

/** Products counted often, seldom, rarely. */
export const countClasses = ['A', 'B', 'C'] as const;
export type CountClass = (typeof countClasses)[number];

/** Where a serial number stands, told by its balance and its last move. */
export const serialStates = [
  'EXPECTED',
  'IN_STOCK',
  'RESERVED',
  'IN_TRANSIT',
  'WITH_CUSTOMER',
  'WITH_SUPPLIER',
  'SCRAPPED',
  'LOST',
  'ADJUSTED_OUT',
] as const;
export type SerialState = (typeof serialStates)[number];

export const stockMoveKinds = [
  'RECEIPT',
  'ISSUE',
  'CUSTOMER_RETURN',
  'SUPPLIER_RETURN',
  'ADJUSTMENT',
  'COUNT',
  'RELOCATION',
  'STATUS_CHANGE',
  'PACKING',
  'TRANSFER_SHIPMENT',
  'TRANSFER_RECEIPT',
  'TRANSFER_LOSS',
  'TRANSFER_RETURN',
  'TRANSFER_OVERAGE',
  'TRANSFER_SWAP',
] as const;
export type StockMoveKind = (typeof stockMoveKinds)[number];

export const scanSteps = ['SHIP', 'RECEIVE'] as const;
export type ScanStep = (typeof scanSteps)[number];

/** What a person with a scanner is at: the steps of a transfer, and work on other documents. */
export const scanTasks = [...scanSteps, 'PICK', 'PUT_IN', 'COUNT'] as const;
export type ScanTaskName = (typeof scanTasks)[number];

export const scanSessionStateNames = ['OPEN', 'COMPLETED', 'ABANDONED'] as const;
export type ScanSessionState = (typeof scanSessionStateNames)[number];

export const scanOutcomes = [
  'MATCHED',
  'UNEXPECTED',
  'OVER',
  'DUPLICATE',
  'WRONG_LOCATION',
  'UNKNOWN',
  'TRACKING_REQUIRED',
  'BLOCKED',
  'TOO_LATE',
  'LOCATION_SET',
  'DOCUMENT_SET',
  'PACKAGE_SET',
] as const;
export type ScanOutcome = (typeof scanOutcomes)[number];

/** What the person with the scanner does next. */
export const scanNexts = [
  'SCAN_NEXT',
  'LINE_COMPLETE',
  'ALL_COMPLETE',
  'SCAN_SERIAL',
  'SCAN_LOT',
  'MOVE_TO_LOCATION',
  'PUT_ASIDE',
  'CHECK_CODE',
  'SCAN_DOCUMENT',
  'SCAN_LOCATION',
  'SCAN_PACKAGE',
  'STOP',
] as const;
export type ScanNext = (typeof scanNexts)[number];

/** What the device sounds and shows. */
export const scanSignals = ['OK', 'ATTENTION', 'ERROR'] as const;
export type ScanSignal = (typeof scanSignals)[number];

/** What is said of a difference when a session is completed. */
export const scanDecisions = ['ACCEPT_SHORT', 'IGNORE', 'RECOUNT'] as const;
export type ScanDecisionName = (typeof scanDecisions)[number];

export const shortageOutcomes = ['LOST', 'RETURNED_TO_SOURCE'] as const;
export type ShortageOutcome = (typeof shortageOutcomes)[number];

/** What did not go as a transfer was written. */
export const discrepancyKinds = [
  'SHORTAGE',
  'OVERAGE',
  'DAMAGE',
  'SERIAL_SWAP',
  'WRONG_ITEM',
] as const;
export type DiscrepancyKind = (typeof discrepancyKinds)[number];

export const discrepancyStates = ['OPEN', 'SETTLED'] as const;
export type DiscrepancyState = (typeof discrepancyStates)[number];

export const discrepancySettlements = [
  'LOST',
  'RETURNED_TO_SOURCE',
  'ACCEPTED',
  'MATCHED',
  'SCRAPPED',
  'RELEASED',
  'REFUSED',
] as const;
export type DiscrepancySettlement = (typeof discrepancySettlements)[number];
