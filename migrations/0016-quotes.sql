-- Offers to customers, and who of the firm has to agree to them.

create sequence quote_number;
create table quote (
  id uuid primary key,
  number text not null constraint quote_number_unique unique,
  party_id uuid not null constraint quote_party_id_foreign references party,
  -- The same when it was said who the quote is for; stays when the customer becomes one with
  -- another, and with it the hash of what is offered.
  customer_key uuid not null,
  contact_id uuid constraint quote_contact_id_foreign references party,
  opportunity_id uuid constraint quote_opportunity_id_foreign references opportunity,
  project_id uuid constraint quote_project_id_foreign references project,
  owner_id uuid constraint quote_owner_id_foreign references salesperson,
  team_id uuid constraint quote_team_id_foreign references team,
  created_at timestamptz not null,
  created_by uuid,
  version int not null default 1
);
create index quote_party_id_index on quote (party_id, id);
create index quote_contact_id_index on quote (contact_id) where contact_id is not null;
create index quote_opportunity_id_index on quote (opportunity_id) where opportunity_id is not null;
create index quote_project_id_index on quote (project_id, id) where project_id is not null;
create index quote_owner_id_index on quote (owner_id, id);
create index quote_team_id_index on quote (team_id, id);

create table quote_revision (
  id uuid primary key,
  quote_id uuid not null constraint quote_revision_quote_id_foreign references quote,
  revision_no int not null check (revision_no > 0),
  state text not null constraint quote_revision_state_check check (state in (
    'DRAFT', 'IN_APPROVAL', 'APPROVED', 'SENT', 'ACCEPTED', 'REJECTED', 'EXPIRED', 'SUPERSEDED',
    'CANCELLED')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- Of one unit of the currency, in the firm's.
  rate numeric(20, 10) not null check (rate > 0),
  pricing_on date not null,
  -- Through the end of this day, in the firm's zone.
  valid_until date not null,
  payment_days int not null check (payment_days between 0 and 3650),
  tax_inclusive boolean not null default false,
  document_discount_percent numeric(9, 6) check (document_discount_percent between 0 and 100),
  document_discount_amount numeric(20, 4) check (document_discount_amount >= 0),
  terms text,
  net numeric(20, 4) not null,
  discount numeric(20, 4) not null,
  tax numeric(20, 4) not null,
  total numeric(20, 4) not null,
  -- What is left of net after costs, in the firm's currency; null where a cost is not known.
  margin numeric(20, 4),
  -- SHA-256 of what the customer is offered; approvals hold for this and nothing else.
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  sent_at timestamptz,
  -- What the customer was sent, as canonical JSON, and its SHA-256.
  sent_content text,
  sent_hash text check (sent_hash ~ '^[0-9a-f]{64}$'),
  decided_at timestamptz,
  -- Who of the customer said yes or no, from where, by which paper; or why we took it back.
  decided_by_name text,
  decided_from text,
  decision_note text,
  -- Everybody who wrote any of it: none of them approves it.
  author_ids uuid[] not null default '{}',
  created_at timestamptz not null,
  created_by uuid,
  version int not null default 1,
  constraint quote_revision_no_unique unique (quote_id, revision_no),
  constraint quote_revision_sent_as_a_whole check
    (num_nonnulls(sent_at, sent_content, sent_hash) in (0, 3)),
  constraint quote_revision_sent_before_the_answer check
    (state not in ('SENT', 'ACCEPTED', 'REJECTED', 'EXPIRED') or sent_at is not null)
);
create unique index quote_revision_one_live on quote_revision (quote_id)
  where state in ('DRAFT', 'IN_APPROVAL', 'APPROVED', 'SENT');
create index quote_revision_state_index on quote_revision (state, valid_until);

create table quote_line (
  id uuid primary key,
  quote_revision_id uuid not null constraint quote_line_quote_revision_id_foreign references quote_revision,
  line_no int not null check (line_no > 0),
  product_id uuid not null constraint quote_line_product_id_foreign references product,
  warehouse_id uuid constraint quote_line_warehouse_id_foreign references warehouse,
  unit_code text not null constraint quote_line_unit_code_foreign references unit,
  quantity_in_unit numeric(20, 6) not null check (quantity_in_unit > 0),
  quantity numeric(20, 6) not null check (quantity > 0),
  -- May be left out when the customer accepts.
  is_optional boolean not null default false,
  requested_on date,
  -- Of one unit of the line; `list_price` before discounts, `unit_price` after those of the line.
  list_price numeric(20, 6) not null check (list_price >= 0),
  unit_price numeric(20, 6) not null check (unit_price >= 0),
  discount numeric(20, 4) not null,
  net numeric(20, 4) not null,
  tax_code text,
  tax_rate numeric(9, 6) not null default 0,
  tax numeric(20, 4) not null,
  total numeric(20, 4) not null,
  -- What somebody asked for beside the lists: { unitPrice, discountPercents, reason }.
  price_override jsonb,
  price_trace jsonb not null,
  -- Of one base unit, in the firm's currency.
  unit_cost numeric(20, 6),
  warranty_months int check (warranty_months >= 0),
  -- Percent of the list's price that all discounts of the line took; those of the document not.
  discount_percent numeric(9, 6) not null,
  -- Which allowances of who wrote it do not cover what was asked for by hand.
  exceeds text[] not null default '{}' constraint quote_line_exceeds_check
    check (exceeds <@ array['PERCENT', 'MARGIN']),
  constraint quote_line_no_unique unique (quote_revision_id, line_no)
);
create index quote_line_product_id_index on quote_line (product_id, id);

create table approval_policy (
  id uuid primary key,
  code text not null constraint approval_policy_code_unique unique
    check (code ~ '^[A-Z0-9_-]{1,30}$'),
  name text not null check (name <> ''),
  -- LINE_DISCOUNT, DOCUMENT_DISCOUNT: more percent than; ALLOWANCE: a line beyond what its writer
  -- may take off by hand; MARGIN: less percent than; AMOUNT: more of
  -- the firm's currency than; PAYMENT_DAYS: more days than; CREDIT: customer beyond the limit.
  measure text not null constraint approval_policy_measure_check check (measure in (
    'LINE_DISCOUNT', 'DOCUMENT_DISCOUNT', 'ALLOWANCE', 'MARGIN', 'AMOUNT', 'PAYMENT_DAYS',
    'CREDIT')),
  threshold numeric(20, 4) not null default 0,
  -- The department that decides: who has this role.
  role_id uuid not null constraint approval_policy_role_id_foreign references role,
  -- Departments of one step decide together, those of the next after them.
  step int not null default 1 check (step between 1 and 100),
  -- Hours after which it is late.
  hours int check (hours between 1 and 10000),
  -- MARGIN: whether a line without a known cost is below any margin.
  unknown_cost_fails boolean not null default false,
  active boolean not null default true,
  version int not null default 1
);

create table approval_request (
  id uuid primary key,
  quote_revision_id uuid not null
    constraint approval_request_quote_revision_id_foreign references quote_revision,
  content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
  -- DROPPED: what was to be approved is no longer what is offered.
  state text not null constraint approval_request_state_check check (state in (
    'PENDING', 'APPROVED', 'REJECTED', 'DROPPED')),
  requested_at timestamptz not null,
  requested_by uuid,
  ended_at timestamptz,
  -- Who decided last, withdrew it or wrote something else; null: the product itself.
  ended_by uuid,
  note text,
  version int not null default 1,
  constraint approval_request_ended_at_some_time check ((state = 'PENDING') = (ended_at is null))
);
create unique index approval_request_one_pending on approval_request (quote_revision_id)
  where state in ('PENDING', 'APPROVED');
create index approval_request_quote_revision_id_index on approval_request (quote_revision_id, id);

create table approval_step (
  id uuid primary key,
  approval_request_id uuid not null
    constraint approval_step_approval_request_id_foreign references approval_request,
  approval_policy_id uuid not null
    constraint approval_step_approval_policy_id_foreign references approval_policy,
  role_id uuid not null constraint approval_step_role_id_foreign references role,
  step int not null,
  -- What was measured as of the request, and what it was held against; lines by their numbers.
  measure text not null constraint approval_step_measure_check check (measure in (
    'LINE_DISCOUNT', 'DOCUMENT_DISCOUNT', 'ALLOWANCE', 'MARGIN', 'AMOUNT', 'PAYMENT_DAYS',
    'CREDIT')),
  threshold numeric(20, 4) not null,
  value numeric(20, 4),
  -- MARGIN has its value here: percent, for who may see costs.
  margin_percent numeric(20, 4),
  line_nos int[] not null default '{}',
  state text not null constraint approval_step_state_check check (state in (
    'WAITING', 'APPROVED', 'REJECTED', 'DROPPED')),
  hours int,
  -- When its turn came; null: steps before it are not decided yet.
  opened_at timestamptz,
  due_at timestamptz,
  overdue_announced_at timestamptz,
  decided_at timestamptz,
  decided_by_id uuid constraint approval_step_decided_by_id_foreign references person,
  -- Who was away, when a delegate decided.
  decided_for_id uuid constraint approval_step_decided_for_id_foreign references person,
  note text,
  constraint approval_step_once unique (approval_request_id, approval_policy_id),
  constraint approval_step_decided_by_somebody check
    ((state in ('APPROVED', 'REJECTED')) = (decided_at is not null)),
  constraint approval_step_margin_is_guarded check (measure <> 'MARGIN' or value is null)
);
create index approval_step_role_id_index on approval_step (role_id, id) where state = 'WAITING';
create index approval_step_due_at_index on approval_step (due_at)
  where state = 'WAITING' and overdue_announced_at is null;

-- Somebody decides in another's place while that one is away; the last day included.
create table approval_delegation (
  id uuid primary key,
  person_id uuid not null constraint approval_delegation_person_id_foreign references person,
  delegate_id uuid not null constraint approval_delegation_delegate_id_foreign references person,
  from_on date not null,
  through_on date not null check (through_on >= from_on),
  ended_at timestamptz,
  created_at timestamptz not null,
  created_by uuid,
  constraint approval_delegation_not_oneself check (person_id <> delegate_id),
  constraint approval_delegation_once exclude using gist
    (person_id with =, daterange(from_on, through_on, '[]') with &&) where (ended_at is null)
);
create index approval_delegation_delegate_id_index on approval_delegation (delegate_id);
