-- What customers may owe, and what they do.

create table credit_account (
  -- The customer.
  party_id uuid constraint credit_account_pkey primary key
    constraint credit_account_party_id_foreign references party,
  -- In the firm's currency; null: no limit was set.
  credit_limit numeric(20, 4) check (credit_limit >= 0),
  -- Days after the invoice, when a document says nothing else.
  payment_days int not null default 0 check (payment_days between 0 and 3650),
  -- Somebody stopped all credit, and why.
  held_reason text check (held_reason <> ''),
  -- Confirmed and not yet invoiced; invoiced and not yet paid. Sums of the entries below.
  ordered numeric(20, 4) not null default 0 constraint credit_account_ordered_check check (ordered >= 0),
  invoiced numeric(20, 4) not null default 0,
  version int not null default 1
) with (fillfactor = 70);

-- Append-only: what each document added to the exposure or took from it.
create table credit_entry (
  seq bigint generated always as identity primary key,
  party_id uuid not null constraint credit_entry_party_id_foreign references party,
  kind text not null constraint credit_entry_kind_check check (kind in ('ORDERED', 'INVOICED')),
  document_id uuid not null,
  change numeric(20, 4) not null check (change <> 0),
  at timestamptz not null,
  operation_id uuid not null
);
create index credit_entry_party_id_index on credit_entry (party_id, seq);
create index credit_entry_document_id_index on credit_entry (document_id);

-- At which acts what is asked of the customer: one row a check point.
create table credit_policy (
  id uuid primary key,
  check_point text not null constraint credit_policy_check_point_unique unique
    constraint credit_policy_check_point_check check (check_point in ('ORDER', 'ISSUE', 'INVOICE')),
  checks_limit boolean not null,
  checks_overdue boolean not null,
  checks_hold boolean not null,
  -- Overdue of no more than this, or for no more days, is passed over. In the firm's currency.
  overdue_amount numeric(20, 4) not null default 0 check (overdue_amount >= 0),
  overdue_days int not null default 0 check (overdue_days >= 0),
  version int not null default 1
);
insert into credit_policy (id, check_point, checks_limit, checks_overdue, checks_hold) values
  ('00000000-0000-7000-8000-0000000c0001', 'ORDER', true, true, true),
  ('00000000-0000-7000-8000-0000000c0002', 'ISSUE', false, true, true),
  ('00000000-0000-7000-8000-0000000c0003', 'INVOICE', false, false, false);

-- Somebody who may has let a customer go beyond it, for a while.
create table credit_override (
  id uuid primary key,
  party_id uuid not null constraint credit_override_party_id_foreign references party,
  -- How far beyond the limit, in the firm's currency.
  amount numeric(20, 4) not null check (amount > 0),
  reason text not null check (reason <> ''),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  granted_at timestamptz not null,
  granted_by uuid
);
create index credit_override_party_id_index on credit_override (party_id, expires_at);

-- What an invoice claims, until it is settled. Credit notes settle, too.
create table receivable (
  -- The invoice.
  id uuid primary key,
  party_id uuid not null constraint receivable_party_id_foreign references party,
  -- The invoice's: null only within the act that posts it, for it takes its number last.
  number text,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount numeric(20, 4) not null check (amount >= 0),
  settled numeric(20, 4) not null default 0
    constraint receivable_settled_check check (settled between 0 and amount),
  -- The same, at the rate of the invoice, in the firm's currency.
  company_amount numeric(20, 4) not null check (company_amount >= 0),
  company_settled numeric(20, 4) not null default 0
    constraint receivable_company_settled_check check (company_settled between 0 and company_amount),
  dated_on date not null,
  due_on date not null,
  owner_id uuid constraint receivable_owner_id_foreign references salesperson,
  team_id uuid constraint receivable_team_id_foreign references team
);
create index receivable_party_id_index on receivable (party_id, due_on) where settled < amount;

-- What a customer has to its credit: the part of a credit note that its invoice claims no more,
-- for it was settled otherwise. Kept until it is used.
create table open_credit (
  -- The credit note.
  id uuid primary key,
  party_id uuid not null constraint open_credit_party_id_foreign references party,
  number text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount numeric(20, 4) not null check (amount > 0),
  used numeric(20, 4) not null default 0
    constraint open_credit_used_check check (used between 0 and amount),
  company_amount numeric(20, 4) not null check (company_amount >= 0),
  company_used numeric(20, 4) not null default 0
    constraint open_credit_company_used_check check (company_used between 0 and company_amount),
  dated_on date not null,
  owner_id uuid constraint open_credit_owner_id_foreign references salesperson,
  team_id uuid constraint open_credit_team_id_foreign references team
);
create index open_credit_party_id_index on open_credit (party_id) where used < amount;
