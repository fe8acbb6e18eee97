-- Who the firm trades with, and who of the firm looks after them.
create extension if not exists btree_gist;

-- What the whole firm goes by: one row, made here.
create table company (
  id int constraint company_pkey primary key constraint company_is_one check (id = 1),
  name text not null check (name <> ''),
  -- ISO 4217: what limits, exposures and costs are told in.
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- ISO 3166: whose tax ids and telephone numbers are meant when no country is said.
  country text not null check (country ~ '^[A-Z]{2}$'),
  version int not null default 1
);
insert into company (id, name, currency, country) values (1, 'Bazargan', 'IRR', 'IR');

create table team (
  id uuid primary key,
  code text not null constraint team_code_unique unique check (code ~ '^[A-Z0-9_-]{1,20}$'),
  name_en text not null check (name_en <> ''),
  name_fa text not null check (name_fa <> ''),
  created_at timestamptz not null,
  created_by uuid,
  version int not null default 1
);

-- A person who looks after customers, in one team at a time.
create table salesperson (
  id uuid constraint salesperson_pkey primary key constraint salesperson_id_foreign references person,
  team_id uuid not null constraint salesperson_team_id_foreign references team,
  -- How much of what is assigned by rule comes here; 0: nothing.
  weight int not null default 1 check (weight between 0 and 1000),
  -- Open leads at most by rule; null: any number.
  capacity int check (capacity > 0),
  active boolean not null default true,
  version int not null default 1
);
create index salesperson_team_id_index on salesperson (team_id);

-- Days on which nothing is assigned to somebody; the last day included.
create table absence (
  id uuid primary key,
  salesperson_id uuid not null constraint absence_salesperson_id_foreign references salesperson,
  from_on date not null,
  through_on date not null check (through_on >= from_on),
  reason text,
  constraint absence_once exclude using gist
    (salesperson_id with =, daterange(from_on, through_on, '[]') with &&)
);

create table segment (
  id uuid primary key,
  code text not null constraint segment_code_unique unique check (code ~ '^[A-Z0-9_-]{1,20}$'),
  name_en text not null check (name_en <> ''),
  name_fa text not null check (name_fa <> ''),
  version int not null default 1
);

-- Who of the firm gets leads and accounts of a segment.
create table segment_salesperson (
  id uuid primary key,
  segment_id uuid not null constraint segment_salesperson_segment_id_foreign references segment,
  salesperson_id uuid not null
    constraint segment_salesperson_salesperson_id_foreign references salesperson,
  -- Of what was given by rule: how far behind their share they are; negative: ahead.
  credit int not null default 0,
  constraint segment_salesperson_once unique (segment_id, salesperson_id)
);
create index segment_salesperson_salesperson_id_index on segment_salesperson (salesperson_id);

create sequence party_number;
create table party (
  id uuid primary key,
  number text not null constraint party_number_unique unique,
  kind text not null constraint party_kind_check check (kind in ('COMPANY', 'PERSON')),
  name text not null check (name <> ''),
  -- As on papers, or in the other script.
  legal_name text check (legal_name <> ''),
  is_customer boolean not null default false,
  is_supplier boolean not null default false,
  owner_id uuid constraint party_owner_id_foreign references salesperson,
  team_id uuid constraint party_team_id_foreign references team,
  note text,
  active boolean not null default true,
  -- Names, numbers, tax ids, e-mails and telephones, folded.
  search_text text not null,
  -- The name alone, folded, without what companies are called by (Ltd, GmbH, شرکت).
  name_key text not null,
  created_at timestamptz not null,
  created_by uuid,
  version int not null default 1
);
create index party_name_index on party (name, id);
create index party_created_at_index on party (created_at, id);
create index party_owner_id_index on party (owner_id, id);
create index party_team_id_index on party (team_id, id);
create index party_search_text_index on party using gin (search_text gin_trgm_ops);
create index party_name_key_index on party using gin (name_key gin_trgm_ops);

-- Where old ids lead to: a party that was merged is gone, and this is left of it.
create table party_redirect (
  id uuid constraint party_redirect_pkey primary key,
  party_id uuid not null constraint party_redirect_party_id_foreign references party,
  -- As it was, with its parts.
  snapshot jsonb not null,
  merged_at timestamptz not null,
  merged_by uuid,
  operation_id uuid not null
);
create index party_redirect_party_id_index on party_redirect (party_id);

create table party_tax_id (
  id uuid primary key,
  party_id uuid not null constraint party_tax_id_party_id_foreign references party,
  country text not null check (country ~ '^[A-Z]{2}$'),
  kind text not null constraint party_tax_id_kind_check
    check (kind in ('NATIONAL_ID', 'ECONOMIC_CODE', 'REGISTRATION', 'VAT')),
  -- As written, and without spaces, dashes and local digits.
  value text not null check (value <> ''),
  value_key text not null check (value_key <> ''),
  constraint party_tax_id_once unique (party_id, country, kind)
);
create index party_tax_id_value_key_index on party_tax_id (value_key);

create table party_contact_point (
  id uuid primary key,
  party_id uuid not null constraint party_contact_point_party_id_foreign references party,
  channel text not null constraint party_contact_point_channel_check
    check (channel in ('PHONE', 'MOBILE', 'FAX', 'EMAIL', 'TELEGRAM', 'WEB')),
  value text not null check (value <> ''),
  -- E.164, or an address in small letters.
  value_key text not null check (value_key <> ''),
  is_primary boolean not null default false,
  constraint party_contact_point_once unique (party_id, channel, value_key)
);
create index party_contact_point_value_key_index on party_contact_point (value_key);

create table party_address (
  id uuid primary key,
  party_id uuid not null constraint party_address_party_id_foreign references party,
  label text,
  is_billing boolean not null default false,
  is_shipping boolean not null default false,
  street text not null check (street <> ''),
  city text not null check (city <> ''),
  province text,
  postal_code text,
  country text not null check (country ~ '^[A-Z]{2}$'),
  version int not null default 1
);
create index party_address_party_id_index on party_address (party_id);

-- A person who speaks for a company.
create table party_contact (
  id uuid primary key,
  company_id uuid not null constraint party_contact_company_id_foreign references party,
  person_id uuid not null constraint party_contact_person_id_foreign references party,
  job_title text,
  is_primary boolean not null default false,
  constraint party_contact_once unique (company_id, person_id),
  constraint party_contact_not_oneself check (company_id <> person_id)
);
create index party_contact_person_id_index on party_contact (person_id);

create table party_segment (
  id uuid primary key,
  party_id uuid not null constraint party_segment_party_id_foreign references party,
  segment_id uuid not null constraint party_segment_segment_id_foreign references segment,
  constraint party_segment_once unique (party_id, segment_id)
);
create index party_segment_segment_id_index on party_segment (segment_id);
