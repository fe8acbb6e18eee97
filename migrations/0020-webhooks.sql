-- Subscribers that events are sent to. What is sent is read from the log; here is how far it came.

create table webhook_endpoint (
  -- That of the subscriber.
  id uuid primary key
    constraint webhook_endpoint_id_foreign references event_subscriber on delete cascade,
  url text not null constraint webhook_endpoint_url_check check (length(url) between 1 and 2000),
  description text,
  payload text not null
    constraint webhook_endpoint_payload_check check (payload in ('FULL', 'THIN')),
  -- Each event up to here is delivered, or is at or behind the next one of its stream.
  read_position bigint not null,
  -- What the subscriber has acknowledged, as noted by who delivers: another there is a rewind.
  noted_position bigint not null,
  -- Who delivers now. The number rises with each new holder, and an earlier one notes nothing more.
  lease_no bigint not null,
  leased_by uuid,
  leased_until timestamptz,
  -- Since the last delivery.
  failures int not null default 0,
  last_delivered_at timestamptz,
  last_failed_at timestamptz,
  -- What 429 or 503 asked for.
  rest_until timestamptz,
  -- Delivering has found that it must stop: the act that pauses it follows.
  pause_wanted text constraint webhook_endpoint_pause_wanted_check
    check (pause_wanted in ('GONE', 'ALL_FAILED', 'TOO_MANY_DEAD', 'PERSON_INACTIVE')),
  created_at timestamptz not null,
  created_by uuid,
  version int not null default 1,
  constraint webhook_endpoint_noted_what_was_read check (noted_position <= read_position)
) with (fillfactor = 70);

create table webhook_secret (
  id uuid primary key,
  endpoint_id uuid not null
    constraint webhook_secret_endpoint_id_foreign references webhook_endpoint on delete cascade,
  -- Signs, and so is kept as it is. No field shows it.
  secret text not null check (secret like 'whsec\_%'),
  created_at timestamptz not null,
  created_by uuid,
  -- Null: the newest one.
  valid_until timestamptz
);
create unique index webhook_secret_newest on webhook_secret (endpoint_id) where valid_until is null;
create index webhook_secret_endpoint_id_index on webhook_secret (endpoint_id);

-- Streams that have something to deliver: all their events from the next one on, up to what the
-- endpoint has read. A stream that has nothing left has no row.
create table webhook_stream (
  id uuid primary key,
  endpoint_id uuid not null
    constraint webhook_stream_endpoint_id_foreign references webhook_endpoint on delete cascade,
  subject_type text not null,
  subject_id uuid not null,
  next_position bigint not null check (next_position > 0),
  state text not null default 'WAITING' constraint webhook_stream_state_check
    check (state in ('WAITING', 'RETRYING', 'DEAD')),
  -- Of the next event, one after the other.
  failures int not null default 0 check (failures >= 0),
  first_failed_at timestamptz,
  last_attempt_at timestamptz,
  next_attempt_at timestamptz,
  last_error text,
  dead_at timestamptz,
  constraint webhook_stream_subject unique (endpoint_id, subject_type, subject_id),
  constraint webhook_stream_retried_in_full check (
    (state = 'WAITING') = (failures = 0)
    and (failures = 0) = (first_failed_at is null)
    and (failures = 0) = (last_attempt_at is null)
    and (failures = 0) = (last_error is null)
    and (state = 'RETRYING') = (next_attempt_at is not null)
    and (state = 'DEAD') = (dead_at is not null))
) with (fillfactor = 70);
create index webhook_stream_next on webhook_stream (endpoint_id, state, next_position);

-- What was sent, and what came of it.
create table webhook_attempt (
  id uuid primary key,
  endpoint_id uuid not null
    constraint webhook_attempt_endpoint_id_foreign references webhook_endpoint on delete cascade,
  cause text not null constraint webhook_attempt_cause_check
    check (cause in ('DELIVERY', 'RESEND', 'TEST')),
  event_id uuid not null,
  event_type text not null,
  -- Null: a test, which is no event of the log.
  position bigint,
  subject_type text,
  subject_id uuid,
  -- From 1, of this event in this cause.
  number int not null check (number > 0),
  at timestamptz not null,
  duration_ms int not null check (duration_ms >= 0),
  -- Null: delivered.
  error text constraint webhook_attempt_error_check check (error in (
    'ADDRESS_FORBIDDEN', 'NAME_UNKNOWN', 'CONNECTION', 'TLS', 'TIMEOUT', 'REDIRECT', 'STATUS')),
  status int,
  answer text not null,
  constraint webhook_attempt_of_an_event check (
    (position is null) = (cause = 'TEST') and (subject_type is null) = (cause = 'TEST')
    and (subject_id is null) = (cause = 'TEST')),
  constraint webhook_attempt_delivered_by_2xx check (
    (error is null) = (status is not null and status between 200 and 299))
);
create index webhook_attempt_endpoint_id_index on webhook_attempt (endpoint_id, id);
create index webhook_attempt_event on webhook_attempt (endpoint_id, event_id);
create index webhook_attempt_at on webhook_attempt (at);

-- One delivery out of turn, once: somebody asked for it.
create table webhook_request (
  id uuid primary key,
  endpoint_id uuid not null
    constraint webhook_request_endpoint_id_foreign references webhook_endpoint on delete cascade,
  -- Null: a test.
  position bigint,
  requested_at timestamptz not null,
  requested_by uuid
);
create index webhook_request_endpoint_id_index on webhook_request (endpoint_id);
