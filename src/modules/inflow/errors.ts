import type { Fault } from '../../kernel/domain-error.ts';

/** Everything that it refuses, by code, beside the kernel's codes for numbers and states. */
export const inflowErrorCodes = [
  'AMOUNT_MALFORMED',
  'COMMITMENT_NOT_FOUND',
  'DAYS_MALFORMED',
  'ID_MALFORMED',
  'ID_TAKEN',
  'PAYOUT_EXCEEDS_ACCRUAL',
  'PERCENT_MALFORMED',
  'PERIOD_UNKNOWN',
  'PERSON_REPEATED',
  'SALESPERSON_NOT_FOUND',
  'SHARES_NOT_WHOLE',
  'STALE',
  'TARGET_NOT_FOUND',
  'TARGET_SUBJECT',
  'TEAM_NOT_FOUND',
  'TEXT_MALFORMED',
] as const;

export type InflowErrorCode = (typeof inflowErrorCodes)[number];

/** Where in the input, e.g. `['shares', '1']`. */
export type Path = readonly string[];

export const fault = (
  code: InflowErrorCode,
  message: string,
  path: Path,
  details?: Readonly<Record<string, unknown>>,
): Fault => ({ code, message, path, ...(details && { details }) });
