import { newId, type Id } from '../../kernel/id.ts';
import type { Clock } from '../clock.ts';
import type { EventTypes } from '../events/event-types.ts';
import type { FeedEvent } from '../events/event.ts';
import { mergeGrants } from '../identity/grants.ts';
import type { Viewer } from '../identity/viewer.ts';
import { attemptsInAll, pauseAfter, restFor } from './back-off.ts';
import type { DeliveryNote } from './delivery-state.ts';
import type { DueEvent, EndpointNow, Requested } from './due-events.ts';
import { eventBody, testBody, testType } from './event-body.ts';
import type { PauseReason } from './entities.ts';
import type { Poster, PostOutcome } from './post.ts';
import { webhookHeaders } from './signature.ts';

export interface DeliverParts {
  readonly poster: Poster;
  readonly clock: Clock;
  readonly types: EventTypes;
  readonly random: () => number;
}

/** Sends the event whose turn it is, and says what is to be noted of it. */
export async function deliverDue(
  parts: DeliverParts,
  endpoint: EndpointNow,
  due: DueEvent,
): Promise<DeliveryNote> {
  const at = parts.clock.now();
  const about = { ...aboutEvent(due), streamId: due.streamId, number: due.failures + 1 };
  const withheld = !parts.types.isVisible(viewerOf(endpoint), due);
  // To be told that there is one would tell its type. And it may have chosen others since.
  const isUnwanted = endpoint.types && (withheld || !endpoint.types.includes(due.type));
  if (isUnwanted) return { ...unsent(at), ...about, passedOver: true };
  const body = eventBody(due, withheld, endpoint.payload);
  const outcome = await post(parts, endpoint, due.id, body, at);
  const told = { ...toldBy(outcome, at), ...about };
  if (outcome.error === null) return told;
  return { ...told, ...afterFailure(parts, endpoint, due, outcome) };
}

/** Sends what somebody has asked for, once, whatever comes of it. */
export async function deliverRequested(
  parts: DeliverParts,
  endpoint: EndpointNow,
  { requestId, event, isGone }: Requested,
): Promise<DeliveryNote> {
  const at = parts.clock.now();
  const test = { cause: 'TEST' as const, eventId: requestId, eventType: testType };
  if (isGone) return { ...unsent(at), ...test, requestId, passedOver: true };
  const about = event ? { ...aboutEvent(event), cause: 'RESEND' as const } : test;
  const body = event
    ? eventBody(event, !parts.types.isVisible(viewerOf(endpoint), event), endpoint.payload)
    : testBody(requestId, at);
  const outcome = await post(parts, endpoint, about.eventId, body, at);
  return { ...toldBy(outcome, at), ...about, requestId };
}

async function post(
  { poster }: DeliverParts,
  { url, secrets }: EndpointNow,
  id: Id,
  body: string,
  at: Date,
): Promise<PostOutcome> {
  const timestamp = Math.floor(at.getTime() / 1_000);
  const headers = {
    ...{ 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Bazargan' },
    ...webhookHeaders(secrets, { id, timestamp, body }),
  };
  return poster.post(url, headers, body);
}

/** What the subscriber's person may see, as it is now. */
const viewerOf = ({ personId, grants }: EndpointNow): Viewer => ({
  personId,
  credentialId: personId,
  grants: mergeGrants(grants, null),
  expiresAt: new Date(8.64e15),
});

const unsent = (at: Date) => ({
  attemptId: newId(),
  cause: 'DELIVERY' as const,
  passedOver: false,
  streamId: null,
  requestId: null,
  position: null,
  subjectType: null,
  subjectId: null,
  number: 1,
  at,
  durationMs: 0,
  error: null,
  status: null,
  answer: '',
  nextAttemptAt: null,
  restUntil: null,
  pauseWanted: null,
});

const toldBy = ({ error, status, text, durationMs }: PostOutcome, at: Date) => ({
  ...unsent(at),
  ...{ error, status, durationMs, answer: text },
});

const aboutEvent = (event: FeedEvent) => ({
  eventId: event.id,
  eventType: event.type,
  position: event.feedPosition,
  subjectType: event.subjectType,
  subjectId: event.subjectId,
});

type Consequence = Pick<DeliveryNote, 'nextAttemptAt' | 'restUntil' | 'pauseWanted'>;

function afterFailure(
  { clock, random }: DeliverParts,
  endpoint: EndpointNow,
  due: DueEvent,
  { status, retryAfterMs }: PostOutcome,
): Consequence {
  const now = clock.now();
  const pause = pauseAfter(due.failures + 1, retryAfterMs, random);
  const rest = restFor(retryAfterMs);
  const later = (ms: number): Date => new Date(now.getTime() + ms);
  return {
    nextAttemptAt: pause === null ? null : later(pause),
    restUntil: rest > 0 ? later(rest) : null,
    pauseWanted: whyPause(endpoint, due, status, pause === null),
  };
}

/** 410 says that nobody is there any more; so does that nothing arrived since this event failed. */
function whyPause(
  { lastDeliveredAt, failures }: EndpointNow,
  { firstFailedAt }: DueEvent,
  status: number | null,
  isDead: boolean,
): PauseReason | null {
  if (status === 410) return 'GONE';
  if (!isDead || failures + 1 < attemptsInAll) return null;
  const hasArrived = lastDeliveredAt && firstFailedAt && lastDeliveredAt >= firstFailedAt;
  return hasArrived ? null : 'ALL_FAILED';
}
