/** Codes of faults that numbers, days and states raise, in whichever act. */
export const kernelErrorCodes = [
  'CURRENCY_MISMATCH',
  'EXPONENT_NOT_ALLOWED',
  'ILLEGAL_STATE',
  'INEXACT_CONVERSION',
  'INVALID_WEIGHTS',
  'NOT_A_DATE',
  'NOT_A_NUMBER',
  'NOT_POSITIVE',
  'TOO_MANY_DIGITS',
  'TOO_PRECISE',
  'UNKNOWN_CURRENCY',
] as const;
