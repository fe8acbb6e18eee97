import type { Id } from '../../kernel/id.ts';
import { statement, type Queryable } from '../database/statement.ts';
import type { PauseReason, WebhookCause } from './entities.ts';
import type { Lease } from './lease.ts';
import type { DeliveryError } from './post.ts';

/*
 * How far an endpoint has come, in three statements that are sent one after the other by the one
 * who holds its lease. What a statement leaves behind is whole: who dies between two of them leaves
 * at most a delivery that is not noted, and is made again.
 */

/** Of the lease's holder alone: nothing is noted under a number that is over. */
const held = (more = '') => `held as (
  select e.id, e.read_position, e.noted_position, s.feed, s.types
  from event_subscriber s join webhook_endpoint e on e.id = s.id
  where s.id = $1 and e.lease_no = $2 ${more} for no key update
)`;

/** The first event of stream `w` from a position on, as far as the endpoint has read. */
export const eventFrom = (position: string, columns: string, more = ''): string => `(
  select ${columns} from event_log l
  where l.feed = held.feed and l.subject_type = w.subject_type and l.subject_id = w.subject_id
    and l.feed_position ${position} and l.feed_position <= held.read_position ${more}
  order by l.stream_version limit 1)`;

const isWanted = '(held.types is null or l.type = any(held.types))';

const wantedAfter = eventFrom('> t.position', 'l.feed_position as position', `and ${isWanted}`);

/** A subscriber that stands elsewhere than was noted has been rewound: it is read from there. */
const followRewind = statement(
  'webhook_follow_rewind',
  `with rewound as (
     select e.id, s.acked_position as new, e.noted_position as old
     from event_subscriber s join webhook_endpoint e on e.id = s.id
     where s.id = $1 and e.lease_no = $2 and s.acked_position <> e.noted_position
     for no key update
   ), dropped as (
     delete from webhook_stream w using rewound r
     where w.endpoint_id = r.id
       and (w.next_position > r.new or (w.next_position > r.old and w.state <> 'DEAD'))
   )
   update webhook_endpoint e set read_position = r.new, noted_position = r.new, failures = 0
   from rewound r where e.id = r.id`,
);

/** What comes next in the log: its streams wait from now on, if they do not already. */
const takeIn = statement(
  'webhook_take_in',
  `with ${held(`and s.state = 'ACTIVE' and s.acked_position = e.noted_position`)}, batch as (
     select l.feed_position, l.type, l.subject_type, l.subject_id
     from held cross join lateral (
       select * from event_log l where l.feed = held.feed and l.feed_position > held.read_position
       order by l.feed_position limit $3
     ) l
   ), taken as (
     insert into webhook_stream (id, endpoint_id, subject_type, subject_id, next_position)
     select gen_random_uuid(), $1, l.subject_type, l.subject_id, min(l.feed_position)
     from batch l cross join held where ${isWanted}
     group by l.subject_type, l.subject_id order by l.subject_type, l.subject_id
     on conflict (endpoint_id, subject_type, subject_id) do nothing
   ), moved as (
     update webhook_endpoint e set read_position = (select max(feed_position) from batch)
     where e.id = $1 and exists (select from batch)
   )
   select count(*)::int as read from batch`,
);

/** When it goes on, what had failed is tried at once, and why it was paused is past. */
const settlePaused = statement(
  'webhook_settle_paused',
  `with held as (
     select e.id from event_subscriber s join webhook_endpoint e on e.id = s.id
     where s.id = $1 and e.lease_no = $2 and s.state = 'PAUSED' for no key update
   ), due as (
     update webhook_stream w set next_attempt_at = least(w.next_attempt_at, $3)
     from held where w.endpoint_id = held.id and w.state = 'RETRYING'
   )
   update webhook_endpoint e set pause_wanted = null, rest_until = null, failures = 0
   from held where e.id = held.id`,
);

/** What is delivered or among the dead letters counts as acknowledged. */
const acknowledge = statement(
  'webhook_acknowledge',
  `with ${held('and s.acked_position = e.noted_position')}, reached as (
     select held.id, coalesce((
       select min(w.next_position) - 1 from webhook_stream w
       where w.endpoint_id = held.id and w.state <> 'DEAD'
         and w.next_position > held.noted_position), held.read_position) as position
     from held
   ), noted as (
     update webhook_endpoint e set noted_position = r.position
     from reached r where e.id = r.id and r.position > e.noted_position
   )
   update event_subscriber s set acked_position = r.position, acked_at = $3
   from reached r where s.id = r.id and r.position > s.acked_position`,
);

/** What came of one request. */
export interface DeliveryNote {
  readonly attemptId: Id;
  readonly cause: WebhookCause;
  /** Nothing was sent: not chosen or out of reach where types are chosen, or gone. */
  readonly passedOver: boolean;
  /** Null: out of turn. */
  readonly streamId: Id | null;
  readonly requestId: Id | null;
  readonly eventId: Id;
  readonly eventType: string;
  readonly position: string | null;
  readonly subjectType: string | null;
  readonly subjectId: Id | null;
  readonly number: number;
  readonly at: Date;
  readonly durationMs: number;
  readonly error: DeliveryError | null;
  readonly status: number | null;
  readonly answer: string;
  /** Of a failure in turn: when it is tried again; null: it goes to the dead letters. */
  readonly nextAttemptAt: Date | null;
  readonly restUntil: Date | null;
  readonly pauseWanted: PauseReason | null;
}

const note = statement(
  'webhook_note',
  `with ${held()}, told as (
     select * from jsonb_to_recordset($3::jsonb) as t(
       "attemptId" uuid, cause text, "passedOver" boolean, "streamId" uuid, "requestId" uuid,
       "eventId" uuid, "eventType" text, position bigint, "subjectType" text, "subjectId" uuid,
       number int,
       at timestamptz, "durationMs" int, error text, status int, answer text,
       "nextAttemptAt" timestamptz, "restUntil" timestamptz, "pauseWanted" text)
   ), attempted as (
     insert into webhook_attempt (id, endpoint_id, cause, event_id, event_type, position,
       subject_type, subject_id, number, at, duration_ms, error, status, answer)
     select t."attemptId", held.id, t.cause, t."eventId", t."eventType", t.position,
       t."subjectType", t."subjectId", t.number, t.at, t."durationMs", t.error, t.status,
       t.answer
     from told t cross join held where not t."passedOver"
   ), turn as (
     select w.id, t.at, t.error, t."nextAttemptAt" as next_attempt_at, following.position as next
     from told t cross join held
     join webhook_stream w on w.id = t."streamId" and w.endpoint_id = held.id
       and w.next_position <= t.position
     left join lateral ${wantedAfter} following on true
     where t.cause = 'DELIVERY'
   ), onward as (
     update webhook_stream w
     set next_position = turn.next, state = 'WAITING', failures = 0, first_failed_at = null,
         last_attempt_at = null, next_attempt_at = null, last_error = null, dead_at = null
     from turn where w.id = turn.id and turn.error is null and turn.next is not null
   ), emptied as (
     delete from webhook_stream w using turn
     where w.id = turn.id and turn.error is null and turn.next is null
   ), failed as (
     update webhook_stream w
     set state = case when turn.next_attempt_at is null then 'DEAD' else 'RETRYING' end,
         failures = w.failures + 1, first_failed_at = coalesce(w.first_failed_at, turn.at),
         last_attempt_at = turn.at, next_attempt_at = turn.next_attempt_at,
         last_error = turn.error,
         dead_at = case when turn.next_attempt_at is null then turn.at end
     from turn where w.id = turn.id and turn.error is not null
   ), answered as (
     delete from webhook_request r using told t, held where r.id = t."requestId"
   ), sums as (
     select count(*) filter (where error is null) as delivered,
            count(*) filter (where error is not null and cause = 'DELIVERY') as failed,
            max(at) filter (where error is null) as delivered_at,
            max(at) filter (where error is not null) as failed_at,
            max("restUntil") as rest_until, max("pauseWanted") as pause_wanted
     from told where not "passedOver"
   ), dead as (
     select count(*) as streams from webhook_stream w cross join held
     where w.endpoint_id = held.id and w.state = 'DEAD'
   ), died as (
     select count(*) as streams from turn where error is not null and next_attempt_at is null
   )
   update webhook_endpoint e
   set failures = case when sums.delivered > 0 then 0 else e.failures + sums.failed end,
       last_delivered_at = coalesce(sums.delivered_at, e.last_delivered_at),
       last_failed_at = coalesce(sums.failed_at, e.last_failed_at),
       rest_until = greatest(sums.rest_until, e.rest_until),
       pause_wanted = coalesce(e.pause_wanted, sums.pause_wanted, case
         when died.streams > 0 and dead.streams + died.streams >= $4 then 'TOO_MANY_DEAD' end)
   from held, sums, dead, died where e.id = held.id
   returning e.id`,
);

/** To be asked once, before anything else is done under a lease. */
export async function followRewindOf(db: Queryable, lease: Lease): Promise<void> {
  await db.query(followRewind, [lease.endpointId, lease.no]);
}

/** Reads on in the log, and answers how many events it has looked at: fewer at the head. */
export async function takeInEvents(db: Queryable, lease: Lease, most: number): Promise<number> {
  const [row] = await db.query<{ read: number }>(takeIn, [lease.endpointId, lease.no, most]);
  return row?.read ?? 0;
}

export async function acknowledgeDelivered(db: Queryable, lease: Lease, now: Date): Promise<void> {
  await db.query(acknowledge, [lease.endpointId, lease.no, now]);
}

export async function settlePausedEndpoint(db: Queryable, lease: Lease, now: Date): Promise<void> {
  await db.query(settlePaused, [lease.endpointId, lease.no, now]);
}

/** All of it or nothing; false where the lease is over, and with it the right to note anything. */
export async function noteDeliveries(
  db: Queryable,
  lease: Lease,
  notes: readonly DeliveryNote[],
  deadStreamsAtMost: number,
): Promise<boolean> {
  const values = [lease.endpointId, lease.no, JSON.stringify(notes), deadStreamsAtMost];
  return (await db.query(note, values)).length > 0;
}
