import type { Check } from '../../platform/verify.ts';

/** What must always hold, whoever wrote it. */
export const receivablesChecks: readonly Check[] = [
  {
    name: 'What a customer owes and will owe is the sum of its entries',
    sql: `select coalesce(a.id, e.party_id) as party_id, a.ordered, a.invoiced,
                 e.ordered as entered_ordered, e.invoiced as entered_invoiced
          from credit_account a
          full join (
            select party_id, coalesce(sum(change) filter (where kind = 'ORDERED'), 0) as ordered,
                   coalesce(sum(change) filter (where kind = 'INVOICED'), 0) as invoiced
            from credit_entry group by party_id
          ) e on e.party_id = a.id
          where coalesce(a.ordered, 0) <> coalesce(e.ordered, 0)
             or coalesce(a.invoiced, 0) <> coalesce(e.invoiced, 0)`,
  },
  {
    name: 'Every credit entry comes from an operation in the log',
    sql: `select e.seq, e.operation_id from credit_entry e
          where not exists (select from operation_log o where o.id = e.operation_id)`,
  },
];
