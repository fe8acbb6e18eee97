import type { Check } from '../../platform/verify.ts';
import { deliveryEvents } from './delivery-events.ts';
import { returnDemand, staysTheirs } from './rules/delivery-kinds.ts';
import { orderDemand } from './rules/order-kinds.ts';

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

const hasEvent = (subject: string, id: string, type: string): string => `exists (
  select from outbox e
  where e.subject_type = '${subject}' and e.subject_id = ${id} and e.type = ${type}
  union all
  select from event_log e
  where e.subject_type = '${subject}' and e.subject_id = ${id} and e.type = ${type})`;

const { deliveryDrafted, deliveryPosted, deliveryCancelled, deliveryReversed } = deliveryEvents;
const { returnAuthorised, returnReceived, returnCancelled } = deliveryEvents;

const ours = `x.disposition not in (${quoted(staysTheirs)})`;

/** What must always hold of deliveries and returns, whoever wrote it. */
export const deliveryChecks: readonly Check[] = [
  {
    name: 'What was issued of every line of an order left by its deliveries',
    sql: `select l.id, l.issued, coalesce(d.issued, 0) as delivered
          from sales_order_line l
          left join (select d.sales_order_line_id as id, sum(d.issued) as issued
                     from delivery_line d join delivery v on v.id = d.delivery_id
                     where v.state = 'POSTED' group by 1) d on d.id = l.id
          where l.issued <> coalesce(d.issued, 0)`,
  },
  {
    name: 'What left by every line of a delivery is what its goods issue moved',
    sql: `select d.id, d.issued, coalesce(m.quantity, 0) as moved, v.state
          from delivery_line d
          join delivery v on v.id = d.delivery_id
          left join (select line_id, sum(quantity) as quantity from stock_move
                     where line_id in (select id from delivery_line) group by 1) m
            on m.line_id = d.id
          where d.issued <> coalesce(m.quantity, 0)
             or (d.issued > 0 and v.state not in ('POSTED', 'REVERSED'))`,
  },
  {
    name: 'A delivery stands where its goods issue does, and is of its order, place and goods',
    sql: `select d.id, v.number, d.state, v.state as voucher
          from delivery d join stock_voucher v on v.id = d.id
          where v.demand_kind is distinct from '${orderDemand}'
             or v.demand_id is distinct from d.sales_order_id or v.warehouse_id <> d.warehouse_id
             or case d.state when 'DRAFT' then v.state in ('POSTED', 'CANCELLED')
                             when 'CANCELLED' then v.state <> 'CANCELLED'
                             else v.state <> 'POSTED' end
             or (d.state = 'REVERSED') <> exists (
                  select from stock_voucher r where r.reversal_of_id = v.id)
          union all
          select d.id, v.number, l.id::text, l.product_id::text
          from delivery d join stock_voucher v on v.id = d.id
          join stock_voucher_line l on l.stock_voucher_id = v.id
          left join delivery_line x on x.id = l.id and x.delivery_id = d.id
          left join sales_order_line s on s.id = x.sales_order_line_id
          where x.id is null or l.demand_line_id is distinct from x.sales_order_line_id
             or l.quantity <> x.quantity or l.product_id <> x.product_id
             or s.product_id <> l.product_id or s.sales_order_id <> d.sales_order_id`,
  },
  {
    name: 'Every goods issue for an order is a delivery; every voucher of a return has receipts',
    sql: `select v.id, v.number, v.demand_kind from stock_voucher v
          where v.demand_kind = '${orderDemand}' and v.reversal_of_id is null
            and not exists (select from delivery d where d.id = v.id)
          union all
          select v.id, v.number, v.demand_kind from stock_voucher v
          where v.demand_kind = '${returnDemand}'
            and not exists (select from return_receipt x where x.stock_voucher_id = v.id)`,
  },
  {
    name: 'Drafts of deliveries claim no more of a line than is open',
    sql: `select l.id, l.open_quantity, sum(d.quantity) as claimed
          from delivery v
          join delivery_line d on d.delivery_id = v.id
          join sales_order_line l on l.id = d.sales_order_line_id
          where v.state = 'DRAFT'
          group by l.id having sum(d.quantity) > l.open_quantity`,
  },
  {
    name: 'What came back of lines of orders and deliveries is what was received and is ours',
    sql: `with came as (
            select r.delivery_line_id as id, sum(x.quantity) filter (where ${ours}) as ours,
                   sum(x.quantity) filter (where ${ours} and r.is_replaced) as replaced
            from return_receipt x join return_line r on r.id = x.return_line_id group by 1
          )
          select d.id, d.returned, coalesce(c.ours, 0) as received
          from delivery_line d left join came c on c.id = d.id
          where d.returned <> coalesce(c.ours, 0)
          union all
          select l.id, l.returned, coalesce(sum(c.ours), 0)
          from sales_order_line l
          left join delivery_line d on d.sales_order_line_id = l.id
          left join came c on c.id = d.id
          group by l.id
          having l.returned <> coalesce(sum(c.ours), 0)
            or l.replaced <> coalesce(sum(c.replaced), 0)`,
  },
  {
    name: 'What was received of a return is what its vouchers moved from customers',
    sql: `select v.id, v.number, x.quantity as received, m.quantity as moved
          from stock_voucher v
          left join (select stock_voucher_id as id, sum(quantity) as quantity
                     from return_receipt group by 1) x on x.id = v.id
          left join (select m.document_id as id, sum(m.quantity) as quantity
                     from stock_move m
                     join location f on f.id = m.from_location_id and f.kind = 'CUSTOMER'
                     group by 1) m on m.id = v.id
          where v.demand_kind = '${returnDemand}' and x.quantity is distinct from m.quantity`,
  },
  {
    name: 'Every line of a return received what its receipts say, and its return stands by that',
    sql: `select r.id, r.received, coalesce(sum(x.quantity), 0) as receipts, a.state
          from return_line r
          join return_authorisation a on a.id = r.return_authorisation_id
          left join return_receipt x on x.return_line_id = r.id
          group by r.id, a.state having r.received <> coalesce(sum(x.quantity), 0)
          union all
          select a.id, sum(r.received), sum(r.quantity), a.state
          from return_authorisation a join return_line r on r.return_authorisation_id = a.id
          group by a.id
          having a.state <> 'CANCELLED' and a.state is distinct from
            case when sum(r.received) = 0 then 'AUTHORISED'
                 when sum(r.received) = sum(r.quantity) then 'RECEIVED' else 'PARTLY_RECEIVED' end`,
  },
  {
    name: 'No more may come back of a line of a delivery than left and did not come back',
    sql: `select d.id, d.issued, sum(r.received) as "cameBack", sum(c.awaited) as awaited
          from delivery_line d
          join return_line r on r.delivery_line_id = d.id
          join return_authorisation a on a.id = r.return_authorisation_id
          cross join lateral (
            select case when a.state in ('AUTHORISED', 'PARTLY_RECEIVED')
                        then r.quantity - r.received else 0 end as awaited) c
          group by d.id having sum(r.received + c.awaited) > d.issued`,
  },
  {
    name: 'Every delivery was announced, and what became of it',
    sql: `select d.id, d.state from delivery d
          where not ${hasEvent('delivery', 'd.id', `'${deliveryDrafted.type}'`)}
             or (d.state <> 'DRAFT' and not ${hasEvent(
               'delivery',
               'd.id',
               `case d.state when 'POSTED' then '${deliveryPosted.type}'
                             when 'CANCELLED' then '${deliveryCancelled.type}'
                             else '${deliveryReversed.type}' end`,
             )})`,
  },
  {
    name: 'Every return was announced, and what became of it',
    sql: `select a.id, a.state from return_authorisation a
          where not ${hasEvent('returnAuthorisation', 'a.id', `'${returnAuthorised.type}'`)}
             or (a.state <> 'AUTHORISED' and not ${hasEvent(
               'returnAuthorisation',
               'a.id',
               `case a.state when 'CANCELLED' then '${returnCancelled.type}'
                             else '${returnReceived.type}' end`,
             )})`,
  },
];
