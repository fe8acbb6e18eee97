import { headOfSession, headOfStep } from './scan-heads-sql.ts';

const transferLines = `
  select l.id, l.id as promised_to, l.line_no, l.product_id, null::uuid as lot_id,
    null::uuid as owner_id,
         'AVAILABLE'::text as status, null::uuid as place_id,
         case h.task when 'SHIP' then l.scanned_to_ship
                     else l.received + l.scanned_to_receive end as counted,
         case h.task when 'SHIP' then l.requested
                     else l.shipped - l.lost - l.returned end as expected
  from head h join stock_transfer_line l on l.stock_transfer_id = h.transfer_id`;

const voucherLines = `
  select l.id, coalesce(l.demand_line_id, l.id), l.line_no, l.product_id, l.lot_id, l.owner_id,
    l.status,
         case h.task when 'PICK' then l.from_location_id else l.to_location_id end, l.picked,
         l.quantity
  from head h join stock_voucher_line l on l.stock_voucher_id = h.voucher_id`;

/** What counts in this step and has neither been posted nor given up. */
const pendingOf = (kind: 'transfer' | 'voucher'): string => `
  select s.product_id, s.lot_id, s.location_id, s.package_id, s.line_id, s.quantity,
         l.owner_id, l.status
  from (
    select s.product_id, s.lot_id, s.location_id, s.package_id, s.stock_${kind}_line_id as line_id,
           s.quantity
    from head h
    join stock_scan s on s.stock_${kind}_id = h.${kind}_id and s.step = h.task
    where s.outcome = 'MATCHED' and s.posted_operation_id is null
      and s.abandoned_operation_id is null and s.product_id in (select product_id from goods)
    union all
    select p.product_id, p.lot_id, p.location_id, p.package_id, p.stock_${kind}_line_id, p.quantity
    from head h
    join stock_scan s on s.stock_${kind}_id = h.${kind}_id and s.step = h.task
    join stock_scan_part p on p.stock_scan_id = s.id
    where s.outcome = 'MATCHED' and s.product_id is null and s.posted_operation_id is null
      and s.abandoned_operation_id is null and p.posted_operation_id is null
      and p.abandoned_operation_id is null) s
  join line l on l.id = s.line_id`;

const countedIn = (kind: 'transfer' | 'voucher'): string => `
  exists (select from stock_scan s
          where s.stock_${kind}_id = h.${kind}_id and s.step = h.task and s.lot_id = f.id
            and s.is_serial and s.outcome = 'MATCHED' and s.abandoned_operation_id is null)
  or exists (select from stock_scan_part p join stock_scan s on s.id = p.stock_scan_id
             where p.lot_id = f.id and p.is_serial and p.abandoned_operation_id is null
               and s.stock_${kind}_id = h.${kind}_id and s.step = h.task)`;

const countedInSession = `
  exists (select from stock_scan s
          where h.count_id is not null
            and s.scan_session_id = h.session_id and s.lot_id = f.id and s.is_serial
            and s.outcome = 'MATCHED' and s.abandoned_operation_id is null)`;

/** A lot that is not to be sold from today ($9) on. */
const expired = (lot: string): string =>
  `(coalesce(${lot}.removal_on <= $9::date, false)
     or coalesce(${lot}.expires_on < $9::date, false))`;

const known = `
  barcode as materialized (
    select b.scan_key, b.product_id, b.unit_code, p.tracking
    from product_barcode b join product p on p.id = b.product_id
    where b.scan_key = any($3::text[])
  ), tree(root, id, depth) as (
    select p.id, p.id, 1 from stock_package p where p.sscc = any($7::text[])
    union all
    select t.root, p.id, t.depth + 1
    from tree t join stock_package p on p.parent_id = t.id where t.depth < 10
  ), packed as materialized (
    select t.root, b.* from tree t join stock_balance b on b.package_id = t.id
  ), lot_found as materialized (
    select lot.id, lot.product_id, lot.code, lot.kind, ${expired('lot')} as expired
    from lot
    where lot.code = any($4::text[]) and lot.product_id in (select product_id from barcode)
    union
    select l.id, l.product_id, l.code, l.kind, l.expired
    from unnest($5::text[]) as label(code)
    cross join lateral (
      select lot.id, lot.product_id, lot.code, lot.kind, ${expired('lot')} as expired
      from lot where lot.code = label.code
      order by exists (select from line where line.product_id = lot.product_id) desc,
               lot.product_id
      limit 100) l
  ), goods as materialized (
    select product_id from barcode
    union select product_id from lot_found
    union select product_id from packed
    ANNOUNCED
  )`;

/** Balances of the lots and products that were scanned, and of the packages. */
const shelves = `
  shelf as (
    select b.* from lot_found f join stock_balance b on b.lot_id = f.id
    union
    select b.* from (select distinct product_id from barcode where tracking = 'NONE') g
    join stock_balance b on b.product_id = g.product_id and b.lot_id is null
    union
    select b.* from packed k join stock_balance b on b.id = k.id
  ), own as (
    select r.product_id, r.location_id, r.lot_id, r.package_id, sum(r.held) as held
    from line l
    join stock_reservation r on r.demand_line_id = l.promised_to
    where r.strength = 'HARD' and r.held > 0
    group by 1, 2, 3, 4
  ), on_shelf as (
    select b.product_id, b.lot_id, b.package_id, l.id as at, l.code, l.kind, 0 as line_no,
           b.status, b.owner_id,
           b.on_hand - b.hard_reserved + coalesce(o.held, 0) - coalesce(
             (select sum(p.quantity) from pending p
              where p.status = b.status and p.owner_id is not distinct from b.owner_id
                and p.product_id = b.product_id and p.location_id = b.location_id
                and p.lot_id is not distinct from b.lot_id
                and p.package_id is not distinct from b.package_id), 0) as available
    from head h
    join shelf b on h.task in ('SHIP', 'PICK')
    join location l on l.id = b.location_id and l.warehouse_id = h.warehouse_id
    left join own o on b.status = 'AVAILABLE' and b.owner_id is null
      and o.product_id = b.product_id and o.location_id = b.location_id
      and o.lot_id is not distinct from b.lot_id
      and o.package_id is not distinct from b.package_id
  ), on_its_way as (
    select m.product_id, m.lot_id, e.package_id, m.line_id as at, null::text as code,
           null::text as kind, l.line_no, 'AVAILABLE'::text as status, null::uuid as owner_id,
           sum(e.quantity) - coalesce(
             (select sum(p.quantity) from pending p
              where p.line_id = m.line_id and p.lot_id is not distinct from m.lot_id
                and p.package_id is not distinct from e.package_id), 0) as available
    from head h
    join stock_move m on h.task = 'RECEIVE' and m.document_id = h.transfer_id
      and m.product_id in (select product_id from goods)
    cross join lateral (
      values (m.to_location_id, m.to_package_id, m.quantity),
             (m.from_location_id, m.from_package_id, -m.quantity)
    ) e(location_id, package_id, quantity)
    join line l on l.id = m.line_id
    where e.location_id = h.transit_id
    group by m.product_id, m.lot_id, e.package_id, m.line_id, l.line_no
    -- What has arrived as a whole was shipped all the same: one more of it is over.
    having sum(e.quantity) > 0 or e.package_id is null
  ), stock as (
    select * from on_shelf union all select * from on_its_way
  )`;

const units = `
  json_build_array(json_build_object('code', p.base_unit_code, 'decimals', u.decimals,
    'numerator', '1', 'denominator', '1'))::jsonb
  || coalesce((select jsonb_agg(jsonb_build_object('code', pu.unit_code, 'decimals', x.decimals,
       'numerator', pu.numerator::text, 'denominator', pu.denominator::text))
     from product_unit pu join unit x on x.code = pu.unit_code
     where pu.product_id = p.id and pu.unit_code <> p.base_unit_code), '[]')`;

const list = (rows: string): string => `coalesce((${rows}), '[]')`;

const documents = `
  case when h.transfer_id is not null then json_build_object('kind', 'TRANSFER', 'id',
         h.transfer_id, 'number', h.number, 'state', h.state, 'unitIds', h.unit_ids)
       when h.voucher_id is not null then json_build_object('kind', 'VOUCHER', 'id',
         h.voucher_id, 'number', h.number, 'state', h.state, 'unitIds', h.unit_ids)
       when h.count_id is not null then json_build_object('kind', 'COUNT', 'id',
         h.count_id, 'number', h.number, 'state', h.state, 'unitIds', h.unit_ids) end`;

const work = `
  json_build_object('sessionId', h.session_id, 'sessionState', h.session_state,
    'heldBy', h.held_by, 'startedAt', h.started_at, 'task', h.task,
    'warehouseId', h.warehouse_id, 'location',
    (select json_build_object('id', l.id, 'code', l.code) from location l
     where l.id = h.location_id), 'packageId', h.package_id, 'documentChosen', h.chosen,
    'document', ${documents}, 'receiptLocation',
    (select json_build_object('id', l.id, 'code', l.code) from location l
     where l.warehouse_id = h.warehouse_id and l.default_receipt), 'deviceId',
    (select d.id from scan_device d where d.api_key_id = $10::uuid and d.active), 'deviceEnded',
    exists (select from scan_device d where d.api_key_id = $10::uuid and not d.active)
      and not exists (select from scan_device d where d.api_key_id = $10::uuid and d.active),
    'lines', t.lines, 'linesDone', t.done, 'remaining', trim_scale(t.remaining)::text)`;

/** The scans that were recorded before, with what they were answered, by the log. */
const before = `
  with mine as materialized (
    select * from stock_scan where id = any($8::uuid[])
  ), answered as (
    select o.id, coalesce(e.answer, o.answer) as answer
    from operation_log o
    left join lateral jsonb_array_elements(o.answer->'answers') as e(answer) on true
    where o.id in (select operation_id from mine)
  )
  select json_agg(json_build_object('scanId', m.id, 'scanSessionId', m.scan_session_id,
    'stockTransferId', m.stock_transfer_id, 'step', m.step, 'code', m.code, 'lotCode', m.lot_code,
    'serial', m.serial, 'locationCode', m.location_code, 'answer', a.answer))
  from mine m
  left join answered a on a.id = m.operation_id and a.answer->>'scanId' = m.id::text`;

const selected = `
  select ${work} as work, ${list(before)} as before,
    ${list(`select json_agg(json_build_object('key', scan_key, 'productId', product_id,
      'unit', unit_code)) from barcode`)} as barcodes,
    ${list(`select json_agg(json_build_object('id', p.id, 'sku', p.sku, 'nameEn', p.name_en,
      'nameFa', p.name_fa, 'tracking', p.tracking, 'baseUnit', p.base_unit_code,
      'baseDecimals', u.decimals, 'units', ${units}))
      from goods g join product p on p.id = g.product_id
      join unit u on u.code = p.base_unit_code`)} as products,
    ${list(`select json_agg(json_build_object('id', f.id, 'productId', f.product_id,
      'code', f.code, 'kind', f.kind, 'expired', f.expired, 'counted',
      f.kind = 'SERIAL' and (COUNTED)) order by f.product_id)
      from lot_found f`)} as lots,
    ${list(`select json_agg(json_build_object('id', l.id, 'productId', l.product_id,
      'lotId', l.lot_id, 'ownerId', l.owner_id, 'status', l.status, 'serials', NAMED, 'place',
      (select json_build_object('id', x.id, 'code', x.code) from location x
       where x.id = l.place_id and x.warehouse_id = h.warehouse_id),
      'counted', trim_scale(l.counted)::text, 'expected', trim_scale(l.expected)::text)
      order by l.line_no)
      from line l where l.product_id in (select product_id from goods)`)} as lines,
    ${list(`select json_agg(json_build_object('productId', s.product_id, 'lotId', s.lot_id,
      'packageId', s.package_id, 'at', s.at, 'code', s.code, 'kind', s.kind, 'status', s.status,
      'ownerId', s.owner_id, 'available', trim_scale(s.available)::text) order by s.line_no)
      from stock s`)} as stock,
    ${list(`select json_agg(json_build_object('id', l.id, 'code', l.code)) from location l
      where l.warehouse_id = h.warehouse_id and l.code = any($6::text[])`)} as places,
    ${list(`select json_agg(json_build_object('id', p.id, 'sscc', p.sscc, 'goods', ${list(`
      select json_agg(json_build_object('packageId', b.package_id, 'productId', b.product_id,
        'lotId', b.lot_id, 'lotCode', lot.code, 'isSerial', b.is_serial,
        'expired', coalesce(${expired('lot')}, false),
        'free', b.status = 'AVAILABLE' and b.owner_id is null,
        'quantity', trim_scale(b.on_hand)::text, 'locationId', b.location_id,
        'locationCode', l.code, 'warehouseId', l.warehouse_id)
        order by b.product_id, b.lot_id, b.package_id)
      from packed b join location l on l.id = b.location_id left join lot on lot.id = b.lot_id
      where b.root = p.id`)}))
      from stock_package p where p.sscc = any($7::text[]) or p.id = h.package_id`)} as packages,
    ${list(`select json_agg(json_build_object('prefix', x.prefix, 'measureDigits',
      x.measure_digits, 'decimals', x.decimals, 'measureCheckDigit', x.measure_check_digit,
      'unit', x.unit_code) order by x.prefix) from scan_scheme x`)} as schemes
  from head h
  cross join lateral (
    select count(*)::int as lines, count(*) filter (where counted >= expected)::int as done,
           coalesce(sum(expected - counted), 0) as remaining
    from line) t`;

/** Of the serials that a line names, those that were scanned; null when it names none. */
const named = `
  case when exists (select from expected_serial e where e.line_id = l.id)
    then ${list(`select json_agg(e.code) from expected_serial e
      where e.line_id = l.id and e.code = any($4::text[] || $5::text[])`)} end`;

/** What a paper announces by serial number is known by it, also when nobody has seen it before. */
const announced = `
  union select l.product_id from line l join expected_serial e on e.line_id = l.id
  where e.code = any($5::text[])`;

/** What papers name counts where they are worked on in sessions: transfers ask for swaps later. */
const look = (head: string, inSession: boolean): string => {
  const kinds = inSession ? (['transfer', 'voucher'] as const) : (['transfer'] as const);
  const counted = [...kinds.map(countedIn), ...(inSession ? [countedInSession] : [])];
  const lines = inSession ? `${transferLines} union all ${voucherLines}` : transferLines;
  const namedHere = inSession ? `case when h.voucher_id is not null then ${named} end` : 'null';
  return `
  with recursive head as materialized (${head}),
  line as materialized (${lines}),
  ${known.replace('ANNOUNCED', inSession ? announced : '')},
  pending as materialized (${kinds.map(pendingOf).join(' union all ')}), ${shelves}
  ${selected.replace('COUNTED', counted.join(' or ')).replace('NAMED', namedHere)}`;
};

/**
 * Everything that scans are decided by, in one statement: $1 transfer or session, $2 step (null
 * in a session), $3 keys of barcodes, $4 codes of lots that came with one, $5 labels, $6 codes of
 * places, $7 SSCCs, $8 ids of scans, $9 today, $10 the credential.
 */
export const lookOfStepSql = look(headOfStep, false);
export const lookOfSessionSql = look(headOfSession, true);
