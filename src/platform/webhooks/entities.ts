import { defineEntity, p } from '@mikro-orm/core';
import { EventSubscriber } from '../events/index.ts';
import { deliveryErrors } from './post.ts';

/** What is sent of an event: all of it, or just what to ask for. */
export const webhookPayloads = ['FULL', 'THIN'] as const;
export type WebhookPayload = (typeof webhookPayloads)[number];

export const webhookStreamStates = ['WAITING', 'RETRYING', 'DEAD'] as const;

/** Why something was sent: in its turn, again by hand, or as a test. */
export const webhookCauses = ['DELIVERY', 'RESEND', 'TEST'] as const;
export type WebhookCause = (typeof webhookCauses)[number];

/** What makes an endpoint pause by itself. */
export const pauseReasons = ['GONE', 'ALL_FAILED', 'TOO_MANY_DEAD', 'PERSON_INACTIVE'] as const;
export type PauseReason = (typeof pauseReasons)[number];

const instant = () => p.datetime().columnType('timestamptz');
const endpoint = () => p.manyToOne(WebhookEndpoint).deleteRule('cascade');

const streamsOf = (id: string, states: string): string =>
  `(select count(*)::int from webhook_stream w where w.endpoint_id = ${id} and w.state ${states})`;

const WebhookEndpointSchema = defineEntity({
  name: 'WebhookEndpoint',
  tableName: 'webhook_endpoint',
  properties: {
    id: p.uuid().primary(),
    subscriber: () =>
      p.oneToOne(EventSubscriber).joinColumn('id').persist(false).deleteRule('cascade'),
    url: p.text(),
    description: p.text().nullable(),
    payload: p.enum(webhookPayloads),
    readPosition: p.bigint('string'),
    notedPosition: p.bigint('string'),
    leaseNo: p.bigint('string'),
    leasedBy: p.uuid().nullable(),
    leasedUntil: instant().nullable(),
    failures: p.integer().default(0),
    lastDeliveredAt: instant().nullable(),
    lastFailedAt: instant().nullable(),
    restUntil: instant().nullable(),
    pauseWanted: p.enum(pauseReasons).nullable(),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    version: p.integer().default(1),
    waitingStreams: p.integer().formula((c) => streamsOf(`${c.id}`, `<> 'DEAD'`)),
    deadStreams: p.integer().formula((c) => streamsOf(`${c.id}`, `= 'DEAD'`)),
    secrets: () => p.oneToMany(WebhookSecret).mappedBy('endpoint'),
  },
});

/** Where the events of a subscriber are sent, and how that goes. */
export class WebhookEndpoint extends WebhookEndpointSchema.class {}
WebhookEndpointSchema.setClass(WebhookEndpoint);

const WebhookSecretSchema = defineEntity({
  name: 'WebhookSecret',
  tableName: 'webhook_secret',
  properties: {
    id: p.uuid().primary(),
    endpoint: () => endpoint().index('webhook_secret_endpoint_id_index'),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    validUntil: instant().nullable(),
  },
});

/** That there is a secret; the secret itself has no property, so that no selection reaches it. */
export class WebhookSecret extends WebhookSecretSchema.class {}
WebhookSecretSchema.setClass(WebhookSecret);

const WebhookStreamSchema = defineEntity({
  name: 'WebhookStream',
  tableName: 'webhook_stream',
  uniques: [
    { name: 'webhook_stream_subject', properties: ['endpoint', 'subjectType', 'subjectId'] },
  ],
  indexes: [{ name: 'webhook_stream_next', properties: ['endpoint', 'state', 'nextPosition'] }],
  properties: {
    id: p.uuid().primary(),
    endpoint,
    subjectType: p.text(),
    subjectId: p.uuid(),
    nextPosition: p.bigint('string'),
    state: p.enum(webhookStreamStates).default('WAITING'),
    failures: p.integer().default(0),
    firstFailedAt: instant().nullable(),
    lastAttemptAt: instant().nullable(),
    nextAttemptAt: instant().nullable(),
    lastError: p.text().nullable(),
    deadAt: instant().nullable(),
  },
});

/** The events about one thing that are still to be delivered, from the next one on. */
export class WebhookStream extends WebhookStreamSchema.class {}
WebhookStreamSchema.setClass(WebhookStream);

const WebhookAttemptSchema = defineEntity({
  name: 'WebhookAttempt',
  tableName: 'webhook_attempt',
  indexes: [
    { name: 'webhook_attempt_endpoint_id_index', properties: ['endpoint', 'id'] },
    { name: 'webhook_attempt_event', properties: ['endpoint', 'eventId'] },
  ],
  properties: {
    id: p.uuid().primary(),
    endpoint,
    cause: p.enum(webhookCauses),
    eventId: p.uuid(),
    eventType: p.text(),
    position: p.bigint('string').nullable(),
    subjectType: p.text().nullable(),
    subjectId: p.uuid().nullable(),
    number: p.integer(),
    at: instant().index('webhook_attempt_at'),
    durationMs: p.integer(),
    error: p.enum(deliveryErrors).nullable(),
    status: p.integer().nullable(),
    answer: p.text(),
  },
});

/** One request to an endpoint, and what came of it. */
export class WebhookAttempt extends WebhookAttemptSchema.class {}
WebhookAttemptSchema.setClass(WebhookAttempt);

export const webhooksEntities = [
  WebhookEndpointSchema,
  WebhookSecretSchema,
  WebhookStreamSchema,
  WebhookAttemptSchema,
] as const;
