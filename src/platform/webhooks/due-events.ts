import type { Id } from '../../kernel/id.ts';
import { statement, type Queryable } from '../database/statement.ts';
import { eventColumns } from '../events/event-log.ts';
import { grantRowsOf, type GrantRow } from '../identity/grants.ts';
import { eventFrom } from './delivery-state.ts';
import type { PauseReason, WebhookPayload } from './entities.ts';
import type { SentEvent } from './event-body.ts';
import type { Lease } from './lease.ts';

/** What is known of the endpoint when it is looked what to send. */
export interface EndpointNow {
  readonly url: string;
  readonly payload: WebhookPayload;
  readonly active: boolean;
  readonly failures: number;
  readonly lastDeliveredAt: Date | null;
  readonly restUntil: Date | null;
  readonly pauseWanted: PauseReason | null;
  readonly personId: Id;
  readonly personActive: boolean;
  readonly grants: readonly GrantRow[];
  readonly secrets: readonly string[];
  /** The types of events that it has chosen; null: all. */
  readonly types: readonly string[] | null;
  readonly requests: number;
  /** When the next failure is tried again. */
  readonly nextRetryAt: Date | null;
}

const look = statement(
  'webhook_look',
  `select e.url, e.payload, s.state = 'ACTIVE' as active, e.failures,
     e.last_delivered_at as "lastDeliveredAt", e.rest_until as "restUntil",
     e.pause_wanted as "pauseWanted", s.types, p.id as "personId",
     p.active as "personActive",
     ${grantRowsOf('p.id')} as grants,
     (select array_agg(k.secret order by k.created_at desc, k.id) from webhook_secret k
      where k.endpoint_id = e.id and (k.valid_until is null or k.valid_until > $3)) as secrets,
     (select count(*)::int from webhook_request r where r.endpoint_id = e.id) as requests,
     (select min(w.next_attempt_at) from webhook_stream w
      where w.endpoint_id = e.id and w.state = 'RETRYING' and w.id <> all($4::uuid[]))
       as "nextRetryAt"
   from webhook_endpoint e
   join event_subscriber s on s.id = e.id join person p on p.id = s.person_id
   where e.id = $1 and e.lease_no = $2 and s.acked_position = e.noted_position`,
);

const sentColumns = `${eventColumns}, (
  select json_build_object('id', p.id, 'nameEn', p.name_en, 'nameFa', p.name_fa)
  from person p where p.id = l.actor_id) as actor`;

/** An event whose turn it is. */
export interface DueEvent extends SentEvent {
  readonly streamId: Id;
  readonly failures: number;
  readonly firstFailedAt: Date | null;
}

/** A delivery that somebody asked for. */
export interface Requested {
  readonly requestId: Id;
  /** Null: a test. */
  readonly event: SentEvent | null;
  /** The feed does not have it any more. */
  readonly isGone: boolean;
}

/** Of each stream its next event; `$3` are those under way. */
const due = (name: string, condition: string, order: string) =>
  statement(
    `webhook_due_${name}`,
    `with held as (
       select e.id, e.read_position, s.feed from webhook_endpoint e
       join event_subscriber s on s.id = e.id where e.id = $1 and e.lease_no = $2
     ), turn as (
       select w.* from held join webhook_stream w on w.endpoint_id = held.id
       where w.id <> all($3::uuid[]) and ${condition}
       order by w.${order} limit $4
     )
     select w.id as "streamId", w.failures, w.first_failed_at as "firstFailedAt", l.*
     from turn w cross join held
     cross join lateral ${eventFrom('>= w.next_position', sentColumns)} l
     order by w.${order}`,
  );

const dueWaiting = due('waiting', `w.state = 'WAITING'`, 'next_position');

/** A clock that went back makes nobody wait for it: whoever failed in the future is due. */
const dueRetries = due(
  'retries',
  `w.state = 'RETRYING' and (w.next_attempt_at <= $5 or w.last_attempt_at > $5)`,
  'next_attempt_at',
);

const requests = statement(
  'webhook_requests',
  `select r.id as "requestId", r.position is null as "isTest",
     r.position is not null and event.id is null as "isGone", event.*
   from webhook_request r join event_subscriber s on s.id = r.endpoint_id
   left join lateral (
     select ${sentColumns} from event_log l where l.feed = s.feed and l.feed_position = r.position
   ) event on true
   where r.endpoint_id = $1 and r.id <> all($2::uuid[]) order by r.id limit $3`,
);

/** Null where the lease is over, or the subscriber was rewound: it is to be taken anew. */
export async function lookAtEndpoint(
  db: Queryable,
  lease: Lease,
  now: Date,
  underWay: readonly Id[],
): Promise<EndpointNow | null> {
  const values = [lease.endpointId, lease.no, now, underWay];
  return (await db.query<EndpointNow>(look, values))[0] ?? null;
}

export interface Wanted {
  readonly underWay: readonly Id[];
  readonly most: number;
}

export const findWaiting = async (
  db: Queryable,
  lease: Lease,
  { underWay, most }: Wanted,
): Promise<DueEvent[]> =>
  most > 0 ? db.query<DueEvent>(dueWaiting, [lease.endpointId, lease.no, underWay, most]) : [];

export const findRetries = async (
  db: Queryable,
  lease: Lease,
  { underWay, most }: Wanted,
  now: Date,
): Promise<DueEvent[]> =>
  most > 0 ? db.query<DueEvent>(dueRetries, [lease.endpointId, lease.no, underWay, most, now]) : [];

export async function findRequests(
  db: Queryable,
  { endpointId }: Lease,
  { underWay, most }: Wanted,
): Promise<Requested[]> {
  type Row = SentEvent & Pick<Requested, 'requestId' | 'isGone'> & { readonly isTest: boolean };
  const rows = await db.query<Row>(requests, [endpointId, underWay, most]);
  return rows.map(({ requestId, isTest, isGone, ...event }) => ({
    ...{ requestId, isGone },
    event: isTest || isGone ? null : event,
  }));
}
