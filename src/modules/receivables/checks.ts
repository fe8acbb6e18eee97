import type { Check } from '../../platform/verify.ts';

/** What must always hold, whoever wrote it. */
export const receivablesChecks: readonly Check[] = [
  {
    name: 'What a customer owes and will owe is the sum of its entries',
    sql: `select coalesce(a.party_id, e.party_id) as party_id, a.ordered, a.invoiced,
                 e.ordered as entered_ordered, e.invoiced as entered_invoiced
          from credit_account a
          full join (
            select party_id, coalesce(sum(change) filter (where kind = 'ORDERED'), 0) as ordered,
                   coalesce(sum(change) filter (where kind = 'INVOICED'), 0) as invoiced
            from credit_entry group by party_id
          ) e on e.party_id = a.party_id
          where coalesce(a.ordered, 0) <> coalesce(e.ordered, 0)
             or coalesce(a.invoiced, 0) <> coalesce(e.invoiced, 0)`,
  },
  {
    name: 'Every credit entry comes from an operation in the log',
    sql: `select e.seq, e.operation_id from credit_entry e
          where not exists (select from operation_log o where o.id = e.operation_id)`,
  },
  {
    name: 'What a document added to what is owed is what it still claims, or gives',
    sql: `select coalesce(d.id, e.document_id) as document_id, d.open, e.entered
          from (
            select id, party_id, company_amount - company_settled as open from receivable
            union all
            select id, party_id, company_used - company_amount from open_credit
          ) d
          full join (
            select document_id, min(party_id::text) as party_id,
                   count(distinct party_id) as parties, sum(change) as entered
            from credit_entry where kind = 'INVOICED' group by document_id
          ) e on e.document_id = d.id
          where coalesce(d.open, 0) <> coalesce(e.entered, 0)
             or e.party_id <> d.party_id::text or e.parties > 1`,
  },
  {
    name: 'What is settled is settled in the firm’s currency as well',
    sql: `select id, number, amount, settled, company_amount, company_settled from receivable
          where settled = amount and company_settled <> company_amount`,
  },
  {
    name: 'Every receivable has its number',
    sql: 'select id from receivable where number is null',
  },
];
