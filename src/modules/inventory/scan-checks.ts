import type { Check } from '../../platform/verify.ts';

export const scanChecks: readonly Check[] = [
  {
    name: 'A package is in one place, with all that is in it',
    sql: `with recursive down(root, id, depth) as (
            select id, id, 1 from stock_package where parent_id is null
            union all
            select down.root, p.id, down.depth + 1
            from down join stock_package p on p.parent_id = down.id where down.depth < 20
          )
          select down.root, count(distinct b.location_id) as places
          from down join stock_balance b on b.package_id = down.id
          group by down.root having count(distinct b.location_id) > 1`,
  },
  {
    name: 'No package is in itself, or nested more than five deep',
    sql: `with recursive up(id, parent_id, depth) as (
            select id, parent_id, 1 from stock_package
            union all
            select up.id, p.parent_id, up.depth + 1
            from up join stock_package p on p.id = up.parent_id where up.depth < 7
          )
          select id, max(depth) as depth from up group by id having max(depth) > 5`,
  },
  {
    name: 'A scan session counts the scans that were recorded in it',
    sql: `select s.id, s.scans, s.matched, r.* from scan_session s
          left join lateral (
            select count(*) as recorded, count(*) filter (where outcome = 'MATCHED') as counted
            from stock_scan x where x.scan_session_id = s.id) r on true
          where (s.scans, s.matched) is distinct from (r.recorded, r.counted)`,
  },
  {
    name: 'Scans belong to the document of their session',
    sql: `select x.id, s.document_id
          from stock_scan x join scan_session s on s.id = x.scan_session_id
          where coalesce(x.stock_transfer_id, x.stock_voucher_id, s.document_id)
            is distinct from s.document_id`,
  },
  {
    name: 'A line of a draft has picked what was scanned for it',
    sql: `select l.id, l.picked, c.scanned
          from stock_voucher_line l
          join stock_voucher v on v.id = l.stock_voucher_id and v.state <> 'POSTED'
          left join lateral (
            select sum(quantity) as scanned from stock_scan_counted c
            where c.stock_voucher_line_id = l.id and c.stock_voucher_id = v.id
              and c.posted_operation_id is null) c on true
          where l.picked <> coalesce(c.scanned, 0) or l.picked > l.quantity`,
  },
];
