-- A feed: those events of the one log that belong together, such as all that is about payments.
-- They bear a second position, of their feed alone, and the version of the thing they are about.

alter table outbox
  -- Null: of no feed, as all that follows.
  add column feed text,
  add column schema_version int not null default 1,
  -- The business day it counts on.
  add column effective_on date,
  -- The event that caused it.
  add column caused_by uuid,
  -- Of the act, for those who sent it and look for what became of it.
  add column idempotency_key text;

alter table event_log
  add column feed text,
  -- 1, 2, 3 … within the feed, and within the stream: the feed, and what the event is about.
  add column feed_position bigint,
  add column stream_version bigint,
  add column schema_version int not null default 1,
  add column effective_on date,
  add column caused_by uuid,
  add column idempotency_key text,
  add constraint event_log_feed_in_full check (
    (feed is null) = (feed_position is null) and (feed is null) = (stream_version is null));

create unique index event_log_feed_position on event_log (feed, feed_position)
  where feed is not null;
create unique index event_log_stream_version
  on event_log (feed, subject_type, subject_id, stream_version) where feed is not null;

-- The last position given in each feed. Made by its first event.
create table event_feed (
  feed text constraint event_feed_pkey primary key check (feed ~ '^[A-Z][A-Z_]*$'),
  position bigint not null,
  -- What is at or before it was given up, but for the last event of each stream.
  kept_after bigint not null default 0,
  -- How many events are gone.
  trimmed bigint not null default 0,
  constraint event_feed_kept_within check (kept_after between 0 and position),
  constraint event_feed_trimmed_within check (trimmed between 0 and kept_after)
) with (fillfactor = 50);

-- The version of the last event of each stream.
create table event_stream (
  feed text not null,
  subject_type text not null,
  subject_id uuid not null,
  version bigint not null check (version > 0),
  constraint event_stream_pkey primary key (feed, subject_type, subject_id)
) with (fillfactor = 70);

-- Positions are given once and nothing that was given up comes back.
create function refuse_feed_going_back() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or new.position < old.position or new.kept_after < old.kept_after
     or new.trimmed < old.trimmed then
    raise exception 'event_feed never goes back' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger event_feed_goes_on before update or delete on event_feed
  for each row execute function refuse_feed_going_back();

-- Append-only as before, but for what a feed has given up: never the last event of a stream there,
-- for that one says what the thing was.
create function refuse_change_of_event() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.feed is not null and exists (
    select from event_feed f
    join event_log later on later.feed = f.feed and later.feed_position <= f.kept_after
      and later.subject_type = old.subject_type and later.subject_id = old.subject_id
      and later.stream_version > old.stream_version
    where f.feed = old.feed and old.feed_position <= f.kept_after
  ) then
    return old;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
drop trigger event_log_append_only on event_log;
create trigger event_log_append_only before update or delete on event_log
  for each row execute function refuse_change_of_event();

-- Who receives a feed, and how far it has come.
create table event_subscriber (
  id uuid primary key,
  name text not null constraint event_subscriber_name_unique unique
    check (length(name) between 1 and 200),
  feed text not null,
  kind text not null constraint event_subscriber_kind_check check (kind in ('PULL', 'WEBHOOK')),
  -- Null: every type.
  types text[] check (cardinality(types) > 0),
  -- Whose rights apply.
  person_id uuid not null constraint event_subscriber_person_id_foreign references person,
  acked_position bigint not null
    constraint event_subscriber_acked_position_check check (acked_position >= 0),
  acked_at timestamptz,
  state text not null default 'ACTIVE'
    constraint event_subscriber_state_check check (state in ('ACTIVE', 'PAUSED')),
  paused_reason text check (paused_reason <> ''),
  paused_at timestamptz,
  created_at timestamptz not null,
  created_by uuid,
  version int not null default 1,
  constraint event_subscriber_paused_in_full check (
    (state = 'PAUSED') = (paused_at is not null)
    and (state = 'PAUSED' or paused_reason is null))
) with (fillfactor = 70);
create index event_subscriber_person_id_index on event_subscriber (person_id);
