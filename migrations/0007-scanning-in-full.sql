-- Scanning in full: who scans with what, one visit after another, symbols of every kind, whole
-- packages by one scan.

-- A device that scans, known by the key it signs in with.
create table scan_device (
  id uuid primary key,
  code text not null check (code ~ '^[A-Z0-9-]{2,20}$'),
  name_en text not null check (name_en <> ''),
  name_fa text not null check (name_fa <> ''),
  warehouse_id uuid not null constraint scan_device_warehouse_id_foreign references warehouse,
  -- Its API key, which identity keeps: a scan made with it names the device.
  api_key_id uuid,
  active boolean not null default true,
  created_at timestamptz not null,
  created_by uuid,
  version int not null default 1,
  constraint scan_device_code_unique unique (code)
);
create index scan_device_warehouse_id_index on scan_device (warehouse_id);
create unique index scan_device_api_key_id_unique on scan_device (api_key_id) where active;

-- How scales print what they weighed: labels that begin with these two digits.
create table scan_scheme (
  id uuid primary key,
  prefix text not null check (prefix ~ '^(2[0-9]|02)$'),
  measure_digits int not null check (measure_digits in (4, 5)),
  decimals int not null check (decimals between 0 and measure_digits),
  measure_check_digit boolean not null default false,
  -- What is measured: kilograms, as a rule.
  unit_code text not null constraint scan_scheme_unit_code_foreign references unit,
  created_at timestamptz not null,
  constraint scan_scheme_prefix_unique unique (prefix)
);

-- One person's work with a scanner, on one document, until it is done or given up.
create table scan_session (
  id uuid primary key,
  warehouse_id uuid not null constraint scan_session_warehouse_id_foreign references warehouse,
  task text not null constraint scan_session_task_check check (task in (
    'SHIP', 'RECEIVE', 'PICK', 'PUT_IN', 'COUNT')),
  -- A transfer, a voucher or a count, by the task; null until it is scanned.
  document_id uuid,
  -- Where the person stands, and which package is open before them.
  location_id uuid constraint scan_session_location_id_foreign references location,
  package_id uuid constraint scan_session_package_id_foreign references stock_package,
  -- Null: the product itself.
  held_by uuid,
  device_id uuid constraint scan_session_device_id_foreign references scan_device,
  state text not null constraint scan_session_state_check check (state in (
    'OPEN', 'COMPLETED', 'ABANDONED')),
  -- All that were recorded, and those of them that counted.
  scans int not null default 0 constraint scan_session_scans_check check (scans >= 0),
  matched int not null default 0 constraint scan_session_matched_check
    check (matched between 0 and scans),
  started_at timestamptz not null,
  started_by uuid,
  last_scan_at timestamptz,
  ended_at timestamptz,
  ended_by uuid,
  operation_id uuid not null,
  version int not null default 1,
  constraint scan_session_ended_has_instant check ((state = 'OPEN') = (ended_at is null))
) with (fillfactor = 70);
create index scan_session_warehouse_id_id_index on scan_session (warehouse_id, id);
create index scan_session_document_id_index on scan_session (document_id)
  where document_id is not null;

alter table stock_scan
  -- squawk-ignore ban-drop-not-null
  alter column stock_transfer_id drop not null,
  add column scan_session_id uuid
    constraint stock_scan_scan_session_id_foreign references scan_session,
  add column stock_voucher_id uuid
    constraint stock_scan_stock_voucher_id_foreign references stock_voucher,
  add column stock_voucher_line_id uuid
    constraint stock_scan_stock_voucher_line_id_foreign references stock_voucher_line,
  add column scan_device_id uuid
    constraint stock_scan_scan_device_id_foreign references scan_device,
  -- Its place among the scans that were sent together.
  add column device_order int not null default 0,
  -- The AIM prefix, `]C1`, and what the symbol says by application identifier.
  add column symbology text,
  add column elements jsonb,
  -- The package that was scanned as a whole, or that the goods are in.
  add column package_id uuid constraint stock_scan_package_id_foreign references stock_package,
  -- The session was given up, or the line is counted anew: it counts no more.
  add column abandoned_operation_id uuid,
  drop constraint stock_scan_step_check,
  drop constraint stock_scan_outcome_check,
  drop constraint stock_scan_matched_is_whole,
  drop constraint stock_scan_only_matched_is_posted,
  add constraint stock_scan_step_check check (step in (
    'SHIP', 'RECEIVE', 'PICK', 'PUT_IN', 'COUNT')),
  add constraint stock_scan_outcome_check check (outcome in (
    'MATCHED', 'UNEXPECTED', 'OVER', 'DUPLICATE', 'WRONG_LOCATION', 'UNKNOWN', 'TRACKING_REQUIRED',
    'BLOCKED', 'TOO_LATE', 'LOCATION_SET', 'DOCUMENT_SET', 'PACKAGE_SET')),
  add constraint stock_scan_is_of_something check
    (stock_transfer_id is not null or scan_session_id is not null),
  add constraint stock_scan_matched_is_whole check (outcome <> 'MATCHED' or
    (product_id is null and package_id is not null) or
    (product_id is not null and quantity is not null and location_id is not null
      and (step not in ('SHIP', 'RECEIVE') or stock_transfer_line_id is not null)
      and (step not in ('PICK', 'PUT_IN') or stock_voucher_line_id is not null))),
  add constraint stock_scan_only_matched_ends check
    ((posted_operation_id is null and abandoned_operation_id is null) or outcome = 'MATCHED'),
  add constraint stock_scan_ends_once check
    (posted_operation_id is null or abandoned_operation_id is null);
create index stock_scan_scan_session_id_id_index on stock_scan (scan_session_id, id)
  where scan_session_id is not null;
create index stock_scan_stock_voucher_id_index on stock_scan (stock_voucher_id)
  where stock_voucher_id is not null;
-- What counts now of a product: few rows, however many were shipped before.
create index stock_scan_open_in_transfer_index on stock_scan (stock_transfer_id, step, product_id)
  where outcome = 'MATCHED' and posted_operation_id is null and abandoned_operation_id is null;
drop index stock_scan_serial_once;
create unique index stock_scan_serial_once on stock_scan (stock_transfer_id, step, lot_id)
  where is_serial and outcome = 'MATCHED' and abandoned_operation_id is null;
create unique index stock_scan_serial_once_in_voucher on stock_scan (stock_voucher_id, lot_id)
  where is_serial and outcome = 'MATCHED' and abandoned_operation_id is null;

-- What a package that was scanned as a whole held: each counts for a line of its own.
create table stock_scan_part (
  stock_scan_id uuid not null constraint stock_scan_part_stock_scan_id_foreign references stock_scan,
  part_no int not null check (part_no > 0),
  stock_transfer_line_id uuid
    constraint stock_scan_part_stock_transfer_line_id_foreign references stock_transfer_line,
  stock_voucher_line_id uuid
    constraint stock_scan_part_stock_voucher_line_id_foreign references stock_voucher_line,
  product_id uuid not null constraint stock_scan_part_product_id_foreign references product,
  lot_id uuid constraint stock_scan_part_lot_id_foreign references lot,
  is_serial boolean not null,
  location_id uuid not null constraint stock_scan_part_location_id_foreign references location,
  -- The very package that it is in: the one that was scanned, or one inside.
  package_id uuid not null constraint stock_scan_part_package_id_foreign references stock_package,
  quantity numeric(20, 6) not null check (quantity > 0),
  posted_operation_id uuid,
  abandoned_operation_id uuid,
  constraint stock_scan_part_pkey primary key (stock_scan_id, part_no),
  constraint stock_scan_part_ends_once check
    (posted_operation_id is null or abandoned_operation_id is null)
) with (fillfactor = 80);
create index stock_scan_part_lot_id_index on stock_scan_part (lot_id) where lot_id is not null;

-- All that counts, scanned piece by piece or package by package.
create view stock_scan_counted as
  select id as scan_id, 0 as part_no, scan_session_id, stock_transfer_id, stock_voucher_id, step,
         stock_transfer_line_id, stock_voucher_line_id, product_id, lot_id, is_serial, location_id,
         package_id, quantity, posted_operation_id
  from stock_scan
  where outcome = 'MATCHED' and product_id is not null and abandoned_operation_id is null
  union all
  select s.id, p.part_no, s.scan_session_id, s.stock_transfer_id, s.stock_voucher_id, s.step,
         p.stock_transfer_line_id, p.stock_voucher_line_id, p.product_id, p.lot_id, p.is_serial,
         p.location_id, p.package_id, p.quantity, p.posted_operation_id
  from stock_scan s join stock_scan_part p on p.stock_scan_id = s.id
  where s.outcome = 'MATCHED' and s.product_id is null and p.abandoned_operation_id is null;

-- Shipping and receiving mark the scans they used, giving up those that count no more, each once;
-- nothing else of a scan ever changes.
drop trigger stock_scan_append_only on stock_scan;
create trigger stock_scan_append_only before delete or update of
    id, stock_transfer_id, stock_voucher_id, scan_session_id, step, code, symbology, elements,
    location_code, lot_code, serial, outcome, stock_transfer_line_id, stock_voucher_line_id,
    product_id, unit_code, quantity, lot_id, is_serial, location_id, package_id,
    actor_id, credential_id, device_id, scan_device_id, device_order, scanned_at, recorded_at,
    operation_id
  on stock_scan for each row execute function refuse_change();
create trigger stock_scan_abandoned_once before update of abandoned_operation_id on stock_scan
  for each row when (old.abandoned_operation_id is not null) execute function refuse_change();
create trigger stock_scan_part_append_only before delete or update of
    stock_scan_id, part_no, stock_transfer_line_id, stock_voucher_line_id, product_id, lot_id,
    is_serial, location_id, package_id, quantity
  on stock_scan_part for each row execute function refuse_change();
create trigger stock_scan_part_ended_once before update on stock_scan_part
  for each row when (old.posted_operation_id is not null or old.abandoned_operation_id is not null)
  execute function refuse_change();

-- Numbers of packages that the firm labels itself: the last serial reference given out.
create table package_series (
  company_prefix text primary key check (company_prefix ~ '^[0-9]{4,12}$'),
  last bigint not null check (last >= 0)
) with (fillfactor = 50);

-- A package and all that is in it, packages in packages too, is in one place. Two acts that put
-- goods into it take turns here, at the end of each: neither would see what the other has done.
create function require_package_in_one_place() returns trigger language plpgsql as $$
declare
  places int;
begin
  perform p.id from stock_package p
  where p.id in (
    with recursive up as (
      select p.id, p.parent_id, 1 as depth from stock_package p where p.id = new.package_id
      union all
      select p.id, p.parent_id, up.depth + 1 from up join stock_package p on p.id = up.parent_id
      where up.depth < 10
    )
    select id from up)
  order by p.id for no key update;
  with recursive up as (
    select p.id, p.parent_id, 1 as depth from stock_package p where p.id = new.package_id
    union all
    select p.id, p.parent_id, up.depth + 1 from up join stock_package p on p.id = up.parent_id
    where up.depth < 10
  ), down as (
    select up.id, 1 as depth from up where up.parent_id is null
    union all
    select p.id, down.depth + 1 from down join stock_package p on p.parent_id = down.id
    where down.depth < 10
  )
  select count(distinct b.location_id) into places
  from down join stock_balance b on b.package_id = down.id;
  if places > 1 then
    raise exception 'The package % would be in two places', new.package_id
      using errcode = 'check_violation', constraint = 'stock_package_in_one_place',
            detail = new.package_id;
  end if;
  return null;
end $$;
create constraint trigger stock_package_in_one_place after insert or update on stock_balance
  deferrable initially deferred for each row when (new.package_id is not null)
  execute function require_package_in_one_place();
