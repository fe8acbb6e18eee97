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
    // Of a part, the base is rounded to a unit of the currency.
    sql: `select coalesce(t.invoice_id, l.invoice_id) as invoice_id, t.tax_code, t.base, t.tax,
                 l.base as lines_base, l.tax as lines_tax
          from invoice_tax t
          full join (select invoice_id, tax_code, tax_rate, sum(tax) as tax,
                            sum(net * taxed_percent) / 100 as base,
                            bool_and(taxed_percent = 100) as whole
                     from invoice_line where tax_code is not null group by 1, 2, 3) l
            using (invoice_id, tax_code, tax_rate)
          where t.tax is distinct from l.tax
             or (abs(t.base - l.base) <= case when l.whole then 0 else 0.5 end) is not true`,
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
    name: 'Every posted invoice is paid by commitments of its orders, and posted, as it stands',
    sql: `select i.id, i.number, i.total, b.amount, e.amount as posted, e.company_amount
          from invoice i
          left join (select invoice_id as id, sum(amount) as amount from payment_commitment_bill
                     group by 1) b on b.id = i.id
          left join (select document_id as id, sum(amount) as amount,
                            sum(company_amount) as company_amount, min(party_id::text) as party_id,
                            min(effective_on) as effective_on
                     from ledger_entry where kind = 'INVOICE' group by 1) e on e.id = i.id
          where i.kind = 'INVOICE' and i.state = 'POSTED' and i.total > 0
            and (i.total, i.total, i.company_total, i.party_id::text, i.dated_on) is distinct from
                (b.amount, e.amount, e.company_amount, e.party_id, e.effective_on)`,
  },
  {
    name: 'Every credit note is posted as it stands, and is the customer’s to use',
    sql: `select i.id, i.number, i.total, o.amount, e.amount as posted
          from invoice i
          left join open_credit o on o.id = i.id
          left join (select document_id as id, sum(amount) as amount,
                            sum(company_amount) as company_amount
                     from ledger_entry where kind = 'CREDIT_NOTE' group by 1) e on e.id = i.id
          where i.kind = 'CREDIT_NOTE' and i.total > 0
            and (i.total, i.company_total, i.number, i.party_id, i.total, i.company_total)
              is distinct from
                (o.amount, o.company_amount, o.number, o.party_id, e.amount, e.company_amount)`,
  },
];
