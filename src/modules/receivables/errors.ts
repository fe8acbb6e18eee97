import type { Fault } from '../../kernel/domain-error.ts';

/** Everything that it refuses, by code, beside the kernel's codes for numbers and states. */
export const receivablesErrorCodes = [
  'AMOUNT_MALFORMED',
  'CREDIT_ALREADY_HELD',
  'CREDIT_HELD',
  'CREDIT_LIMIT_EXCEEDED',
  'CREDIT_NOT_HELD',
  'CUSTOMER_OVERDUE',
  'DAYS_MALFORMED',
  'EXPIRY_NOT_AHEAD',
  'ID_MALFORMED',
  'ID_TAKEN',
  'OVERRIDE_NOT_FOUND',
  'OVERRIDE_OVER',
  'PARTY_NOT_FOUND',
  'REASON_REQUIRED',
  'STALE',
  'TEXT_MALFORMED',
  'UNKNOWN_CHECK_POINT',
] as const;

export type ReceivablesErrorCode = (typeof receivablesErrorCodes)[number];

/** Where in the input, e.g. `['lines', '3']`. */
export type Path = readonly string[];

export const fault = (
  code: ReceivablesErrorCode,
  message: string,
  path: Path,
  details?: Readonly<Record<string, unknown>>,
): Fault => ({ code, message, path, ...(details && { details }) });
