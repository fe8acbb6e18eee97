/** Codes of faults that ids, texts, numbers, days and states raise, in whichever act. */
export const kernelErrorCodes = [
  'CURRENCY_MISMATCH',
  'EXPONENT_NOT_ALLOWED',
  'ID_MALFORMED',
  'ILLEGAL_STATE',
  'INEXACT_CONVERSION',
  'INVALID_WEIGHTS',
  'NOT_A_DATE',
  'NOT_A_NUMBER',
  'NOT_POSITIVE',
  'REASON_REQUIRED',
  'STALE',
  'TEXT_MALFORMED',
  'TOO_MANY_DIGITS',
  'TOO_PRECISE',
  'UNKNOWN_CURRENCY',
] as const;
