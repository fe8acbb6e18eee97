import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../identity/entities.ts';

/** How a subscriber gets its events: it asks for them, or they are sent to it. */
export const subscriberKinds = ['PULL', 'WEBHOOK'] as const;
export type SubscriberKind = (typeof subscriberKinds)[number];

export const subscriberStates = ['ACTIVE', 'PAUSED'] as const;
export type SubscriberState = (typeof subscriberStates)[number];

const instant = () => p.datetime().columnType('timestamptz');

const headOf = (feed: string): string =>
  `coalesce((select f.position from event_feed f where f.feed = ${feed}), 0)`;

/** Who receives a feed, and how far it has come. */
const EventSubscriberSchema = defineEntity({
  name: 'EventSubscriber',
  tableName: 'event_subscriber',
  properties: {
    id: p.uuid().primary(),
    name: p.text().unique('event_subscriber_name_unique'),
    feed: p.text(),
    kind: p.enum(subscriberKinds),
    types: p.array().columnType('text[]').nullable(),
    person: () =>
      p.manyToOne(Person).index('event_subscriber_person_id_index').deleteRule('no action'),
    personId: p.uuid().formula((c) => `${c.person}`),
    ackedPosition: p.bigint('string'),
    ackedAt: instant().nullable(),
    state: p.enum(subscriberStates).default('ACTIVE'),
    pausedReason: p.text().nullable(),
    pausedAt: instant().nullable(),
    headPosition: p.bigint('string').formula((c) => headOf(`${c.feed}`)),
    /** Events of the feed behind its head, of whatever type. */
    lag: p.integer().formula((c) => `(${headOf(`${c.feed}`)} - ${c.ackedPosition})::int`),
    /** The age of the oldest event that it has not acknowledged. */
    lagSeconds: p.integer().formula(
      (c) => `coalesce((
        select greatest(0, floor(extract(epoch from clock_timestamp() - e.recorded_at)))::int
        from event_log e where e.feed = ${c.feed} and e.feed_position > ${c.ackedPosition}
        order by e.feed_position limit 1), 0)`,
    ),
    createdAt: instant(),
    createdBy: p.uuid().nullable(),
    version: p.integer().default(1),
  },
});

export class EventSubscriber extends EventSubscriberSchema.class {}
EventSubscriberSchema.setClass(EventSubscriber);

export const eventsEntities = [EventSubscriberSchema] as const;
