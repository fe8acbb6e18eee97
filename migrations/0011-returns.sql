-- Goods that come back name the paper they left with, and never more come back than left.

alter table stock_voucher
  -- The goods issue whose goods come back.
  add column return_of_id uuid
    constraint stock_voucher_return_of_id_foreign references stock_voucher;
create index stock_voucher_return_of_id_index on stock_voucher (return_of_id)
  where return_of_id is not null;
-- What customers have of a product is the sum of what went to them and came back.
create index stock_move_customer_index on stock_move (product_id, lot_id)
  include (owner_id, to_location_id, quantity)
  where from_location_id = '00000000-0000-7000-8000-000000000002'
     or to_location_id = '00000000-0000-7000-8000-000000000002';
