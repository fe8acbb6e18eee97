import type { Fault } from '../../kernel/domain-error.ts';

/** Everything that it refuses, by code, beside the kernel's codes for numbers and states. */
export const receivablesErrorCodes = [
  'CREDIT_HELD',
  'CREDIT_LIMIT_EXCEEDED',
  'CUSTOMER_OVERDUE',
  'ID_MALFORMED',
  'ID_TAKEN',
  'STALE',
  'TEXT_MALFORMED',
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
