/** Stands for "without" (a lot, an owner, a package) in the key of balances. */
export const none = '00000000-0000-0000-0000-000000000000';

/** Columns of a balance's key, beside product and place. */
const key = 'lot_key, owner_key, status, package_key';

const end = (side: 'from' | 'to', sign: '-' | ''): string => `
  select m.product_id, m.${side}_id as location_id, m.lot_key, m.owner_key,
         m.${side}_status as status,
         coalesce(m.${side}_package_id, '${none}'::uuid) as package_key, m.is_serial,
         ${sign}m.quantity as delta
  from move m`;

/**
 * One statement, whatever the number of moves. The levels of the warehouses are locked first, then
 * the balances; when all that leaves is there and not promised to others, and the day is open,
 * levels and balances change and the moves are written. A serial's old row goes before the new one
 * comes: `added` waits for `removed`.
 */
export const postMovesSql = `
  with move as materialized (
    select m.*, coalesce(m.lot_id, '${none}'::uuid) as lot_key,
           coalesce(m.owner_id, '${none}'::uuid) as owner_key
    from unnest($1::text[], $2::uuid[], $3::uuid[], $4::boolean[], $5::uuid[], $6::uuid[],
                $7::uuid[], $8::text[], $9::text[], $10::uuid[], $11::uuid[], $12::numeric[],
                $13::uuid[], $14::uuid[], $15::text[], $16::text[], $17::bigint[])
      with ordinality
      as m(kind, product_id, lot_id, is_serial, owner_id, from_id, to_id, from_status, to_status,
           from_package_id, to_package_id, quantity, document_id, line_id, reason, responsible,
           reverses, ord)
  ), change as materialized (
    select row_number() over (order by e.product_id, e.location_id, ${key}) as n,
           e.product_id, e.location_id, ${key}, e.is_serial, l.warehouse_id,
           sum(e.delta) as delta,
           l.kind = 'STORAGE' and e.status = 'AVAILABLE' and e.owner_key = '${none}' as sellable,
           l.kind = 'TRANSIT' or e.status <> 'AVAILABLE' or e.lot_key <> '${none}'
             or e.owner_key <> '${none}' or e.package_key <> '${none}' as vanishes
    from (${end('from', '-')} union all ${end('to', '')}) e
    join location l on l.id = e.location_id
    where l.kind in ('STORAGE', 'TRANSIT', 'QUARANTINE', 'BONDED', 'VAN')
    group by e.product_id, e.location_id, ${key}, e.is_serial, l.warehouse_id, l.kind
    having sum(e.delta) <> 0
  ), level as materialized (
    select s.id, s.product_id, s.warehouse_id, s.sellable, s.reserved, s.waiting, d.delta,
           d.sellable_delta, w.closed_through
    from (select product_id, warehouse_id, sum(delta) as delta,
                 coalesce(sum(delta) filter (where sellable), 0) as sellable_delta
          from change where warehouse_id is not null group by 1, 2) d
    join stock_level s on s.product_id = d.product_id and s.warehouse_id = d.warehouse_id
    join warehouse w on w.id = d.warehouse_id
    order by s.product_id, s.warehouse_id
    for no key update of s
  ), held as materialized (
    select c.n, c.delta, c.vanishes, b.id, b.on_hand, b.hard_reserved
    from change c
    join stock_balance b on b.product_id = c.product_id and b.location_id = c.location_id
      and coalesce(b.lot_id, '${none}'::uuid) = c.lot_key
      and coalesce(b.owner_id, '${none}'::uuid) = c.owner_key and b.status = c.status
      and coalesce(b.package_id, '${none}'::uuid) = c.package_key
    where (select count(*) from level) >= 0
    order by c.n
    for update of b
  ), gate as materialized (
    select not exists (
        select from change c left join held h on h.n = c.n
        where c.delta < 0 and coalesce(h.on_hand - h.hard_reserved, 0) + c.delta < 0)
      and not exists (select from level where sellable + sellable_delta < reserved)
      and not exists (select from level where $19::date <= closed_through) as open
  ), leveled as (
    update stock_level s set on_hand = s.on_hand + l.delta, sellable = s.sellable + l.sellable_delta
    from level l, gate where gate.open and s.id = l.id
    returning s.id
  ), changed as (
    update stock_balance b set on_hand = b.on_hand + h.delta
    from held h, gate
    where gate.open and b.id = h.id and not (h.vanishes and h.on_hand + h.delta = 0)
    returning b.id
  ), removed as (
    delete from stock_balance b using held h, gate
    where gate.open and b.id = h.id and h.vanishes and h.on_hand + h.delta = 0
    returning b.id
  ), added as (
    insert into stock_balance as b (id, location_id, product_id, lot_id, owner_id, status,
                                    package_id, is_serial, on_hand)
    select ($18::uuid[])[c.n], c.location_id, c.product_id, nullif(c.lot_key, '${none}'),
           nullif(c.owner_key, '${none}'), c.status, nullif(c.package_key, '${none}'),
           c.is_serial, c.delta
    from change c
    join gate on gate.open
    where c.delta > 0 and c.n not in (select n from held) and (select count(*) from removed) >= 0
    order by c.n
    on conflict (product_id, location_id, coalesce(lot_id, '${none}'::uuid),
                 coalesce(owner_id, '${none}'::uuid), status, coalesce(package_id, '${none}'::uuid))
      do update set on_hand = b.on_hand + excluded.on_hand
    returning b.id
  ), recorded as (
    insert into stock_move (product_id, lot_id, owner_id, from_location_id, to_location_id,
                            from_status, to_status, from_package_id, to_package_id, quantity, kind,
                            document_id, line_id, operation_id, actor_id, moved_at, dated_on,
                            reason, responsible, reverses)
    select m.product_id, m.lot_id, m.owner_id, m.from_id, m.to_id, m.from_status, m.to_status,
           m.from_package_id, m.to_package_id, m.quantity, m.kind, m.document_id, m.line_id,
           $20, $21, $22, $19, m.reason, m.responsible, m.reverses
    from move m join gate on gate.open
    order by m.ord
    returning seq
  )
  select gate.open,
         (select count(*)::int from change) as keys,
         (select count(*)::int from changed) + (select count(*)::int from removed)
           + (select count(*)::int from added) as written,
         (select count(*)::int from recorded) as moves,
         (select count(*)::int from level) - (select count(*)::int from leveled) as unleveled,
         (select json_agg(json_build_object('productId', product_id, 'warehouseId', warehouse_id))
          from level where waiting > 0 and sellable + sellable_delta > reserved) as awaited,
         (select json_agg(json_build_object('productId', l.product_id,
                   'warehouseId', l.warehouse_id, 'minimum', trim_scale(p.minimum)::text,
                   'available', trim_scale(l.sellable + l.sellable_delta - l.reserved)::text))
          from level l
          join stock_policy p on p.product_id = l.product_id and p.warehouse_id = l.warehouse_id
          where l.sellable - l.reserved >= p.minimum
            and l.sellable + l.sellable_delta - l.reserved < p.minimum) as low,
         (select json_agg(json_build_object('productId', l.product_id,
                   'warehouseId', l.warehouse_id))
          from level l
          join stock_policy p on p.product_id = l.product_id and p.warehouse_id = l.warehouse_id
          where l.sellable - l.reserved < p.minimum
            and l.sellable + l.sellable_delta - l.reserved >= p.minimum) as lifted
  from gate`;
