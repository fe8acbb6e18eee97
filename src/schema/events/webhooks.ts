import {
  deliveryErrors,
  webhookCauses,
  webhookPayloads,
  webhookStreamStates,
} from '../../platform/webhooks/index.ts';
import { actor } from '../actor.ts';
import { builder } from '../builder.ts';
import { choice, property, readType, relation, type ReadType } from '../read/read-type.ts';
import { listField, oneField } from '../read/root-fields.ts';
import { EventSubscriberType } from './subscribers.ts';

export const Payload = builder.enumType('WebhookPayload', {
  description: 'What is sent of an event: all of it, or just its id, position, type and stream.',
  values: webhookPayloads,
});

const StreamState = builder.enumType('WebhookStreamState', {
  description:
    'How it goes with the next event about a thing: it waits for its turn, is tried again after ' +
    'a failure, or is among the dead letters.',
  values: webhookStreamStates,
});

const Cause = builder.enumType('WebhookCause', {
  description: 'Why something was sent: in its turn, again because somebody asked, or as a test.',
  values: webhookCauses,
});

const DeliveryErrorType = builder.enumType('WebhookDeliveryError', {
  description: 'Why an attempt failed.',
  values: deliveryErrors,
});

export const WebhookEndpointType: ReadType = readType('WebhookEndpoint', {
  description:
    'Where the events of a subscriber are sent, in order for each thing that they are about. It ' +
    'is paused, resumed, rewound and deleted as the subscriber that it is.',
  fields: {
    id: property('id', 'Its id, which is its subscriber’s.'),
    subscriber: relation('subscriber', () => EventSubscriberType, 'Who receives, and how far.'),
    url: property('url', 'Where events are posted.'),
    description: property('description', 'What it is for.'),
    payload: choice('payload', Payload, 'What is sent of an event.'),
    readPosition: property('readPosition', 'Up to here events are delivered or wait in a stream.'),
    waitingStreams: property(
      'waitingStreams',
      'Things with events that are still to be delivered.',
    ),
    deadStreams: property('deadStreams', 'Things whose events are among the dead letters.'),
    failures: property('failures', 'Attempts that failed since the last delivery.'),
    lastDeliveredAt: property('lastDeliveredAt', 'When something was last delivered.'),
    lastFailedAt: property('lastFailedAt', 'When an attempt last failed.'),
    restUntil: property('restUntil', 'Until when the receiver asked to be left alone.'),
    secrets: relation('secrets', () => WebhookSecretType, 'What deliveries are signed with.'),
    createdAt: property('createdAt', 'When it was made.'),
    createdBy: actor('createdBy', 'Who made it.'),
    version: property('version', 'Rises with each edit; send it as `expectedVersion`.'),
  },
  filter: ['id', 'url', 'subscriber', 'waitingStreams', 'deadStreams', 'lastDeliveredAt'],
  order: ['createdAt', 'url'],
});

const WebhookSecretType: ReadType = readType('WebhookSecret', {
  description: 'That there is a secret. What it is was shown when it was made, and never again.',
  fields: {
    id: property('id', 'Its id.'),
    createdAt: property('createdAt', 'When it was made.'),
    createdBy: actor('createdBy', 'Who made it.'),
    validUntil: property('validUntil', 'Until when it signs, besides the newest; null: that one.'),
  },
});

const WebhookStreamType: ReadType = readType('WebhookStream', {
  description:
    'A thing with events that are still to be delivered, in order, from the next one on.',
  fields: {
    id: property('id', 'Its id.'),
    endpoint: relation('endpoint', () => WebhookEndpointType, 'Where they are to be delivered.'),
    subjectType: property('subjectType', 'What kind of thing.'),
    subjectId: property('subjectId', 'Which one.'),
    nextPosition: property('nextPosition', 'Of the event that is next.'),
    state: choice('state', StreamState, 'How it goes with that one.'),
    failures: property('failures', 'How often it failed.'),
    firstFailedAt: property('firstFailedAt', 'When it first failed.'),
    lastAttemptAt: property('lastAttemptAt', 'When it last failed.'),
    nextAttemptAt: property('nextAttemptAt', 'When it is tried again.'),
    lastError: choice('lastError', DeliveryErrorType, 'Why it last failed.'),
    deadAt: property('deadAt', 'Since when it is among the dead letters.'),
  },
  filter: ['endpoint', 'subjectType', 'subjectId', 'state', 'nextAttemptAt', 'deadAt'],
  order: ['nextPosition', 'failures'],
});

const WebhookAttemptType: ReadType = readType('WebhookAttempt', {
  description: 'One request to a receiver. Deliveries are kept for 30 days, failures for 90.',
  fields: {
    id: property('id', 'Its id.'),
    endpoint: relation('endpoint', () => WebhookEndpointType, 'Where it was sent.'),
    cause: choice('cause', Cause, 'Why it was sent.'),
    eventId: property('eventId', 'The `webhook-id`: of an event the same in each attempt.'),
    eventType: property('eventType', 'The type of the event; `webhook.test`: a test.'),
    position: property('position', 'Of the event in its feed; null: a test.'),
    subjectType: property('subjectType', 'What kind of thing it is about; null: a test.'),
    subjectId: property('subjectId', 'Which one.'),
    number: property('number', 'The how manieth attempt to deliver it in its turn.'),
    at: property('at', 'When it was begun.'),
    durationMs: property('durationMs', 'How many milliseconds it took.'),
    error: choice('error', DeliveryErrorType, 'Why it failed; null: delivered.'),
    status: property('status', 'What the receiver answered; null: nothing.'),
    answer: property('answer', 'The first 1,000 bytes of its words, or what went wrong.'),
  },
  filter: ['endpoint', 'cause', 'eventId', 'eventType', 'position', 'at', 'error', 'status'],
  order: ['at'],
});

oneField('webhookEndpoint', WebhookEndpointType, 'An endpoint by its id.');
listField('webhookEndpoints', WebhookEndpointType, {
  description: 'The endpoints within reach.',
  defaultOrder: 'CREATED_AT_DESC',
});
listField('webhookStreams', WebhookStreamType, {
  description:
    'The backlog of endpoints, and their dead letters: `filter: { state: { eq: DEAD } }`.',
  defaultOrder: 'NEXT_POSITION_ASC',
});
listField('webhookAttempts', WebhookAttemptType, {
  description: 'What was sent to endpoints, and what came of it.',
  defaultOrder: 'AT_DESC',
});
export { WebhookStreamType };
