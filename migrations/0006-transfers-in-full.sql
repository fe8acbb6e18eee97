-- A transfer is asked for, approved, reserved, picked, shipped, received in parts and closed; what
-- did not go as written is a record of its own, to be settled.

alter table stock_transfer
  drop constraint stock_transfer_state_check,
  drop constraint stock_transfer_shipped_has_instant,
  -- The last who wrote what it holds, where it was edited.
  add column edited_by uuid,
  -- Null where the source asks for no approval.
  add column approved_at timestamptz,
  add column approved_by uuid,
  -- When it should have arrived, by its route.
  add column due_at timestamptz,
  add column carrier text,
  add column overdue_announced_at timestamptz,
  -- The goods turned round: they are on their way back to the source.
  add column returning_at timestamptz,
  add column returning_by uuid,
  add column return_reason text;
update stock_transfer set state = 'APPROVED' where state = 'DRAFT';
alter table stock_transfer
  add constraint stock_transfer_state_check check (state in (
    'REQUESTED', 'APPROVED', 'RESERVED', 'PICKED', 'SHIPPED', 'PARTIALLY_RECEIVED', 'RECEIVED',
    'CLOSED', 'CANCELLED')),
  add constraint stock_transfer_shipped_has_instant check
    ((state in ('REQUESTED', 'APPROVED', 'RESERVED', 'PICKED', 'CANCELLED')) = (shipped_at is null)),
  add constraint stock_transfer_returns_after_shipping check
    (returning_at is null or shipped_at is not null),
  add constraint stock_transfer_return_has_reason check
    ((returning_at is null) = (return_reason is null));
-- Who looks for late ones.
create index stock_transfer_due_at_index on stock_transfer (due_at)
  where state in ('SHIPPED', 'PARTIALLY_RECEIVED');

-- How long goods are on the road from one warehouse to another, and who carries them.
create table stock_transfer_route (
  id uuid primary key,
  source_id uuid not null constraint stock_transfer_route_source_id_foreign references warehouse,
  destination_id uuid not null
    constraint stock_transfer_route_destination_id_foreign references warehouse,
  lead_hours int not null
    constraint stock_transfer_route_lead_hours_check check (lead_hours between 1 and 8784),
  carrier text,
  version int not null default 1,
  constraint stock_transfer_route_source_id_destination_id_unique unique (source_id, destination_id),
  constraint stock_transfer_route_goes_elsewhere check (source_id <> destination_id)
);
create index stock_transfer_route_destination_id_index on stock_transfer_route (destination_id);

-- What did not go as written: kept for ever, OPEN until somebody settles it.
create table stock_transfer_discrepancy (
  id uuid primary key,
  stock_transfer_id uuid not null
    constraint stock_transfer_discrepancy_stock_transfer_id_foreign references stock_transfer,
  -- Null where no line has such goods.
  stock_transfer_line_id uuid
    constraint stock_transfer_discrepancy_stock_transfer_line_id_foreign
    references stock_transfer_line,
  kind text not null constraint stock_transfer_discrepancy_kind_check check (kind in (
    'SHORTAGE', 'OVERAGE', 'DAMAGE', 'SERIAL_SWAP', 'WRONG_ITEM')),
  product_id uuid not null
    constraint stock_transfer_discrepancy_product_id_foreign references product,
  lot_id uuid constraint stock_transfer_discrepancy_lot_id_foreign references lot,
  -- Of a swap: the serial number that came in place of `lot_id`.
  other_lot_id uuid constraint stock_transfer_discrepancy_other_lot_id_foreign references lot,
  quantity numeric(20, 6) not null
    constraint stock_transfer_discrepancy_quantity_check check (quantity > 0),
  -- Where in the destination the goods are: what is damaged, or more than was shipped.
  location_id uuid constraint stock_transfer_discrepancy_location_id_foreign references location,
  note text,
  found_at timestamptz not null,
  found_by uuid,
  state text not null constraint stock_transfer_discrepancy_state_check
    check (state in ('OPEN', 'SETTLED')),
  settlement text constraint stock_transfer_discrepancy_settlement_check check (settlement in (
    'LOST', 'RETURNED_TO_SOURCE', 'ACCEPTED', 'MATCHED', 'SCRAPPED', 'RELEASED', 'REFUSED')),
  reason text,
  -- Who answers for it, and for how much.
  responsible text,
  value_amount numeric(20, 3)
    constraint stock_transfer_discrepancy_value_amount_check check (value_amount >= 0),
  value_currency text,
  -- Of a match: the shortage of the other transfer, and the other way round.
  matched_id uuid constraint stock_transfer_discrepancy_matched_id_foreign
    references stock_transfer_discrepancy,
  settled_at timestamptz,
  settled_by uuid,
  constraint stock_transfer_discrepancy_settled_is_whole check
    (case state when 'SETTLED' then settlement is not null and settled_at is not null
                                    and reason is not null
                else settlement is null and settled_at is null end),
  constraint stock_transfer_discrepancy_has_a_line check
    (stock_transfer_line_id is not null or kind in ('OVERAGE', 'WRONG_ITEM')),
  constraint stock_transfer_discrepancy_swap_names_both check
    ((kind = 'SERIAL_SWAP') = (other_lot_id is not null)
     and (kind <> 'SERIAL_SWAP' or (lot_id is not null and quantity = 1))),
  constraint stock_transfer_discrepancy_match_is_mutual check
    ((settlement is not distinct from 'MATCHED') = (matched_id is not null)),
  constraint stock_transfer_discrepancy_value_has_currency check
    ((value_amount is null) = (value_currency is null))
);
create index stock_transfer_discrepancy_stock_transfer_id_index
  on stock_transfer_discrepancy (stock_transfer_id);
create index stock_transfer_discrepancy_product_id_index
  on stock_transfer_discrepancy (product_id, id);
create index stock_transfer_discrepancy_open_index on stock_transfer_discrepancy (id)
  where state = 'OPEN';
create unique index stock_transfer_discrepancy_matched_once
  on stock_transfer_discrepancy (matched_id) where matched_id is not null;
create trigger stock_transfer_discrepancy_settled_is_final
  before update or delete on stock_transfer_discrepancy
  for each row when (old.state = 'SETTLED') execute function refuse_change();

-- A serial number takes the place of another that was shipped by mistake.
alter table stock_move
  drop constraint stock_move_kind_check,
  add constraint stock_move_kind_check check (kind in (
    'RECEIPT', 'ISSUE', 'CUSTOMER_RETURN', 'SUPPLIER_RETURN', 'ADJUSTMENT', 'COUNT', 'RELOCATION',
    'STATUS_CHANGE', 'PACKING', 'TRANSFER_SHIPMENT', 'TRANSFER_RECEIPT', 'TRANSFER_LOSS',
    'TRANSFER_RETURN', 'TRANSFER_OVERAGE', 'TRANSFER_SWAP'));
