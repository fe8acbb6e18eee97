-- Counts: what was found on the shelves, beside what the book said at that instant. What the book
-- said stays in tables of its own that nothing shows, until the count is done.
create table stock_count (
  id uuid primary key,
  number text not null,
  state text not null constraint stock_count_state_check check (state in (
    'PLANNED', 'COUNTING', 'RECOUNT', 'REVIEW', 'POSTED', 'CANCELLED')),
  warehouse_id uuid not null constraint stock_count_warehouse_id_foreign references warehouse,
  planned_on date not null,
  -- Who counts is not shown what the book says.
  blind boolean not null,
  -- A difference of more than either is counted again by another person; null: by nobody.
  recount_percent numeric(9, 4)
    constraint stock_count_recount_percent_check check (recount_percent >= 0),
  recount_quantity numeric(20, 6)
    constraint stock_count_recount_quantity_check check (recount_quantity >= 0),
  -- Not only those listed.
  every_location boolean not null,
  every_product boolean not null,
  count_classes text[] not null constraint stock_count_count_classes_check
    check (count_classes <@ array['A', 'B', 'C']),
  note text,
  created_at timestamptz not null,
  created_by uuid,
  started_at timestamptz,
  -- Since when nothing is left to be counted.
  reviewed_at timestamptz,
  approved_at timestamptz,
  approved_by uuid,
  ended_at timestamptz,
  ended_by uuid,
  -- Why it was cancelled.
  reason text,
  -- What posted the differences; null when there were none.
  stock_voucher_id uuid constraint stock_count_stock_voucher_id_foreign references stock_voucher,
  version int not null default 1,
  constraint stock_count_number_unique unique (number),
  constraint stock_count_ended_has_instant
    check ((state in ('POSTED', 'CANCELLED')) = (ended_at is not null))
) with (fillfactor = 80);
create index stock_count_warehouse_id_id_index on stock_count (warehouse_id, id);
create trigger stock_count_ended_is_final before update or delete on stock_count
  for each row when (old.state in ('POSTED', 'CANCELLED')) execute function refuse_change();

-- The products of a count that is not of every product.
create table stock_count_product (
  id uuid primary key,
  stock_count_id uuid not null
    constraint stock_count_product_stock_count_id_foreign references stock_count,
  product_id uuid not null constraint stock_count_product_product_id_foreign references product,
  constraint stock_count_product_stock_count_id_product_id_unique
    unique (stock_count_id, product_id)
);
create index stock_count_product_product_id_index on stock_count_product (product_id);

-- The places that are walked to, and how far each is.
create table stock_count_location (
  id uuid primary key,
  stock_count_id uuid not null
    constraint stock_count_location_stock_count_id_foreign references stock_count,
  location_id uuid not null
    constraint stock_count_location_location_id_foreign references location,
  state text not null constraint stock_count_location_state_check
    check (state in ('OPEN', 'RECOUNT', 'COUNTED')),
  -- Since when it is being counted, or counted again; null: nobody has begun.
  started_at timestamptz,
  -- The last move of all when that began.
  started_seq bigint,
  finished_at timestamptz,
  finished_by uuid,
  constraint stock_count_location_stock_count_id_location_id_unique
    unique (stock_count_id, location_id)
) with (fillfactor = 80);

create type uuid_range as range (subtype = uuid);

-- Goods that a count under way has to itself: two counts of the same would post a difference twice.
-- No product: all that is at the place.
create table stock_count_hold (
  id uuid primary key default gen_random_uuid(),
  stock_count_id uuid not null
    constraint stock_count_hold_stock_count_id_foreign references stock_count,
  location_id uuid not null
    constraint stock_count_hold_location_id_foreign references location,
  product_id uuid constraint stock_count_hold_product_id_foreign references product,
  constraint stock_count_hold_is_of_one_count exclude using gist
    (uuid_range(location_id, location_id, '[]') with &&,
     uuid_range(product_id, product_id, '[]') with &&)
);
create index stock_count_hold_stock_count_id_index on stock_count_hold (stock_count_id);

-- A key of the ledger, counted. `expected`, `difference` and `results` are told when nothing is left
-- to be counted; in a count that is not blind, when the place is done.
create table stock_count_line (
  id uuid primary key,
  stock_count_id uuid not null
    constraint stock_count_line_stock_count_id_foreign references stock_count,
  stock_count_location_id uuid not null
    constraint stock_count_line_stock_count_location_id_foreign references stock_count_location,
  location_id uuid not null constraint stock_count_line_location_id_foreign references location,
  product_id uuid not null constraint stock_count_line_product_id_foreign references product,
  lot_id uuid constraint stock_count_line_lot_id_foreign references lot,
  is_serial boolean not null,
  owner_id uuid constraint stock_count_line_owner_id_foreign references stock_owner,
  status text not null constraint stock_count_line_status_check
    check (status in ('AVAILABLE', 'QUARANTINE', 'BLOCKED', 'EXPIRED')),
  package_id uuid constraint stock_count_line_package_id_foreign references stock_package,
  -- OPEN: its place is not done; RECOUNT: to be counted again; COUNTED: settled; DISPUTED: those
  -- who counted it did not agree.
  state text not null constraint stock_count_line_state_check
    check (state in ('OPEN', 'RECOUNT', 'COUNTED', 'DISPUTED')),
  round int not null default 1 constraint stock_count_line_round_check check (round >= 1),
  -- In this round so far; null: not yet.
  counted numeric(20, 6) constraint stock_count_line_counted_check check (counted >= 0),
  -- Goods moved while they were being counted.
  disturbed boolean not null default false,
  expected numeric(20, 6),
  difference numeric(20, 6),
  results jsonb,
  decision text constraint stock_count_line_decision_check check (decision in ('ACCEPT', 'KEEP_BOOK')),
  decision_reason text,
  decided_at timestamptz,
  decided_by uuid,
  constraint stock_count_line_serial_is_one check (not is_serial or counted <= 1),
  constraint stock_count_line_difference_is_exact check (difference = counted - expected),
  constraint stock_count_line_left_out_for_a_reason
    check (decision is distinct from 'KEEP_BOOK' or decision_reason <> '')
) with (fillfactor = 70);
create unique index stock_count_line_key on stock_count_line
  (stock_count_id, product_id, location_id,
   coalesce(lot_id, '00000000-0000-0000-0000-000000000000'::uuid),
   coalesce(owner_id, '00000000-0000-0000-0000-000000000000'::uuid), status,
   coalesce(package_id, '00000000-0000-0000-0000-000000000000'::uuid));
create index stock_count_line_stock_count_location_id_index
  on stock_count_line (stock_count_location_id);
create index stock_count_line_product_id_id_index on stock_count_line (product_id, id);
-- A serial that is found in a second place of the same count.
create index stock_count_line_lot_id_index on stock_count_line (lot_id) where lot_id is not null;

-- Nobody counts the same twice in a row: who counted a line in one round is not the second person.
create table stock_count_counter (
  stock_count_line_id uuid not null
    constraint stock_count_counter_stock_count_line_id_foreign references stock_count_line,
  actor_id uuid not null,
  round int not null,
  -- The round came to what this person counted; not so when it was counted anew by another.
  counts boolean not null default false,
  constraint stock_count_counter_pkey primary key (stock_count_line_id, actor_id, round)
);
-- Any two rounds in a row are the same in one of these: 2 and 3 in the first, 1 and 2 in the second.
create unique index stock_count_counter_not_in_a_row_even on stock_count_counter
  (stock_count_line_id, actor_id, (round / 2)) where counts;
create unique index stock_count_counter_not_in_a_row_odd on stock_count_counter
  (stock_count_line_id, actor_id, ((round + 1) / 2)) where counts;

-- So much was seen of a key, after the product's move `after_seq` and before any later one.
create table stock_count_entry (
  seq bigint generated always as identity primary key,
  stock_count_line_id uuid not null
    constraint stock_count_entry_stock_count_line_id_foreign references stock_count_line,
  round int not null,
  quantity numeric(20, 6) not null check (quantity >= 0),
  unit_code text not null constraint stock_count_entry_unit_code_foreign references unit,
  quantity_in_unit numeric(20, 6) not null check (quantity_in_unit >= 0),
  -- What was seen of the key before counts no more.
  anew boolean not null,
  source text not null constraint stock_count_entry_source_check
    check (source in ('HAND', 'SCAN', 'ABSENT')),
  counted_at timestamptz not null,
  after_seq bigint not null,
  actor_id uuid,
  scan_id uuid,
  recorded_at timestamptz not null,
  operation_id uuid not null,
  constraint stock_count_entry_of_one_person_a_round
    foreign key (stock_count_line_id, actor_id, round)
    references stock_count_counter (stock_count_line_id, actor_id, round)
);
create index stock_count_entry_stock_count_line_id_index on stock_count_entry (stock_count_line_id);
create unique index stock_count_entry_scan_once on stock_count_entry (scan_id)
  where scan_id is not null;
create trigger stock_count_entry_append_only before update or delete on stock_count_entry
  for each row execute function refuse_change();

-- What a round came to, and what the book said then.
create table stock_count_result (
  stock_count_line_id uuid not null
    constraint stock_count_result_stock_count_line_id_foreign references stock_count_line,
  round int not null,
  counted numeric(20, 6) not null check (counted >= 0),
  book numeric(20, 6) not null,
  counted_at timestamptz not null,
  operation_id uuid not null,
  constraint stock_count_result_pkey primary key (stock_count_line_id, round)
);
create trigger stock_count_result_append_only before update or delete on stock_count_result
  for each row execute function refuse_change();
