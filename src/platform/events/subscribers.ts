import { DomainError, type Fault } from '../../kernel/domain-error.ts';
import { isId, type Id } from '../../kernel/id.ts';
import { statement, type Queryable } from '../database/statement.ts';
import type { ActContext, OperationContext } from '../perform/operation.ts';
import type { SubscriberKind, SubscriberState } from './entities.ts';
import { fault } from './errors.ts';

/** A subscriber as its table has it. */
export interface EventSubscriberRow {
  readonly id: Id;
  readonly name: string;
  readonly feed: string;
  readonly kind: SubscriberKind;
  /** Null: all. */
  readonly types: readonly string[] | null;
  readonly personId: Id;
  readonly ackedPosition: string;
  readonly state: SubscriberState;
  readonly pausedReason: string | null;
  /** Rises when somebody pauses, resumes or rewinds it; not when it acknowledges. */
  readonly version: number;
}

/** What acts on a subscriber come to. */
export interface SubscriberChanged {
  readonly subscriberId: Id;
}

export interface SubscriberInput {
  readonly subscriberId: Id;
  readonly expectedVersion?: number | null | undefined;
}

export const subscriberColumns = `id, name, feed, kind, types, person_id as "personId",
  acked_position as "ackedPosition", state, paused_reason as "pausedReason", version`;

const find = statement(
  'event_subscriber_find',
  `select ${subscriberColumns} from event_subscriber where id = $1`,
);

const lock = statement(
  'event_subscriber_lock',
  `select ${subscriberColumns} from event_subscriber where id = $1 for no key update`,
);

const refuseWith = (one: Fault): never => {
  throw new DomainError([one]);
};

const refuseMissing = (path: string): never =>
  refuseWith(fault('SUBSCRIBER_NOT_FOUND', 'There is no such subscriber', [path]));

/** A subscriber of this feed that is the person's own; refuses SUBSCRIBER_NOT_FOUND. */
export async function findOwnSubscriber(
  db: Queryable,
  feed: string,
  id: Id,
  personId: Id,
): Promise<EventSubscriberRow> {
  const [found] = isId(id) ? await db.query<EventSubscriberRow>(find, [id]) : [];
  if (found?.feed === feed && found.personId === personId) return found;
  return refuseMissing('subscriber');
}

/**
 * The subscriber, locked: one's own, or anyone's for who administers them. Refuses
 * SUBSCRIBER_NOT_FOUND and STALE.
 */
export async function lockSubscriber(
  op: OperationContext,
  input: SubscriberInput,
  what: string,
): Promise<EventSubscriberRow> {
  const { subscriberId, expectedVersion } = input;
  const known = isId(subscriberId);
  const [found] = known ? await op.query<EventSubscriberRow>(lock, [subscriberId]) : [];
  const subscriber = found ?? refuseMissing('subscriberId');
  requireOwnOrAdministered(op, subscriber.personId, what);
  const { version } = subscriber;
  if (expectedVersion != null && expectedVersion !== version) {
    const message = 'Somebody has changed this subscriber meanwhile; look again';
    refuseWith(fault('STALE', message, ['expectedVersion'], { version }));
  }
  return subscriber;
}

/** Subscribers of others are for those who administer them. */
export function requireOwnOrAdministered(op: ActContext, personId: Id, what: string): void {
  if (op.viewer === null || op.viewer.personId === personId) return;
  op.requireReach('events.administer', { ownerId: personId }, what);
}
