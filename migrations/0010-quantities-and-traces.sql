-- How much there is, was and is to come, at the cost of what is open and not of what is done.

-- What a product has on its way or still to be shipped, from its own lines.
create index stock_transfer_line_open_index on stock_transfer_line (product_id)
  where shipped = 0 or received + lost + returned < shipped;
-- What is announced of a product and not posted.
create index stock_voucher_line_open_index on stock_voucher_line (product_id) where posted = 0;
-- Quantities as of an instant: what moved since, or until then.
create index stock_move_product_id_moved_at_index on stock_move (product_id, moved_at);
-- What came and went of somebody else's goods.
create index stock_move_owner_id_index on stock_move (owner_id, seq) where owner_id is not null;
-- What is held apart, whoever's it is.
create index stock_balance_status_index on stock_balance (status) where status <> 'AVAILABLE';
