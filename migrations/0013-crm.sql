-- From "somebody asked" to "won" or "lost", and what was done on the way.

create table project (
  id uuid primary key,
  code text not null constraint project_code_unique unique check (code ~ '^[A-Z0-9_-]{1,30}$'),
  name text not null check (name <> ''),
  party_id uuid constraint project_party_id_foreign references party,
  state text not null constraint project_state_check check (state in ('OPEN', 'CLOSED')),
  starts_on date,
  ends_on date,
  note text,
  owner_id uuid constraint project_owner_id_foreign references salesperson,
  team_id uuid constraint project_team_id_foreign references team,
  created_at timestamptz not null,
  created_by uuid,
  version int not null default 1,
  constraint project_ends_after_it_starts check (ends_on >= starts_on)
);
create index project_party_id_index on project (party_id, id);
create index project_owner_id_index on project (owner_id, id);
create index project_team_id_index on project (team_id, id);

create table lead_source (
  id uuid primary key,
  code text not null constraint lead_source_code_unique unique check (code ~ '^[A-Z0-9_-]{1,30}$'),
  name_en text not null check (name_en <> ''),
  name_fa text not null check (name_fa <> ''),
  active boolean not null default true,
  version int not null default 1
);

-- Why leads are disqualified and opportunities are lost.
create table crm_reason (
  id uuid primary key,
  kind text not null constraint crm_reason_kind_check check (kind in ('DISQUALIFIED', 'LOST')),
  code text not null check (code ~ '^[A-Z0-9_-]{1,30}$'),
  name_en text not null check (name_en <> ''),
  name_fa text not null check (name_fa <> ''),
  active boolean not null default true,
  version int not null default 1,
  constraint crm_reason_code_unique unique (kind, code)
);

create table opportunity_stage (
  id uuid primary key,
  code text not null constraint opportunity_stage_code_unique unique
    check (code ~ '^[A-Z0-9_-]{1,30}$'),
  name_en text not null check (name_en <> ''),
  name_fa text not null check (name_fa <> ''),
  position int not null constraint opportunity_stage_position_unique unique,
  -- Percent.
  probability int not null check (probability between 0 and 100),
  forecast_category text not null constraint opportunity_stage_forecast_category_check
    check (forecast_category in ('PIPELINE', 'BEST_CASE', 'COMMIT', 'OMITTED')),
  active boolean not null default true,
  version int not null default 1
);

-- How the firm works on leads: one row, made here.
create table crm_policy (
  id int constraint crm_policy_pkey primary key constraint crm_policy_is_one check (id = 1),
  -- A lead on which nobody did anything for so many days goes back to the pool; null: never.
  idle_days int check (idle_days between 1 and 365),
  version int not null default 1
);
insert into crm_policy (id) values (1);

create sequence lead_number;
create table lead (
  id uuid primary key,
  number text not null constraint lead_number_unique unique,
  state text not null constraint lead_state_check check (state in (
    'NEW', 'ASSIGNED', 'CONTACTED', 'NURTURING', 'QUALIFIED', 'DISQUALIFIED', 'CONVERTED',
    'DUPLICATE')),
  subject text not null check (subject <> ''),
  company_name text,
  person_name text,
  phone text,
  phone_key text,
  email text,
  email_key text,
  tax_id text,
  tax_id_key text,
  city text,
  note text,
  -- Where it came from, kept for ever: { source, medium, campaign, term, content }.
  utm jsonb,
  lead_source_id uuid not null constraint lead_lead_source_id_foreign references lead_source,
  segment_id uuid constraint lead_segment_id_foreign references segment,
  project_id uuid constraint lead_project_id_foreign references project,
  reason_id uuid constraint lead_reason_id_foreign references crm_reason,
  duplicate_of_id uuid constraint lead_duplicate_of_id_foreign references lead,
  -- Who it is, once that is known: what it became, or a customer of old who asks.
  account_id uuid constraint lead_account_id_foreign references party,
  contact_id uuid constraint lead_contact_id_foreign references party,
  owner_id uuid constraint lead_owner_id_foreign references salesperson,
  team_id uuid constraint lead_team_id_foreign references team,
  name_key text not null,
  search_text text not null,
  created_at timestamptz not null,
  created_by uuid,
  version int not null default 1,
  constraint lead_of_somebody check (company_name is not null or person_name is not null),
  constraint lead_disqualified_has_a_reason check ((state = 'DISQUALIFIED') = (reason_id is not null)),
  constraint lead_duplicate_of_another check
    ((state = 'DUPLICATE') = (duplicate_of_id is not null) and duplicate_of_id <> id),
  constraint lead_converted_has_an_account check (state <> 'CONVERTED' or account_id is not null),
  constraint lead_in_nobodys_hands_is_new check
    (owner_id is not null or state not in ('ASSIGNED', 'CONTACTED', 'NURTURING'))
);
create index lead_created_at_index on lead (created_at, id);
create index lead_owner_id_index on lead (owner_id, id);
create index lead_team_id_index on lead (team_id, id);
create index lead_state_index on lead (state, id);
create index lead_phone_key_index on lead (phone_key) where phone_key is not null;
create index lead_email_key_index on lead (email_key) where email_key is not null;
create index lead_tax_id_key_index on lead (tax_id_key) where tax_id_key is not null;
create index lead_account_id_index on lead (account_id) where account_id is not null;
create index lead_contact_id_index on lead (contact_id) where contact_id is not null;
create index lead_search_text_index on lead using gin (search_text gin_trgm_ops);
create index lead_name_key_index on lead using gin (name_key gin_trgm_ops);

create table lead_entry (
  seq bigint generated always as identity primary key,
  lead_id uuid not null constraint lead_entry_lead_id_foreign references lead,
  from_state text,
  to_state text not null,
  from_owner_id uuid,
  to_owner_id uuid,
  reason text,
  at timestamptz not null,
  operation_id uuid not null,
  actor_id uuid
);
create index lead_entry_lead_id_index on lead_entry (lead_id, seq);
create trigger lead_entry_append_only before update or delete on lead_entry
  for each row execute function refuse_change();

create sequence opportunity_number;
create table opportunity (
  id uuid primary key,
  number text not null constraint opportunity_number_unique unique,
  state text not null constraint opportunity_state_check check (state in (
    'OPEN', 'WON', 'LOST', 'WITHDRAWN')),
  title text not null check (title <> ''),
  stage_id uuid not null constraint opportunity_stage_id_foreign references opportunity_stage,
  account_id uuid not null constraint opportunity_account_id_foreign references party,
  contact_id uuid constraint opportunity_contact_id_foreign references party,
  lead_id uuid constraint opportunity_lead_id_foreign references lead,
  project_id uuid constraint opportunity_project_id_foreign references project,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  expected_amount numeric(20, 4) check (expected_amount >= 0),
  -- In the firm's currency, at the rate of that day.
  company_amount numeric(20, 4) check (company_amount >= 0),
  rate numeric(20, 10) check (rate > 0),
  rate_on date,
  -- Percent; the stage's when nobody said otherwise.
  probability int not null check (probability between 0 and 100),
  forecast_category text not null constraint opportunity_forecast_category_check
    check (forecast_category in ('PIPELINE', 'BEST_CASE', 'COMMIT', 'OMITTED', 'CLOSED')),
  expected_close_on date,
  reason_id uuid constraint opportunity_reason_id_foreign references crm_reason,
  competitor text,
  -- How it was won: by which paper (SALES_ORDER, QUOTE), or why without one.
  won_by_kind text check (won_by_kind ~ '^[A-Z_]{2,30}$'),
  won_by_id uuid,
  won_without_order text,
  closed_at timestamptz,
  owner_id uuid constraint opportunity_owner_id_foreign references salesperson,
  team_id uuid constraint opportunity_team_id_foreign references team,
  created_at timestamptz not null,
  created_by uuid,
  version int not null default 1,
  constraint opportunity_lost_has_a_reason check ((state = 'LOST') = (reason_id is not null)),
  constraint opportunity_closed_at_some_time check ((state = 'OPEN') = (closed_at is null)),
  constraint opportunity_closed_is_no_forecast check
    ((state = 'OPEN') = (forecast_category <> 'CLOSED')),
  constraint opportunity_won_by_something check
    (num_nonnulls(won_by_id, won_without_order) = case when state = 'WON' then 1 else 0 end),
  constraint opportunity_won_by_a_kind check ((won_by_kind is null) = (won_by_id is null)),
  constraint opportunity_amount_at_a_rate check
    (num_nonnulls(expected_amount, company_amount, rate, rate_on) in (0, 4))
);
-- A conversion that was taken back leaves a withdrawn one.
create unique index opportunity_lead_id_unique on opportunity (lead_id)
  where lead_id is not null and state <> 'WITHDRAWN';
create index opportunity_created_at_index on opportunity (created_at, id);
create index opportunity_account_id_index on opportunity (account_id, id);
create index opportunity_contact_id_index on opportunity (contact_id) where contact_id is not null;
create index opportunity_owner_id_index on opportunity (owner_id, id);
create index opportunity_team_id_index on opportunity (team_id, id);
create index opportunity_project_id_index on opportunity (project_id, id);
create index opportunity_stage_id_index on opportunity (stage_id, state, id);

create table opportunity_entry (
  seq bigint generated always as identity primary key,
  opportunity_id uuid not null constraint opportunity_entry_opportunity_id_foreign references opportunity,
  stage_id uuid not null constraint opportunity_entry_stage_id_foreign references opportunity_stage,
  state text not null,
  owner_id uuid,
  reason text,
  at timestamptz not null,
  operation_id uuid not null,
  actor_id uuid
);
create index opportunity_entry_opportunity_id_index on opportunity_entry (opportunity_id, seq);
create trigger opportunity_entry_append_only before update or delete on opportunity_entry
  for each row execute function refuse_change();

-- What was done or is planned, with whom and about what.
create table activity (
  id uuid primary key,
  kind text not null constraint activity_kind_check check (kind in (
    'CALL', 'MEETING', 'TASK', 'EMAIL', 'SMS', 'LETTER', 'VISIT', 'NOTE')),
  state text not null constraint activity_state_check check (state in (
    'PLANNED', 'DONE', 'CANCELLED')),
  subject text not null check (subject <> ''),
  note text,
  due_at timestamptz,
  done_at timestamptz,
  -- What came of it, for reports; and in words. Of a cancelled one: why.
  outcome_code text constraint activity_outcome_code_check check (outcome_code in (
    'REACHED', 'NO_ANSWER', 'INTERESTED', 'NOT_INTERESTED', 'POSTPONED', 'OTHER')),
  outcome text,
  party_id uuid constraint activity_party_id_foreign references party,
  lead_id uuid constraint activity_lead_id_foreign references lead,
  opportunity_id uuid constraint activity_opportunity_id_foreign references opportunity,
  project_id uuid constraint activity_project_id_foreign references project,
  -- Any other document it is about: SALES_ORDER, QUOTE and its id.
  document_kind text check (document_kind ~ '^[A-Z_]{2,30}$'),
  document_id uuid,
  owner_id uuid constraint activity_owner_id_foreign references salesperson,
  team_id uuid constraint activity_team_id_foreign references team,
  created_at timestamptz not null,
  created_by uuid,
  version int not null default 1,
  constraint activity_about_something check
    (num_nonnulls(party_id, lead_id, opportunity_id, project_id, document_id) > 0),
  constraint activity_document_has_a_kind check ((document_kind is null) = (document_id is null)),
  constraint activity_done_at_some_time check ((state = 'DONE') = (done_at is not null)),
  constraint activity_planned_is_due check (state <> 'PLANNED' or due_at is not null)
);
create index activity_party_id_index on activity (party_id, id) where party_id is not null;
create index activity_lead_id_index on activity (lead_id, id) where lead_id is not null;
create index activity_opportunity_id_index on activity (opportunity_id, id)
  where opportunity_id is not null;
create index activity_project_id_index on activity (project_id, id) where project_id is not null;
create index activity_document_id_index on activity (document_id) where document_id is not null;
create index activity_created_at_index on activity (created_at, id);
create index activity_owner_id_index on activity (owner_id, due_at, id);
create index activity_team_id_index on activity (team_id, id);
