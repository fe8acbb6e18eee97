import type { Fault } from '../../kernel/domain-error.ts';

/** Everything that it refuses, by code, beside the kernel's codes for numbers and states. */
export const partiesErrorCodes = [
  'ABSENCE_NOT_FOUND',
  'ABSENCE_OVERLAPS',
  'ADDRESS_NOT_FOUND',
  'ALREADY_ASSIGNED',
  'ALREADY_MERGED',
  'ASSIGNEE_UNCLEAR',
  'CAPACITY_MALFORMED',
  'CODE_MALFORMED',
  'CODE_TAKEN',
  'CONTACTS_OF_A_PERSON',
  'CONTACT_IS_A_COMPANY',
  'CONTACT_NOT_FOUND',
  'CONTACT_POINT_NOT_FOUND',
  'CONTACT_POINT_REPEATED',
  'CONTACT_REPEATED',
  'CONTACT_UNCLEAR',
  'COUNTRY_MALFORMED',
  'CURRENCY_IN_USE',
  'DAYS_CROSSED',
  'EMAIL_MALFORMED',
  'ID_MALFORMED',
  'ID_TAKEN',
  'NOT_A_CUSTOMER',
  'PARTY_ALREADY_ACTIVE',
  'PARTY_ALREADY_INACTIVE',
  'PARTY_INACTIVE',
  'PARTY_NOT_FOUND',
  'PERSON_NOT_FOUND',
  'PHONE_MALFORMED',
  'SALESPERSON_INACTIVE',
  'SALESPERSON_NOT_FOUND',
  'SEGMENT_NOT_FOUND',
  'STALE',
  'TAX_ID_MALFORMED',
  'TAX_ID_NOT_FOUND',
  'TAX_ID_REPEATED',
  'TEAM_NOT_FOUND',
  'TEXT_MALFORMED',
  'TOO_MANY_PARTS',
  'WEIGHT_MALFORMED',
] as const;

export type PartiesErrorCode = (typeof partiesErrorCodes)[number];

/** Where in the input, e.g. `['lines', '3']`. */
export type Path = readonly string[];

export const fault = (
  code: PartiesErrorCode,
  message: string,
  path: Path,
  details?: Readonly<Record<string, unknown>>,
): Fault => ({ code, message, path, ...(details && { details }) });
