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

export const lotKinds = ['LOT', 'SERIAL'] as const;
export type LotKind = (typeof lotKinds)[number];

export const stockMoveKinds = [
  'RECEIPT',
  'TRANSFER_SHIPMENT',
  'TRANSFER_RECEIPT',
  'TRANSFER_LOSS',
  'TRANSFER_RETURN',
] as const;
export type StockMoveKind = (typeof stockMoveKinds)[number];

export const scanSteps = ['SHIP', 'RECEIVE'] as const;
export type ScanStep = (typeof scanSteps)[number];

export const scanOutcomes = [
  'MATCHED',
  'UNEXPECTED',
  'OVER',
  'DUPLICATE',
  'WRONG_LOCATION',
  'UNKNOWN',
  'TRACKING_REQUIRED',
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
] as const;
export type ScanNext = (typeof scanNexts)[number];

export const shortageOutcomes = ['LOST', 'RETURNED_TO_SOURCE'] as const;
export type ShortageOutcome = (typeof shortageOutcomes)[number];
