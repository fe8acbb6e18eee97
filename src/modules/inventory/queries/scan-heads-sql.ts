/** The session's transfer, or the one whose number is among the labels ($5). */
const chosenTransfer = `coalesce(s.document_id, (
  select d.id from stock_transfer d
  where d.number = any($5::text[])
    and case s.task when 'SHIP' then d.source_id = s.warehouse_id
                    when 'RECEIVE' then s.warehouse_id = case when d.returning_at is null
                      then d.destination_id else d.source_id end end
  order by array_position($5::text[], d.number) limit 1))`;

const chosenCount = `coalesce(s.document_id, (
  select d.id from stock_count d
  where d.number = any($5::text[]) and d.warehouse_id = s.warehouse_id and s.task = 'COUNT'
  order by array_position($5::text[], d.number) limit 1))`;

/** The vouchers that a task is about; what goes back to suppliers is picked like what is sold. */
export const ofTask = (kind: string, task: string): string =>
  `${kind} = any(case ${task} when 'PICK' then array['ISSUE', 'SUPPLIER_RETURN']
                  when 'PUT_IN' then array['RECEIPT'] end)`;

const chosenVoucher = `coalesce(s.document_id, (
  select d.id from stock_voucher d
  where d.number = any($5::text[]) and d.warehouse_id = s.warehouse_id
    and ${ofTask('d.kind', 's.task')}
  order by array_position($5::text[], d.number) limit 1))`;

export const lockSessionSql = 'select id from scan_session where id = $1 for no key update';

const lockDocument = (table: string, chosen: string): string => `
  select d.id from ${table} d
  where d.id = (select ${chosen.replaceAll('$5', '$2')} from scan_session s where s.id = $1)
  for no key update`;
export const lockSessionTransferSql = lockDocument('stock_transfer', chosenTransfer);
export const lockSessionVoucherSql = lockDocument('stock_voucher', chosenVoucher);
export const lockSessionCountSql = lockDocument('stock_count', chosenCount);

/** $1 transfer, $2 step. */
export const headOfStep = `
  select null::uuid as session_id, null::text as session_state, null::uuid as held_by,
         null::uuid as location_id, null::uuid as package_id, true as chosen, $2::text as task,
         case when $2::text = 'SHIP' or t.returning_at is not null then t.source_id
              else t.destination_id end as warehouse_id,
         t.id as transfer_id, null::uuid as voucher_id, null::uuid as count_id,
         null::timestamptz as started_at, t.number, t.state, t.transit_id,
         array[t.source_id, t.destination_id] as unit_ids
  from stock_transfer t where t.id = $1`;

/** $1 session; its document and task. */
export const headOfSession = `
  select s.id as session_id, s.state as session_state, s.held_by, s.location_id, s.package_id,
         s.document_id is not null as chosen, coalesce(s.task, $2::text) as task, s.warehouse_id,
         t.id as transfer_id, v.id as voucher_id, c.id as count_id, s.started_at,
         coalesce(t.number, v.number, c.number) as number,
         coalesce(t.state, v.state, c.state) as state, t.transit_id,
         case when t.id is null then array[s.warehouse_id]
              else array[t.source_id, t.destination_id] end as unit_ids
  from scan_session s
  left join stock_transfer t on t.id = ${chosenTransfer}
  left join stock_voucher v on v.id = ${chosenVoucher}
  left join stock_count c on c.id = ${chosenCount}
  where s.id = $1`;
