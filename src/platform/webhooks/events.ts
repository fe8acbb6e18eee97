import type { Id } from '../../kernel/id.ts';
import type { EventType, NewEvent } from '../events/event.ts';

const define = (type: string, description: string): EventType => ({
  type: `webhookEndpoint.${type}`,
  permission: 'events.subscribe',
  description,
});

/** What webhooks announce: they are of no feed, so that none is sent because another was. */
export const webhooksEvents = {
  created: define('created', 'Events are sent to a new endpoint'),
  changed: define('changed', 'An endpoint has another address, description, filter or payload'),
  secretRotated: define('secretRotated', 'An endpoint has a new secret; the old one ends soon'),
  requested: define('requested', 'Somebody asked for a delivery out of turn'),
  deadLettersReplayed: define('deadLettersReplayed', 'Dead letters are delivered again'),
  deadLetterDiscarded: define('deadLetterDiscarded', 'A dead letter was given up by somebody'),
} as const satisfies Record<string, EventType>;

export const endpointEvent = (
  type: EventType,
  endpoint: { readonly id: Id; readonly personId: Id },
  data: Record<string, unknown> = {},
): NewEvent => ({
  type,
  subject: { type: 'webhookEndpoint', id: endpoint.id },
  ownerId: endpoint.personId,
  data: { webhookEndpointId: endpoint.id, ...data },
});
