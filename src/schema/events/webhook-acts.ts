import type {
  ChangeWebhookEndpointInput,
  CreateWebhookEndpointInput,
  DeadLetterDiscarded,
  DeadLettersReplayed,
  DeliveryRequested,
  DiscardDeadLetterInput,
  NewWebhookEndpoint,
  ReplayDeadLettersInput,
  ResendWebhookDeliveryInput,
  RotateWebhookSecretInput,
} from '../../platform/webhooks/index.ts';
import { actField, row, value, type InputFieldBuilder } from '../mutation/act-field.ts';
import { Start } from './subscribers.ts';
import { Payload, WebhookEndpointType } from './webhooks.ts';

type OfEndpoint = { readonly webhookEndpointId: string };

const endpoint = <R extends OfEndpoint>() =>
  row<R>(WebhookEndpointType, (result) => result.webhookEndpointId, 'The endpoint; for readers.');

const webhookEndpointId = (t: InputFieldBuilder) =>
  t.id({ required: true, description: 'The endpoint.' });

const payloadOf = (t: InputFieldBuilder, otherwise: string) =>
  t.field({ type: Payload, description: `What is sent of an event; ${otherwise}, if not said.` });

const secret = value<NewWebhookEndpoint>(
  'String',
  (result) => result.secret,
  '`whsec_…`, of Standard Webhooks: keep it now.',
);

const eventId = value<DeliveryRequested>(
  'ID',
  (result) => result.eventId,
  'What `webhookAttempts` has it under.',
);

actField<CreateWebhookEndpointInput, NewWebhookEndpoint>({
  name: 'createWebhookEndpoint',
  operation: (context) => context.parts.webhooks.createWebhookEndpoint,
  description:
    'Has events sent to an address by https, signed as Standard Webhooks has it. The secret is ' +
    'shown here and never again.',
  key: 'optional',
  input: (t) => ({
    webhookEndpointId: t.id({ description: 'Made by the client; else by the server.' }),
    name: t.string({ required: true, description: 'Of the subscriber, unique.' }),
    url: t.string({ required: true, description: 'With https, and a public address.' }),
    description: t.string({ description: 'What it is for, 500 characters at most.' }),
    feed: t.string({ required: true, description: 'Which events, e.g. `PAYMENTS`.' }),
    types: t.stringList({ description: 'Of these types alone; of all, if not said.' }),
    payload: payloadOf(t, 'all of it'),
    personId: t.id({ description: 'Whose rights apply; one’s own, if not said.' }),
    start: t.field({ type: Start, description: 'Where it begins; at the head, if not said.' }),
    position: t.field({ type: 'Position', description: 'Begins after it, in place of `start`.' }),
  }),
  payload: { secret, webhookEndpoint: endpoint() },
});

actField<ChangeWebhookEndpointInput, OfEndpoint>({
  name: 'changeWebhookEndpoint',
  operation: (context) => context.parts.webhooks.changeWebhookEndpoint,
  description: 'Changes address, description, payload or types, from the next delivery on.',
  key: 'optional',
  input: (t) => ({
    webhookEndpointId: webhookEndpointId(t),
    url: t.string({ description: 'With https, and a public address; as it is, if not said.' }),
    description: t.string({ description: 'As it is, if not said; "": none.' }),
    payload: payloadOf(t, 'as it is'),
    types: t.stringList({
      description: 'Of these types alone; as it is, if not said; []: of all.',
    }),
    expectedVersion: t.int({ description: 'Refused when it is another by now.' }),
  }),
  payload: { webhookEndpoint: endpoint() },
});

type RotateGiven = Omit<RotateWebhookSecretInput, 'oldValidUntil'> & {
  readonly oldValidUntil?: Date | undefined;
};

actField<RotateGiven, NewWebhookEndpoint>({
  name: 'rotateWebhookSecret',
  operation: (context) => context.parts.webhooks.rotateWebhookSecret,
  description:
    'Makes a new secret, which is shown here and never again. For a while deliveries bear the ' +
    'signatures of both.',
  key: 'optional',
  input: (t) => ({
    webhookEndpointId: webhookEndpointId(t),
    oldValidUntil: t.field({
      type: 'DateTime',
      description: 'Until when the old one signs, too; for a day, if not said.',
    }),
  }),
  complete: ({ oldValidUntil, ...input }) => ({
    ...input,
    ...(oldValidUntil && { oldValidUntil: new Date(oldValidUntil) }),
  }),
  payload: { secret, webhookEndpoint: endpoint() },
});

actField<OfEndpoint, DeliveryRequested>({
  name: 'testWebhookEndpoint',
  operation: (context) => context.parts.webhooks.testWebhookEndpoint,
  description: 'Sends a `webhook.test`, once; also to an endpoint that is paused.',
  key: 'optional',
  input: (t) => ({ webhookEndpointId: webhookEndpointId(t) }),
  payload: { eventId, webhookEndpoint: endpoint() },
});

actField<ResendWebhookDeliveryInput, DeliveryRequested>({
  name: 'resendWebhookDelivery',
  operation: (context) => context.parts.webhooks.resendWebhookDelivery,
  description: 'Sends an event once more, out of turn, whatever became of it before.',
  key: 'optional',
  input: (t) => ({
    webhookEndpointId: webhookEndpointId(t),
    position: t.field({ type: 'Position', required: true, description: 'Of the event.' }),
  }),
  payload: { eventId, webhookEndpoint: endpoint() },
});

actField<ReplayDeadLettersInput, DeadLettersReplayed>({
  name: 'replayDeadLetters',
  operation: (context) => context.parts.webhooks.replayDeadLetters,
  description: 'Delivers dead letters again, each stream from the event that failed on.',
  key: 'optional',
  input: (t) => ({
    webhookEndpointId: webhookEndpointId(t),
    webhookStreamId: t.id({ description: 'One of its streams; all that are dead, if not said.' }),
  }),
  payload: {
    streams: value('Int', (result) => result.streams, 'How many streams go on.'),
    webhookEndpoint: endpoint(),
  },
});

actField<DiscardDeadLetterInput, DeadLetterDiscarded>({
  name: 'discardDeadLetter',
  operation: (context) => context.parts.webhooks.discardDeadLetter,
  description: 'Gives up the event that failed, for good; what is behind it is delivered.',
  key: 'optional',
  input: (t) => ({
    webhookEndpointId: webhookEndpointId(t),
    webhookStreamId: t.id({ required: true, description: 'Its stream.' }),
    reason: t.string({ required: true, description: 'Why, in 1 to 500 characters.' }),
  }),
  payload: {
    eventId: value('ID', (result) => result.eventId, 'The event that is given up.'),
    position: value('Position', (result) => result.position, 'Its position.'),
    webhookEndpoint: endpoint(),
  },
});
