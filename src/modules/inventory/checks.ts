import type { Check } from '../../platform/verify.ts';
import { countChecks } from './count-checks.ts';
import { documentChecks } from './document-checks.ts';
import { reservationChecks } from './reservation-checks.ts';
import { scanChecks } from './scan-checks.ts';
import { transferChecks } from './transfer-checks.ts';
import { voucherChecks } from './voucher-checks.ts';

const none = '00000000-0000-0000-0000-000000000000';
const counted = "l.kind in ('STORAGE', 'TRANSIT', 'QUARANTINE', 'BONDED', 'VAN')";

/** Both ends of every move: what came to a key of balances, and what left one. */
const ends = `
  select seq, operation_id, product_id, to_location_id as location_id, lot_id, owner_id,
         to_status as status, to_package_id as package_id, quantity as delta from stock_move
  union all
  select seq, operation_id, product_id, from_location_id, lot_id, owner_id, from_status,
         from_package_id, -quantity from stock_move`;

/** Both directions: a balance without moves, and moves without their balance. */
const balancesFollow: Check = {
  name: 'Each balance is the sum of its moves',
  sql: `
    with moved as (
      select m.product_id, m.location_id, m.lot_id, m.owner_id, m.status, m.package_id,
             sum(m.delta) as quantity
      from (${ends}) m
      join location l on l.id = m.location_id
      where ${counted}
      group by 1, 2, 3, 4, 5, 6
    )
    select coalesce(b.product_id, m.product_id) as product_id,
           coalesce(b.location_id, m.location_id) as location_id,
           coalesce(b.lot_id, m.lot_id) as lot_id, b.on_hand, m.quantity as moved
    from stock_balance b
    full join moved m on m.product_id = b.product_id and m.location_id = b.location_id
      and coalesce(m.lot_id, '${none}') = coalesce(b.lot_id, '${none}')
      and coalesce(m.owner_id, '${none}') = coalesce(b.owner_id, '${none}')
      and m.status = b.status
      and coalesce(m.package_id, '${none}') = coalesce(b.package_id, '${none}')
    where coalesce(b.on_hand, 0) <> coalesce(m.quantity, 0)`,
};

const levelsFollow: Check = {
  name: 'Each level is the sum of its balances',
  sql: `
    with counted as (
      select b.product_id, l.warehouse_id, sum(b.on_hand) as on_hand,
             coalesce(sum(b.on_hand) filter (where l.kind = 'STORAGE' and b.status = 'AVAILABLE'
                                               and b.owner_id is null), 0) as sellable
      from stock_balance b join location l on l.id = b.location_id
      where l.warehouse_id is not null
      group by 1, 2
    )
    select coalesce(s.product_id, c.product_id) as product_id,
           coalesce(s.warehouse_id, c.warehouse_id) as warehouse_id,
           s.on_hand, s.sellable, c.on_hand as counted, c.sellable as counted_sellable
    from stock_level s
    full join counted c on c.product_id = s.product_id and c.warehouse_id = s.warehouse_id
    where (coalesce(s.on_hand, 0), coalesce(s.sellable, 0))
      <> (coalesce(c.on_hand, 0), coalesce(c.sellable, 0))`,
};

const stockChecks: readonly Check[] = [
  balancesFollow,
  levelsFollow,
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
    name: 'Only plain balances stay when they are empty',
    sql: `select b.id from stock_balance b join location l on l.id = b.location_id
          where b.on_hand = 0 and (b.lot_id is not null or b.owner_id is not null
            or b.package_id is not null or b.status <> 'AVAILABLE' or l.kind = 'TRANSIT')`,
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
    // What an act moves happens at once: its lines may give and take the same goods in any order.
    name: 'No place was ever below zero',
    sql: `select product_id, location_id, lot_id, seq, running from (
            select product_id, location_id, lot_id, max(seq) as seq,
                   sum(sum(delta)) over (partition by product_id, location_id, lot_id, owner_id,
                                           status, package_id order by max(seq)) as running
            from (${ends}) m
            join location l on l.id = m.location_id
            where ${counted}
            group by product_id, location_id, lot_id, owner_id, status, package_id,
                     operation_id) r
          where running < 0`,
  },
  {
    name: 'Every move was made by an operation in the log',
    sql: `select m.seq, m.operation_id from stock_move m
          where not exists (select from operation_log o where o.id = m.operation_id)`,
  },
];

/** What `npm run verify` recomputes from its sources; each answers no row when all is well. */
export const inventoryChecks: readonly Check[] = [
  ...stockChecks,
  ...reservationChecks,
  ...documentChecks,
  ...countChecks,
  ...transferChecks,
  ...scanChecks,
  ...voucherChecks,
];
