import type { Fault } from '../../kernel/domain-error.ts';

/** Everything that it refuses, by code, beside the kernel's codes for numbers and states. */
export const crmErrorCodes = [
  'ACTIVITY_ABOUT_NOTHING',
  'ACTIVITY_NOT_FOUND',
  'AMOUNT_CONTRADICTED',
  'AMOUNT_NEEDED',
  'CODE_MALFORMED',
  'CODE_TAKEN',
  'CRM_REASON_NOT_FOUND',
  'DAYS_MALFORMED',
  'DAY_CONTRADICTED',
  'DOCUMENT_NOT_FOUND',
  'DUPLICATE_OF_ITSELF',
  'EXCHANGE_RATE_MISSING',
  'ID_MALFORMED',
  'ID_REPEATED',
  'ID_TAKEN',
  'LEAD_NOT_FOUND',
  'LEAD_OF_NOBODY',
  'LEAD_SOURCE_NOT_FOUND',
  'NOBODY_TO_ASSIGN',
  'NOTHING_SAID',
  'OPPORTUNITY_IN_USE',
  'OPPORTUNITY_NOT_FOUND',
  'OPPORTUNITY_STAGE_NOT_FOUND',
  'OWNER_CONTRADICTED',
  'PARTY_INACTIVE',
  'PARTY_NOT_FOUND',
  'PERCENT_MALFORMED',
  'POSITION_MALFORMED',
  'POSITION_TAKEN',
  'PROJECT_CLOSED',
  'PROJECT_NOT_FOUND',
  'RETIRED',
  'SALESPERSON_INACTIVE',
  'SALESPERSON_NOT_FOUND',
  'SEGMENT_NOT_FOUND',
  'STALE',
  'TEXT_MALFORMED',
  'TIME_IN_FUTURE',
  'UNKNOWN_CURRENCY',
] as const;

export type CrmErrorCode = (typeof crmErrorCodes)[number];

/** Where in the input, e.g. `['lines', '3']`. */
export type Path = readonly string[];

export const fault = (
  code: CrmErrorCode,
  message: string,
  path: Path,
  details?: Readonly<Record<string, unknown>>,
): Fault => ({ code, message, path, ...(details && { details }) });
