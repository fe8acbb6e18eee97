-- What customers ordered, what of it left, what came back.

-- One row: how the firm sells when a document says nothing else.
create table sales_setting (
  id int constraint sales_setting_pkey primary key constraint sales_setting_is_one check (id = 1),
  default_warehouse_id uuid constraint sales_setting_default_warehouse_id_foreign references warehouse,
  quote_valid_days int not null default 30 check (quote_valid_days between 1 and 3650),
  -- How long after its day a shipment is still counted on, in days from today; null: not at all.
  late_supply_days int check (late_supply_days between 0 and 365),
  version int not null default 1
);
insert into sales_setting (id) values (1);

create sequence sales_order_number;
create table sales_order (
  id uuid primary key,
  number text not null constraint sales_order_number_unique unique,
  state text not null constraint sales_order_state_check check (state in (
    'DRAFT', 'CONFIRMED', 'CLOSED', 'CANCELLED')),
  party_id uuid not null constraint sales_order_party_id_foreign references party,
  contact_id uuid constraint sales_order_contact_id_foreign references party,
  -- As it was when it was ordered, so that a moved customer changes no paper.
  ship_to jsonb,
  bill_to jsonb,
  quote_revision_id uuid constraint sales_order_quote_revision_id_foreign references quote_revision,
  opportunity_id uuid constraint sales_order_opportunity_id_foreign references opportunity,
  project_id uuid constraint sales_order_project_id_foreign references project,
  owner_id uuid constraint sales_order_owner_id_foreign references salesperson,
  team_id uuid constraint sales_order_team_id_foreign references team,
  customer_reference text,
  -- Where lines are served from that name no warehouse.
  warehouse_id uuid constraint sales_order_warehouse_id_foreign references warehouse,
  ordered_on date not null,
  pricing_on date not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- Of one unit of the currency, in the firm's; kept, never read again.
  rate numeric(20, 10) not null check (rate > 0),
  payment_days int not null check (payment_days between 0 and 3650),
  tax_inclusive boolean not null default false,
  document_discount_percent numeric(9, 6) check (document_discount_percent between 0 and 100),
  document_discount_amount numeric(20, 4) check (document_discount_amount >= 0),
  terms text,
  delivery_policy text not null constraint sales_order_delivery_policy_check check (delivery_policy in (
    'SHIP_PARTIAL', 'SHIP_COMPLETE_LINE', 'SHIP_COMPLETE_ORDER')),
  -- ALL_OR_NOTHING: no order without its goods; PARTIAL: what is there, the rest waits; NONE.
  reservation_policy text not null constraint sales_order_reservation_policy_check
    check (reservation_policy in ('ALL_OR_NOTHING', 'PARTIAL', 'NONE')),
  holds text[] not null default '{}' constraint sales_order_holds_check
    check (holds <@ array['CREDIT', 'QUALITY', 'MANUAL']),
  -- The customer's credit sufficed. Until then it claims neither goods nor credit.
  cleared boolean not null default false,
  net numeric(20, 4) not null,
  discount numeric(20, 4) not null,
  tax numeric(20, 4) not null,
  total numeric(20, 4) not null,
  -- Rolled up from the lines, never typed in.
  fulfilment text not null default 'NONE' constraint sales_order_fulfilment_check
    check (fulfilment in ('NONE', 'PARTIAL', 'FULL')),
  invoicing text not null default 'NONE' constraint sales_order_invoicing_check
    check (invoicing in ('NONE', 'PARTIAL', 'FULL')),
  payment text not null default 'NONE' constraint sales_order_payment_check
    check (payment in ('NONE', 'PARTIAL', 'FULL')),
  -- What it adds to the customer's exposure now, in the firm's currency.
  exposure numeric(20, 4) not null default 0 check (exposure >= 0),
  confirmed_at timestamptz,
  confirmed_by uuid,
  ended_at timestamptz,
  end_reason text,
  created_at timestamptz not null,
  created_by uuid,
  operation_id uuid not null,
  version int not null default 1,
  constraint sales_order_uncleared_is_held check (
    state <> 'CONFIRMED' or cleared or 'CREDIT' = any (holds)),
  constraint sales_order_uncleared_claims_nothing check (cleared or exposure = 0),
  constraint sales_order_one_document_discount check (
    document_discount_percent is null or document_discount_amount is null)
) with (fillfactor = 80);
create unique index sales_order_quote_revision_id_unique on sales_order (quote_revision_id)
  where quote_revision_id is not null;
create index sales_order_party_id_index on sales_order (party_id, id);
create index sales_order_contact_id_index on sales_order (contact_id) where contact_id is not null;
create index sales_order_owner_id_index on sales_order (owner_id, id);
create index sales_order_team_id_index on sales_order (team_id, id);
create index sales_order_state_index on sales_order (state, id);
create index sales_order_created_at_index on sales_order (created_at, id);
create index sales_order_opportunity_id_index on sales_order (opportunity_id)
  where opportunity_id is not null;
create index sales_order_project_id_index on sales_order (project_id, id) where project_id is not null;

-- Quantities but `quantity_in_unit` are in the product's base unit.
create table sales_order_line (
  id uuid primary key,
  sales_order_id uuid not null constraint sales_order_line_sales_order_id_foreign references sales_order,
  line_no int not null check (line_no > 0),
  product_id uuid not null constraint sales_order_line_product_id_foreign references product,
  warehouse_id uuid not null constraint sales_order_line_warehouse_id_foreign references warehouse,
  unit_code text not null constraint sales_order_line_unit_code_foreign references unit,
  quantity_in_unit numeric(20, 6) not null check (quantity_in_unit > 0),
  quantity numeric(20, 6) not null check (quantity > 0),
  cancelled numeric(20, 6) not null default 0 check (cancelled >= 0),
  issued numeric(20, 6) not null default 0 check (issued >= 0),
  -- Came back; of these, to be delivered once more.
  returned numeric(20, 6) not null default 0 check (returned >= 0),
  replaced numeric(20, 6) not null default 0 check (replaced between 0 and returned),
  invoiced numeric(20, 6) not null default 0 check (invoiced >= 0),
  credited numeric(20, 6) not null default 0
    constraint sales_order_line_credited_check check (credited between 0 and invoiced),
  open_quantity numeric(20, 6) not null
    generated always as (quantity - cancelled - issued + replaced) stored,
  requested_on date,
  promised_on date,
  -- Why what was open is delivered no more.
  short_close_reason text,
  quote_line_id uuid constraint sales_order_line_quote_line_id_foreign references quote_line,
  list_price numeric(20, 6) not null check (list_price >= 0),
  unit_price numeric(20, 6) not null check (unit_price >= 0),
  discount numeric(20, 4) not null,
  net numeric(20, 4) not null,
  tax_code text,
  tax_rate numeric(9, 6) not null default 0,
  tax numeric(20, 4) not null,
  total numeric(20, 4) not null,
  -- Its part of the order's total in the firm's currency: the parts add up to the whole.
  company_total numeric(20, 4) not null check (company_total >= 0),
  price_override jsonb,
  price_trace jsonb not null,
  unit_cost numeric(20, 6),
  warranty_months int check (warranty_months >= 0),
  -- Which allowances of who wrote it do not cover what was asked for by hand.
  exceeds text[] not null default '{}' constraint sales_order_line_exceeds_check
    check (exceeds <@ array['PERCENT', 'MARGIN']),
  constraint sales_order_line_no_unique unique (sales_order_id, line_no),
  constraint sales_order_line_issued_no_more_than_ordered check
    (cancelled + issued - replaced <= quantity),
  constraint sales_order_line_returned_was_issued check (returned <= issued),
  -- Units that were credited may be invoiced once again.
  constraint sales_order_line_invoiced_was_issued check (invoiced - credited <= issued)
) with (fillfactor = 80);
create index sales_order_line_product_id_index on sales_order_line (product_id, id);
create index sales_order_line_open_index on sales_order_line (warehouse_id, product_id)
  where open_quantity > 0;

create table sales_order_amendment (
  id uuid primary key,
  sales_order_id uuid not null
    constraint sales_order_amendment_sales_order_id_foreign references sales_order,
  amendment_no int not null check (amendment_no > 0),
  reason text not null check (reason <> ''),
  -- What it was and what it became: { lines: { id: { field: { from, to } } }, head: … }.
  change jsonb not null,
  at timestamptz not null,
  operation_id uuid not null,
  actor_id uuid,
  constraint sales_order_amendment_no_unique unique (sales_order_id, amendment_no)
);
create trigger sales_order_amendment_append_only before update or delete on sales_order_amendment
  for each row execute function refuse_change();

-- Goods on their way out to a customer: a goods issue of the warehouse, for an order.
create table delivery (
  -- The goods issue.
  id uuid constraint delivery_pkey primary key constraint delivery_id_foreign references stock_voucher,
  sales_order_id uuid not null constraint delivery_sales_order_id_foreign references sales_order,
  warehouse_id uuid not null constraint delivery_warehouse_id_foreign references warehouse,
  state text not null constraint delivery_state_check check (state in (
    'DRAFT', 'POSTED', 'CANCELLED', 'REVERSED')),
  created_at timestamptz not null,
  created_by uuid,
  posted_at timestamptz,
  version int not null default 1
);
create index delivery_sales_order_id_index on delivery (sales_order_id, id);
create index delivery_warehouse_id_index on delivery (warehouse_id, id);

create table delivery_line (
  -- The line of the goods issue.
  id uuid constraint delivery_line_pkey primary key
    constraint delivery_line_id_foreign references stock_voucher_line,
  delivery_id uuid not null constraint delivery_line_delivery_id_foreign references delivery,
  line_no int not null check (line_no > 0),
  product_id uuid not null constraint delivery_line_product_id_foreign references product,
  sales_order_line_id uuid not null
    constraint delivery_line_sales_order_line_id_foreign references sales_order_line,
  quantity numeric(20, 6) not null check (quantity > 0),
  issued numeric(20, 6) not null default 0 check (issued >= 0),
  returned numeric(20, 6) not null default 0
    constraint delivery_line_returned_check check (returned between 0 and issued),
  -- Of one base unit when it left: what comes back is worth this.
  unit_cost numeric(20, 6),
  constraint delivery_line_issued_no_more_than_asked check (issued <= quantity)
);
create index delivery_line_product_id_index on delivery_line (product_id, id);
create index delivery_line_delivery_id_index on delivery_line (delivery_id);
create index delivery_line_sales_order_line_id_index on delivery_line (sales_order_line_id);

create sequence return_authorisation_number;
create table return_authorisation (
  id uuid primary key,
  number text not null constraint return_authorisation_number_unique unique,
  sales_order_id uuid not null
    constraint return_authorisation_sales_order_id_foreign references sales_order,
  party_id uuid not null constraint return_authorisation_party_id_foreign references party,
  warehouse_id uuid not null constraint return_authorisation_warehouse_id_foreign references warehouse,
  state text not null constraint return_authorisation_state_check check (state in (
    'AUTHORISED', 'PARTLY_RECEIVED', 'RECEIVED', 'CANCELLED')),
  reason text not null check (reason <> ''),
  owner_id uuid constraint return_authorisation_owner_id_foreign references salesperson,
  team_id uuid constraint return_authorisation_team_id_foreign references team,
  created_at timestamptz not null,
  created_by uuid,
  version int not null default 1
);
create index return_authorisation_sales_order_id_index on return_authorisation (sales_order_id, id);
create index return_authorisation_party_id_index on return_authorisation (party_id, id);
create index return_authorisation_warehouse_id_index on return_authorisation (warehouse_id, id);
create index return_authorisation_owner_id_index on return_authorisation (owner_id, id);
create index return_authorisation_team_id_index on return_authorisation (team_id, id);

create table return_line (
  id uuid primary key,
  return_authorisation_id uuid not null
    constraint return_line_return_authorisation_id_foreign references return_authorisation,
  line_no int not null check (line_no > 0),
  delivery_line_id uuid not null constraint return_line_delivery_line_id_foreign references delivery_line,
  quantity numeric(20, 6) not null check (quantity > 0),
  received numeric(20, 6) not null default 0
    constraint return_line_received_check check (received between 0 and quantity),
  serials text[] not null default '{}',
  -- The customer gets others instead of money.
  is_replaced boolean not null default false
);
create index return_line_return_authorisation_id_index on return_line (return_authorisation_id);
create index return_line_delivery_line_id_index on return_line (delivery_line_id);

-- What came back, and what becomes of it. Append-only.
create table return_receipt (
  id uuid primary key,
  return_line_id uuid not null constraint return_receipt_return_line_id_foreign references return_line,
  stock_voucher_id uuid constraint return_receipt_stock_voucher_id_foreign references stock_voucher,
  quantity numeric(20, 6) not null check (quantity > 0),
  disposition text not null constraint return_receipt_disposition_check check (disposition in (
    'RESTOCK', 'QUARANTINE', 'REPAIR', 'SCRAP', 'RETURN_TO_VENDOR', 'RETURN_TO_CUSTOMER')),
  unit_cost numeric(20, 6),
  note text,
  at timestamptz not null,
  operation_id uuid not null,
  actor_id uuid
);
create index return_receipt_return_line_id_index on return_receipt (return_line_id);
create index return_receipt_stock_voucher_id_index on return_receipt (stock_voucher_id);
create trigger return_receipt_append_only before update or delete on return_receipt
  for each row execute function refuse_change();

-- A line of a goods issue may serve another document's line: that one's promise is taken first.
alter table stock_voucher
  add column demand_kind text check (demand_kind ~ '^[A-Z_]{2,30}$'),
  add column demand_id uuid,
  add constraint stock_voucher_demand_has_a_kind check ((demand_kind is null) = (demand_id is null));
create index stock_voucher_demand_id_index on stock_voucher (demand_id) where demand_id is not null;
alter table stock_voucher_line add column demand_line_id uuid;
create index stock_voucher_line_demand_line_id_index on stock_voucher_line (demand_line_id)
  where demand_line_id is not null;
