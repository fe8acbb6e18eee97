-- Every act that changes something opens one row here, in its own transaction: the audit of the act
-- and the guard of its idempotency key.
create table operation_log (
  id uuid primary key,
  operation text not null,
  actor_id uuid,
  credential_id uuid,
  idempotency_key text check (length(idempotency_key) between 1 and 255),
  input_hash bytea not null,
  input jsonb not null,
  answer jsonb,
  at timestamptz not null,
  request_id text
);
create unique index operation_log_key on operation_log (actor_id, idempotency_key)
  nulls not distinct where idempotency_key is not null;
create index operation_log_at on operation_log (at);

-- Events wait here until the relay gives them a position after their commit.
create table outbox (
  seq bigint generated always as identity primary key,
  id uuid not null,
  type text not null,
  subject_type text not null,
  subject_id uuid not null,
  unit_ids uuid[] not null,
  owner_id uuid,
  actor_id uuid,
  operation_id uuid not null,
  occurred_at timestamptz not null,
  data jsonb not null
);

create table event_log (
  position bigint primary key,
  id uuid not null unique,
  type text not null,
  subject_type text not null,
  subject_id uuid not null,
  unit_ids uuid[] not null,
  owner_id uuid,
  actor_id uuid,
  operation_id uuid not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  data jsonb not null
);
create index event_log_subject on event_log (subject_type, subject_id, position);
create index event_log_type on event_log (type, position);

-- The last position given. One row; whoever moves events holds it.
create table event_head (
  single boolean primary key default true check (single),
  position bigint not null
);
insert into event_head (position) values (0);

-- What was announced and what was done never changes. Deleting is for the database's owner alone.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger event_log_append_only before update or delete on event_log
  for each row execute function refuse_change();
