import type { Id } from '../../kernel/id.ts';
import { statement } from '../database/statement.ts';
import type { OperationContext } from '../perform/operation.ts';
import type { LockedEndpoint } from './endpoints.ts';
import { endpointEvent, webhooksEvents } from './events.ts';

/** A delivery out of turn that was asked for. */
export interface DeliveryRequested {
  readonly webhookEndpointId: Id;
  /** The `webhook-id` it will bear. */
  readonly eventId: Id;
}

const insert = statement(
  'webhook_request_insert',
  `insert into webhook_request (id, endpoint_id, position, requested_at, requested_by)
   values ($1, $2, $3, $4, $5)`,
);

/** Asks for one delivery; null: a test, which bears the request's own id. */
export function requestDelivery(
  op: OperationContext,
  endpoint: LockedEndpoint,
  event: { readonly id: Id; readonly position: string } | null,
): DeliveryRequested {
  const requestId = op.newId();
  op.owe(insert, [requestId, endpoint.id, event?.position ?? null, op.now, op.actorId]);
  const eventId = event?.id ?? requestId;
  const position = event?.position ?? null;
  op.emit(endpointEvent(webhooksEvents.requested, endpoint, { eventId, position }));
  return { webhookEndpointId: endpoint.id, eventId };
}
