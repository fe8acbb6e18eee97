-- What customers are asked to pay for, and what is taken back of it.

create table invoice_series (
  kind text not null,
  year int not null,
  last int not null,
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
  dated_on date not null,
  due_on date not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  rate numeric(20, 10) not null check (rate > 0),
  tax_inclusive boolean not null,
  -- Tax is rounded for each line, or for each tax of the document.
  tax_rounding text not null constraint invoice_tax_rounding_check
    check (tax_rounding in ('LINE', 'DOCUMENT')),
  net numeric(20, 4) not null,
  tax numeric(20, 4) not null,
  total numeric(20, 4) not null,
  posted_at timestamptz,
  posted_by uuid,
  created_at timestamptz not null,
  created_by uuid,
  operation_id uuid not null,
  version int not null default 1,
  constraint invoice_number_once_posted check ((state = 'POSTED') = (number is not null)),
  constraint invoice_credit_note_has_a_reason check (kind = 'INVOICE' or reason is not null)
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
  sales_order_line_id uuid constraint invoice_line_sales_order_line_id_foreign references sales_order_line,
  -- Of a credit note: the line that is taken back.
  credits_line_id uuid constraint invoice_line_credits_line_id_foreign references invoice_line,
  product_id uuid not null constraint invoice_line_product_id_foreign references product,
  unit_code text not null constraint invoice_line_unit_code_foreign references unit,
  quantity_in_unit numeric(20, 6) not null check (quantity_in_unit > 0),
  quantity numeric(20, 6) not null check (quantity > 0),
  unit_price numeric(20, 6) not null,
  net numeric(20, 4) not null,
  tax_code text,
  tax_rate numeric(9, 6) not null,
  tax numeric(20, 4) not null,
  total numeric(20, 4) not null,
  constraint invoice_line_no_unique unique (invoice_id, line_no)
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
