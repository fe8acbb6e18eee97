import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../database/statement.ts';
import type { EventTypes } from '../../events/event-types.ts';
import { defineOperation } from '../../perform/operation.ts';
import { lockEndpoint, requireOwnEndpoint } from '../endpoints.ts';
import type { WebhookPayload } from '../entities.ts';
import { fault } from '../errors.ts';
import { endpointEvent, webhooksEvents } from '../events.ts';
import { descriptionFaults, urlFaults, type DestinationParts } from '../url-faults.ts';

/** What is not said stays as it is. */
export interface ChangeWebhookEndpointInput {
  readonly webhookEndpointId: Id;
  readonly url?: string | undefined;
  readonly description?: string | undefined;
  readonly payload?: WebhookPayload | undefined;
  /** None: all. */
  readonly types?: readonly string[] | undefined;
  readonly expectedVersion?: number | null | undefined;
}

interface ChangeWebhookEndpointParts extends DestinationParts {
  readonly types: EventTypes;
}

const change = statement(
  'webhook_endpoint_change',
  `update webhook_endpoint set url = $2, description = $3, payload = $4, version = version + 1
   where id = $1`,
);

const changeTypes = statement(
  'webhook_endpoint_change_types',
  'update event_subscriber set types = $2 where id = $1',
);

/**
 * An endpoint gets another address, description, payload or filter, from the next delivery on: what
 * has been gone over does not come for a wider filter, but by a rewind. Refuses
 * WEBHOOK_ENDPOINT_NOT_FOUND, STALE, DESCRIPTION_TOO_LONG, UNKNOWN_EVENT_TYPE and all that is wrong
 * with a URL.
 */
export const createChangeWebhookEndpoint = (parts: ChangeWebhookEndpointParts) =>
  defineOperation<ChangeWebhookEndpointInput, { webhookEndpointId: Id }, Fault[]>({
    name: 'changeWebhookEndpoint',
    permission: 'webhooks.manage',
    prepare: (_before, { url }) =>
      url === undefined ? Promise.resolve([]) : urlFaults(parts, url),
    async run(op, input, faultsOfUrl) {
      const id = input.webhookEndpointId;
      const endpoint = await lockEndpoint(op, id, 'changeWebhookEndpoint');
      if (input.url !== undefined) {
        requireOwnEndpoint(op, endpoint.personId, 'changeWebhookEndpoint');
      }
      const { version } = endpoint;
      if (input.expectedVersion != null && input.expectedVersion !== version) {
        throw new DomainError([fault('STALE', ['expectedVersion'], { version })]);
      }
      refuseIfAny([...faultsOfUrl, ...descriptionFaults(input.description)]);
      const { url, description, payload, types } = { ...endpoint, ...said(input) };
      parts.types.wantedOf(endpoint.feed, types);
      op.owe(change, [id, url, description, payload]);
      if (input.types) op.owe(changeTypes, [id, types]);
      const data = { url, description, payload, types };
      op.emit(endpointEvent(webhooksEvents.changed, endpoint, data));
      return { webhookEndpointId: id };
    },
  });

const said = ({ url, description, payload, types }: ChangeWebhookEndpointInput) => ({
  ...(url !== undefined && { url }),
  ...(description !== undefined && { description: description || null }),
  ...(payload !== undefined && { payload }),
  ...(types !== undefined && { types: types.length > 0 ? types : null }),
});
