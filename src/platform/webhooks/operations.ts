import { createChangeWebhookEndpoint } from './operations/change-webhook-endpoint.ts';
import {
  createCreateWebhookEndpoint,
  type CreateWebhookEndpointParts,
} from './operations/create-webhook-endpoint.ts';
import { discardDeadLetter } from './operations/discard-dead-letter.ts';
import { replayDeadLetters } from './operations/replay-dead-letters.ts';
import { resendWebhookDelivery } from './operations/resend-webhook-delivery.ts';
import { rotateWebhookSecret } from './operations/rotate-webhook-secret.ts';
import { testWebhookEndpoint } from './operations/test-webhook-endpoint.ts';

export type WebhookOperations = ReturnType<typeof createWebhookOperations>;

/** The acts on endpoints, as the settings of this server have them. */
export const createWebhookOperations = (parts: CreateWebhookEndpointParts) => ({
  createWebhookEndpoint: createCreateWebhookEndpoint(parts),
  changeWebhookEndpoint: createChangeWebhookEndpoint(parts),
  rotateWebhookSecret,
  testWebhookEndpoint,
  resendWebhookDelivery,
  replayDeadLetters,
  discardDeadLetter,
});
