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
alter table price_list
  -- Computed prices are brought to whole multiples of this; null: to the currency's last place.
  add column round_to numeric(20, 6) check (round_to > 0),
  -- Documents of other currencies may take its prices, at the rate of their day.
  add column converts boolean not null default false,
  -- False: its prices are net, and no discount rule of lines lowers them.
  add column discountable boolean not null default true;
create index price_list_base_index on price_list (currency) where scope = 'BASE' and active;

-- One row: what the whole firm's prices go by.
create table pricing_setting (
  id int constraint pricing_setting_pkey primary key constraint pricing_setting_is_one check (id = 1),
  -- Of a customer in several segments: the list of the highest priority, or of the lowest price.
  segment_rule text not null default 'PRIORITY' constraint pricing_setting_segment_rule_check
    check (segment_rule in ('PRIORITY', 'LOWEST')),
  -- Tax is rounded on each line, or on each rate of a document and then spread.
  tax_rounding text not null default 'LINE' constraint pricing_setting_tax_rounding_check
    check (tax_rounding in ('LINE', 'DOCUMENT')),
  version int not null default 1
);
insert into pricing_setting (id) values (1);

-- What a list says of a product, of a category and those below it, or of all goods, from a day to a
-- day; by quantity in its tiers.
create table price_list_item (
  id uuid primary key,
  price_list_id uuid not null constraint price_list_item_price_list_id_foreign references price_list,
  product_id uuid constraint price_list_item_product_id_foreign references product,
  category_id uuid constraint price_list_item_category_id_foreign references product_category,
  -- What the price is of and tiers count in; null: any unit, and tiers count in the base unit.
  unit_code text constraint price_list_item_unit_code_foreign references unit,
  method text not null constraint price_list_item_method_check
    check (method in ('FIXED', 'PERCENT_OFF', 'MARGIN', 'MARK_UP')),
  tier_kind text not null default 'ALL_UNITS' constraint price_list_item_tier_kind_check
    check (tier_kind in ('ALL_UNITS', 'GRADUATED')),
  -- What reaches a tier: the line, all lines of its product, or all lines that the item is for.
  counted_by text not null default 'LINE' constraint price_list_item_counted_by_check
    check (counted_by in ('LINE', 'PRODUCT', 'GROUP')),
  valid_from date not null,
  -- Not on this day any more; null: until further notice.
  valid_to date check (valid_to > valid_from),
  constraint price_list_item_one_level check (num_nonnulls(product_id, category_id) <= 1),
  constraint price_list_item_percent_of_all_units
    check (method <> 'PERCENT_OFF' or tier_kind = 'ALL_UNITS'),
  constraint price_list_item_price_of_a_unit check (method <> 'FIXED' or unit_code is not null),
  constraint price_list_item_once exclude using gist (
    price_list_id with =,
    coalesce(product_id, '00000000-0000-0000-0000-000000000000'::uuid) with =,
    coalesce(category_id, '00000000-0000-0000-0000-000000000000'::uuid) with =,
    coalesce(unit_code, '') with =,
    daterange(valid_from, valid_to) with &&
  ) deferrable initially deferred
);
create index price_list_item_product_id_index on price_list_item (product_id, price_list_id)
  where product_id is not null;
create index price_list_item_category_id_index on price_list_item (category_id, price_list_id)
  where category_id is not null;
create index price_list_item_price_list_id_index on price_list_item (price_list_id, id);
create index price_list_item_of_all_index on price_list_item (price_list_id)
  where product_id is null and category_id is null;

create table price_tier (
  id uuid primary key,
  price_list_item_id uuid not null
    constraint price_tier_price_list_item_id_foreign references price_list_item on delete cascade,
  min_quantity numeric(20, 6) not null check (min_quantity >= 0),
  -- FIXED: the price of one unit; PERCENT_OFF: percent.
  value numeric(20, 6) check (value >= 0),
  -- MARGIN, MARK_UP: percent. Of its own: with the price it would tell the cost.
  over_cost numeric(20, 6) check (over_cost >= 0),
  constraint price_tier_one_value check (num_nonnulls(value, over_cost) = 1),
  constraint price_tier_once unique (price_list_item_id, min_quantity)
);

-- What is taken off lines or documents, or put on, beyond the lists.
create table discount_rule (
  id uuid primary key,
  code text not null constraint discount_rule_code_unique unique
    check (code ~ '^[A-Z0-9_-]{1,30}$'),
  name text not null check (name <> ''),
  target text not null constraint discount_rule_target_check check (target in ('LINE', 'DOCUMENT')),
  effect text not null default 'DISCOUNT' constraint discount_rule_effect_check
    check (effect in ('DISCOUNT', 'SURCHARGE')),
  party_id uuid constraint discount_rule_party_id_foreign references party,
  segment_id uuid constraint discount_rule_segment_id_foreign references segment,
  product_id uuid constraint discount_rule_product_id_foreign references product,
  category_id uuid constraint discount_rule_category_id_foreign references product_category,
  -- One after the other: 10 and 5 are 14.5 percent.
  percents numeric[] constraint discount_rule_percents_check
    check (cardinality(percents) between 1 and 10 and 0 < all (percents)),
  -- Of `currency`: of one base unit, of the line or of the document.
  amount numeric(20, 6) check (amount > 0),
  amount_per text constraint discount_rule_amount_per_check
    check (amount_per in ('UNIT', 'LINE', 'DOCUMENT')),
  currency text check (currency ~ '^[A-Z]{3}$'),
  -- For every so many base units of what the rule is for, so many of `free_product_id` are free;
  -- null: of the same product, among those that are ordered.
  for_every numeric(20, 6) check (for_every > 0),
  free_quantity numeric(20, 6) check (free_quantity > 0),
  free_product_id uuid constraint discount_rule_free_product_id_foreign references product,
  -- On one document; null: whatever is earned.
  most_free numeric(20, 6) check (most_free > 0),
  -- In base units, and in `currency`; what must be reached for the rule to hold.
  min_quantity numeric(20, 6) not null default 0 check (min_quantity >= 0),
  min_amount numeric(20, 4) not null default 0 check (min_amount >= 0),
  counted_by text not null default 'LINE' constraint discount_rule_counted_by_check
    check (counted_by in ('LINE', 'PRODUCT', 'GROUP')),
  stacking text not null constraint discount_rule_stacking_check
    check (stacking in ('EXCLUSIVE', 'ADD_ON_LIST', 'ON_RUNNING')),
  -- Of the rules of a group at most one holds: that of the highest priority.
  exclusion_group text check (exclusion_group ~ '^[A-Z0-9_-]{1,30}$'),
  priority int not null default 0,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  active boolean not null default true,
  created_at timestamptz not null,
  created_by uuid,
  version int not null default 1,
  constraint discount_rule_of_one check (num_nonnulls(party_id, segment_id) <= 1),
  constraint discount_rule_one_level check (num_nonnulls(product_id, category_id) <= 1),
  constraint discount_rule_one_size check (num_nonnulls(percents, amount, free_quantity) = 1),
  constraint discount_rule_free_goods_whole check (
    (free_quantity is null) = (for_every is null)
    and (free_quantity is not null or num_nonnulls(free_product_id, most_free) = 0)),
  constraint discount_rule_free_goods_of_lines check (
    free_quantity is null or (target = 'LINE' and effect = 'DISCOUNT')),
  constraint discount_rule_not_all_free check (
    free_quantity < for_every
    or (free_product_id is not null and free_product_id is distinct from product_id)),
  -- Of several products together it would not be known which of them is free.
  constraint discount_rule_free_goods_of_one_product check (
    free_quantity is null or counted_by <> 'GROUP'
    or num_nonnulls(free_product_id, product_id) > 0),
  constraint discount_rule_amount_per_something check (
    (amount is null) = (amount_per is null)
    and (amount_per is null or (amount_per = 'DOCUMENT') = (target = 'DOCUMENT'))),
  constraint discount_rule_amount_in_a_currency check (
    currency is not null or (amount is null and min_amount = 0)),
  constraint discount_rule_no_more_than_all check (effect = 'SURCHARGE' or 100 >= all (percents)),
  constraint discount_rule_no_tie exclude using gist (
    exclusion_group with =, priority with =, daterange(valid_from, valid_to) with &&
  ) where (active and exclusion_group is not null) deferrable initially deferred
);
create index discount_rule_party_id_index on discount_rule (party_id) where party_id is not null;
create index discount_rule_segment_id_index on discount_rule (segment_id)
  where segment_id is not null;
create index discount_rule_for_all_index on discount_rule (valid_from)
  where party_id is null and segment_id is null and active;
create index discount_rule_product_id_index on discount_rule (product_id)
  where product_id is not null;
create index discount_rule_category_id_index on discount_rule (category_id)
  where category_id is not null;
create index discount_rule_free_product_id_index on discount_rule (free_product_id)
  where free_product_id is not null;

-- How far who has a role may go below the lists without asking.
create table discount_allowance (
  -- The role's.
  id uuid constraint discount_allowance_pkey primary key
    constraint discount_allowance_id_foreign references role,
  -- Of the list's price, by hand.
  max_percent numeric(9, 6) not null check (max_percent between 0 and 100),
  -- What must be left of the net price after costs; null: no floor.
  min_margin_percent numeric(9, 6) check (min_margin_percent between -1000 and 100),
  version int not null default 1
);
