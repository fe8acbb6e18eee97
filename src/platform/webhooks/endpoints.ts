import { isId, type Id } from '../../kernel/id.ts';
import { statement } from '../database/statement.ts';
import { requireSelfOrManager } from '../identity/managers.ts';
import type { OperationContext } from '../perform/operation.ts';
import type { WebhookPayload } from './entities.ts';
import { refuseWith } from './errors.ts';

/** An endpoint that an act has locked, with its subscriber. */
export interface LockedEndpoint {
  readonly id: Id;
  readonly personId: Id;
  readonly feed: string;
  readonly types: readonly string[] | null;
  readonly url: string;
  readonly description: string | null;
  readonly payload: WebhookPayload;
  readonly readPosition: string;
  readonly version: number;
}

const lock = statement(
  'webhook_endpoint_lock',
  `select e.id, s.person_id as "personId", s.feed, s.types, e.url, e.description, e.payload,
     e.read_position as "readPosition", e.version
   from event_subscriber s join webhook_endpoint e on e.id = s.id
   where s.id = $1 for no key update`,
);

/** Refuses WEBHOOK_ENDPOINT_NOT_FOUND; throws Forbidden out of the actor's reach. */
export async function lockEndpoint(
  op: OperationContext,
  id: Id,
  what: string,
): Promise<LockedEndpoint> {
  const [found] = isId(id) ? await op.query<LockedEndpoint>(lock, [id]) : [];
  const endpoint = found ?? refuseWith('WEBHOOK_ENDPOINT_NOT_FOUND', ['webhookEndpointId']);
  op.requireReach('webhooks.manage', { ownerId: endpoint.personId }, what);
  return endpoint;
}

/**
 * Whoever says where events go, or learns the secret, could see all that the person may see: that
 * is for the person, and for those who could become anybody.
 */
export const requireOwnEndpoint = (op: OperationContext, personId: Id, what: string): void => {
  if (op.viewer) requireSelfOrManager(op, personId, what);
};

const endLease = statement(
  'webhook_endpoint_end_lease',
  `update webhook_endpoint set lease_no = lease_no + 1, leased_by = null, leased_until = null
   where id = $1`,
);

/**
 * Whoever delivers it now notes nothing more and looks anew: the state of its streams changes under
 * their hands. What is on its way may arrive once more.
 */
export const takeLeaseAway = (op: OperationContext, id: Id): void => op.owe(endLease, [id]);
