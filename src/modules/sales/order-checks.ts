import type { Check } from '../../platform/verify.ts';
import { rolledUpOrders } from './rules/order-roll-up-sql.ts';

/** What must always hold of orders, whoever wrote it. */
export const orderChecks: readonly Check[] = [
  {
    name: 'Every order says how far its lines have come, and what of them is not invoiced',
    sql: `select o.id, o.number, o.fulfilment, s.fulfilment as by_lines, o.invoicing,
                 s.invoicing as invoicing_by_lines, o.exposure, s.exposure as exposure_by_lines
          from sales_order o join (${rolledUpOrders('true')}) s on s.id = o.id
          where (o.fulfilment, o.invoicing, o.exposure) is distinct from
                (s.fulfilment, s.invoicing, s.exposure)`,
  },
  {
    name: 'What is to be paid for an order is what is invoiced and what is to be invoiced',
    sql: `select o.id, o.number, o.state, s.unbilled, k.amount, k.billed
          from sales_order o join (${rolledUpOrders('true')}) s on s.id = o.id
          left join (
            select sales_order_id as id, sum(amount) as amount, sum(billed) as billed
            from payment_commitment
            where charge_of_id is null and ended is distinct from 'CANCELLED' group by 1
          ) k on k.id = o.id
          where case o.state when 'DRAFT' then 0 else s.unbilled end + coalesce(k.billed, 0)
            <> coalesce(k.amount, 0)`,
  },
  {
    name: 'The lines of every order add up to its totals, in its currency and in the firm’s',
    sql: `select o.id, o.number, o.total, s.total as by_lines, s.company_total
          from sales_order o
          join (select sales_order_id as id, sum(net) as net, sum(discount) as discount,
                       sum(tax) as tax, sum(total) as total, sum(company_total) as company_total
                from sales_order_line group by 1) s on s.id = o.id
          where (o.net, o.discount, o.tax, o.total) is distinct from
                (s.net, s.discount, s.tax, s.total)
             or abs(s.company_total - o.total * o.rate) > 0.5`,
  },
  {
    name: 'Every line of an order is its price’s: net and tax are the total',
    sql: `select id, sales_order_id, net, tax, total from sales_order_line
          where net + tax <> total`,
  },
  {
    name: 'No order is without a line',
    sql: `select id, number from sales_order o
          where not exists (select from sales_order_line l where l.sales_order_id = o.id)`,
  },
  {
    name: 'What orders add to the exposure of customers is what their accounts were told',
    sql: `select o.id, o.number, o.exposure, coalesce(e.ordered, 0) as told
          from sales_order o
          left join (select document_id as id, sum(change) as ordered from credit_entry
                     group by 1) e on e.id = o.id
          where o.exposure <> coalesce(e.ordered, 0)`,
  },
  {
    name: 'Only orders that claim goods are promised some: no more than is open, of that product',
    sql: `select r.demand_line_id as id, l.open_quantity, o.state,
            sum(r.quantity - r.consumed - r.released) as promised
          from stock_reservation r
          left join sales_order_line l on l.id = r.demand_line_id
          left join sales_order o on o.id = l.sales_order_id
          where r.demand_kind = 'SALES_ORDER' and r.consumed + r.released < r.quantity
          group by r.demand_line_id, l.open_quantity, l.product_id, o.state, o.cleared
          having coalesce(o.state, '') <> 'CONFIRMED' or not o.cleared
              or sum(r.quantity - r.consumed - r.released) > l.open_quantity
              or bool_or(r.product_id <> l.product_id)`,
  },
  {
    name: 'Every order that was confirmed says when and by which act; no draft does',
    sql: `select id, number, state, confirmed_at from sales_order
          where (state = 'DRAFT' and confirmed_at is not null)
             or (state in ('CONFIRMED', 'CLOSED') and confirmed_at is null)`,
  },
];
