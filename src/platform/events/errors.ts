import type { Fault } from '../../kernel/domain-error.ts';

/** Everything that acts on feeds and their subscribers refuse, beside the kernel's codes. */
export const eventsErrorCodes = [
  'CONTRADICTED',
  'CURSOR_TOO_OLD',
  'ID_MALFORMED',
  'ID_TAKEN',
  'NAME_MALFORMED',
  'NAME_TAKEN',
  'PERSON_INACTIVE',
  'PERSON_NOT_FOUND',
  'POSITION_AHEAD',
  'POSITION_MALFORMED',
  'REASON_MALFORMED',
  'STALE',
  'SUBSCRIBER_ACTIVE',
  'SUBSCRIBER_NOT_FOUND',
  'SUBSCRIBER_PAUSED',
  'SUBSCRIBER_SENT_TO',
  'TARGET_REQUIRED',
  'TOO_YOUNG',
  'UNKNOWN_EVENT_TYPE',
  'UNKNOWN_FEED',
] as const;

type EventsErrorCode = (typeof eventsErrorCodes)[number];

export const fault = (
  code: EventsErrorCode,
  message: string,
  path: readonly string[],
  details?: Readonly<Record<string, unknown>>,
): Fault => ({ code, message, path, ...(details && { details }) });
