/*
 * The goods of the benchmark company, written set-based: what 200,000 acts would have left behind,
 * in seconds. Each text is one statement; they run in order, in one session and one transaction.
 */

/** UUIDv7 from an instant, a kind of thing and a number: the same each time, ordered by time. */
export const helpers = [
  `create or replace function pg_temp.made_id(at timestamptz, kind int, n bigint) returns uuid
   language sql stable as $$
     select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' ||
             lpad(to_hex(kind), 3, '0') || '8' || lpad(to_hex(n), 15, '0'))::uuid $$`,
  // Foreign keys of rows that are made from one another are not asked for again, row by row.
  'set local session_replication_role = replica',
  `create temp table house on commit drop as
   select (row_number() over (order by code) - 1)::int as w, id, code from warehouse`,
  `create temp table item on commit drop as
   select (row_number() over (order by sku) - 1)::int as p, id, sku from product`,
  // Every product has two places in each warehouse.
  `create temp table place on commit drop as
   with shelf as (
     select h.w, l.id, (row_number() over (partition by h.w order by l.code) - 1)::int as n
     from location l join house h on h.id = l.warehouse_id
   )
   select i.p, s.slot, shelf.w, shelf.id
   from item i cross join generate_series(0, 1) as s(slot)
   join shelf on shelf.n = (i.p * 2 + s.slot) % (select max(n) + 1 from shelf)`,
  'create unique index on place (p, w, slot)',
  'analyze item, place, house',
];

/** Transfers `$1` to `$1 + $2 - 1`, 300 days of them; the newest `$3` are still under way. */
export const pastTrips = `
  create temp table trip on commit drop as
  select n, h.id as source_id, h.code, d.id as destination_id, h.w as source_w,
         d.w as destination_w, t.at,
         case when n < $1::int + $2::int - $3::int
                then case when n / 12 % 20 = 0 then 'CLOSED' else 'RECEIVED' end
              else (array['APPROVED', 'SHIPPED', 'PARTIALLY_RECEIVED', 'RECEIVED'])[1 + n / 12 % 4]
         end as state, 2 as pieces, 6 as spread
  from generate_series($1::int, $1::int + $2::int - 1) as n
  cross join lateral (
    select timestamptz '2026-01-05Z' + (n - $1::int) * (interval '300 days' / $2::int) as at) t
  join house h on h.w = n % 4
  join house d on d.w = (n % 4 + 1 + n / 4 % 3) % 4`;

/** Drafts `$1` to `$1 + $2 - 1`, all asked for at `$3`, `$4` pieces of each product. */
export const draftTrips = `
  create temp table trip on commit drop as
  select n, h.id as source_id, h.code, d.id as destination_id, h.w as source_w,
         d.w as destination_w, $3::timestamptz as at, 'APPROVED' as state, $4::int as pieces,
         1 as spread
  from generate_series($1::int, $1::int + $2::int - 1) as n
  join house h on h.w = n % 4
  join house d on d.w = (n % 4 + 1 + n / 4 % 3) % 4`;

/** Numbers without gaps, and the instants of each step. */
const numbered = `
  create temp table numbered on commit drop as
  select t.*, pg_temp.made_id(t.at, 1, n) as id, pg_temp.made_id(t.at, 2, n) as transit_id,
         t.code || '-TR-2026-' || lpad((coalesce(s.last, 0)
           + row_number() over (partition by source_id order by n))::text, 6, '0') as number,
         case when state <> 'APPROVED' then at + interval '1 hour' end as shipped_at,
         case when state in ('PARTIALLY_RECEIVED', 'RECEIVED', 'CLOSED')
           then at + interval '2 days' end as arrived_at,
         case when state in ('RECEIVED', 'CLOSED') then at + interval '3 days' end as completed_at
  from trip t
  left join number_series s on s.series = 'TR' and s.warehouse_id = t.source_id and s.year = 2026`;

const lines = `
  create temp table line on commit drop as
  select t.n * 5 + j as n, t.n as trip, j + 1 as line_no, pg_temp.made_id(t.at, 3 + j, t.n) as id,
         t.id as transfer_id, i.id as product_id, i.sku, here.id as from_id, there.id as to_id,
         t.pieces * (1 + (t.n + j) % t.spread) as quantity
  from numbered t
  cross join generate_series(0, 4) as j
  join item i on i.p = (t.n * 7 + j * 61) % 300
  join place here on here.p = i.p and here.w = t.source_w and here.slot = t.n / 300 % 2
  join place there on there.p = i.p and there.w = t.destination_w and there.slot = 0`;

/** What an act left in the log of operations and in that of events. `$1`: who did them all. */
const acts = `
  create temp table act on commit drop as
  select pg_temp.made_id(a.at, a.kind, t.n) as id, a.operation, a.event, a.at, t.id as transfer_id,
         t.number, t.state, array[t.source_id, t.destination_id] as unit_ids
  from numbered t
  cross join lateral (values
    (16, 'createStockTransfer', 'stockTransfer.created', t.at),
    (17, 'shipStockTransfer', 'stockTransfer.shipped', t.shipped_at),
    (18, 'receiveStockTransfer', 'stockTransfer.received', t.arrived_at),
    (19, case t.state when 'CLOSED' then 'settleStockTransferShortage'
           else 'receiveStockTransfer' end,
      case t.state when 'CLOSED' then 'stockTransfer.shortageSettled'
        else 'stockTransfer.received' end,
      t.completed_at)
  ) as a(kind, operation, event, at)
  where a.at is not null`;

const operationLog = `
  insert into operation_log (id, operation, actor_id, idempotency_key, input_hash, input, answer,
                             at)
  select id, operation, $1::uuid, 'past-' || id, sha256(id::text::bytea),
         jsonb_build_object('stockTransferId', transfer_id),
         jsonb_build_object('stockTransferId', transfer_id), at
  from act`;

const eventLog = `
  with moved as (
    update event_head set position = position + (select count(*) from act)
    returning position - (select count(*) from act) as before
  )
  insert into event_log (position, id, type, subject_type, subject_id, unit_ids, actor_id,
                         operation_id, occurred_at, data)
  select moved.before + row_number() over (order by a.at, a.id),
         pg_temp.made_id(a.at, 32, row_number() over (order by a.at, a.id)),
         a.event, 'stockTransfer', a.transfer_id, a.unit_ids, $1::uuid, a.id, a.at,
         jsonb_build_object('stockTransfer', jsonb_build_object(
           'id', a.transfer_id, 'number', a.number, 'state', a.state))
  from act a, moved`;

/** Writes the transfers of `trip` with lines, logs and numbers; some take `$1`: the actor. */
export const writeTrips: readonly { readonly sql: string; readonly actor?: true }[] = [
  { sql: numbered },
  { sql: 'analyze numbered' },
  { sql: lines },
  { sql: acts },
  { sql: 'analyze line, act' },
  {
    sql: `insert into location (id, code, name_en, name_fa, kind, created_at)
          select transit_id, number, 'In transit ' || number, 'در راه ' || number, 'TRANSIT', at
          from numbered order by n`,
  },
  {
    sql: `insert into stock_transfer (id, number, source_id, destination_id, transit_id, state,
                                      created_at, created_by, shipped_at, shipped_by, completed_at,
                                      version)
          select id, number, source_id, destination_id, transit_id, state, at, $1::uuid, shipped_at,
                 case when shipped_at is not null then $1::uuid end, completed_at,
                 1 + num_nonnulls(shipped_at, arrived_at, completed_at)
          from numbered order by n`,
    actor: true,
  },
  {
    sql: `insert into stock_transfer_line (id, stock_transfer_id, line_no, product_id, unit_code,
                                           requested_in_unit, requested, shipped, received, lost)
          select l.id, l.transfer_id, l.line_no, l.product_id, 'PCE', l.quantity, l.quantity,
                 case when t.shipped_at is null then 0 else l.quantity end,
                 case when t.state = 'RECEIVED' then l.quantity
                      when t.arrived_at is null then 0 else l.quantity / 2 end,
                 case when t.state = 'CLOSED' then l.quantity / 2 else 0 end
          from line l join numbered t on t.n = l.trip order by l.n`,
  },
  { sql: operationLog, actor: true },
  { sql: eventLog, actor: true },
  {
    sql: `insert into number_series as s (series, warehouse_id, year, last)
          select 'TR', source_id, 2026, count(*) from numbered group by source_id
          on conflict (series, warehouse_id, year) do update set last = s.last + excluded.last`,
  },
];
