import type { Actor } from '../identity/find-actors.ts';
import type { FeedEvent } from '../events/event.ts';
import type { WebhookPayload } from './entities.ts';

/** An event with what is told of who did it. */
export interface SentEvent extends FeedEvent {
  readonly actor: Actor | null;
}

/**
 * What is posted of an event, as GraphQL answers it: of one that is withheld nothing but its place.
 * Its text is made anew for each attempt and is the same each time.
 */
export function eventBody(event: SentEvent, withheld: boolean, payload: WebhookPayload): string {
  const told = <T>(value: T): T | null => (withheld ? null : value);
  const stream = { type: event.subjectType, id: event.subjectId };
  const thin = {
    ...{ id: event.id, position: event.feedPosition, withheld },
    ...{ type: told(event.type), stream: told(stream) },
  };
  if (payload === 'THIN') return JSON.stringify(thin);
  return JSON.stringify({
    ...thin,
    recordedAt: event.recordedAt,
    schemaVersion: told(event.schemaVersion),
    streamVersion: told(event.streamVersion),
    occurredAt: told(event.occurredAt),
    effectiveOn: told(event.effectiveOn),
    actor: told(event.actor),
    correlationId: told(event.operationId),
    causationId: told(event.causedBy),
    idempotencyKey: told(event.idempotencyKey),
    data: told(event.data),
  });
}

export const testType = 'webhook.test';

/** What a test posts: it is no event of the log, and has no position. */
export const testBody = (id: string, at: Date): string =>
  JSON.stringify({ id, position: null, withheld: false, type: testType, occurredAt: at });
