import type { Check } from '../../platform/verify.ts';

/** Whether something of this subject was announced. `types`: quoted, with commas. */
export const hasEvent = (subject: string, id: string, types: string): string => `exists (
  select from outbox e where e.subject_type = '${subject}' and e.subject_id = ${id}
    and e.type in (${types})
  union all
  select from event_log e where e.subject_type = '${subject}' and e.subject_id = ${id}
    and e.type in (${types}))`;

/** Series whose last number is not how many documents there are. */
export const numbered = (table: string, series: string, warehouse: string): string => `
  select n.series, n.warehouse_id, n.year, n.last, count(d.number) as documents,
         max(right(d.number, 6)::int) as highest
  from number_series n
  join warehouse w on w.id = n.warehouse_id
  left join ${table} d on d.${warehouse} = n.warehouse_id
    and d.number like w.code || '-' || n.series || '-' || n.year || '-%'
  where n.series ${series}
  group by n.series, n.warehouse_id, n.year, n.last
  having count(d.number) <> n.last or max(right(d.number, 6)::int) is distinct from n.last`;

export const documentChecks: readonly Check[] = [
  {
    name: 'Numbers of stock vouchers have no gaps',
    sql: numbered('stock_voucher', "not in ('TR', 'SC')", 'warehouse_id'),
  },
  {
    name: 'Numbers of stock transfers have no gaps',
    sql: numbered('stock_transfer', "= 'TR'", 'source_id'),
  },
  {
    name: 'A voucher line is posted as its moves say, and only when its voucher is',
    sql: `select l.id, v.state, l.posted, m.quantity as moved
          from stock_voucher_line l
          join stock_voucher v on v.id = l.stock_voucher_id
          left join lateral (
            select coalesce(sum(m.quantity), 0) as quantity from stock_move m
            where m.document_id = v.id and m.line_id = l.id and m.kind = v.kind
              and m.product_id = l.product_id) m on true
          where l.posted <> m.quantity or (v.state <> 'POSTED' and l.posted <> 0)`,
  },
  {
    name: 'Counters of scans are the sums of the scans not yet shipped or received',
    sql: `select l.id, l.scanned_to_ship, l.scanned_to_receive, s.* from stock_transfer_line l
          left join (
            select stock_transfer_line_id as line_id,
                   sum(quantity) filter (where step = 'SHIP') as to_ship,
                   sum(quantity) filter (where step = 'RECEIVE') as to_receive
            from stock_scan_counted where posted_operation_id is null group by 1) s
            on s.line_id = l.id
          where (l.scanned_to_ship, l.scanned_to_receive)
            is distinct from (coalesce(s.to_ship, 0), coalesce(s.to_receive, 0))`,
  },
  {
    name: 'A scan that was shipped or received names an operation that moved its transfer',
    sql: `select s.id, s.posted_operation_id from stock_scan s
          where s.posted_operation_id is not null and s.stock_transfer_id is not null
            and not exists (
            select from stock_move m where m.document_id = s.stock_transfer_id
              and m.operation_id = s.posted_operation_id)`,
  },
];
