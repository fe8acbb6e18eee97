import type { Check } from '../../platform/verify.ts';
import { documentChecks } from './document-checks.ts';

/** Both directions: a balance without moves, and moves without their balance. */
const balancesFollow: Check = {
  name: 'Each balance is the sum of its moves',
  sql: `
    with moved as (
      select m.product_id, m.location_id, m.lot_id, sum(m.delta) as quantity
      from (select product_id, to_location_id as location_id, lot_id, quantity as delta
            from stock_move
            union all
            select product_id, from_location_id, lot_id, -quantity from stock_move) m
      join location l on l.id = m.location_id
      where l.kind in ('STORAGE', 'TRANSIT', 'QUARANTINE', 'BONDED', 'VAN')
      group by 1, 2, 3
    )
    select coalesce(b.product_id, m.product_id) as product_id,
           coalesce(b.location_id, m.location_id) as location_id,
           coalesce(b.lot_id, m.lot_id) as lot_id, b.on_hand, m.quantity as moved
    from stock_balance b
    full join moved m on m.product_id = b.product_id and m.location_id = b.location_id
      and coalesce(m.lot_id, '00000000-0000-0000-0000-000000000000')
        = coalesce(b.lot_id, '00000000-0000-0000-0000-000000000000')
    where coalesce(b.on_hand, 0) <> coalesce(m.quantity, 0)`,
};

const stockChecks: readonly Check[] = [
  balancesFollow,
  {
    name: 'No balance is below zero',
    sql: 'select id, product_id, location_id, on_hand from stock_balance where on_hand < 0',
  },
  {
    name: 'Balances are kept only where goods are counted',
    sql: `select b.id, l.kind from stock_balance b join location l on l.id = b.location_id
          where l.kind not in ('STORAGE', 'TRANSIT', 'QUARANTINE', 'BONDED', 'VAN')`,
  },
  {
    name: 'Balances of lots and balances on the way go when they are empty',
    sql: `select b.id from stock_balance b join location l on l.id = b.location_id
          where b.on_hand = 0 and (b.lot_id is not null or l.kind = 'TRANSIT')`,
  },
  {
    name: 'A serial number is in one place, as one',
    sql: `select lot_id, count(*), sum(on_hand) from stock_balance
          where is_serial group by lot_id having count(*) > 1 or sum(on_hand) <> 1`,
  },
  {
    name: 'Balances agree with their lot and with the tracking of their product',
    sql: `select b.id, p.tracking, lot.kind from stock_balance b
          join product p on p.id = b.product_id left join lot on lot.id = b.lot_id
          where lot.product_id <> b.product_id
             or p.tracking <> coalesce(lot.kind, 'NONE')
             or b.is_serial <> coalesce(lot.kind = 'SERIAL', false)`,
  },
  {
    name: 'Moves agree with their lot and with the tracking of their product',
    sql: `select m.seq, p.tracking, lot.kind from stock_move m
          join product p on p.id = m.product_id left join lot on lot.id = m.lot_id
          where lot.product_id <> m.product_id or p.tracking <> coalesce(lot.kind, 'NONE')
             or (lot.kind = 'SERIAL' and m.quantity <> 1)`,
  },
  {
    name: 'No place was ever below zero',
    sql: `select product_id, location_id, lot_id, seq, running from (
            select m.*, sum(delta) over (partition by product_id, location_id, lot_id order by seq)
                     as running
            from (select seq, product_id, to_location_id as location_id, lot_id, quantity as delta
                  from stock_move
                  union all
                  select seq, product_id, from_location_id, lot_id, -quantity from stock_move) m
            join location l on l.id = m.location_id
            where l.kind in ('STORAGE', 'TRANSIT', 'QUARANTINE', 'BONDED', 'VAN')) r
          where running < 0`,
  },
  {
    name: 'Every move was made by an operation in the log',
    sql: `select m.seq, m.operation_id from stock_move m
          where not exists (select from operation_log o where o.id = m.operation_id)`,
  },
];

/** What `npm run verify` recomputes from its sources; each answers no row when all is well. */
export const inventoryChecks: readonly Check[] = [...stockChecks, ...documentChecks];
