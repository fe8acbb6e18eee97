-- People, what they may do, and the credentials they present. Tokens, keys and passwords are kept
-- as hashes only.
create table person (
  id uuid primary key,
  -- Folded to lower case before it is written, so that the key below sees one spelling.
  login text not null constraint person_login_unique unique
    check (login ~ '^[a-z0-9][a-z0-9._@+-]{1,99}$'),
  name_en text not null check (length(name_en) between 1 and 200),
  name_fa text not null check (length(name_fa) between 1 and 200),
  email text check (length(email) between 3 and 254),
  password_hash text,
  active boolean not null default true,
  created_at timestamptz not null,
  version integer not null default 1
);

create table role (
  id uuid primary key,
  code text not null constraint role_code_unique unique check (code ~ '^[A-Z][A-Z0-9_]{1,49}$'),
  name_en text not null check (length(name_en) between 1 and 200),
  name_fa text not null check (length(name_fa) between 1 and 200),
  version integer not null default 1
);

create table role_permission (
  id uuid primary key,
  role_id uuid not null constraint role_permission_role_id_foreign references role,
  permission text not null check (permission ~ '^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$'),
  reach text not null check (reach in ('OWN', 'UNIT', 'ALL')),
  constraint role_permission_role_id_permission_unique unique (role_id, permission)
);

create table role_assignment (
  id uuid primary key,
  person_id uuid not null constraint role_assignment_person_id_foreign references person,
  role_id uuid not null constraint role_assignment_role_id_foreign references role,
  -- What the role's permissions of reach UNIT reach.
  unit_ids uuid[] not null check (array_position(unit_ids, null) is null),
  granted_by_id uuid constraint role_assignment_granted_by_id_foreign references person,
  granted_at timestamptz not null,
  constraint role_assignment_person_id_role_id_unique unique (person_id, role_id)
);
create index role_assignment_role_id_index on role_assignment (role_id);

create table session (
  id uuid primary key,
  person_id uuid not null constraint session_person_id_foreign references person,
  access_token_hash bytea not null constraint session_access_token_hash_unique unique
    check (octet_length(access_token_hash) = 32),
  access_expires_at timestamptz not null,
  -- All refresh tokens of a session begin with one secret; who knows it and shows another token
  -- than the current one shows one that was used before.
  refresh_family_hash bytea not null constraint session_refresh_family_hash_unique unique
    check (octet_length(refresh_family_hash) = 32),
  refresh_token_hash bytea not null check (octet_length(refresh_token_hash) = 32),
  previous_refresh_hash bytea check (octet_length(previous_refresh_hash) = 32),
  refresh_expires_at timestamptz not null,
  user_agent text check (length(user_agent) <= 300),
  created_at timestamptz not null,
  -- Signed in or refreshed; not written at each request.
  last_used_at timestamptz not null,
  revoked_at timestamptz,
  check (access_expires_at <= refresh_expires_at)
);
create index session_person_id_index on session (person_id) where revoked_at is null;
create index session_ended on session ((coalesce(revoked_at, refresh_expires_at)));

create table api_key (
  id uuid primary key,
  person_id uuid not null constraint api_key_person_id_foreign references person,
  name text not null check (length(name) between 1 and 100),
  key_hash bytea not null constraint api_key_key_hash_unique unique
    check (octet_length(key_hash) = 32),
  -- The first characters of the key, for telling keys apart in a list.
  prefix text not null check (length(prefix) between 8 and 16),
  scopes text[] not null check (cardinality(scopes) > 0),
  expires_at timestamptz,
  created_by_id uuid constraint api_key_created_by_id_foreign references person,
  created_at timestamptz not null,
  revoked_at timestamptz
);
create index api_key_person_id_index on api_key (person_id);
