import { currencies, minorUnitsOf } from '../../../kernel/money.ts';
import {
  fulfilmentOf,
  invoicingOf,
  isBilled,
  isFulfilled,
  lineColumns,
  rolledUp,
  unbilledIssueOf,
  unbilledOf,
} from './order-progress-sql.ts';

/*
 * What headers of orders say by their lines, as SQL: written by their ledger, recomputed by checks.
 */

const line = lineColumns('l');

/** SQL: the places of the firm's currency. */
const companyPlaces = `(select case currency
  ${currencies.map((currency) => `when '${currency}' then ${minorUnitsOf(currency)}`).join(' ')}
  end from company)`;

/** What of a line is not invoiced yet; once its order is closed, only what was issued counts. */
const exposed = `case h.state when 'CONFIRMED' then ${unbilledOf(line)}
  when 'CLOSED' then ${unbilledIssueOf(line)} else 0 end`;

/**
 * SELECT: what the headers of orders say by their lines, `columns` of the order `h` beside it.
 * Each line's part in the firm's currency is rounded by itself, so that nothing is left of it when
 * all is invoiced; the parts of a new order add up to its total.
 */
export const rolledUpOrders = (where: string): string => `
  select h.id, ${rolledUp(fulfilmentOf(line), isFulfilled(line))} as fulfilment,
    ${rolledUp(invoicingOf(line), isBilled(line))} as invoicing,
    case when h.cleared
      then sum(round(l.company_total * (${exposed}) / l.quantity, places.n)) else 0 end as exposure
  from sales_order h
  join sales_order_line l on l.sales_order_id = h.id
  cross join (select ${companyPlaces} as n) places
  where ${where}
  group by h.id`;

/** SQL: what of the order's invoices was settled, for one that is invoiced so far. */
export const paymentOf = (order: string, invoicing: string): string => `(
  select case when coalesce(sum(r.settled), 0) = 0 then 'NONE'
              when ${invoicing} = 'FULL' and sum(r.settled) = sum(r.amount) then 'FULL'
              else 'PARTIAL' end
  from receivable r
  where r.id in (select i.invoice_id from invoice_line i
                 join sales_order_line s on s.id = i.sales_order_line_id
                 where s.sales_order_id = ${order}))`;
