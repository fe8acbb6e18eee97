/** Events sent to receivers outside: the door. */
export { webhooksChecks } from './checks.ts';
export { resolveByDns, type DestinationPolicy, type Resolve } from './destination.ts';
export {
  webhookCauses,
  webhookPayloads,
  webhooksEntities,
  webhookStreamStates,
  type PauseReason,
} from './entities.ts';
export { webhooksErrorCodes } from './errors.ts';
export { webhooksEvents } from './events.ts';
export { createWebhookOperations, type WebhookOperations } from './operations.ts';
export type { ChangeWebhookEndpointInput } from './operations/change-webhook-endpoint.ts';
export type {
  CreateWebhookEndpointInput,
  NewWebhookEndpoint,
} from './operations/create-webhook-endpoint.ts';
export type {
  DeadLetterDiscarded,
  DiscardDeadLetterInput,
} from './operations/discard-dead-letter.ts';
export { expireWebhookAttempts, hasOldAttempts } from './operations/expire-webhook-attempts.ts';
export type {
  DeadLettersReplayed,
  ReplayDeadLettersInput,
} from './operations/replay-dead-letters.ts';
export type { ResendWebhookDeliveryInput } from './operations/resend-webhook-delivery.ts';
export type { RotateWebhookSecretInput } from './operations/rotate-webhook-secret.ts';
export { webhooksPermissions } from './permissions.ts';
export { createPoster, deliveryErrors } from './post.ts';
export { webhooksReadRules } from './read-rules.ts';
export type { DeliveryRequested } from './requests.ts';
export { startWebhooks, type Webhooks } from './webhooks.ts';
