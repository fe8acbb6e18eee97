import { DomainError, type Fault } from '../../kernel/domain-error.ts';

/** Everything that webhooks refuse, by code. */
const webhooksErrors = {
  URL_MALFORMED: 'This is not a URL',
  URL_TOO_LONG: 'A URL has 2,000 characters at most',
  URL_NOT_HTTPS: 'Events are sent by https alone',
  URL_WITH_CREDENTIALS: 'A URL bears no user and no password: deliveries are signed instead',
  URL_WITH_FRAGMENT: 'A URL that is sent to has no fragment',
  PORT_FORBIDDEN: 'Nothing is sent to this port',
  ADDRESS_FORBIDDEN: 'Nothing is sent to an address that is not public',
  NAME_UNKNOWN: 'The name in this URL has no address',
  DESCRIPTION_TOO_LONG: 'A description has 500 characters at most',
  RIGHTS_NOT_HELD: 'An endpoint cannot get more than the one who makes it may see',
  STALE: 'Somebody has changed this meanwhile; load it again',
  WEBHOOK_ENDPOINT_NOT_FOUND: 'There is no such webhook endpoint',
  WEBHOOK_STREAM_NOT_DEAD: 'This stream is not among the dead letters',
  WEBHOOK_EVENT_NOT_FOUND: 'The feed of this endpoint has no such event',
  OVERLAP_IN_THE_PAST: 'The old secret would end before it is replaced',
  OVERLAP_TOO_LONG: 'An old secret holds for 30 days more at most',
  REASON_REQUIRED: 'Say why, in 1 to 500 characters',
} as const;

export type WebhooksErrorCode = keyof typeof webhooksErrors;
export const webhooksErrorCodes = Object.keys(webhooksErrors);

export const fault = (
  code: WebhooksErrorCode,
  path: readonly string[],
  details?: Readonly<Record<string, unknown>>,
): Fault => ({ code, message: webhooksErrors[code], path, ...(details && { details }) });

export function refuseWith(code: WebhooksErrorCode, path: readonly string[]): never {
  throw new DomainError([fault(code, path)]);
}
