import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { relievedSql } from '../rules/cheque-sql.ts';
import { overdueSql, overriddenSql } from '../rules/credit-sql.ts';
import type { CheckPoint } from '../rules/credit.ts';
import type { CreditStanding } from '../rules/decide-credit.ts';

const load = statement(
  'credit_standings',
  `select c.party_id as "partyId", p.check_point as "checkPoint",
          p.checks_limit as "checksLimit", p.checks_overdue as "checksOverdue",
          p.checks_hold as "checksHold", trim_scale(p.overdue_amount)::text as "overdueAmount",
          case when p.checks_overdue
            then trim_scale(${overdueSql('c.party_id', '$4::date - p.overdue_days')})::text
            else '0' end as overdue,
          trim_scale(${overriddenSql('c.party_id', '$3::timestamptz')})::text as overridden,
          case when p.checks_limit
            then trim_scale(${relievedSql('c.party_id', '$4::date')})::text else '0' end as relieved
   from (select distinct * from unnest($1::uuid[], $2::text[]) as k(party_id, check_point)) c
   join credit_policy p on p.check_point = c.check_point`,
);

/** What each customer has to show at each check point. One statement. */
export const loadCreditStandings = (
  db: Pick<OperationContext, 'query' | 'now' | 'today'>,
  asked: readonly { readonly partyId: Id; readonly checkPoint: CheckPoint }[],
): Promise<CreditStanding[]> =>
  db.query<CreditStanding>(load, [
    asked.map(({ partyId }) => partyId),
    asked.map(({ checkPoint }) => checkPoint),
    db.now,
    db.today,
  ]);
