/**
 * Goods that will come in, of one kind of paper: one SELECT of the union that availability reads.
 */
export interface SupplySource {
  /** E.g. `STOCK_TRANSFER`. */
  readonly kind: string;
  /**
   * SQL answering columns `document_id, number, product_id, warehouse_id, quantity, due_at
   * timestamptz, gone_on date` of everything that will come; a condition on `product_id` is put
   * around it.
   */
  readonly sql: string;
}

/**
 * What is on its way between warehouses: only what physically left, of our own and in order, as it
 * lies on the way, added up by the day that it goes. What turned round comes back to where it left.
 */
export const inventorySupplySources: readonly SupplySource[] = [
  {
    kind: 'STOCK_TRANSFER',
    sql: `
      select t.id as document_id, t.number, b.product_id,
             case when t.returning_at is null then t.destination_id else t.source_id end
               as warehouse_id,
             sum(b.on_hand) as quantity, t.due_at,
             coalesce(lot.removal_on, lot.expires_on) as gone_on
      from stock_balance b
      join location l on l.id = b.location_id and l.kind = 'TRANSIT'
      join stock_transfer t on t.transit_id = l.id
      left join lot on lot.id = b.lot_id
      where b.on_hand > 0 and b.owner_id is null and b.status = 'AVAILABLE'
      group by t.id, b.product_id, 7`,
  },
];
