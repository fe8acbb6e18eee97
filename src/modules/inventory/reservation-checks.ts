import type { Check } from '../../platform/verify.ts';

/** What the reservations of a level hold and wait for. */
const sums = `
  select product_id, warehouse_id, sum(held) as reserved,
         sum(quantity - held - consumed - released) as waiting
  from stock_reservation group by 1, 2`;

const place = `
  b.product_id = r.product_id and b.location_id = r.location_id
  and b.lot_id is not distinct from r.lot_id and b.owner_id is null and b.status = 'AVAILABLE'
  and b.package_id is not distinct from r.package_id`;

export const reservationChecks: readonly Check[] = [
  {
    name: 'Each level promises what its reservations hold, and lets wait what they lack',
    sql: `select coalesce(s.product_id, r.product_id) as product_id,
                 coalesce(s.warehouse_id, r.warehouse_id) as warehouse_id,
                 s.reserved, r.reserved as held, s.waiting, r.waiting as lacking
          from stock_level s
          full join (${sums}) r on r.product_id = s.product_id and r.warehouse_id = s.warehouse_id
          where (coalesce(s.reserved, 0), coalesce(s.waiting, 0))
            <> (coalesce(r.reserved, 0), coalesce(r.waiting, 0))`,
  },
  {
    name: 'Each place promises what hard reservations hold there',
    sql: `select b.id, r.location_id, b.hard_reserved, r.held
          from (select * from stock_balance where hard_reserved <> 0) b
          full join (select product_id, location_id, lot_id, package_id, sum(held) as held
                     from stock_reservation where strength = 'HARD' and held > 0
                     group by 1, 2, 3, 4) r
            on b.product_id = r.product_id and b.location_id = r.location_id
            and coalesce(b.lot_id, '00000000-0000-0000-0000-000000000000')
              = coalesce(r.lot_id, '00000000-0000-0000-0000-000000000000')
            and coalesce(b.package_id, '00000000-0000-0000-0000-000000000000')
              = coalesce(r.package_id, '00000000-0000-0000-0000-000000000000')
          where coalesce(b.hard_reserved, 0) <> coalesce(r.held, 0)`,
  },
  {
    name: 'No level promises more than can be sold',
    sql: `select product_id, warehouse_id, reserved, sellable from stock_level
          where reserved > sellable or reserved < 0`,
  },
  {
    name: 'No place promises more than is there',
    sql: `select id, product_id, location_id, hard_reserved, on_hand from stock_balance
          where hard_reserved > on_hand or hard_reserved < 0`,
  },
  {
    name: 'A reservation holds the sum of its entries',
    sql: `select r.id, r.held, sum(e.held_change) as entered
          from stock_reservation r
          left join stock_reservation_entry e on e.stock_reservation_id = r.id
          group by r.id having r.held <> coalesce(sum(e.held_change), 0)`,
  },
  {
    name: 'A reservation lost what was consumed or released of it',
    sql: `select r.id, r.consumed, sum(-e.held_change) filter (where e.kind = 'CONSUMED') as left_it
          from stock_reservation r join stock_reservation_entry e on e.stock_reservation_id = r.id
          group by r.id
          having r.consumed < coalesce(sum(-e.held_change) filter (where e.kind = 'CONSUMED'), 0)
              or r.released < coalesce(sum(-e.held_change)
                                       filter (where e.kind in ('RELEASED', 'EXPIRED')), 0)`,
  },
  {
    name: 'A reservation that ended neither holds nor waits',
    sql: `select id, ended, held, quantity, consumed, released from stock_reservation
          where ended is not null and (held <> 0 or consumed + released <> quantity)`,
  },
  {
    name: 'Nobody waits for what is free',
    sql: `select r.id, r.strength, s.sellable - s.reserved as free,
                 b.on_hand - b.hard_reserved as free_there
          from stock_reservation r
          join stock_level s on s.product_id = r.product_id and s.warehouse_id = r.warehouse_id
          left join stock_balance b on r.strength = 'HARD' and ${place}
            and exists (select from location l where l.id = b.location_id and l.kind = 'STORAGE')
          where r.held + r.consumed + r.released < r.quantity
            and case when r.strength = 'SOFT' then s.sellable - s.reserved
                     else least(s.sellable - s.reserved, coalesce(b.on_hand - b.hard_reserved, 0))
                end >= case when r.all_or_nothing
                            then r.quantity - r.held - r.consumed - r.released else 0.000001 end`,
  },
  {
    name: 'Hard reservations name goods in storage of their warehouse',
    sql: `select r.id, l.kind, l.warehouse_id from stock_reservation r
          join location l on l.id = r.location_id
          where l.warehouse_id is distinct from r.warehouse_id
             or (r.held > 0 and l.kind <> 'STORAGE')`,
  },
  {
    name: 'Lots that are promised are of the product that is promised',
    sql: `select r.id, r.lot_id from stock_reservation r join lot on lot.id = r.lot_id
          where lot.product_id <> r.product_id`,
  },
  {
    name: 'Every change of a promise was made by an operation in the log',
    sql: `select e.seq, e.operation_id from stock_reservation_entry e
          where not exists (select from operation_log o where o.id = e.operation_id)`,
  },
];
