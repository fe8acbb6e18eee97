import { refuseIfAny } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../perform/operation.ts';
import { lockEndpoint, requireOwnEndpoint } from '../endpoints.ts';
import { fault } from '../errors.ts';
import { endpointEvent, webhooksEvents } from '../events.ts';
import { insertSecret } from '../secrets.ts';
import type { NewWebhookEndpoint } from './create-webhook-endpoint.ts';

export interface RotateWebhookSecretInput {
  readonly webhookEndpointId: Id;
  /** Until when deliveries are signed with the old secret, too; a day from now, if not said. */
  readonly oldValidUntil?: Date | undefined;
}

const dayMs = 24 * 3_600_000;
const longestOverlapMs = 30 * dayMs;

/**
 * An endpoint gets a new secret, which is answered once. Until a time deliveries bear both
 * signatures. Refuses WEBHOOK_ENDPOINT_NOT_FOUND, OVERLAP_IN_THE_PAST, OVERLAP_TOO_LONG.
 */
export const rotateWebhookSecret = defineOperation<RotateWebhookSecretInput, NewWebhookEndpoint>({
  name: 'rotateWebhookSecret',
  permission: 'webhooks.manage',
  secretResult: true,
  async run(op, input) {
    const id = input.webhookEndpointId;
    const endpoint = await lockEndpoint(op, id, 'rotateWebhookSecret');
    requireOwnEndpoint(op, endpoint.personId, 'rotateWebhookSecret');
    const oldValidUntil = input.oldValidUntil ?? new Date(op.now.getTime() + dayMs);
    const overlap = oldValidUntil.getTime() - op.now.getTime();
    refuseIfAny([
      ...(overlap < 0 ? [fault('OVERLAP_IN_THE_PAST', ['oldValidUntil'])] : []),
      ...(overlap > longestOverlapMs ? [fault('OVERLAP_TOO_LONG', ['oldValidUntil'])] : []),
    ]);
    const secret = await insertSecret(op, id, oldValidUntil);
    op.emit(endpointEvent(webhooksEvents.secretRotated, endpoint, { oldValidUntil }));
    return { webhookEndpointId: id, secret };
  },
});
