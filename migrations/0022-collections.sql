-- How what is overdue is collected: letters by levels with fees and interest, promises, plans,
-- disputes, rules of contact, and agencies.

create table collection_setting (
  id int primary key constraint collection_setting_one_row check (id = 1),
  -- So many promises a customer may have running.
  most_promises int not null default 3 check (most_promises between 1 and 100),
  -- So many days after a promise has ended it is decided: banks take their time to tell.
  decide_after_days int not null default 1 check (decide_after_days between 1 and 60),
  -- After so many years a claim cannot be enforced any more.
  limitation_years int not null default 3 check (limitation_years between 1 and 100),
  version int not null default 1
);
insert into collection_setting (id) values (1);

create table interest_scheme (
  id uuid primary key,
  code text not null constraint interest_scheme_code_unique unique check (code <> ''),
  name text not null check (name <> ''),
  basis text not null constraint interest_scheme_basis_check check (basis in (
    'ACT_365', 'ACT_360', 'ACT_ACT', 'THIRTY_E_360')),
  version int not null default 1
);

create table interest_scheme_rate (
  id uuid primary key,
  interest_scheme_id uuid not null
    constraint interest_scheme_rate_interest_scheme_id_foreign references interest_scheme,
  valid_from date not null,
  percent numeric(9, 6) not null check (percent >= 0 and percent <= 1000),
  constraint interest_scheme_rate_day_unique unique (interest_scheme_id, valid_from)
);

create table dunning_procedure (
  id uuid primary key,
  code text not null constraint dunning_procedure_code_unique unique check (code <> ''),
  name text not null check (name <> ''),
  is_default boolean not null default false,
  is_active boolean not null default true,
  grace_days int not null default 0 check (grace_days between 0 and 365),
  interval_days int not null default 7 check (interval_days between 1 and 365),
  most_attempts int not null default 5 check (most_attempts between 1 and 100),
  -- Whether fees and interest become commitments, or are only told of.
  charges boolean not null default true,
  charge_days int not null default 14 check (charge_days between 0 and 365),
  interest_scheme_id uuid
    constraint dunning_procedure_interest_scheme_id_foreign references interest_scheme,
  interest_starts text not null default 'DUE' constraint dunning_procedure_interest_starts_check
    check (interest_starts in ('DUE', 'GRACE')),
  version int not null default 1,
  constraint dunning_procedure_default_is_active check (is_active or not is_default)
);
create unique index dunning_procedure_one_default on dunning_procedure (is_default) where is_default;

create table dunning_level (
  id uuid primary key,
  dunning_procedure_id uuid not null
    constraint dunning_level_dunning_procedure_id_foreign references dunning_procedure,
  level_no int not null check (level_no > 0),
  -- After the day something was due.
  days int not null check (days between 1 and 3650),
  -- In the firm's currency.
  fee numeric(20, 4) not null default 0 check (fee >= 0),
  min_amount numeric(20, 4) not null default 0 check (min_amount >= 0),
  has_interest boolean not null default false,
  channel text not null constraint dunning_level_channel_check check (channel in (
    'LETTER', 'EMAIL', 'SMS', 'CALL', 'VISIT')),
  subject text not null check (subject <> ''),
  body text not null check (body <> ''),
  constraint dunning_level_no_unique unique (dunning_procedure_id, level_no)
);

-- How one customer is collected from, where that differs from others.
create table collection_profile (
  id uuid primary key,
  party_id uuid not null constraint collection_profile_party_id_unique unique
    constraint collection_profile_party_id_foreign references party,
  dunning_procedure_id uuid
    constraint collection_profile_dunning_procedure_id_foreign references dunning_procedure,
  legal_hold text check (legal_hold <> ''),
  risk text not null default 'MEDIUM' constraint collection_profile_risk_check
    check (risk in ('LOW', 'MEDIUM', 'HIGH')),
  version int not null default 1
);

create sequence dunning_run_number;
create sequence dunning_letter_number;

create table dunning_run (
  id uuid primary key,
  number text not null default 'DR-' || lpad(nextval('dunning_run_number')::text, 6, '0')
    constraint dunning_run_number_unique unique,
  run_on date not null,
  state text not null constraint dunning_run_state_check
    check (state in ('PROPOSED', 'RELEASED', 'CANCELLED')),
  proposed_at timestamptz not null,
  proposed_by uuid,
  released_at timestamptz,
  released_by uuid,
  operation_id uuid not null,
  version int not null default 1,
  constraint dunning_run_released_at_check check ((state = 'RELEASED') = (released_at is not null))
);
create unique index dunning_run_one_a_day on dunning_run (run_on) where state <> 'CANCELLED';

create table dunning_letter (
  id uuid primary key,
  number text not null default 'DL-' || lpad(nextval('dunning_letter_number')::text, 6, '0')
    constraint dunning_letter_number_unique unique,
  dunning_run_id uuid not null constraint dunning_letter_dunning_run_id_foreign references dunning_run,
  party_id uuid not null constraint dunning_letter_party_id_foreign references party,
  dunning_procedure_id uuid not null
    constraint dunning_letter_dunning_procedure_id_foreign references dunning_procedure,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- That of its highest line.
  level_no int not null check (level_no > 0),
  channel text not null constraint dunning_letter_channel_check check (channel in (
    'LETTER', 'EMAIL', 'SMS', 'CALL', 'VISIT')),
  state text not null constraint dunning_letter_state_check
    check (state in ('PROPOSED', 'EXCLUDED', 'DROPPED', 'SENT')),
  amount numeric(20, 4) not null check (amount > 0),
  fee numeric(20, 4) not null default 0 check (fee >= 0),
  interest numeric(20, 4) not null default 0 check (interest >= 0),
  fee_commitment_id uuid
    constraint dunning_letter_fee_commitment_id_foreign references payment_commitment,
  reason text,
  sent_at timestamptz,
  sent_on date,
  -- As they went out; never altered.
  subject text,
  body text,
  recipient text,
  delivery text constraint dunning_letter_delivery_check
    check (delivery in ('PENDING', 'DELIVERED', 'FAILED')),
  delivered_at timestamptz,
  delivery_proof text,
  operation_id uuid not null,
  version int not null default 1,
  constraint dunning_letter_sent_whole check (
    (state = 'SENT') = (sent_at is not null and sent_on is not null and subject is not null
                        and body is not null and delivery is not null))
);
-- Of those that are sent two may come to be one customer's.
create unique index dunning_letter_once_a_run on dunning_letter (dunning_run_id, party_id, currency)
  where state <> 'SENT';
create index dunning_letter_dunning_run_id_index on dunning_letter (dunning_run_id, id);
create index dunning_letter_party_id_index on dunning_letter (party_id, sent_on);
create index dunning_letter_fee_commitment_id_index on dunning_letter (fee_commitment_id)
  where fee_commitment_id is not null;

create table dunning_letter_line (
  id uuid primary key,
  dunning_letter_id uuid not null
    constraint dunning_letter_line_dunning_letter_id_foreign references dunning_letter,
  commitment_id uuid not null
    constraint dunning_letter_line_commitment_id_foreign references payment_commitment,
  level_no int not null check (level_no > 0),
  due_on date not null,
  amount numeric(20, 4) not null check (amount > 0),
  interest numeric(20, 4) not null default 0 check (interest >= 0),
  interest_commitment_id uuid
    constraint dunning_letter_line_interest_commitment_id_foreign references payment_commitment,
  constraint dunning_letter_line_once unique (dunning_letter_id, commitment_id)
);
create index dunning_letter_line_commitment_id_index on dunning_letter_line (commitment_id);
create index dunning_letter_line_interest_commitment_id_index
  on dunning_letter_line (interest_commitment_id) where interest_commitment_id is not null;

create table promise_type (
  id uuid primary key,
  code text not null constraint promise_type_code_unique unique check (code <> ''),
  name text not null check (name <> ''),
  grace_days int not null check (grace_days between 0 and 365),
  threshold_percent numeric(9, 6) not null check (threshold_percent > 0 and threshold_percent <= 100),
  is_active boolean not null default true,
  version int not null default 1
);

create sequence promise_to_pay_number;
create table promise_to_pay (
  id uuid primary key,
  number text not null default 'PP-' || lpad(nextval('promise_to_pay_number')::text, 6, '0')
    constraint promise_to_pay_number_unique unique,
  party_id uuid not null constraint promise_to_pay_party_id_foreign references party,
  promise_type_id uuid not null
    constraint promise_to_pay_promise_type_id_foreign references promise_type,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount numeric(20, 4) not null check (amount > 0),
  made_on date not null,
  promised_on date not null,
  -- As its type had them.
  grace_days int not null check (grace_days between 0 and 365),
  threshold_percent numeric(9, 6) not null check (threshold_percent > 0 and threshold_percent <= 100),
  channel text not null constraint promise_to_pay_channel_check check (channel in (
    'LETTER', 'EMAIL', 'SMS', 'CALL', 'VISIT')),
  promised_by text not null check (promised_by <> ''),
  state text not null constraint promise_to_pay_state_check check (state in (
    'OPEN', 'KEPT', 'PARTIALLY_KEPT', 'BROKEN', 'CANCELLED', 'SUPERSEDED')),
  -- In time, as it was when it was decided.
  received numeric(20, 4) not null default 0 check (received >= 0),
  decided_on date,
  superseded_by_id uuid
    constraint promise_to_pay_superseded_by_id_foreign references promise_to_pay,
  note text,
  reason text,
  created_at timestamptz not null,
  created_by uuid,
  operation_id uuid not null,
  version int not null default 1,
  constraint promise_to_pay_decided_on_check check ((state = 'OPEN') = (decided_on is null)),
  constraint promise_to_pay_ahead check (promised_on >= made_on)
);
create index promise_to_pay_party_id_index on promise_to_pay (party_id, promised_on);
create index promise_to_pay_open_index on promise_to_pay (promised_on) where state = 'OPEN';

create table promise_commitment (
  id uuid primary key,
  promise_to_pay_id uuid not null
    constraint promise_commitment_promise_to_pay_id_foreign references promise_to_pay,
  commitment_id uuid not null
    constraint promise_commitment_commitment_id_foreign references payment_commitment,
  constraint promise_commitment_once unique (promise_to_pay_id, commitment_id)
);
create index promise_commitment_commitment_id_index on promise_commitment (commitment_id);

-- Append-only: which money a promise had when it was decided. Nobody else has it.
create table promise_appropriation (
  id uuid primary key,
  promise_to_pay_id uuid not null
    constraint promise_appropriation_promise_to_pay_id_foreign references promise_to_pay,
  receipt_id uuid not null constraint promise_appropriation_receipt_id_foreign references receipt,
  amount numeric(20, 4) not null check (amount > 0),
  constraint promise_appropriation_once unique (promise_to_pay_id, receipt_id)
);
create index promise_appropriation_receipt_id_index on promise_appropriation (receipt_id);

create sequence payment_plan_number;
create table payment_plan (
  id uuid primary key,
  number text not null default 'PL-' || lpad(nextval('payment_plan_number')::text, 6, '0')
    constraint payment_plan_number_unique unique,
  party_id uuid not null constraint payment_plan_party_id_foreign references party,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  state text not null constraint payment_plan_state_check check (state in (
    'PROPOSED', 'ACTIVE', 'COMPLETED', 'BROKEN', 'CANCELLED')),
  -- What it stands for, and the interest that is agreed.
  amount numeric(20, 4) not null check (amount > 0),
  interest numeric(20, 4) not null default 0 check (interest >= 0),
  interest_percent numeric(9, 6) not null default 0 check (interest_percent >= 0),
  -- More missed than these, or one later than so many days, and it is broken.
  most_missed int not null check (most_missed between 0 and 100),
  most_days_late int not null check (most_days_late between 0 and 365),
  note text,
  proposed_on date not null,
  accepted_on date,
  accepted_by text,
  ended_on date,
  reason text,
  created_at timestamptz not null,
  created_by uuid,
  operation_id uuid not null,
  version int not null default 1,
  constraint payment_plan_accepted_on_check check ((state = 'PROPOSED') <= (accepted_on is null)),
  constraint payment_plan_ended_on_check check (
    (state in ('COMPLETED', 'BROKEN', 'CANCELLED')) = (ended_on is not null))
);
create index payment_plan_party_id_index on payment_plan (party_id, state);
create index payment_plan_active_index on payment_plan (id) where state = 'ACTIVE';

create table payment_plan_item (
  id uuid primary key,
  payment_plan_id uuid not null
    constraint payment_plan_item_payment_plan_id_foreign references payment_plan,
  commitment_id uuid not null
    constraint payment_plan_item_commitment_id_foreign references payment_commitment,
  due_on date not null,
  -- What was open of it when the plan was proposed.
  amount numeric(20, 4) not null check (amount > 0),
  constraint payment_plan_item_once unique (payment_plan_id, commitment_id)
);
create index payment_plan_item_commitment_id_index on payment_plan_item (commitment_id);

create table payment_plan_instalment (
  id uuid primary key,
  payment_plan_id uuid not null
    constraint payment_plan_instalment_payment_plan_id_foreign references payment_plan,
  line_no int not null check (line_no > 0),
  due_on date not null,
  principal numeric(20, 4) not null check (principal > 0),
  interest numeric(20, 4) not null default 0 check (interest >= 0),
  -- Once the plan is accepted.
  commitment_id uuid constraint payment_plan_instalment_commitment_id_foreign references payment_commitment
    constraint payment_plan_instalment_commitment_id_unique unique,
  interest_commitment_id uuid
    constraint payment_plan_instalment_interest_commitment_id_foreign references payment_commitment
    constraint payment_plan_instalment_interest_commitment_id_unique unique,
  constraint payment_plan_instalment_no_unique unique (payment_plan_id, line_no)
);

-- Append-only: which allocations of kind PLAN a plan made.
create table payment_plan_settlement (
  allocation_id uuid primary key
    constraint payment_plan_settlement_allocation_id_foreign references allocation,
  payment_plan_id uuid not null
    constraint payment_plan_settlement_payment_plan_id_foreign references payment_plan
);
create index payment_plan_settlement_payment_plan_id_index on payment_plan_settlement (payment_plan_id);

create sequence dispute_number;
create table dispute (
  id uuid primary key,
  number text not null default 'DP-' || lpad(nextval('dispute_number')::text, 6, '0')
    constraint dispute_number_unique unique,
  commitment_id uuid not null constraint dispute_commitment_id_foreign references payment_commitment,
  party_id uuid not null constraint dispute_party_id_foreign references party,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount numeric(20, 4) not null check (amount > 0),
  cause text not null constraint dispute_cause_check check (cause in (
    'PRICE', 'QUANTITY', 'QUALITY', 'NOT_DELIVERED', 'ALREADY_PAID', 'NOT_ORDERED', 'OTHER')),
  note text,
  owner_id uuid not null constraint dispute_owner_id_foreign references salesperson,
  team_id uuid not null constraint dispute_team_id_foreign references team,
  -- When the customer is to have an answer.
  answer_on date not null,
  state text not null constraint dispute_state_check check (state in ('OPEN', 'RESOLVED')),
  resolution text constraint dispute_resolution_check
    check (resolution in ('CREDIT_NOTE', 'REJECTED', 'SPLIT')),
  -- What of it the firm gives way on.
  accepted numeric(20, 4) check (accepted between 0 and amount),
  open_credit_id uuid constraint dispute_open_credit_id_foreign references open_credit,
  answer text,
  opened_on date not null,
  resolved_on date,
  reopened int not null default 0 check (reopened >= 0),
  created_at timestamptz not null,
  created_by uuid,
  operation_id uuid not null,
  version int not null default 1,
  constraint dispute_resolved_whole check (
    (state = 'RESOLVED') = (resolution is not null and resolved_on is not null and answer is not null
                            and accepted is not null))
);
create index dispute_commitment_id_index on dispute (commitment_id);
create index dispute_party_id_index on dispute (party_id, state);
create index dispute_owner_id_index on dispute (owner_id, id);
create index dispute_team_id_index on dispute (team_id, id);

create table contact_rule (
  id uuid primary key,
  channel text not null constraint contact_rule_channel_unique unique
    constraint contact_rule_channel_check check (channel in (
      'LETTER', 'EMAIL', 'SMS', 'CALL', 'VISIT')),
  from_time text not null check (from_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  until_time text not null check (until_time ~ '^([01][0-9]|2[0-4]):[0-5][0-9]$'),
  weekdays int[] not null check (
    weekdays <@ array[1, 2, 3, 4, 5, 6, 7] and cardinality(weekdays) between 1 and 7),
  zone text not null check (zone <> ''),
  most_per_day int not null check (most_per_day between 1 and 100),
  most_per_week int not null check (most_per_week between 1 and 100),
  version int not null default 1,
  constraint contact_rule_window check (from_time < until_time)
);

create table contact_holiday (
  id uuid primary key,
  day date not null constraint contact_holiday_day_unique unique,
  name text not null check (name <> '')
);

create table contact_block (
  id uuid primary key,
  party_id uuid not null constraint contact_block_party_id_foreign references party,
  -- Null: by none at all.
  channel text constraint contact_block_channel_check check (channel in (
    'LETTER', 'EMAIL', 'SMS', 'CALL', 'VISIT')),
  reason text not null check (reason <> ''),
  from_on date not null,
  -- The first day on which it holds no more; null: until further notice.
  until_on date,
  created_at timestamptz not null,
  created_by uuid,
  operation_id uuid not null,
  version int not null default 1
);
create index contact_block_party_id_index on contact_block (party_id, from_on);

create table collection_agency (
  id uuid primary key,
  code text not null constraint collection_agency_code_unique unique check (code <> ''),
  name text not null check (name <> ''),
  is_active boolean not null default true,
  version int not null default 1
);

create table agency_agreement (
  id uuid primary key,
  code text not null constraint agency_agreement_code_unique unique check (code <> ''),
  collection_agency_id uuid not null
    constraint agency_agreement_collection_agency_id_foreign references collection_agency,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  valid_from date not null,
  valid_to date,
  remittance text not null constraint agency_agreement_remittance_check
    check (remittance in ('GROSS', 'NET')),
  fee_on_direct boolean not null default true,
  vat_percent numeric(9, 6) not null default 0 check (vat_percent >= 0 and vat_percent <= 100),
  minimum_fee numeric(20, 4) not null default 0 check (minimum_fee >= 0),
  -- Its scope: claims so large, so long overdue.
  min_amount numeric(20, 4) not null default 0 check (min_amount >= 0),
  min_days int not null default 0 check (min_days between 0 and 3650),
  term_days int not null check (term_days between 1 and 3650),
  is_exclusive boolean not null default true,
  -- So many percent the agency may let go to settle.
  discount_percent numeric(9, 6) not null default 0
    check (discount_percent >= 0 and discount_percent <= 100),
  version int not null default 1,
  constraint agency_agreement_valid_to_check check (valid_to >= valid_from)
);
create index agency_agreement_collection_agency_id_index on agency_agreement (collection_agency_id);

create table agency_band (
  id uuid primary key,
  agency_agreement_id uuid not null
    constraint agency_band_agency_agreement_id_foreign references agency_agreement,
  placement_no int not null check (placement_no between 1 and 9),
  from_days int not null check (from_days between 0 and 3650),
  from_amount numeric(20, 4) not null check (from_amount >= 0),
  percent numeric(9, 6) not null check (percent >= 0 and percent <= 100),
  constraint agency_band_once unique (agency_agreement_id, placement_no, from_days, from_amount)
);

create sequence placement_number;
create table placement (
  id uuid primary key,
  number text not null default 'CP-' || lpad(nextval('placement_number')::text, 6, '0')
    constraint placement_number_unique unique,
  agency_agreement_id uuid not null
    constraint placement_agency_agreement_id_foreign references agency_agreement,
  party_id uuid not null constraint placement_party_id_foreign references party,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- The first, the second time that these are given away.
  placement_no int not null check (placement_no between 1 and 9),
  state text not null constraint placement_state_check check (state in (
    'PROPOSED', 'PLACED', 'ACKNOWLEDGED', 'WORKING', 'PARTLY_COLLECTED', 'COLLECTED', 'RETURNED',
    'RECALLED', 'CANCELLED')),
  placed_on date,
  term_ends_on date,
  ended_on date,
  return_reason text constraint placement_return_reason_check check (return_reason in (
    'UNCOLLECTIBLE', 'BANKRUPT', 'NOT_FOUND', 'DISPUTED', 'SETTLED', 'TERM_OVER')),
  agency_reference text,
  reason text,
  note text,
  created_at timestamptz not null,
  created_by uuid,
  operation_id uuid not null,
  version int not null default 1,
  constraint placement_placed_whole check (
    (placed_on is null) = (term_ends_on is null)
    and (placed_on is null) = (state in ('PROPOSED', 'CANCELLED'))),
  constraint placement_ended_whole check (
    (ended_on is not null) = (state in ('COLLECTED', 'RETURNED', 'RECALLED')))
);
create index placement_party_id_index on placement (party_id, state);
create index placement_agency_agreement_id_index on placement (agency_agreement_id, state);

create table placement_item (
  id uuid primary key,
  placement_id uuid not null constraint placement_item_placement_id_foreign references placement,
  commitment_id uuid not null
    constraint placement_item_commitment_id_foreign references payment_commitment,
  due_on date not null,
  -- Frozen when it was placed: what was open, for how long, at which rate.
  amount numeric(20, 4) not null check (amount > 0),
  days int not null check (days >= 0),
  percent numeric(9, 6) not null check (percent >= 0 and percent <= 100),
  -- The agency has it.
  is_live boolean not null default false,
  -- What had settled it when it was placed; and, once that is over, what did meanwhile.
  before_ids uuid[] not null default '{}',
  during_ids uuid[],
  constraint placement_item_once unique (placement_id, commitment_id)
);
create index placement_item_commitment_id_index on placement_item (commitment_id);
create unique index placement_item_with_one_agency on placement_item (commitment_id) where is_live;

create sequence agency_remittance_number;
create table agency_remittance (
  id uuid primary key,
  number text not null default 'AR-' || lpad(nextval('agency_remittance_number')::text, 6, '0')
    constraint agency_remittance_number_unique unique,
  collection_agency_id uuid not null
    constraint agency_remittance_collection_agency_id_foreign references collection_agency,
  reference text not null check (reference <> ''),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  remitted_on date not null,
  -- As the agency states them.
  collected numeric(20, 4) not null check (collected >= 0),
  fee numeric(20, 4) not null check (fee >= 0),
  vat numeric(20, 4) not null check (vat >= 0),
  paid numeric(20, 4) not null,
  note text,
  created_at timestamptz not null,
  created_by uuid,
  operation_id uuid not null,
  constraint agency_remittance_reference_unique unique (collection_agency_id, reference)
);

create table agency_remittance_line (
  id uuid primary key,
  agency_remittance_id uuid not null
    constraint agency_remittance_line_agency_remittance_id_foreign references agency_remittance,
  line_no int not null check (line_no > 0),
  placement_id uuid not null
    constraint agency_remittance_line_placement_id_foreign references placement,
  -- What the customer is shown to have paid; null: the customer paid us.
  receipt_id uuid constraint agency_remittance_line_receipt_id_unique unique
    constraint agency_remittance_line_receipt_id_foreign references receipt,
  collected numeric(20, 4) not null check (collected >= 0),
  fee numeric(20, 4) not null check (fee >= 0),
  constraint agency_remittance_line_no_unique unique (agency_remittance_id, line_no)
);
create index agency_remittance_line_placement_id_index on agency_remittance_line (placement_id);

-- Append-only: whom was reached, or tried, when and by whom.
create table collection_contact (
  id uuid primary key,
  party_id uuid not null constraint collection_contact_party_id_foreign references party,
  channel text not null constraint collection_contact_channel_check check (channel in (
    'LETTER', 'EMAIL', 'SMS', 'CALL', 'VISIT')),
  direction text not null constraint collection_contact_direction_check
    check (direction in ('OUT', 'IN')),
  outcome text not null constraint collection_contact_outcome_check check (outcome in (
    'REACHED', 'NO_ANSWER', 'WRONG_NUMBER', 'REFUSED')),
  at timestamptz not null,
  note text,
  -- Where an agency reached out for us.
  collection_agency_id uuid
    constraint collection_contact_collection_agency_id_foreign references collection_agency,
  -- Why it was done all the same, where the rules were against it.
  override_reason text check (override_reason <> ''),
  recorded_at timestamptz not null,
  recorded_by uuid,
  operation_id uuid not null
);
create index collection_contact_party_id_index on collection_contact (party_id, at);

-- Append-only: how documents came to stand where they do.
create table collection_entry (
  seq bigint generated always as identity primary key,
  document text not null constraint collection_entry_document_check check (document in (
    'PROMISE', 'PLAN', 'DISPUTE', 'PLACEMENT', 'DUNNING')),
  document_id uuid not null,
  party_id uuid not null constraint collection_entry_party_id_foreign references party,
  from_state text,
  to_state text not null,
  reason text,
  at timestamptz not null,
  actor_id uuid,
  operation_id uuid not null
);
create index collection_entry_document_id_index on collection_entry (document_id, seq);
create index collection_entry_party_id_index on collection_entry (party_id, seq);

create trigger promise_appropriation_append_only before update or delete
  on promise_appropriation for each row execute function refuse_change();
create trigger payment_plan_settlement_append_only before update or delete
  on payment_plan_settlement for each row execute function refuse_change();
create trigger collection_contact_append_only before delete or update of
  id, channel, direction, outcome, at, note, collection_agency_id, override_reason, recorded_at,
  recorded_by, operation_id
  on collection_contact for each row execute function refuse_change();
create trigger collection_entry_append_only before delete or update of
  seq, document, document_id, from_state, to_state, reason, at, actor_id, operation_id
  on collection_entry for each row execute function refuse_change();
