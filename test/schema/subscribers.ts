import type { Id } from '../../src/kernel/id.ts';
import { createEventSubscriber, paymentFeed } from '../../src/modules/index.ts';
import { pauseEventSubscriber } from '../../src/platform/events/index.ts';
import type { World } from '../inventory/world.ts';
import { asSystem } from '../support/perform.ts';

/** Subscribers of somebody: one that rests, and one that does not. */
export interface Subscribing {
  readonly restingId: Id;
  readonly activeId: Id;
}

/** Each has its like of somebody else. */
export async function openSubscribers(
  w: World,
  people: Readonly<Record<string, { readonly personId: Id }>>,
): Promise<ReadonlyMap<Id, Subscribing>> {
  const subscribing = new Map<Id, Subscribing>();
  for (const [login, { personId }] of Object.entries(people)) {
    const make = async (name: string): Promise<Id> => {
      const asked = { name: `${name} of ${login}`, feed: paymentFeed, personId };
      return (await w.perform(createEventSubscriber, asked, asSystem)).subscriberId;
    };
    const [restingId, activeId] = [await make('Ledger'), await make('Cash book')];
    const pause = { subscriberId: restingId, reason: 'Year-end' };
    await w.perform(pauseEventSubscriber, pause, asSystem);
    subscribing.set(personId, { restingId, activeId });
  }
  // Nothing has been acknowledged so far; a field without a value shows no right.
  await w.sql(
    `update event_subscriber set acked_at = created_at, created_by = person_id,
       types = '{receipt.recorded}' where state = 'PAUSED'`,
  );
  return subscribing;
}

export function subscriberSamples({
  restingId,
  activeId,
}: Subscribing): readonly (readonly [string, unknown])[] {
  return [
    ['eventSubscriber.id', restingId],
    ['subscriberId', restingId],
    ['pauseEventSubscriber.subscriberId', activeId],
    ['createEventSubscriber.feed', paymentFeed],
  ];
}

export const subscriberSides: Readonly<Record<string, readonly [string, string, string]>> = {
  EventSubscriber: ['event_subscriber', 'id', 'select person_id = $1'],
};

export const goodSubscriberInputs: Readonly<Record<string, object>> = {
  rewindEventSubscriber: { toPosition: '0' },
  trimPaymentEvents: { before: '2010-01-01' },
};
