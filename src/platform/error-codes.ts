/** Codes of faults that any act or any list may raise. */
export const platformErrorCodes = [
  'ALREADY_DONE',
  'FILTER_TOO_LARGE',
  'FIRST_AND_LAST',
  'IDEMPOTENCY_KEY_REUSED',
  'INVALID_CURSOR',
  'INVALID_ID',
  'INVALID_KEY',
  'INVALID_TEXT',
  'PAGE_SIZE',
  'POSITION_AHEAD',
  'TOO_LONG',
  'TOO_MANY',
  'UNKNOWN_EVENT_TYPE',
] as const;
