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

/** SQL: the places of a currency. */
const placesOf = (currency: string): string => `case ${currency}
  ${currencies.map((code) => `when '${code}' then ${minorUnitsOf(code)}`).join(' ')} end`;

/** What of a line is not invoiced yet; once its order is closed, only what was issued counts. */
const exposed = `case h.state when 'CONFIRMED' then ${unbilledOf(line)}
  when 'CLOSED' then ${unbilledIssueOf(line)} else 0 end`;

/** A part of a line's amount, for its part of the line that is not invoiced. */
const partOf = (amount: string, places: string): string =>
  `sum(round(${amount} * (${exposed}) / l.quantity, ${places}))`;

/**
 * SELECT: what the headers of orders say by their lines, `columns` of the order `h` beside it.
 * Each line's part in the firm's currency is rounded by itself, so that nothing is left of it when
 * all is invoiced; the parts of a new order add up to its total.
 */
export const rolledUpOrders = (where: string): string => `
  select h.id, ${rolledUp(fulfilmentOf(line), isFulfilled(line))} as fulfilment,
    ${rolledUp(invoicingOf(line), isBilled(line))} as invoicing,
    ${partOf('l.total', placesOf('h.currency'))} as unbilled,
    case when h.cleared then ${partOf('l.company_total', 'places.n')} else 0 end as exposure
  from sales_order h
  join sales_order_line l on l.sales_order_id = h.id
  cross join (select ${placesOf('currency')} as n from company) places
  where ${where}
  group by h.id`;
