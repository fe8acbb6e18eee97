-- Goods belong to somebody and are in some condition: both are part of what is counted. Beside the
-- balances stands what a warehouse can sell and has promised; vouchers are one kind of paper.

-- Whose goods are here that are not ours: consigned ones, a customer's device in repair.
create table stock_owner (
  id uuid primary key,
  code text not null check (code ~ '^[A-Z0-9-]{2,20}$'),
  name_en text not null check (name_en <> ''),
  name_fa text not null check (name_fa <> ''),
  created_at timestamptz not null,
  constraint stock_owner_code_unique unique (code)
);

alter table warehouse
  -- Nothing may be dated on or before this day any more.
  add column closed_through date,
  add column approves_transfers boolean not null default false,
  add column shipper_may_receive boolean not null default false;

-- Pickers walk by it.
alter table location add column walk_order int not null default 0;

alter table lot
  add column best_before_on date,
  -- From this day on it is no longer sold; the day it expires unless it is set earlier.
  add column removal_on date,
  add column supplier_lot text;
update lot set removal_on = expires_on where expires_on is not null;
alter table lot add constraint lot_removed_before_it_expires check (removal_on <= expires_on);
create index lot_removal_on_index on lot (removal_on) where removal_on is not null;

-- A carton or pallet with a label of its own; where it is follows from the goods inside.
create table stock_package (
  id uuid primary key,
  sscc text not null check (sscc ~ '^[0-9]{18}$'),
  parent_id uuid constraint stock_package_parent_id_foreign references stock_package,
  note text,
  created_at timestamptz not null,
  created_by uuid,
  version int not null default 1,
  constraint stock_package_sscc_unique unique (sscc),
  constraint stock_package_is_not_in_itself check (parent_id <> id)
);
create index stock_package_parent_id_index on stock_package (parent_id) where parent_id is not null;

-- Balances: product, place, lot, owner, status, package.
alter table stock_balance
  add column owner_id uuid constraint stock_balance_owner_id_foreign references stock_owner,
  add column status text not null default 'AVAILABLE' constraint stock_balance_status_check
    check (status in ('AVAILABLE', 'QUARANTINE', 'BLOCKED', 'EXPIRED')),
  add column package_id uuid constraint stock_balance_package_id_foreign references stock_package,
  -- Promised from this very place and lot.
  add column hard_reserved numeric(20, 6) not null default 0,
  add constraint stock_balance_hard_reserved_is_there check (hard_reserved between 0 and on_hand),
  add constraint stock_balance_promises_what_is_ours check
    (hard_reserved = 0 or (status = 'AVAILABLE' and owner_id is null));
drop index stock_balance_key;
create unique index stock_balance_key on stock_balance
  (product_id, location_id, coalesce(lot_id, '00000000-0000-0000-0000-000000000000'::uuid),
   coalesce(owner_id, '00000000-0000-0000-0000-000000000000'::uuid), status,
   coalesce(package_id, '00000000-0000-0000-0000-000000000000'::uuid));
create index stock_balance_package_id_index on stock_balance (package_id)
  where package_id is not null;
create index stock_balance_owner_id_index on stock_balance (owner_id) where owner_id is not null;

-- What a warehouse can sell of a product (ours, available, in storage) and what of it is promised.
-- Whoever changes the goods or the promises of a product in a warehouse locks its row first.
create table stock_level (
  id uuid primary key default gen_random_uuid(),
  product_id uuid not null constraint stock_level_product_id_foreign references product,
  warehouse_id uuid not null constraint stock_level_warehouse_id_foreign references warehouse,
  -- In all its places, of whatever owner and status.
  on_hand numeric(20, 6) not null default 0,
  sellable numeric(20, 6) not null default 0,
  reserved numeric(20, 6) not null default 0,
  -- Asked for and not held yet.
  waiting numeric(20, 6) not null default 0 constraint stock_level_waiting_check check (waiting >= 0),
  constraint stock_level_product_id_warehouse_id_unique unique (product_id, warehouse_id),
  constraint stock_level_sellable_is_on_hand check (sellable between 0 and on_hand),
  constraint stock_level_reserved_is_there check (reserved between 0 and sellable)
) with (fillfactor = 50);
create index stock_level_warehouse_id_index on stock_level (warehouse_id);
insert into stock_level (product_id, warehouse_id, on_hand, sellable)
  select b.product_id, l.warehouse_id, sum(b.on_hand),
         coalesce(sum(b.on_hand) filter (where l.kind = 'STORAGE'), 0)
  from stock_balance b join location l on l.id = b.location_id
  where l.warehouse_id is not null
  group by b.product_id, l.warehouse_id;

-- Moves tell the same, and the business day they are booked on.
alter table stock_move
  add column owner_id uuid constraint stock_move_owner_id_foreign references stock_owner,
  add column from_status text not null default 'AVAILABLE',
  add column to_status text not null default 'AVAILABLE',
  add column from_package_id uuid
    constraint stock_move_from_package_id_foreign references stock_package,
  add column to_package_id uuid constraint stock_move_to_package_id_foreign references stock_package,
  add column dated_on date,
  -- The move that this one takes back.
  add column reverses bigint constraint stock_move_reverses_foreign references stock_move;
alter table stock_move disable trigger stock_move_append_only;
update stock_move set dated_on = (moved_at at time zone 'UTC')::date;
alter table stock_move enable trigger stock_move_append_only;
alter table stock_move
  alter column dated_on set not null,
  alter column from_status drop default,
  alter column to_status drop default,
  drop constraint stock_move_kind_check,
  drop constraint stock_move_goes_somewhere,
  add constraint stock_move_kind_check check (kind in (
    'RECEIPT', 'ISSUE', 'CUSTOMER_RETURN', 'SUPPLIER_RETURN', 'ADJUSTMENT', 'COUNT', 'RELOCATION',
    'STATUS_CHANGE', 'PACKING', 'TRANSFER_SHIPMENT', 'TRANSFER_RECEIPT', 'TRANSFER_LOSS',
    'TRANSFER_RETURN', 'TRANSFER_OVERAGE')),
  add constraint stock_move_from_status_check check (
    from_status in ('AVAILABLE', 'QUARANTINE', 'BLOCKED', 'EXPIRED')),
  add constraint stock_move_to_status_check check (
    to_status in ('AVAILABLE', 'QUARANTINE', 'BLOCKED', 'EXPIRED')),
  add constraint stock_move_goes_somewhere check (
    from_location_id <> to_location_id or from_status <> to_status
    or from_package_id is distinct from to_package_id);
create unique index stock_move_reversed_once on stock_move (reverses) where reverses is not null;
create index stock_move_from_package_id_index on stock_move (from_package_id)
  where from_package_id is not null;
create index stock_move_to_package_id_index on stock_move (to_package_id)
  where to_package_id is not null;
create index stock_move_moved_at_index on stock_move using brin (moved_at);

alter table number_series
  drop constraint number_series_series_check,
  add constraint number_series_series_check check (series ~ '^[A-Z]{2}$');

-- Papers over moves: receipts, issues, returns, adjustments, moves inside a warehouse.
create table stock_voucher (
  id uuid primary key,
  number text not null,
  kind text not null constraint stock_voucher_kind_check check (kind in (
    'RECEIPT', 'ISSUE', 'CUSTOMER_RETURN', 'SUPPLIER_RETURN', 'ADJUSTMENT', 'COUNT', 'RELOCATION',
    'STATUS_CHANGE')),
  state text not null constraint stock_voucher_state_check check (state in (
    'DRAFT', 'READY', 'PICKING', 'PICKED', 'POSTED', 'CANCELLED')),
  warehouse_id uuid not null constraint stock_voucher_warehouse_id_foreign references warehouse,
  -- The business day it is booked on.
  dated_on date not null,
  reference text,
  -- Why, in the firm's own words, where the kind asks for a reason.
  reason text,
  -- The voucher that this one takes back as a whole.
  reversal_of_id uuid constraint stock_voucher_reversal_of_id_foreign references stock_voucher,
  created_at timestamptz not null,
  created_by uuid,
  posted_at timestamptz,
  posted_by uuid,
  operation_id uuid not null,
  version int not null default 1,
  constraint stock_voucher_number_unique unique (number),
  constraint stock_voucher_posted_has_instant check ((state = 'POSTED') = (posted_at is not null))
) with (fillfactor = 90);
create index stock_voucher_warehouse_id_id_index on stock_voucher (warehouse_id, id);
create index stock_voucher_kind_id_index on stock_voucher (kind, id);
create unique index stock_voucher_reversed_once on stock_voucher (reversal_of_id)
  where reversal_of_id is not null;

-- What was asked for (`quantity`), picked so far, and posted. The moves of a posted line tell the
-- places, lots and serial numbers it was made of; what stands here is what the line itself said.
create table stock_voucher_line (
  id uuid primary key,
  stock_voucher_id uuid not null
    constraint stock_voucher_line_stock_voucher_id_foreign references stock_voucher,
  line_no int not null check (line_no > 0),
  product_id uuid not null constraint stock_voucher_line_product_id_foreign references product,
  unit_code text not null constraint stock_voucher_line_unit_code_foreign references unit,
  quantity_in_unit numeric(20, 6) not null check (quantity_in_unit > 0),
  quantity numeric(20, 6) not null check (quantity > 0),
  picked numeric(20, 6) not null default 0 check (picked >= 0),
  posted numeric(20, 6) not null default 0 check (posted >= 0),
  lot_id uuid constraint stock_voucher_line_lot_id_foreign references lot,
  owner_id uuid constraint stock_voucher_line_owner_id_foreign references stock_owner,
  status text not null default 'AVAILABLE' constraint stock_voucher_line_status_check
    check (status in ('AVAILABLE', 'QUARANTINE', 'BLOCKED', 'EXPIRED')),
  from_location_id uuid
    constraint stock_voucher_line_from_location_id_foreign references location,
  to_location_id uuid constraint stock_voucher_line_to_location_id_foreign references location,
  constraint stock_voucher_line_stock_voucher_id_line_no_unique unique (stock_voucher_id, line_no)
) with (fillfactor = 80);
create index stock_voucher_line_product_id_index on stock_voucher_line (product_id, id);

insert into stock_voucher (id, number, kind, state, warehouse_id, dated_on, reference, created_at,
                           created_by, posted_at, posted_by, operation_id)
  select id, number, 'RECEIPT', 'POSTED', warehouse_id, (posted_at at time zone 'UTC')::date,
         reference, posted_at, posted_by, posted_at, posted_by, operation_id
  from goods_receipt;
insert into stock_voucher_line (id, stock_voucher_id, line_no, product_id, unit_code,
                                quantity_in_unit, quantity, posted, lot_id, from_location_id,
                                to_location_id)
  select id, goods_receipt_id, line_no, product_id, unit_code, quantity_in_unit, quantity, quantity,
         lot_id, '00000000-0000-7000-8000-000000000001', location_id
  from goods_receipt_line;
-- squawk-ignore ban-drop-table
drop table goods_receipt_line;
-- squawk-ignore ban-drop-table
drop table goods_receipt;

-- A posted voucher never changes again, nor do its lines.
create function refuse_change_of_posted_line() returns trigger language plpgsql as $$
begin
  if (select state from stock_voucher where id = old.stock_voucher_id) = 'POSTED' then
    raise exception '% is posted and never changes', tg_table_name using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger stock_voucher_posted_is_final before update or delete on stock_voucher
  for each row when (old.state in ('POSTED', 'CANCELLED')) execute function refuse_change();
create trigger stock_voucher_line_posted_is_final before update or delete on stock_voucher_line
  for each row execute function refuse_change_of_posted_line();

-- Serial numbers announced for a line of a voucher or a transfer, before the goods come.
create table expected_serial (
  line_id uuid not null,
  code text not null check (length(code) between 1 and 60),
  constraint expected_serial_pkey primary key (line_id, code)
);

-- Who has been promised what. `held` of `quantity` is set aside now, `consumed` has left for it,
-- `released` is wanted no more; the rest waits its turn.
create table stock_reservation (
  id uuid primary key,
  -- What it is for: TRANSFER, ISSUE; or whatever a client or another module calls it.
  demand_kind text not null check (demand_kind ~ '^[A-Z_]{2,30}$'),
  demand_id uuid not null,
  demand_line_id uuid not null,
  product_id uuid not null constraint stock_reservation_product_id_foreign references product,
  warehouse_id uuid not null constraint stock_reservation_warehouse_id_foreign references warehouse,
  strength text not null constraint stock_reservation_strength_check
    check (strength in ('SOFT', 'HARD')),
  -- Of a hard one: the very goods.
  location_id uuid constraint stock_reservation_location_id_foreign references location,
  lot_id uuid constraint stock_reservation_lot_id_foreign references lot,
  package_id uuid constraint stock_reservation_package_id_foreign references stock_package,
  quantity numeric(20, 6) not null check (quantity > 0),
  held numeric(20, 6) not null check (held >= 0),
  consumed numeric(20, 6) not null default 0 check (consumed >= 0),
  released numeric(20, 6) not null default 0 check (released >= 0),
  -- Takes all that is missing at once, or nothing.
  all_or_nothing boolean not null default false,
  priority int not null default 0,
  wanted_on date,
  expires_at timestamptz,
  ended text constraint stock_reservation_ended_check
    check (ended in ('CANCELLED', 'SHORT_CLOSED', 'AMENDED', 'EXPIRED')),
  state text not null generated always as (case
    when consumed + released < quantity then
      case when held = 0 then 'REQUESTED'
           when held + consumed + released < quantity then 'PARTIAL' else 'RESERVED' end
    when consumed > 0 then 'CONSUMED'
    when ended = 'EXPIRED' then 'EXPIRED'
    else 'RELEASED' end) stored,
  created_at timestamptz not null,
  created_by uuid,
  version int not null default 1,
  constraint stock_reservation_sums check (held + consumed + released <= quantity),
  constraint stock_reservation_hard_has_a_place check ((strength = 'HARD') = (location_id is not null)),
  constraint stock_reservation_soft_names_no_goods check
    (strength = 'HARD' or (lot_id is null and package_id is null))
) with (fillfactor = 70);
create index stock_reservation_demand_line_id_index on stock_reservation (demand_line_id);
create index stock_reservation_demand_id_index on stock_reservation (demand_id);
create index stock_reservation_product_id_id_index on stock_reservation (product_id, id);
-- The queue of those who wait, in the order they are served.
create index stock_reservation_waiting_index on stock_reservation
  (product_id, warehouse_id, priority desc, wanted_on, id)
  where held + consumed + released < quantity;
create index stock_reservation_expires_at_index on stock_reservation (expires_at)
  where expires_at is not null and consumed + released < quantity;
create index stock_reservation_open_index on stock_reservation (product_id, warehouse_id)
  where held > 0;

-- Each change of what is held, for ever: `held` is the sum of a reservation's rows.
create table stock_reservation_entry (
  seq bigint generated always as identity primary key,
  stock_reservation_id uuid not null
    constraint stock_reservation_entry_stock_reservation_id_foreign references stock_reservation,
  product_id uuid not null constraint stock_reservation_entry_product_id_foreign references product,
  warehouse_id uuid not null
    constraint stock_reservation_entry_warehouse_id_foreign references warehouse,
  -- HELD: set aside; CONSUMED: left for its demand; RELEASED, EXPIRED: free again; CUT: the goods
  -- turned out not to be there, so it waits again.
  kind text not null constraint stock_reservation_entry_kind_check check (kind in (
    'HELD', 'CONSUMED', 'RELEASED', 'EXPIRED', 'CUT')),
  held_change numeric(20, 6) not null
    constraint stock_reservation_entry_direction check ((kind = 'HELD') = (held_change > 0)),
  at timestamptz not null,
  operation_id uuid not null,
  actor_id uuid,
  reason text
);
create index stock_reservation_entry_product_id_index on stock_reservation_entry
  (product_id, warehouse_id, at);
create index stock_reservation_entry_stock_reservation_id_index on stock_reservation_entry
  (stock_reservation_id);
create trigger stock_reservation_entry_append_only before update or delete
  on stock_reservation_entry for each row execute function refuse_change();

-- How much there should be, and how often it is counted.
create table stock_policy (
  id uuid primary key,
  product_id uuid not null constraint stock_policy_product_id_foreign references product,
  warehouse_id uuid not null constraint stock_policy_warehouse_id_foreign references warehouse,
  -- Less than this available calls for more; `target` is what to fill up to.
  minimum numeric(20, 6) check (minimum >= 0),
  target numeric(20, 6) check (target >= minimum),
  count_class text constraint stock_policy_count_class_check check (count_class in ('A', 'B', 'C')),
  version int not null default 1,
  constraint stock_policy_product_id_warehouse_id_unique unique (product_id, warehouse_id)
);
create index stock_policy_warehouse_id_index on stock_policy (warehouse_id);
