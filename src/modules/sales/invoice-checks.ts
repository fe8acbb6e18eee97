import type { Check } from '../../platform/verify.ts';

/** What must always hold of invoices, whoever wrote it. */
export const invoiceChecks: readonly Check[] = [
  {
    name: 'Every invoice comes to the sum of its lines',
    sql: `select i.id, i.number, i.net, i.tax, i.total, l.net as lines_net, l.tax as lines_tax
          from invoice i
          left join (select invoice_id, sum(net) as net, sum(tax) as tax, sum(total) as total
                     from invoice_line group by 1) l on l.invoice_id = i.id
          where l.invoice_id is null
             or (i.net, i.tax, i.total) is distinct from (l.net, l.tax, l.total)`,
  },
  {
    name: 'The taxes of an invoice are those of its lines',
    sql: `select coalesce(t.invoice_id, l.invoice_id) as invoice_id, t.tax_code, t.base, t.tax,
                 l.net as lines_net, l.tax as lines_tax
          from invoice_tax t
          full join (select invoice_id, tax_code, tax_rate, sum(net) as net, sum(tax) as tax
                     from invoice_line where tax_code is not null group by 1, 2, 3) l
            using (invoice_id, tax_code, tax_rate)
          where (t.base, t.tax) is distinct from (l.net, l.tax)`,
  },
  {
    name: 'Nothing is owed of a tax that no line bears',
    sql: `select id, invoice_id, tax from invoice_line where tax_code is null and tax <> 0`,
  },
  {
    name: 'The numbers of each kind and year run from 1 without a gap, and with the days',
    sql: `with numbered as (
            select kind, extract(year from dated_on)::int as year, number, dated_on,
                   right(number, 6)::int as n,
                   max(dated_on) over (partition by kind, extract(year from dated_on)
                                       order by right(number, 6)::int) as latest
            from invoice where state = 'POSTED'
          )
          select s.kind, s.year, s.last, s.last_on, count(n.n) as numbers, max(n.n) as highest
          from invoice_series s
          full join numbered n on n.kind = s.kind and n.year = s.year
          group by s.kind, s.year, s.last, s.last_on
          having s.last is distinct from count(n.n) or s.last is distinct from max(n.n)
              or s.last_on is distinct from max(n.dated_on)
              or bool_or(n.dated_on < n.latest)`,
  },
  {
    name: 'A line of an order is invoiced and credited as often as posted papers say',
    sql: `select l.id, l.invoiced, l.credited, p.invoiced as on_invoices, p.credited as on_notes
          from sales_order_line l
          left join (
            select n.sales_order_line_id as id,
                   coalesce(sum(n.quantity) filter (where i.kind = 'INVOICE'), 0) as invoiced,
                   coalesce(sum(n.quantity) filter (where i.kind = 'CREDIT_NOTE'), 0) as credited
            from invoice_line n join invoice i on i.id = n.invoice_id and i.state = 'POSTED'
            group by 1
          ) p on p.id = l.id
          where l.invoiced <> coalesce(p.invoiced, 0) or l.credited <> coalesce(p.credited, 0)`,
  },
  {
    name: 'Of no line more is credited than it was invoiced',
    sql: `select l.id, l.quantity, l.net, l.tax, c.quantity as credited, c.net as credited_net
          from invoice_line l
          join (select credits_line_id as id, sum(quantity) as quantity, sum(net) as net,
                       sum(tax) as tax, sum(total) as total
                from invoice_line group by 1) c on c.id = l.id
          where c.quantity > l.quantity or c.net > l.net or c.tax > l.tax or c.total > l.total`,
  },
  {
    name: 'A credit note takes back lines of the invoice that it names',
    sql: `select n.id, n.invoice_id from invoice_line n
          join invoice i on i.id = n.invoice_id
          left join invoice_line o on o.id = n.credits_line_id
          left join invoice c on c.id = o.invoice_id
          where (n.credits_line_id is null) <> (i.kind = 'INVOICE')
             or o.invoice_id is distinct from i.credits_id
             or c.kind <> 'INVOICE' or c.state <> 'POSTED'`,
  },
  {
    name: 'Every posted invoice is claimed as it stands',
    sql: `select coalesce(i.id, r.id) as id, i.number, i.total, r.amount, r.company_amount, r.due_on
          from (select * from invoice where kind = 'INVOICE' and state = 'POSTED') i
          full join receivable r on r.id = i.id
          where (i.number, i.party_id, i.currency, i.total, i.company_total, i.dated_on, i.due_on)
             is distinct from
                (r.number, r.party_id, r.currency, r.amount, r.company_amount, r.dated_on,
                 r.due_on)`,
  },
  {
    name: 'What a credit note took back is settled, or stands to the customer’s credit',
    sql: `select r.id, r.number, r.settled, n.total as credited, n.open
          from receivable r
          join (
            select n.credits_id as id, sum(n.total) as total, coalesce(sum(o.amount), 0) as open
            from invoice n left join open_credit o on o.id = n.id
            where n.kind = 'CREDIT_NOTE' group by 1
          ) n on n.id = r.id
          where n.total - n.open > r.settled`,
  },
];
