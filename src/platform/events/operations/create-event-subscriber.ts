import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { isId, type Id } from '../../../kernel/id.ts';
import { refusingClashes } from '../../database/constraint-faults.ts';
import { statement } from '../../database/statement.ts';
import { defineOperation, type OperationContext } from '../../perform/operation.ts';
import type { SubscriberKind } from '../entities.ts';
import { fault } from '../errors.ts';
import type { EventTypes } from '../event-types.ts';
import { eventsEvents, subscriberEvent } from '../events.ts';
import { extentOf, requireWithin } from '../feed-log.ts';
import {
  requireOwnOrAdministered,
  subscriberColumns,
  type EventSubscriberRow,
  type SubscriberChanged,
} from '../subscribers.ts';

/** Where a subscriber begins: with what comes from now on, or with the first event that is kept. */
export const subscriberStarts = ['HEAD', 'BEGINNING'] as const;
export type SubscriberStart = (typeof subscriberStarts)[number];

export interface CreateEventSubscriberInput {
  /** Made by the client, or else by the server. */
  readonly subscriberId?: Id | undefined;
  readonly name: string;
  readonly feed: string;
  /** None: all. */
  readonly types?: readonly string[] | undefined;
  /** Whose rights apply; whoever asks, if not said. */
  readonly personId?: Id | undefined;
  /** Not beside a position. */
  readonly start?: SubscriberStart | undefined;
  /** As if everything up to here had been acknowledged. */
  readonly position?: string | undefined;
}

/**
 * Somebody receives a feed from now on, with a cursor that is kept here. Refuses UNKNOWN_FEED,
 * UNKNOWN_EVENT_TYPE, NAME_MALFORMED, NAME_TAKEN, PERSON_NOT_FOUND, PERSON_INACTIVE, CONTRADICTED,
 * POSITION_AHEAD, CURSOR_TOO_OLD, ID_MALFORMED, ID_TAKEN.
 */
export const createCreateEventSubscriber = (types: EventTypes, feeds: readonly string[]) =>
  defineOperation<CreateEventSubscriberInput, SubscriberChanged>({
    name: 'createEventSubscriber',
    permission: 'events.subscribe',
    async run(op, input) {
      const personId = input.personId ?? op.actorId ?? 'nobody';
      requireOwnOrAdministered(op, personId, 'Subscribers of others');
      refuseIfAny(await newSubscriberFaults(op, feeds, input, personId));
      types.wantedOf(input.feed, input.types ?? null);
      const created = await insertSubscriber(op, input, personId, 'PULL');
      op.emit(subscriberEvent(eventsEvents.subscriberCreated, created));
      return { subscriberId: created.id };
    },
  });

/** What is wrong with a new subscriber of either kind, but for the types that it asks for. */
export const newSubscriberFaults = async (
  op: OperationContext,
  feeds: readonly string[],
  input: CreateEventSubscriberInput,
  personId: Id,
  idPath = 'subscriberId',
): Promise<Fault[]> => [
  ...shapeFaults(input, idPath),
  ...feedFaults(input, feeds),
  ...(await personFaults(op, personId)),
];

function shapeFaults(input: CreateEventSubscriberInput, idPath: string): Fault[] {
  const length = [...input.name.trim()].length;
  const faults: Fault[] = [];
  if (input.subscriberId !== undefined && !isId(input.subscriberId)) {
    faults.push(fault('ID_MALFORMED', 'An id is a UUID', [idPath]));
  }
  if (length < 1 || length > 200) {
    faults.push(fault('NAME_MALFORMED', 'A name has 1 to 200 characters', ['name']));
  }
  if (input.start !== undefined && input.position !== undefined) {
    faults.push(fault('CONTRADICTED', 'Say a start or a position, not both', ['position']));
  }
  return faults;
}

const feedFaults = ({ feed }: CreateEventSubscriberInput, feeds: readonly string[]): Fault[] =>
  feeds.includes(feed) ? [] : [fault('UNKNOWN_FEED', `There is no feed ${feed}`, ['feed'])];

/** The lock makes a deactivation wait, or be seen. */
const findPerson = statement(
  'event_subscriber_person',
  'select active from person where id = $1 for share',
);

async function personFaults(op: OperationContext, personId: Id): Promise<Fault[]> {
  const [person] = isId(personId)
    ? await op.query<{ active: boolean }>(findPerson, [personId])
    : [];
  if (!person) return [fault('PERSON_NOT_FOUND', 'There is no such person', ['personId'])];
  return person.active
    ? []
    : [fault('PERSON_INACTIVE', 'This person is no longer active', ['personId'])];
}

const insert = statement(
  'event_subscriber_insert',
  `insert into event_subscriber (id, name, feed, kind, types, person_id, acked_position,
                                 created_at, created_by)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   returning ${subscriberColumns}`,
);

/** A new subscriber of either kind, in its place. */
export async function insertSubscriber(
  op: OperationContext,
  input: CreateEventSubscriberInput,
  personId: Id,
  kind: SubscriberKind,
  idPath = 'subscriberId',
): Promise<EventSubscriberRow> {
  const extent = await extentOf(op, input.feed);
  const start = input.start === 'BEGINNING' ? extent.keptAfter : extent.headPosition;
  const position = input.position ?? start;
  requireWithin(extent, position, ['position']);
  const id = input.subscriberId ?? op.newId();
  const name = input.name.trim();
  const facts = [name, input.feed, kind, input.types ?? null, personId, position];
  const taken = {
    event_subscriber_name_unique: () =>
      fault('NAME_TAKEN', `Another subscriber is called ${name}`, ['name']),
    event_subscriber_pkey: () => fault('ID_TAKEN', 'Something else has this id', [idPath]),
  };
  const [created] = await refusingClashes(taken, () =>
    op.query<EventSubscriberRow>(insert, [id, ...facts, op.now, op.actorId]),
  );
  if (!created) throw new Error('A subscriber was not inserted');
  return created;
}
