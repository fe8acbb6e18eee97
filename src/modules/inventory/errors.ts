import type { Fault } from '../../kernel/domain-error.ts';

/** Everything that it refuses, by code, beside the kernel's codes for numbers and states. */
export const inventoryErrorCodes = [
  'ID_MALFORMED',
  'CODE_MALFORMED',
  'TEXT_MALFORMED',
  'ID_TAKEN',
  'CODE_TAKEN',
  'TOO_MANY_LINES',
  'NO_LINES',
  'WAREHOUSE_NOT_FOUND',
  'LOCATION_NOT_FOUND',
  'PRODUCT_NOT_FOUND',
  'UNKNOWN_UNIT',
  'LINE_NOT_FOUND',
  'LOT_NOT_FOUND',
  'STOCK_TRANSFER_NOT_FOUND',
  'PRODUCT_INACTIVE',
  'NO_RECEIPT_LOCATION',
  'DEFAULT_LOCATION_TAKEN',
  'LOT_REQUIRED',
  'SERIALS_REQUIRED',
  'NOT_TRACKED',
  'SERIAL_REPEATED',
  'ID_REPEATED',
  'LOT_EXPIRY_DIFFERS',
  'SAME_WAREHOUSE',
  'INSUFFICIENT_STOCK',
  'SERIAL_ALREADY_IN_STOCK',
  'NOTHING_TO_SHIP',
  'NOTHING_TO_RECEIVE',
  'SHORT_SHIPMENT',
  'MORE_THAN_REQUESTED',
  'NOT_IN_TRANSIT',
  'SCANNED_NOT_RECEIVED',
  'REASON_REQUIRED',
  'SCAN_ID_REUSED',
  'PERIOD_CLOSED',
] as const;
export type InventoryErrorCode = (typeof inventoryErrorCodes)[number];

export const fault = (
  code: InventoryErrorCode,
  message: string,
  path: readonly string[] = [],
  details?: Readonly<Record<string, unknown>>,
): Fault => ({ code, message, path, ...(details && { details }) });
