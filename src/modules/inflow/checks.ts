import type { Check } from '../../platform/verify.ts';
import { creditedSql } from './rules/credited-sql.ts';

/** What must always hold, whoever wrote it. */
export const inflowChecks: readonly Check[] = [
  {
    name: 'Shares of the money for a commitment come to the whole',
    sql: `select commitment_id, set_no, sum(percent) as percent from sales_credit
          group by commitment_id, set_no
          having sum(percent) <> 100 or count(distinct in_force) > 1`,
  },
  {
    name: 'One whole of shares is in force at most',
    sql: `select commitment_id from sales_credit where in_force
          group by commitment_id having count(distinct set_no) > 1`,
  },
  {
    name: 'What is credited of an allocation of money is what came for it',
    sql: `select a.id, a.source_company_amount, c.amount
          from allocation a
          left join (select allocation_id, sum(amount) as amount
                     from (${creditedSql('4', 'true')}) x group by 1) c on c.allocation_id = a.id
          where a.kind = 'RECEIPT' and a.source_company_amount <> coalesce(c.amount, 0)`,
  },
];
