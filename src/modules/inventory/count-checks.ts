import type { Check } from '../../platform/verify.ts';
import { hasEvent, numbered } from './document-checks.ts';

/** The entries that count now: of the line's round, since somebody began anew. */
const entriesNow = `
  select e.stock_count_line_id, sum(e.quantity) as quantity
  from stock_count_entry e
  join stock_count_line l on l.id = e.stock_count_line_id and l.round = e.round
  where e.seq >= (select max(a.seq) from stock_count_entry a
                  where a.stock_count_line_id = l.id and a.round = l.round and a.anew)
  group by 1`;

export const countChecks: readonly Check[] = [
  {
    name: 'Numbers of stock counts have no gaps',
    sql: numbered('stock_count', "= 'SC'", 'warehouse_id'),
  },
  {
    name: 'What a line was counted as is the sum of its entries',
    sql: `select l.id, l.counted, e.quantity from stock_count_line l
          left join (${entriesNow}) e on e.stock_count_line_id = l.id
          where l.counted is not null and l.decision is null
            and l.counted is distinct from e.quantity`,
  },
  {
    name: 'What a round came to is the sum of its entries',
    sql: `select r.*, e.quantity from stock_count_result r
          left join lateral (
            select sum(e.quantity) as quantity from stock_count_entry e
            where e.stock_count_line_id = r.stock_count_line_id and e.round = r.round
              and e.seq >= (select max(a.seq) from stock_count_entry a
                            where a.stock_count_line_id = r.stock_count_line_id
                              and a.round = r.round and a.anew)) e on true
          where r.counted is distinct from e.quantity`,
  },
  {
    name: 'What the book said when goods were counted follows from its moves',
    sql: `select l.id, r.round, r.book, m.quantity from stock_count_result r
          join stock_count_line l on l.id = r.stock_count_line_id
          join lateral (
            select max(e.after_seq) as seq from stock_count_entry e
            where e.stock_count_line_id = r.stock_count_line_id and e.round = r.round
              and e.seq >= (select max(a.seq) from stock_count_entry a
                            where a.stock_count_line_id = r.stock_count_line_id
                              and a.round = r.round and a.anew)) e on true
          left join lateral (
            select coalesce(sum(case when m.to_location_id = l.location_id
                                      and m.to_status = l.status
                                      and m.to_package_id is not distinct from l.package_id
                                     then m.quantity else 0 end
                                - case when m.from_location_id = l.location_id
                                        and m.from_status = l.status
                                        and m.from_package_id is not distinct from l.package_id
                                       then m.quantity else 0 end), 0) as quantity
            from stock_move m
            where m.product_id = l.product_id and m.lot_id is not distinct from l.lot_id
              and m.owner_id is not distinct from l.owner_id and m.seq <= e.seq) m on true
          where r.book <> m.quantity`,
  },
  {
    name: 'Nobody counted the same twice in a row',
    sql: `with counted as (
            select distinct e.stock_count_line_id, e.actor_id, e.round
            from stock_count_result r
            join stock_count_entry e
              on e.stock_count_line_id = r.stock_count_line_id and e.round = r.round
            where e.actor_id is not null
              and e.seq >= (select max(a.seq) from stock_count_entry a
                            where a.stock_count_line_id = r.stock_count_line_id
                              and a.round = r.round and a.anew))
          select a.*, 'twice' as what from counted a
          join counted b on b.stock_count_line_id = a.stock_count_line_id
            and b.actor_id = a.actor_id and b.round = a.round + 1
          union all
          select c.stock_count_line_id, c.actor_id, c.round, 'not told'
          from counted c
          left join stock_count_counter o on o.stock_count_line_id = c.stock_count_line_id
            and o.actor_id = c.actor_id and o.round = c.round
          where o.counts is not true`,
  },
  {
    name: 'A blind count tells what the book says only when nothing is left to be counted',
    sql: `select l.id, c.state from stock_count_line l join stock_count c on c.id = l.stock_count_id
          where c.blind and c.state in ('PLANNED', 'COUNTING', 'RECOUNT')
            and (c.reviewed_at is null or l.state in ('OPEN', 'RECOUNT'))
            and (l.expected is not null or l.difference is not null or l.results is not null)`,
  },
  {
    name: 'Stock counts are in the state that their places and lines say',
    sql: `select c.id, c.number, c.state, p.* from stock_count c
          join lateral (
            select count(*) filter (where state = 'OPEN') as open,
                   count(*) filter (where state = 'RECOUNT') as recount
            from stock_count_location where stock_count_id = c.id) p on true
          where case c.state
            when 'COUNTING' then p.open = 0
            when 'RECOUNT' then p.open > 0 or p.recount = 0
            when 'REVIEW' then p.open + p.recount > 0 or exists (
              select from stock_count_line l where l.stock_count_id = c.id
                and l.state in ('OPEN', 'RECOUNT'))
            else false end`,
  },
  {
    name: 'Only counts under way have goods to themselves',
    sql: `select c.id, c.number, c.state from stock_count c
          where c.state not in ('COUNTING', 'RECOUNT', 'REVIEW')
            and exists (select from stock_count_hold h where h.stock_count_id = c.id)`,
  },
  {
    name: 'A posted count moved the differences that were accepted, and nothing else',
    sql: `select c.number, l.id, l.difference, m.quantity from stock_count c
          join stock_count_line l on l.stock_count_id = c.id
          left join lateral (
            select sum(case when m.to_location_id = l.location_id then m.quantity
                            else -m.quantity end) as quantity
            from stock_move m where m.document_id = c.stock_voucher_id and m.line_id = l.id) m
            on true
          where c.state = 'POSTED' and not (l.is_serial and m.quantity is null)
            and coalesce(m.quantity, 0)
              <> case when l.decision = 'KEEP_BOOK' then 0 else coalesce(l.difference, 0) end`,
  },
  {
    name: 'Every stock count was announced, in each of its states',
    sql: `select c.id, c.number, c.state from stock_count c
          where not ${hasEvent('stockCount', 'c.id', "'stockCount.planned'")}
             or (c.started_at is not null
                 and not ${hasEvent('stockCount', 'c.id', "'stockCount.started'")})
             or (c.state = 'POSTED'
                 and not ${hasEvent('stockCount', 'c.id', "'stockCount.posted'")})
             or (c.state = 'CANCELLED'
                 and not ${hasEvent('stockCount', 'c.id', "'stockCount.cancelled'")})`,
  },
];
