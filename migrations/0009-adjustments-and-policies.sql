-- What a thing is worth until it is valued by what was paid: corrections of stock above a limit need
-- a second person. In the firm's currency, for one base unit.
alter table product
  add column standard_cost numeric(20, 6)
    constraint product_standard_cost_check check (standard_cost >= 0);

alter table warehouse
  -- Corrections worth more wait for an approval; null: none does.
  add column adjustment_limit numeric(20, 6)
    constraint warehouse_adjustment_limit_check check (adjustment_limit >= 0);

alter table location add column version int not null default 1;
alter table lot add column version int not null default 1;

-- Why stock was corrected, for reports; `reason` tells it in words.
alter table stock_voucher
  add column reason_code text constraint stock_voucher_reason_code_check check (reason_code in (
    'DAMAGE', 'LOSS', 'FOUND', 'EXPIRY', 'OPENING', 'CORRECTION', 'CONSUMPTION', 'SAMPLE',
    'OWNERSHIP'));
alter table stock_voucher_line
  add column package_id uuid
    constraint stock_voucher_line_package_id_foreign references stock_package;

-- Lots are found by the day they must go, those that only have a day of expiry by that.
create index lot_expires_on_index on lot (expires_on)
  where removal_on is null and expires_on is not null;
-- Reports of one warehouse's issues look at a span of days.
create index stock_move_kind_dated_on_index on stock_move (kind, dated_on)
  where kind = 'ISSUE';
