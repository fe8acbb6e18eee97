-- What goods cost the customer, and why.

create table product_category (
  id uuid primary key,
  code text not null constraint product_category_code_unique unique
    check (code ~ '^[A-Z0-9_-]{1,30}$'),
  name_en text not null check (name_en <> ''),
  name_fa text not null check (name_fa <> ''),
  parent_id uuid constraint product_category_parent_id_foreign references product_category,
  version int not null default 1
);
create index product_category_parent_id_index on product_category (parent_id);
alter table product
  add column category_id uuid constraint product_category_id_foreign references product_category,
  add column tax_code text,
  add column lead_time_days int check (lead_time_days between 0 and 3650),
  add column warranty_months int check (warranty_months between 0 and 1200);
create index product_category_id_index on product (category_id, id);

-- One unit of `currency` in units of the firm's, from a day on.
create table exchange_rate (
  id uuid primary key,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  on_day date not null,
  rate numeric(20, 10) not null check (rate > 0),
  created_at timestamptz not null,
  created_by uuid,
  constraint exchange_rate_currency_on_day_unique unique (currency, on_day)
);

create table tax (
  code text constraint tax_pkey primary key check (code ~ '^[A-Z0-9_-]{1,20}$'),
  name_en text not null check (name_en <> ''),
  name_fa text not null check (name_fa <> ''),
  -- Of products that name none.
  is_default boolean not null default false,
  version int not null default 1
);
create unique index tax_one_default on tax (is_default) where is_default;
alter table product add constraint product_tax_code_foreign foreign key (tax_code) references tax;

create table tax_rate (
  id uuid primary key,
  tax_code text not null constraint tax_rate_tax_code_foreign references tax,
  -- Percent.
  rate numeric(9, 6) not null check (rate between 0 and 1000),
  valid_from date not null,
  -- Not on this day any more; null: until further notice.
  valid_to date check (valid_to > valid_from),
  constraint tax_rate_once exclude using gist
    (tax_code with =, daterange(valid_from, valid_to) with &&) deferrable initially deferred
);

-- A customer who owes a tax not, by which paper, and from when to when.
create table tax_exemption (
  id uuid primary key,
  party_id uuid not null constraint tax_exemption_party_id_foreign references party,
  tax_code text not null constraint tax_exemption_tax_code_foreign references tax,
  certificate text not null check (certificate <> ''),
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  constraint tax_exemption_once exclude using gist
    (party_id with =, tax_code with =, daterange(valid_from, valid_to) with &&)
    deferrable initially deferred
);

create table price_list (
  id uuid primary key,
  code text not null constraint price_list_code_unique unique check (code ~ '^[A-Z0-9_-]{1,30}$'),
  name text not null check (name <> ''),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- The most particular first: CUSTOMER, CONTRACT, SEGMENT, BASE.
  scope text not null constraint price_list_scope_check
    check (scope in ('CUSTOMER', 'CONTRACT', 'SEGMENT', 'BASE')),
  party_id uuid constraint price_list_party_id_foreign references party,
  segment_id uuid constraint price_list_segment_id_foreign references segment,
  -- The higher wins among lists of one scope.
  priority int not null default 0,
  tax_inclusive boolean not null default false,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  active boolean not null default true,
  created_at timestamptz not null,
  created_by uuid,
  version int not null default 1,
  constraint price_list_scope_names_whose check (
    (scope in ('CUSTOMER', 'CONTRACT')) = (party_id is not null)
    and (scope = 'SEGMENT') = (segment_id is not null)),
  -- No ties: of one scope, for one customer, at one time, each list has a rank of its own. Two
  -- segments are one customer's as soon as somebody is in both.
  constraint price_list_no_tie exclude using gist (
    currency with =, scope with =,
    coalesce(party_id, '00000000-0000-0000-0000-000000000000'::uuid) with =,
    priority with =, daterange(valid_from, valid_to) with &&
  ) where (active) deferrable initially deferred
);
create index price_list_party_id_index on price_list (party_id) where party_id is not null;
create index price_list_segment_id_index on price_list (segment_id) where segment_id is not null;
