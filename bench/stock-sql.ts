/*
 * Receipts, moves and balances that fit the transfers of `goods-sql.ts`, in the same session. The
 * goods come in before they travel, so no place was ever below zero.
 */

const instant = `timestamptz '2026-01-01Z' + r.n * interval '1 second'`;

/** As many receipt lines as make `$1` moves in all, ten a receipt; every place gets its share. */
const receiptLines = `
  create temp table receipt_line on commit drop as
  select g.n, g.n / 10 as receipt, (g.n % 10 + 1)::int as line_no, i.id as product_id,
         place.id as location_id
  from generate_series(0, $1::bigint - (select count(*) from trip_move) - 1) as g(n)
  join item i on i.p = (g.n / 40 * 10 + g.n % 10) % 300
  join place on place.p = i.p and place.w = g.n / 10 % 4
    and place.slot = (g.n / 40 * 10 + g.n % 10) / 300 % 2`;

const receipts = `
  create temp table receipt on commit drop as
  select r.n, h.id as warehouse_id, ${instant} as at,
         pg_temp.made_id(${instant}, 64, r.n) as id,
         pg_temp.made_id(${instant}, 65, r.n) as operation_id,
         h.code || '-GR-2026-' || lpad((r.n / 4 + 1)::text, 6, '0') as number
  from generate_series(0, (select max(receipt) from receipt_line)) as r(n)
  join house h on h.w = r.n % 4`;

const tripMoves = `
  create temp table trip_move on commit drop as
  select m.at, l.trip, m.step, l.line_no, l.product_id, m.from_id, m.to_id, m.quantity, m.kind,
         l.transfer_id, l.id as line_id, pg_temp.made_id(m.at, m.step, l.trip) as operation_id,
         m.reason
  from line l join numbered t on t.n = l.trip
  cross join lateral (values
    (17, t.shipped_at, l.from_id, t.transit_id, l.quantity, 'TRANSFER_SHIPMENT', null),
    (18, t.arrived_at, t.transit_id, l.to_id, l.quantity / 2, 'TRANSFER_RECEIPT', null),
    (19, case t.state when 'RECEIVED' then t.completed_at end, t.transit_id, l.to_id,
      l.quantity / 2, 'TRANSFER_RECEIPT', null),
    (19, case t.state when 'CLOSED' then t.completed_at end, t.transit_id,
      '00000000-0000-7000-8000-000000000005'::uuid, l.quantity / 2, 'TRANSFER_LOSS', 'Not found')
  ) as m(step, at, from_id, to_id, quantity, kind, reason)
  where m.at is not null`;

const moveColumns = `product_id, from_location_id, to_location_id, quantity, kind, document_id,
  line_id, operation_id, actor_id, moved_at, dated_on, from_status, to_status`;

/** The business day of an instant, in the company's zone. */
const dayOf = (at: string): string => `(${at} at time zone 'Asia/Tehran')::date`;
const supplier = `'00000000-0000-7000-8000-000000000001'::uuid`;

/** Statements in order; `values` names what each takes: `$1`, the actor or the number of moves. */
export const writeStock: readonly { readonly sql: string; readonly takes?: 'actor' | 'moves' }[] = [
  { sql: tripMoves },
  { sql: receiptLines, takes: 'moves' },
  { sql: receipts },
  { sql: 'analyze trip_move, receipt_line, receipt' },
  {
    sql: `insert into stock_voucher (id, number, kind, state, warehouse_id, dated_on, reference,
                                     created_at, created_by, posted_at, posted_by, operation_id)
          select id, number, 'RECEIPT', 'POSTED', warehouse_id, ${dayOf('at')}, 'Delivery ' || n,
                 at, $1::uuid, at, $1::uuid, operation_id
          from receipt order by n`,
    takes: 'actor',
  },
  {
    sql: `insert into stock_voucher_line (id, stock_voucher_id, line_no, product_id, unit_code,
                                          quantity_in_unit, quantity, posted, from_location_id,
                                          to_location_id)
          select pg_temp.made_id(r.at, 66, l.n), r.id, l.line_no, l.product_id, 'PCE', 1000, 1000,
                 1000, ${supplier}, l.location_id
          from receipt_line l join receipt r on r.n = l.receipt order by l.n`,
  },
  {
    sql: `insert into operation_log (id, operation, actor_id, idempotency_key, input_hash, input,
                                     answer, at)
          select operation_id, 'receiveGoods', $1::uuid, 'past-' || id, sha256(id::text::bytea),
                 jsonb_build_object('warehouseId', warehouse_id),
                 jsonb_build_object('stockVoucherId', id, 'number', number), at
          from receipt`,
    takes: 'actor',
  },
  {
    sql: `with moved as (
            update event_head set position = position + (select count(*) from receipt)
            returning position - (select count(*) from receipt) as before
          )
          insert into event_log (position, id, type, subject_type, subject_id, unit_ids, actor_id,
                                 operation_id, occurred_at, data)
          select moved.before + r.n + 1, pg_temp.made_id(r.at, 67, r.n), 'goodsReceipt.posted',
                 'stockVoucher', r.id, array[r.warehouse_id], $1::uuid, r.operation_id, r.at,
                 jsonb_build_object('stockVoucher',
                   jsonb_build_object('id', r.id, 'number', r.number))
          from receipt r, moved`,
    takes: 'actor',
  },
  {
    sql: `insert into number_series (series, warehouse_id, year, last)
          select 'GR', warehouse_id, 2026, count(*) from receipt group by warehouse_id`,
  },
  {
    sql: `insert into stock_move (${moveColumns})
          select l.product_id, ${supplier}, l.location_id, 1000, 'RECEIPT', r.id,
                 pg_temp.made_id(r.at, 66, l.n), r.operation_id, $1::uuid, r.at, ${dayOf('r.at')},
                 'AVAILABLE', 'AVAILABLE'
          from receipt_line l join receipt r on r.n = l.receipt order by l.n`,
    takes: 'actor',
  },
  {
    sql: `insert into stock_move (${moveColumns}, reason)
          select product_id, from_id, to_id, quantity, kind, transfer_id, line_id, operation_id,
                 $1::uuid, at, ${dayOf('at')}, 'AVAILABLE', 'AVAILABLE', reason
          from trip_move order by at, trip, line_no`,
    takes: 'actor',
  },
  {
    sql: `insert into stock_balance (id, location_id, product_id, is_serial, on_hand)
          select pg_temp.made_id('2026-01-01Z', 68,
                   row_number() over (order by product_id, location_id)),
                 location_id, product_id, false, sum(delta)
          from (select product_id, to_location_id as location_id, quantity as delta from stock_move
                union all
                select product_id, from_location_id, -quantity from stock_move) m
          join location l on l.id = m.location_id
          where l.kind in ('STORAGE', 'TRANSIT', 'QUARANTINE', 'BONDED', 'VAN')
          group by product_id, location_id, l.kind
          having l.kind <> 'TRANSIT' or sum(delta) <> 0`,
  },
  {
    sql: `insert into stock_level (product_id, warehouse_id, on_hand, sellable)
          select b.product_id, l.warehouse_id, sum(b.on_hand), sum(b.on_hand)
          from stock_balance b join location l on l.id = b.location_id
          where l.warehouse_id is not null group by b.product_id, l.warehouse_id`,
  },
];
