-- Warehouses and the places inside and around them. A place that holds counted stock has balances;
-- the virtual ones (supplier, customer, adjustment, scrap, lost) follow from the moves, so that no
-- row is touched by every receipt of the company.
create table warehouse (
  id uuid primary key,
  code text not null check (code ~ '^[A-Z0-9]{2,8}$'),
  name_en text not null,
  name_fa text not null,
  city_en text,
  city_fa text,
  created_at timestamptz not null,
  version int not null default 1,
  constraint warehouse_code_unique unique (code)
);

create table location (
  id uuid primary key,
  warehouse_id uuid constraint location_warehouse_id_foreign references warehouse,
  code text not null check (length(code) between 1 and 40),
  name_en text not null,
  name_fa text not null,
  kind text not null constraint location_kind_check check (kind in (
    'STORAGE', 'TRANSIT', 'SUPPLIER', 'CUSTOMER', 'ADJUSTMENT', 'SCRAP', 'QUARANTINE', 'BONDED',
    'VAN', 'LOST_IN_TRANSIT')),
  default_receipt boolean not null default false,
  created_at timestamptz not null,
  constraint location_warehouse_id_code_unique unique nulls not distinct (warehouse_id, code),
  constraint location_inside_a_warehouse check
    ((kind in ('STORAGE', 'QUARANTINE', 'BONDED', 'VAN')) = (warehouse_id is not null)),
  constraint location_receives_into_storage check (not default_receipt or kind = 'STORAGE')
);
create unique index location_default_receipt on location (warehouse_id) where default_receipt;

insert into location (id, code, name_en, name_fa, kind, created_at) values
  ('00000000-0000-7000-8000-000000000001', 'SUPPLIER', 'Suppliers', 'تأمین‌کنندگان', 'SUPPLIER', '2026-01-01Z'),
  ('00000000-0000-7000-8000-000000000002', 'CUSTOMER', 'Customers', 'مشتریان', 'CUSTOMER', '2026-01-01Z'),
  ('00000000-0000-7000-8000-000000000003', 'ADJUSTMENT', 'Adjustments', 'اصلاح موجودی', 'ADJUSTMENT', '2026-01-01Z'),
  ('00000000-0000-7000-8000-000000000004', 'SCRAP', 'Scrap', 'ضایعات', 'SCRAP', '2026-01-01Z'),
  ('00000000-0000-7000-8000-000000000005', 'LOST_IN_TRANSIT', 'Lost in transit', 'گم‌شده در راه', 'LOST_IN_TRANSIT', '2026-01-01Z');

-- A serial number is a lot of exactly one.
create table lot (
  id uuid primary key,
  product_id uuid not null constraint lot_product_id_foreign references product,
  kind text not null check (kind in ('LOT', 'SERIAL')),
  code text not null check (length(code) between 1 and 60),
  expires_on date,
  created_at timestamptz not null,
  constraint lot_product_id_code_unique unique (product_id, code)
);
create index lot_code_index on lot (code);

-- What is where. Written by the stock ledger alone, beside the moves it follows from. No index
-- mentions on_hand and pages keep room, so that an update stays on its page (HOT).
create table stock_balance (
  id uuid primary key,
  location_id uuid not null constraint stock_balance_location_id_foreign references location,
  product_id uuid not null constraint stock_balance_product_id_foreign references product,
  lot_id uuid constraint stock_balance_lot_id_foreign references lot,
  is_serial boolean not null,
  on_hand numeric(20, 6) not null,
  constraint stock_balance_never_negative check (on_hand >= 0),
  constraint stock_balance_serial_is_one check (not is_serial or (lot_id is not null and on_hand <= 1))
) with (fillfactor = 80);
-- Goods without a lot have the zero lot, so that one equality finds a key with or without.
create unique index stock_balance_key on stock_balance
  (product_id, location_id, coalesce(lot_id, '00000000-0000-0000-0000-000000000000'::uuid));
create index stock_balance_lot_id_index on stock_balance (lot_id) where lot_id is not null;
create index stock_balance_location_id_index on stock_balance (location_id);
create unique index stock_balance_serial_in_one_place on stock_balance (lot_id) where is_serial;

-- Every movement of goods, for ever. `seq` is given while the balances of the move are locked: the
-- order of one key's moves is the order in which they happened.
create table stock_move (
  seq bigint generated always as identity primary key,
  product_id uuid not null constraint stock_move_product_id_foreign references product,
  lot_id uuid constraint stock_move_lot_id_foreign references lot,
  from_location_id uuid not null constraint stock_move_from_location_id_foreign references location,
  to_location_id uuid not null constraint stock_move_to_location_id_foreign references location,
  quantity numeric(20, 6) not null constraint stock_move_moves_something check (quantity > 0),
  kind text not null constraint stock_move_kind_check check (kind in (
    'RECEIPT', 'TRANSFER_SHIPMENT', 'TRANSFER_RECEIPT', 'TRANSFER_LOSS', 'TRANSFER_RETURN')),
  document_id uuid not null,
  line_id uuid not null,
  operation_id uuid not null,
  actor_id uuid,
  moved_at timestamptz not null,
  reason text,
  responsible text,
  constraint stock_move_goes_somewhere check (from_location_id <> to_location_id)
);
create index stock_move_product_id_seq_index on stock_move (product_id, seq);
create index stock_move_document_id_index on stock_move (document_id);
create index stock_move_lot_id_seq_index on stock_move (lot_id, seq) where lot_id is not null;
create trigger stock_move_append_only before update or delete on stock_move
  for each row execute function refuse_change();

-- Numbers of documents without gaps: one row a series, warehouse and year, locked last.
create table number_series (
  series text not null check (series in ('GR', 'TR')),
  warehouse_id uuid not null constraint number_series_warehouse_id_foreign references warehouse,
  year int not null,
  last int not null,
  primary key (series, warehouse_id, year)
) with (fillfactor = 50);

create table goods_receipt (
  id uuid primary key,
  number text not null,
  warehouse_id uuid not null constraint goods_receipt_warehouse_id_foreign references warehouse,
  reference text,
  posted_at timestamptz not null,
  posted_by uuid,
  operation_id uuid not null,
  constraint goods_receipt_number_unique unique (number)
);
create index goods_receipt_warehouse_id_id_index on goods_receipt (warehouse_id, id);

create table goods_receipt_line (
  id uuid primary key,
  goods_receipt_id uuid not null
    constraint goods_receipt_line_goods_receipt_id_foreign references goods_receipt,
  line_no int not null check (line_no > 0),
  product_id uuid not null constraint goods_receipt_line_product_id_foreign references product,
  unit_code text not null constraint goods_receipt_line_unit_code_foreign references unit,
  quantity_in_unit numeric(20, 6) not null check (quantity_in_unit > 0),
  quantity numeric(20, 6) not null check (quantity > 0),
  lot_id uuid constraint goods_receipt_line_lot_id_foreign references lot,
  location_id uuid not null constraint goods_receipt_line_location_id_foreign references location,
  constraint goods_receipt_line_goods_receipt_id_line_no_unique unique (goods_receipt_id, line_no)
);
create trigger goods_receipt_append_only before update or delete on goods_receipt
  for each row execute function refuse_change();
create trigger goods_receipt_line_append_only before update or delete on goods_receipt_line
  for each row execute function refuse_change();

create table stock_transfer (
  id uuid primary key,
  number text not null,
  source_id uuid not null constraint stock_transfer_source_id_foreign references warehouse,
  destination_id uuid not null constraint stock_transfer_destination_id_foreign references warehouse,
  transit_id uuid not null constraint stock_transfer_transit_id_foreign references location,
  state text not null constraint stock_transfer_state_check check (state in (
    'DRAFT', 'SHIPPED', 'PARTIALLY_RECEIVED', 'RECEIVED', 'CLOSED', 'CANCELLED')),
  note text,
  created_at timestamptz not null,
  created_by uuid,
  shipped_at timestamptz,
  shipped_by uuid,
  completed_at timestamptz,
  version int not null default 1,
  constraint stock_transfer_number_unique unique (number),
  constraint stock_transfer_transit_id_unique unique (transit_id),
  constraint stock_transfer_goes_elsewhere check (source_id <> destination_id),
  constraint stock_transfer_shipped_has_instant check
    ((state in ('DRAFT', 'CANCELLED')) = (shipped_at is null)),
  constraint stock_transfer_completed_has_instant check
    ((state in ('RECEIVED', 'CLOSED', 'CANCELLED')) = (completed_at is not null))
) with (fillfactor = 80);
create index stock_transfer_source_id_id_index on stock_transfer (source_id, id);
create index stock_transfer_destination_id_id_index on stock_transfer (destination_id, id);

-- The counters follow from the moves and the scans; `npm run verify` recomputes them. Scanned
-- counters hold what was scanned and not yet shipped or received.
create table stock_transfer_line (
  id uuid primary key,
  stock_transfer_id uuid not null
    constraint stock_transfer_line_stock_transfer_id_foreign references stock_transfer,
  line_no int not null check (line_no > 0),
  product_id uuid not null constraint stock_transfer_line_product_id_foreign references product,
  unit_code text not null constraint stock_transfer_line_unit_code_foreign references unit,
  requested_in_unit numeric(20, 6) not null check (requested_in_unit > 0),
  requested numeric(20, 6) not null check (requested > 0),
  shipped numeric(20, 6) not null default 0,
  received numeric(20, 6) not null default 0 check (received >= 0),
  lost numeric(20, 6) not null default 0 check (lost >= 0),
  returned numeric(20, 6) not null default 0 check (returned >= 0),
  scanned_to_ship numeric(20, 6) not null default 0,
  scanned_to_receive numeric(20, 6) not null default 0 check (scanned_to_receive >= 0),
  constraint stock_transfer_line_stock_transfer_id_line_no_unique unique (stock_transfer_id, line_no),
  constraint stock_transfer_line_shipped_as_requested check (shipped between 0 and requested),
  constraint stock_transfer_line_scanned_as_requested check (scanned_to_ship between 0 and requested),
  constraint stock_transfer_line_arrived_as_shipped check
    (received + lost + returned + scanned_to_receive <= shipped)
) with (fillfactor = 70);
create index stock_transfer_line_product_id_index on stock_transfer_line (product_id);

-- Every scan as the device sent it, and what became of it.
create table stock_scan (
  id uuid primary key,
  stock_transfer_id uuid not null
    constraint stock_scan_stock_transfer_id_foreign references stock_transfer,
  step text not null check (step in ('SHIP', 'RECEIVE')),
  code text not null,
  location_code text,
  lot_code text,
  serial text,
  outcome text not null constraint stock_scan_outcome_check check (outcome in (
    'MATCHED', 'UNEXPECTED', 'OVER', 'DUPLICATE', 'WRONG_LOCATION', 'UNKNOWN', 'TRACKING_REQUIRED')),
  stock_transfer_line_id uuid
    constraint stock_scan_stock_transfer_line_id_foreign references stock_transfer_line,
  product_id uuid constraint stock_scan_product_id_foreign references product,
  unit_code text constraint stock_scan_unit_code_foreign references unit,
  quantity numeric(20, 6) check (quantity > 0),
  lot_id uuid constraint stock_scan_lot_id_foreign references lot,
  is_serial boolean not null default false,
  location_id uuid constraint stock_scan_location_id_foreign references location,
  actor_id uuid,
  credential_id uuid,
  device_id text,
  scanned_at timestamptz not null,
  recorded_at timestamptz not null,
  operation_id uuid not null,
  posted_operation_id uuid,
  constraint stock_scan_matched_is_whole check (outcome <> 'MATCHED' or
    (stock_transfer_line_id is not null and product_id is not null and quantity is not null
      and location_id is not null)),
  constraint stock_scan_only_matched_is_posted check
    (posted_operation_id is null or outcome = 'MATCHED')
) with (fillfactor = 80);
create index stock_scan_stock_transfer_id_id_index on stock_scan (stock_transfer_id, id);
create unique index stock_scan_serial_once on stock_scan (stock_transfer_id, step, lot_id)
  where is_serial and outcome = 'MATCHED';
-- Shipping and receiving mark the scans they used, once; nothing else of a scan ever changes.
create trigger stock_scan_append_only before delete or update of
    id, stock_transfer_id, step, code, location_code, lot_code, serial, outcome,
    stock_transfer_line_id, product_id, unit_code, quantity, lot_id, is_serial, location_id, actor_id,
    credential_id, device_id, scanned_at, recorded_at, operation_id
  on stock_scan for each row execute function refuse_change();
create trigger stock_scan_posted_once before update of posted_operation_id on stock_scan
  for each row when (old.posted_operation_id is not null) execute function refuse_change();
