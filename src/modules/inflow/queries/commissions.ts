import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { minorUnitsOf } from '../../../kernel/money.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { Viewer } from '../../../platform/identity/viewer.ts';
import { loadCompany } from '../../parties/index.ts';
import { commissionSql, creditedSql } from '../rules/credited-sql.ts';
import { requireSeen } from './within-reach.ts';

/** What somebody earned from a day to a day, what was paid out, and what is left. */
export interface Commission {
  readonly salespersonId: Id;
  readonly accrued: Decimal;
  readonly paid: Decimal;
  /** Of all that was earned up to the last day, what was not paid out by then. */
  readonly balance: Decimal;
  readonly currency: string;
}

const load = statement(
  'inflow_commissions',
  `with credited as materialized (
     ${creditedSql('$7::int', 'a.effective_on <= $2::date')}
   ), accrued as (
     select c.salesperson_id, coalesce(sum(x.amount) filter (where c.effective_on >= $1::date), 0)
              as amount,
            sum(x.amount) as ever
     from credited c cross join lateral (select ${commissionSql('c', '$7::int')} as amount) x
     where c.salesperson_id is not null and ($6::uuid is null or c.salesperson_id = $6)
     group by 1
   ), paid as (
     select salesperson_id, coalesce(sum(amount) filter (where paid_on >= $1::date), 0) as amount,
            sum(amount) as ever
     from commission_payout
     where paid_on <= $2::date and ($6::uuid is null or salesperson_id = $6) group by 1
   )
   select s.id as "salespersonId", trim_scale(coalesce(a.amount, 0))::text as accrued,
          trim_scale(coalesce(p.amount, 0))::text as paid,
          trim_scale(coalesce(a.ever, 0) - coalesce(p.ever, 0))::text as balance,
          (select currency from company) as currency
   from salesperson s
   left join accrued a on a.salesperson_id = s.id left join paid p on p.salesperson_id = s.id
   where (a.ever <> 0 or p.ever is not null)
     and ($3::boolean or s.id = $4 or s.team_id = any($5::uuid[]))
   order by s.id`,
);

/** Accrued against paid, of the people whom the viewer may see. */
export async function commissions(
  db: Queryable,
  viewer: Viewer,
  asked: {
    readonly from: LocalDate;
    readonly through: LocalDate;
    readonly salespersonId?: Id | null;
  },
): Promise<Commission[]> {
  const { everything, personId, unitIds } = requireSeen(viewer, 'Reading commissions');
  const { currency } = await loadCompany(db);
  return db.query<Commission>(load, [
    ...[asked.from, asked.through, everything, personId, unitIds, asked.salespersonId ?? null],
    minorUnitsOf(currency),
  ]);
}

const left = statement(
  'inflow_commission_left',
  `with credited as materialized (${creditedSql('$3::int', 'true')}), accrued as (
     select coalesce(sum(x.amount) filter (where c.effective_on <= $2::date), 0) as through,
            coalesce(sum(x.amount), 0) as ever
     from credited c cross join lateral (select ${commissionSql('c', '$3::int')} as amount) x
     where c.salesperson_id = $1
   )
   select trim_scale(least(a.through, a.ever) - coalesce((
            select sum(p.amount) from commission_payout p where p.salesperson_id = $1), 0))::text
            as amount
   from accrued a`,
);

/**
 * What of somebody's commission up to a day may be paid out: less all that was paid, whenever that
 * was, and no more than is left after what has come back since. For acts, behind their lock.
 */
export async function commissionLeft(
  db: Queryable,
  salespersonId: Id,
  through: LocalDate,
): Promise<Decimal> {
  const { currency } = await loadCompany(db);
  const values = [salespersonId, through, minorUnitsOf(currency)];
  const [found] = await db.query<{ amount: Decimal }>(left, values);
  return found?.amount ?? '0';
}
