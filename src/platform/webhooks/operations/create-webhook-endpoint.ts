import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../database/statement.ts';
import type { EventTypes } from '../../events/event-types.ts';
import {
  insertSubscriber,
  newSubscriberFaults,
  type CreateEventSubscriberInput,
} from '../../events/operations/create-event-subscriber.ts';
import { eventsEvents, subscriberEvent } from '../../events/events.ts';
import { grantRowsOf, mergeGrants, type GrantRow } from '../../identity/grants.ts';
import { manages } from '../../identity/managers.ts';
import { defineOperation, type OperationContext } from '../../perform/operation.ts';
import { requireOwnEndpoint } from '../endpoints.ts';
import type { WebhookPayload } from '../entities.ts';
import { fault } from '../errors.ts';
import { endpointEvent, webhooksEvents } from '../events.ts';
import { insertSecret } from '../secrets.ts';
import { descriptionFaults, urlFaults, type DestinationParts } from '../url-faults.ts';

export interface CreateWebhookEndpointInput extends Omit<
  CreateEventSubscriberInput,
  'subscriberId'
> {
  /** Made by the client, or else by the server. */
  readonly webhookEndpointId?: Id | undefined;
  readonly url: string;
  readonly description?: string | null | undefined;
  /** FULL if not said. */
  readonly payload?: WebhookPayload | undefined;
}

export interface CreateWebhookEndpointParts extends DestinationParts {
  readonly types: EventTypes;
  /** The feeds that may be sent. */
  readonly feeds: readonly string[];
}

/** The secret is in this answer and nowhere else, ever. */
export interface NewWebhookEndpoint {
  readonly webhookEndpointId: Id;
  readonly secret: string;
}

const idPath = 'webhookEndpointId';

const insert = statement(
  'webhook_endpoint_insert',
  `insert into webhook_endpoint (id, url, description, payload, read_position, noted_position,
     lease_no, created_at, created_by)
   values ($1, $2, $3, $4, $5, $5, 0, $6, $7)`,
);

/**
 * The events of a feed are sent to an address from now on, signed with a secret that is answered
 * once. With the rights of the person who is named: oneself, or anybody for who manages identity.
 * Refuses what createEventSubscriber refuses, and URL_MALFORMED, URL_TOO_LONG, URL_NOT_HTTPS,
 * URL_WITH_CREDENTIALS, URL_WITH_FRAGMENT, PORT_FORBIDDEN, ADDRESS_FORBIDDEN, NAME_UNKNOWN,
 * DESCRIPTION_TOO_LONG, RIGHTS_NOT_HELD.
 */
export const createCreateWebhookEndpoint = (parts: CreateWebhookEndpointParts) =>
  defineOperation<CreateWebhookEndpointInput, NewWebhookEndpoint, Fault[]>({
    name: 'createWebhookEndpoint',
    permission: 'webhooks.manage',
    secretResult: true,
    prepare: (_before, { url }) => urlFaults(parts, url),
    async run(op, input, faultsOfUrl) {
      const personId = input.personId ?? op.actorId ?? 'nobody';
      requireOwnEndpoint(op, personId, 'createWebhookEndpoint');
      const subscriber = { ...input, subscriberId: input.webhookEndpointId };
      refuseIfAny([
        ...(await newSubscriberFaults(op, parts.feeds, subscriber, personId, idPath)),
        ...faultsOfUrl,
        ...descriptionFaults(input.description),
        ...(await rightsFaults(op, parts.types, input, personId)),
      ]);
      parts.types.wantedOf(input.feed, input.types ?? null);
      const created = await insertSubscriber(op, subscriber, personId, 'WEBHOOK', idPath);
      const { id, ackedPosition } = created;
      const { url, description = null, payload = 'FULL' } = input;
      const facts = [url, description, payload, ackedPosition, op.now, op.actorId];
      await op.query(insert, [id, ...facts]);
      const secret = await insertSecret(op, id, op.now);
      op.emit(subscriberEvent(eventsEvents.subscriberCreated, created));
      const data = { url, description, payload };
      op.emit(endpointEvent(webhooksEvents.created, { id, personId }, data));
      return { webhookEndpointId: id, secret };
    },
  });

const findGrants = statement('webhook_person_grants', `select ${grantRowsOf('$1')} as grants`);

/** A key that may do less than its person gains nothing by an endpoint with all their rights. */
async function rightsFaults(
  op: OperationContext,
  types: EventTypes,
  { feed }: CreateWebhookEndpointInput,
  personId: Id,
): Promise<Fault[]> {
  const { viewer } = op;
  if (!viewer || manages(viewer)) return [];
  const [row] = await op.query<{ grants: readonly GrantRow[] }>(findGrants, [personId]);
  const held = mergeGrants(row?.grants ?? [], null);
  const needed = new Set(types.all.filter((type) => type.feed === feed).map((t) => t.permission));
  const missing = [...needed].filter((name) => held.has(name) && !viewer.grants.has(name));
  return missing.map((permission) => fault('RIGHTS_NOT_HELD', ['personId'], { permission }));
}
