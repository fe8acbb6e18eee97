import type { Fault } from '../../kernel/domain-error.ts';

/** Everything the catalog refuses, by code; the values are what clients switch on. */
export const catalogErrorCodes = [
  'BARCODE_MALFORMED',
  'BARCODE_NOT_FOUND',
  'BARCODE_REPEATED',
  'BARCODE_TAKEN',
  'BARCODE_UNIT_NOT_OF_PRODUCT',
  'CATEGORY_CODE_MALFORMED',
  'CATEGORY_CODE_TAKEN',
  'CATEGORY_NOT_FOUND',
  'CATEGORY_WITHIN_ITSELF',
  'COST_MALFORMED',
  'DECIMALS_MALFORMED',
  'FACTOR_MALFORMED',
  'ID_MALFORMED',
  'ID_REPEATED',
  'ID_TAKEN',
  'NAME_MALFORMED',
  'NO_ROWS',
  'PRODUCT_ALREADY_ACTIVE',
  'PRODUCT_ALREADY_INACTIVE',
  'PRODUCT_NOT_FOUND',
  'SERIAL_NEEDS_WHOLE_UNIT',
  'SKU_MALFORMED',
  'SKU_REPEATED',
  'SKU_TAKEN',
  'STALE',
  'TAX_NOT_FOUND',
  'TERM_MALFORMED',
  'TOO_MANY_ROWS',
  'UNIT_CODE_MALFORMED',
  'UNIT_CODE_TAKEN',
  'UNIT_IS_BASE_UNIT',
  'UNIT_REPEATED',
  'UNKNOWN_SYMBOLOGY',
  'UNKNOWN_TRACKING',
  'UNKNOWN_UNIT',
] as const;

export type CatalogErrorCode = (typeof catalogErrorCodes)[number];

/** Where in the input, e.g. `['rows', '3']`. */
export type Path = readonly string[];

export const catalogFault = (
  code: CatalogErrorCode,
  message: string,
  path: Path,
  details?: Readonly<Record<string, unknown>>,
): Fault => ({ code, message, path, ...(details && { details }) });
