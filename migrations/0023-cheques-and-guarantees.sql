-- Papers that promise money: cheques, with every step that they take, what they cover until they are
-- money, the days on which banks are closed; and guarantees that are held for customers.

create table bank_holiday (
  id uuid primary key,
  on_day date not null constraint bank_holiday_on_day_unique unique,
  name text not null check (name <> '')
);

create table cheque_policy (
  id int primary key constraint cheque_policy_one_row check (id = 1),
  -- Days of the week on which banks are closed: 1 is Monday.
  weekend int[] not null default '{4,5}'
    constraint cheque_policy_weekend_check check (weekend <@ '{1,2,3,4,5,6,7}' and cardinality(weekend) < 7),
  -- What a customer pays for a cheque that came back: the bank's fee, in the firm's currency, and of
  -- the cheque's amount.
  bounce_fee numeric(20, 4) not null default 0 check (bounce_fee >= 0),
  bounce_penalty_percent numeric(9, 6) not null default 0
    check (bounce_penalty_percent between 0 and 100),
  -- So many that came back within so many days, and the customer's credit is held. Null: never.
  hold_from int check (hold_from > 0),
  hold_within_days int not null default 365 check (hold_within_days between 1 and 3650),
  -- So many of a hundred of what cheques cover lowers the exposure, of drawers with such a history.
  relief_percent numeric(9, 6) not null default 0 check (relief_percent between 0 and 100),
  relief_from_cleared int not null default 0 check (relief_from_cleared >= 0),
  relief_most_returned int not null default 0 check (relief_most_returned >= 0),
  -- So many days before a guarantee ends it is told of.
  guarantee_alarm_days int[] not null default '{30,7,1}',
  version int not null default 1
);
insert into cheque_policy (id) values (1);

create table cheque (
  id uuid primary key,
  party_id uuid not null constraint cheque_party_id_foreign references party,
  number text not null check (number <> ''),
  series text,
  bank text not null check (bank <> ''),
  -- The bank's name as it is compared.
  bank_key text not null,
  branch text,
  drawer_name text not null check (drawer_name <> ''),
  drawer_account text not null check (drawer_account <> ''),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount numeric(20, 4) not null check (amount > 0),
  issued_on date,
  due_on date not null,
  -- As it was written, before it was put off.
  first_due_on date not null,
  extensions int not null default 0,
  place text,
  registration_id text constraint cheque_registration_id_check check (registration_id ~ '^[0-9]{16}$'),
  image_front text,
  image_back text,
  custody text not null check (custody <> ''),
  note text,
  state text not null constraint cheque_state_check check (state in (
    'RECEIVED', 'EXTENDED', 'HELD_AS_SECURITY', 'DEPOSITED', 'CLEARED', 'ENDORSED', 'RETURNED',
    'RE_PRESENTED', 'REPLACED', 'SETTLED_BY_CASH', 'LEGAL', 'RETURNED_TO_CUSTOMER', 'LOST',
    'CANCELLED')),
  money_account_id uuid constraint cheque_money_account_id_foreign references money_account,
  slip_number text,
  deposited_on date,
  endorsed_to text,
  -- What it became when it was money.
  receipt_id uuid constraint cheque_receipt_id_foreign references receipt
    constraint cheque_receipt_id_unique unique,
  cleared_on date,
  returned_on date,
  return_reason text constraint cheque_return_reason_check check (return_reason in (
    'INSUFFICIENT_FUNDS', 'ACCOUNT_CLOSED', 'PAYMENT_STOPPED', 'SIGNATURE', 'DATA_MISMATCH', 'OTHER')),
  bounces int not null default 0 check (bounces >= 0),
  -- What it came in place of; and the money that came in its own.
  replaces_id uuid constraint cheque_replaces_id_foreign references cheque,
  settlement_receipt_id uuid constraint cheque_settlement_receipt_id_foreign references receipt,
  owner_id uuid constraint cheque_owner_id_foreign references salesperson,
  team_id uuid constraint cheque_team_id_foreign references team,
  created_at timestamptz not null,
  created_by uuid,
  operation_id uuid not null,
  version int not null default 1,
  constraint cheque_money_has_its_receipt check ((state in ('CLEARED', 'ENDORSED')) = (receipt_id is not null)),
  constraint cheque_deposited_somewhere check (
    state not in ('DEPOSITED', 'RE_PRESENTED') or money_account_id is not null),
  constraint cheque_put_off_check check (extensions > 0 or due_on = first_due_on)
) with (fillfactor = 80);
create unique index cheque_number_unique on cheque (bank_key, number, drawer_account)
  where state <> 'CANCELLED';
create index cheque_waiting_index on cheque (party_id)
  where state in ('RECEIVED', 'EXTENDED', 'DEPOSITED', 'RE_PRESENTED');
create index cheque_party_id_index on cheque (party_id, due_on, id);
create index cheque_due_on_index on cheque (due_on, id);
create index cheque_state_index on cheque (state, due_on);
create index cheque_drawer_account_index on cheque (drawer_account);
create index cheque_owner_id_index on cheque (owner_id, id);
create index cheque_team_id_index on cheque (team_id, id);
create index cheque_replaces_id_index on cheque (replaces_id) where replaces_id is not null;

-- Append-only: every step.
create table cheque_entry (
  seq bigint generated always as identity primary key,
  cheque_id uuid not null constraint cheque_entry_cheque_id_foreign references cheque,
  act text not null,
  from_state text,
  to_state text not null,
  effective_on date not null,
  reason text,
  reason_code text,
  due_on date not null,
  receipt_id uuid,
  at timestamptz not null,
  actor_id uuid,
  operation_id uuid not null
);
create index cheque_entry_cheque_id_index on cheque_entry (cheque_id, seq);
create index cheque_entry_returned_index on cheque_entry (effective_on) where to_state = 'RETURNED';
create trigger cheque_entry_append_only before update or delete
  on cheque_entry for each row execute function refuse_change();

-- What a cheque is to pay when it is money. Until then that is secured, and not paid.
create table cheque_coverage (
  id uuid primary key,
  cheque_id uuid not null constraint cheque_coverage_cheque_id_foreign references cheque,
  commitment_id uuid not null
    constraint cheque_coverage_commitment_id_foreign references payment_commitment,
  amount numeric(20, 4) not null check (amount > 0),
  constraint cheque_coverage_once unique (cheque_id, commitment_id)
);
create index cheque_coverage_commitment_id_index on cheque_coverage (commitment_id);

create sequence guarantee_number;
create table guarantee (
  id uuid primary key,
  -- Ours; `paper_number` is that of its issuer.
  number text not null default 'GU-' || lpad(nextval('guarantee_number')::text, 6, '0')
    constraint guarantee_number_unique unique,
  party_id uuid not null constraint guarantee_party_id_foreign references party,
  sales_order_id uuid,
  kind text not null constraint guarantee_kind_check check (kind in (
    'BANK_GUARANTEE', 'CHEQUE_AS_SECURITY', 'PROMISSORY_NOTE', 'MORTGAGE', 'DEPOSIT')),
  cheque_id uuid constraint guarantee_cheque_id_foreign references cheque,
  issuer text not null check (issuer <> ''),
  paper_number text,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount numeric(20, 4) not null check (amount > 0),
  called numeric(20, 4) not null default 0
    constraint guarantee_called_check check (called between 0 and amount),
  rate numeric(20, 10) not null check (rate > 0),
  -- So many of a hundred do not lower the exposure.
  haircut_percent numeric(9, 6) not null check (haircut_percent between 0 and 100),
  valid_from date not null,
  valid_until date,
  extensions int not null default 0,
  custody text not null check (custody <> ''),
  note text,
  state text not null constraint guarantee_state_check check (state in (
    'HELD', 'EXTENDED', 'PARTLY_CALLED', 'CALLED', 'RELEASED', 'EXPIRED', 'RETURNED')),
  -- The fewest days before its end that were told of.
  alarmed_days int,
  release_asked_at timestamptz,
  release_asked_by uuid,
  release_reason text,
  owner_id uuid constraint guarantee_owner_id_foreign references salesperson,
  team_id uuid constraint guarantee_team_id_foreign references team,
  created_at timestamptz not null,
  created_by uuid,
  operation_id uuid not null,
  version int not null default 1,
  constraint guarantee_valid_check check (valid_until >= valid_from),
  constraint guarantee_of_a_cheque_check check ((kind = 'CHEQUE_AS_SECURITY') = (cheque_id is not null)),
  constraint guarantee_called_whole_check check ((state = 'CALLED') <= (called = amount))
) with (fillfactor = 80);
create index guarantee_held_index on guarantee (party_id, valid_until)
  where state in ('HELD', 'EXTENDED', 'PARTLY_CALLED');
create index guarantee_party_id_index on guarantee (party_id, id);
create index guarantee_sales_order_id_index on guarantee (sales_order_id) where sales_order_id is not null;
create index guarantee_valid_until_index on guarantee (valid_until, id);
create index guarantee_owner_id_index on guarantee (owner_id, id);
create index guarantee_team_id_index on guarantee (team_id, id);
create unique index guarantee_cheque_once on guarantee (cheque_id)
  where state in ('HELD', 'EXTENDED', 'PARTLY_CALLED');

-- Append-only: every step.
create table guarantee_entry (
  seq bigint generated always as identity primary key,
  guarantee_id uuid not null constraint guarantee_entry_guarantee_id_foreign references guarantee,
  act text not null,
  from_state text,
  to_state text not null,
  amount numeric(20, 4),
  valid_until date,
  reason text,
  receipt_id uuid constraint guarantee_entry_receipt_id_foreign references receipt,
  at timestamptz not null,
  actor_id uuid,
  operation_id uuid not null
);
create index guarantee_entry_guarantee_id_index on guarantee_entry (guarantee_id, seq);
create trigger guarantee_entry_append_only before update or delete
  on guarantee_entry for each row execute function refuse_change();
