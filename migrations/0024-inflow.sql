-- What banks tell of the firm's accounts, and of whom each account is that money comes from; what is
-- to come in, who is to bring it, and whose what has come is.

create table bank_statement (
  id uuid primary key,
  money_account_id uuid not null
    constraint bank_statement_money_account_id_foreign references money_account,
  format text not null constraint bank_statement_format_check check (format in ('CSV', 'CAMT053')),
  -- The bank's number of it; of a file without one: a hash of its text.
  external_id text not null check (external_id <> ''),
  from_on date not null,
  through_on date not null,
  opening_balance numeric(20, 4),
  closing_balance numeric(20, 4),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- Of the lines that came with it for the first time.
  line_count int not null check (line_count > 0),
  imported_at timestamptz not null,
  imported_by uuid,
  operation_id uuid not null,
  constraint bank_statement_days_check check (from_on <= through_on)
);
create index bank_statement_money_account_id_index on bank_statement (money_account_id, through_on, id);
create index bank_statement_imported_at_index on bank_statement (imported_at, id);

create table bank_statement_line (
  id uuid primary key,
  bank_statement_id uuid not null
    constraint bank_statement_line_bank_statement_id_foreign references bank_statement,
  money_account_id uuid not null
    constraint bank_statement_line_money_account_id_foreign references money_account,
  -- Where it stands in the file.
  line_no int not null check (line_no > 0),
  -- The bank's own name of it, or a hash of all that it says: a line is known once and for all.
  external_id text not null check (external_id <> ''),
  booked_on date not null,
  valued_on date not null,
  direction text not null constraint bank_statement_line_direction_check
    check (direction in ('CREDIT', 'DEBIT')),
  is_reversal boolean not null default false,
  amount numeric(20, 4) not null check (amount > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  payer_name text,
  payer_account text,
  reference text,
  end_to_end_id text,
  state text not null constraint bank_statement_line_state_check
    check (state in ('UNMATCHED', 'RECEIVED', 'IGNORED')),
  receipt_id uuid constraint bank_statement_line_receipt_id_foreign references receipt
    constraint bank_statement_line_receipt_id_unique unique,
  ignored_reason text,
  settled_at timestamptz,
  settled_by uuid,
  version int not null default 1,
  constraint bank_statement_line_external_id_unique unique (money_account_id, external_id),
  constraint bank_statement_line_received_check check ((state = 'RECEIVED') = (receipt_id is not null)),
  constraint bank_statement_line_ignored_check
    check ((state = 'IGNORED') = (ignored_reason is not null)),
  constraint bank_statement_line_only_money_is_received check (
    state <> 'RECEIVED' or (direction = 'CREDIT' and not is_reversal))
);
create index bank_statement_line_bank_statement_id_index
  on bank_statement_line (bank_statement_id, line_no);
create index bank_statement_line_valued_on_index on bank_statement_line (valued_on, id);
create index bank_statement_line_unmatched_index on bank_statement_line (money_account_id, valued_on)
  where state = 'UNMATCHED';

-- Accounts that customers pay from, as confirmed matches have shown. One may pay for several.
create table payer_account (
  id uuid primary key,
  -- An IBAN or a number: capitals and digits.
  account text not null check (account ~ '^[A-Z0-9]+$'),
  party_id uuid not null constraint payer_account_party_id_foreign references party,
  payer_name text,
  -- How often it was confirmed.
  matches int not null default 1 check (matches > 0),
  learnt_at timestamptz not null,
  constraint payer_account_party_unique unique (account, party_id)
);
create index payer_account_party_id_index on payer_account (party_id);

-- What an exact amount is looked for by.
create index payment_commitment_open_amount_index
  on payment_commitment (currency, (amount - settled)) where settled < amount and ended is null;
-- What was known at an earlier time is what is known now, less what was written since.
-- Rows lie in the order of their writing.
create index allocation_at_index on allocation using brin (at);
create index ledger_entry_at_index on ledger_entry using brin (at);
create index cheque_entry_at_index on cheque_entry using brin (at);
-- What is not both paid and posted to the end: all that ageing looks at.
create index payment_commitment_unfinished_index on payment_commitment (party_id)
  where settled < amount or (billed < amount
    and reason not in ('FEE', 'INTEREST', 'SERVICE', 'OPENING', 'PLAN'));

-- How the firm counts its months, and how it expects what is due. One row.
create table inflow_setting (
  id int primary key constraint inflow_setting_one_row check (id = 1),
  calendar text not null constraint inflow_setting_calendar_check
    check (calendar in ('GREGORIAN', 'JALALI')),
  -- BUCKETS: on its day, by the probability of how late it is; DELAY: as late as its customer pays.
  expectation text not null default 'BUCKETS' constraint inflow_setting_expectation_check
    check (expectation in ('BUCKETS', 'DELAY')),
  version int not null default 1
);
insert into inflow_setting (id, calendar)
select 1, case country when 'IR' then 'JALALI' else 'GREGORIAN' end from company;

-- How probable it is that something comes in, once it is so many days late; 0: not late yet.
create table inflow_probability (
  days_late int primary key check (days_late between 0 and 3650),
  percent numeric(9, 6) not null check (percent between 0 and 100)
);
insert into inflow_probability (days_late, percent)
values (0, 100), (1, 90), (31, 70), (61, 50), (91, 25), (181, 10);

-- What somebody, a team or the firm is to bring in.
create table inflow_target (
  id uuid primary key,
  scope text not null constraint inflow_target_scope_check check (scope in ('PERSON', 'TEAM', 'FIRM')),
  salesperson_id uuid constraint inflow_target_salesperson_id_foreign references salesperson,
  team_id uuid constraint inflow_target_team_id_foreign references team,
  period_kind text not null constraint inflow_target_period_kind_check
    check (period_kind in ('MONTH', 'QUARTER', 'YEAR')),
  calendar text not null constraint inflow_target_calendar_check
    check (calendar in ('GREGORIAN', 'JALALI')),
  period text not null check (period <> ''),
  from_on date not null,
  through_on date not null,
  -- In the firm's currency.
  amount numeric(20, 4) not null check (amount > 0),
  note text,
  set_at timestamptz not null,
  set_by uuid,
  version int not null default 1,
  constraint inflow_target_subject_check check (
    (scope = 'PERSON') = (salesperson_id is not null) and (scope = 'TEAM') = (team_id is not null)),
  constraint inflow_target_days_check check (from_on <= through_on)
);
create unique index inflow_target_person_unique
  on inflow_target (salesperson_id, calendar, period) where scope = 'PERSON';
create unique index inflow_target_team_unique
  on inflow_target (team_id, calendar, period) where scope = 'TEAM';
create unique index inflow_target_firm_unique on inflow_target (calendar, period) where scope = 'FIRM';
create index inflow_target_from_on_index on inflow_target (from_on, id);
create index inflow_target_salesperson_id_index on inflow_target (salesperson_id, from_on);
create index inflow_target_team_id_index on inflow_target (team_id, from_on);

-- Whose the money for a commitment is: of one share each so many percent, together the whole. Where
-- none is in force, it is that of who looks after the commitment.
create table sales_credit (
  id uuid primary key,
  commitment_id uuid not null
    constraint sales_credit_commitment_id_foreign references payment_commitment,
  -- Those of one number are one whole.
  set_no int not null check (set_no > 0),
  salesperson_id uuid constraint sales_credit_salesperson_id_foreign references salesperson,
  team_id uuid constraint sales_credit_team_id_foreign references team,
  percent numeric(9, 6) not null check (percent > 0 and percent <= 100),
  in_force boolean not null,
  set_at timestamptz,
  set_by uuid
);
create index sales_credit_commitment_id_index on sales_credit (commitment_id, set_no);
create index sales_credit_salesperson_id_index on sales_credit (salesperson_id, id);
create index sales_credit_team_id_index on sales_credit (team_id, id);
create unique index sales_credit_person_unique on sales_credit (commitment_id, salesperson_id)
  where in_force;

-- Append-only: money that came before its commitment was credited otherwise stays as it was.
create table sales_credit_kept (
  allocation_id uuid primary key
    constraint sales_credit_kept_allocation_id_foreign references allocation,
  set_no int not null check (set_no > 0)
);
create trigger sales_credit_kept_append_only before update or delete
  on sales_credit_kept for each row execute function refuse_change();

-- What came until now stays whose it is: of the shares in force, or else of who is named here.
create function keep_sales_credit(of_commitment uuid, of_owner uuid, of_team uuid)
returns void language plpgsql as $$
declare
  kept_no int;
begin
  if exists (
    select from allocation a
    where a.commitment_id = of_commitment and a.kind = 'RECEIPT' and a.reverses_id is null
      and not exists (select from sales_credit_kept k where k.allocation_id = a.id)
  ) then
    select set_no into kept_no from sales_credit where commitment_id = of_commitment and in_force
    limit 1;
    if kept_no is null then
      select coalesce(max(set_no), 0) + 1 into kept_no from sales_credit
      where commitment_id = of_commitment;
      insert into sales_credit (id, commitment_id, set_no, salesperson_id, team_id, percent, in_force)
      values (gen_random_uuid(), of_commitment, kept_no, of_owner, of_team, 100, false);
    end if;
    insert into sales_credit_kept (allocation_id, set_no)
    select a.id, kept_no from allocation a
    where a.commitment_id = of_commitment and a.kind = 'RECEIPT' and a.reverses_id is null
      and not exists (select from sales_credit_kept k where k.allocation_id = a.id);
  end if;
end $$;

-- A commitment that changes hands.
create function keep_sales_credit_of_owner() returns trigger language plpgsql as $$
begin
  if not exists (select from sales_credit where commitment_id = old.id and in_force) then
    perform keep_sales_credit(old.id, old.owner_id, old.team_id);
  end if;
  return null;
end $$;
create trigger payment_commitment_keeps_sales_credit after update of owner_id, team_id
  on payment_commitment for each row
  when (old.owner_id is distinct from new.owner_id or old.team_id is distinct from new.team_id)
  execute function keep_sales_credit_of_owner();

-- So much of what they bring in is theirs, from a day on; no person: of all who have no own rate.
create table commission_rate (
  id uuid primary key,
  salesperson_id uuid constraint commission_rate_salesperson_id_foreign references salesperson,
  from_on date not null,
  percent numeric(9, 6) not null check (percent between 0 and 100),
  set_at timestamptz not null,
  set_by uuid
);
create unique index commission_rate_person_unique
  on commission_rate (salesperson_id, from_on) where salesperson_id is not null;
create unique index commission_rate_all_unique on commission_rate (from_on) where salesperson_id is null;

create sequence commission_payout_number;
-- Append-only: what of it was paid out; below zero: paid back.
create table commission_payout (
  id uuid primary key,
  number text not null default 'CM-' || lpad(nextval('commission_payout_number')::text, 6, '0')
    constraint commission_payout_number_unique unique,
  salesperson_id uuid not null
    constraint commission_payout_salesperson_id_foreign references salesperson,
  amount numeric(20, 4) not null check (amount <> 0),
  paid_on date not null,
  -- Accruals up to then were looked at.
  through_on date not null,
  reference text,
  at timestamptz not null,
  actor_id uuid,
  operation_id uuid not null
);
create index commission_payout_salesperson_id_index on commission_payout (salesperson_id, paid_on);
create trigger commission_payout_append_only before update or delete
  on commission_payout for each row execute function refuse_change();

-- The forecast as it was seen on a day. Append-only.
create table inflow_snapshot (
  taken_on date primary key,
  at timestamptz not null,
  operation_id uuid not null
);
create table inflow_snapshot_row (
  id uuid primary key,
  taken_on date not null constraint inflow_snapshot_row_taken_on_foreign references inflow_snapshot,
  calendar text not null constraint inflow_snapshot_row_calendar_check
    check (calendar in ('GREGORIAN', 'JALALI')),
  period text not null,
  from_on date not null,
  through_on date not null,
  owner_id uuid constraint inflow_snapshot_row_owner_id_foreign references salesperson,
  team_id uuid constraint inflow_snapshot_row_team_id_foreign references team,
  layer text not null check (layer <> ''),
  -- In the firm's currency: what is owed or hoped for, and what of it is expected.
  amount numeric(20, 4) not null,
  expected numeric(20, 4) not null
);
create index inflow_snapshot_row_taken_on_index on inflow_snapshot_row (taken_on, from_on);
create index inflow_snapshot_row_period_index on inflow_snapshot_row (calendar, period, owner_id);
create index inflow_snapshot_row_owner_id_index on inflow_snapshot_row (owner_id, taken_on);
create index inflow_snapshot_row_team_id_index on inflow_snapshot_row (team_id, taken_on);
create trigger inflow_snapshot_append_only before update or delete
  on inflow_snapshot for each row execute function refuse_change();
create trigger inflow_snapshot_row_append_only before update or delete
  on inflow_snapshot_row for each row execute function refuse_change();
