import type { Fault } from '../../kernel/domain-error.ts';
import { deliveryErrorCodes } from './delivery-errors.ts';
import { invoiceErrorCodes } from './invoice-errors.ts';
import { orderErrorCodes } from './order-errors.ts';
import { quoteErrorCodes } from './quote-errors.ts';

/** Everything that it refuses, by code, beside the kernel's codes for numbers and states. */
export const salesErrorCodes = [
  ...new Set([
    'ID_MALFORMED',
    'ID_TAKEN',
    'STALE',
    'TEXT_MALFORMED',
    'REASON_REQUIRED',
    'NO_LINES',
    'TOO_MANY_LINES',
    'OUT_OF_RANGE',
    'ID_REPEATED',
    ...quoteErrorCodes,
    ...orderErrorCodes,
    ...deliveryErrorCodes,
    ...invoiceErrorCodes,
  ] as const),
];

export type SalesErrorCode = (typeof salesErrorCodes)[number];

/** Where in the input, e.g. `['lines', '3']`. */
export type Path = readonly string[];

export const fault = (
  code: SalesErrorCode,
  message: string,
  path: Path,
  details?: Readonly<Record<string, unknown>>,
): Fault => ({ code, message, path, ...(details && { details }) });
