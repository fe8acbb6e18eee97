-- What customers are asked to pay for, and what is taken back of it.

create table invoice_series (
  kind text not null,
  year int not null,
  last int not null,
  -- The day of the last one: none after it is dated before it.
  last_on date not null,
  constraint invoice_series_pkey primary key (kind, year)
);

create table invoice (
  id uuid primary key,
  kind text not null constraint invoice_kind_check check (kind in ('INVOICE', 'CREDIT_NOTE')),
  state text not null constraint invoice_state_check check (state in ('DRAFT', 'POSTED', 'CANCELLED')),
  -- Without a gap within its kind and year; none while it is a draft.
  number text constraint invoice_number_unique unique,
  party_id uuid not null constraint invoice_party_id_foreign references party,
  sales_order_id uuid constraint invoice_sales_order_id_foreign references sales_order,
  -- Of a credit note: the invoice it takes back, whole or in part.
  credits_id uuid constraint invoice_credits_id_foreign references invoice,
  return_authorisation_id uuid
    constraint invoice_return_authorisation_id_foreign references return_authorisation,
  project_id uuid constraint invoice_project_id_foreign references project,
  owner_id uuid constraint invoice_owner_id_foreign references salesperson,
  team_id uuid constraint invoice_team_id_foreign references team,
  bill_to jsonb,
  reason text,
  -- Of a draft null: the day it is posted on, and so many days after.
  dated_on date,
  due_on date,
  payment_days int not null check (payment_days between 0 and 3650),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  rate numeric(20, 10) not null check (rate > 0),
  tax_inclusive boolean not null,
  tax_rounding text not null constraint invoice_tax_rounding_check
    check (tax_rounding in ('LINE', 'DOCUMENT')),
  net numeric(20, 4) not null,
  tax numeric(20, 4) not null,
  total numeric(20, 4) not null,
  -- In the firm's currency, at the rate of the order.
  company_total numeric(20, 4) not null,
  posted_at timestamptz,
  posted_by uuid,
  created_at timestamptz not null,
  created_by uuid,
  operation_id uuid not null,
  version int not null default 1,
  constraint invoice_number_once_posted check ((state = 'POSTED') = (number is not null)),
  constraint invoice_dated_once_posted check (
    state <> 'POSTED' or (dated_on is not null and due_on >= dated_on)),
  constraint invoice_sums_up check (net + tax = total),
  constraint invoice_credit_note_takes_back check (
    (kind = 'CREDIT_NOTE') = (credits_id is not null)
    and (kind = 'INVOICE' or (reason is not null and state = 'POSTED')))
);
create index invoice_party_id_index on invoice (party_id, id);
create index invoice_sales_order_id_index on invoice (sales_order_id, id);
create index invoice_credits_id_index on invoice (credits_id) where credits_id is not null;
create index invoice_project_id_index on invoice (project_id, id) where project_id is not null;
create index invoice_owner_id_index on invoice (owner_id, id);
create index invoice_team_id_index on invoice (team_id, id);

create table invoice_line (
  id uuid primary key,
  invoice_id uuid not null constraint invoice_line_invoice_id_foreign references invoice,
  line_no int not null check (line_no > 0),
  sales_order_line_id uuid not null
    constraint invoice_line_sales_order_line_id_foreign references sales_order_line,
  -- Of a credit note: the line that is taken back.
  credits_line_id uuid constraint invoice_line_credits_line_id_foreign references invoice_line,
  product_id uuid not null constraint invoice_line_product_id_foreign references product,
  unit_code text not null constraint invoice_line_unit_code_foreign references unit,
  -- None where only an amount is credited: the goods stay sold.
  quantity_in_unit numeric(20, 6) not null,
  quantity numeric(20, 6) not null,
  unit_price numeric(20, 6) not null,
  net numeric(20, 4) not null check (net >= 0),
  tax_code text,
  tax_rate numeric(9, 6) not null,
  tax numeric(20, 4) not null check (tax >= 0),
  total numeric(20, 4) not null,
  constraint invoice_line_no_unique unique (invoice_id, line_no),
  constraint invoice_line_sums_up check (net + tax = total),
  constraint invoice_line_quantity_check check (
    (quantity > 0 and quantity_in_unit > 0)
    or (quantity = 0 and quantity_in_unit = 0 and credits_line_id is not null))
);
create index invoice_line_sales_order_line_id_index on invoice_line (sales_order_line_id);
create index invoice_line_credits_line_id_index on invoice_line (credits_line_id)
  where credits_line_id is not null;
create index invoice_line_product_id_index on invoice_line (product_id, id);

-- What is owed for each tax of a document: the sum that is printed and declared.
create table invoice_tax (
  id uuid primary key,
  invoice_id uuid not null constraint invoice_tax_invoice_id_foreign references invoice,
  tax_code text not null,
  tax_rate numeric(9, 6) not null,
  base numeric(20, 4) not null,
  tax numeric(20, 4) not null,
  constraint invoice_tax_once unique (invoice_id, tax_code, tax_rate)
);

-- What was posted, or given up, says for ever what it says. Its customer alone may become one with
-- another, and then the one that it named is gone when the act ends.
create function refuse_change_of_ended_invoice() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or to_jsonb(new) - 'party_id' <> to_jsonb(old) - 'party_id' then
    raise exception '% is posted or given up and never changes', tg_table_name
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger invoice_ended_is_final before update or delete on invoice
  for each row when (old.state in ('POSTED', 'CANCELLED'))
  execute function refuse_change_of_ended_invoice();

create function require_merged_customer() returns trigger language plpgsql as $$
begin
  if exists (select from party where id = old.party_id) then
    raise exception '% is posted: its customer changes by a merge only', tg_table_name
      using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create constraint trigger invoice_customer_by_merge after update of party_id on invoice
  deferrable initially deferred for each row
  when (old.state <> 'DRAFT' and old.party_id <> new.party_id)
  execute function require_merged_customer();

-- Lines and taxes come with what is posted at once, within the act that posts it.
create function refuse_change_of_ended_invoice_part() returns trigger language plpgsql as $$
begin
  if exists (select from invoice where id in (old.invoice_id, new.invoice_id) and state <> 'DRAFT'
               and (tg_op <> 'INSERT' or xmin <> pg_current_xact_id()::xid)) then
    raise exception '% is posted or given up and never changes', tg_table_name
      using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger invoice_line_ended_is_final before insert or update or delete on invoice_line
  for each row execute function refuse_change_of_ended_invoice_part();
create trigger invoice_tax_ended_is_final before insert or update or delete on invoice_tax
  for each row execute function refuse_change_of_ended_invoice_part();

-- Each line of a voucher looks for its own moves: by the document alone a voucher of 1,000 lines
-- would read each move 1,000 times.
drop index stock_move_document_id_index;
create index stock_move_document_id_line_id_index on stock_move (document_id, line_id);
