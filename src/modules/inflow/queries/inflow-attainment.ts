import type { Period } from '../../../kernel/calendar.ts';
import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { minorUnitsOf } from '../../../kernel/money.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { Viewer } from '../../../platform/identity/viewer.ts';
import { loadCompany } from '../../parties/index.ts';
import { creditedSql } from '../rules/credited-sql.ts';
import type { TargetScope } from '../rules/kinds.ts';
import { requireSeen } from './within-reach.ts';

/** What somebody was to bring in in a period, and has. In the firm's currency. */
export interface Attainment {
  readonly period: string;
  readonly from: LocalDate;
  readonly through: LocalDate;
  /** The salesperson or team; null: the firm, or money that is nobody's. */
  readonly key: Id | null;
  readonly targetId: Id | null;
  /** Null: none was set. */
  readonly target: Decimal | null;
  readonly credited: Decimal;
  /** What was taken back in the period, whenever it was credited. */
  readonly clawedBack: Decimal;
  /** Both together. */
  readonly attained: Decimal;
  /** Of the target, to a tenth. */
  readonly percent: Decimal | null;
  readonly currency: string;
}

export interface AttainmentQuestion {
  readonly scope: TargetScope;
  readonly calendar: string;
  readonly periods: readonly Period[];
  readonly salespersonId?: Id | null;
  readonly teamId?: Id | null;
}

const load = statement(
  'inflow_attainment',
  `with period as materialized (
     select * from unnest($1::text[], $2::date[], $3::date[]) as p(name, from_on, through_on)
   ), credited as materialized (
     ${creditedSql(
       '$9::int',
       `a.effective_on between (select min(from_on) from period)
                           and (select max(through_on) from period)`,
     )}
   ), earned as (
     select p.name, case $4::text when 'PERSON' then c.salesperson_id when 'TEAM' then c.team_id end
              as key,
            coalesce(sum(c.amount) filter (where c.amount > 0), 0) as credited,
            coalesce(sum(c.amount) filter (where c.amount < 0), 0) as clawed_back
     from credited c join period p on c.effective_on between p.from_on and p.through_on
     where ($6::boolean or c.salesperson_id = $7 or c.team_id = any($8::uuid[]))
       and ($10::uuid is null or c.salesperson_id = $10) and ($11::uuid is null or c.team_id = $11)
     group by 1, 2
   ), target as (
     select t.id, t.period, t.amount, coalesce(t.salesperson_id, t.team_id) as key
     from inflow_target t
     left join salesperson s on s.id = t.salesperson_id
     where t.scope = $4 and t.calendar = $5 and t.period in (select name from period)
       and ($6 or t.salesperson_id = $7 or coalesce(t.team_id, s.team_id) = any($8::uuid[]))
       and ($10::uuid is null or t.salesperson_id = $10)
       and ($11::uuid is null or coalesce(t.team_id, s.team_id) = $11)
   )
   select p.name as period, p.from_on as "from", p.through_on as through, x.key,
          x.id as "targetId", trim_scale(x.target)::text as target,
          trim_scale(x.credited)::text as credited,
          trim_scale(x.clawed_back)::text as "clawedBack",
          trim_scale(x.credited + x.clawed_back)::text as attained,
          trim_scale(round((x.credited + x.clawed_back) * 100 / x.target, 1))::text as percent,
          (select currency from company) as currency
   from (
     select coalesce(e.name, t.period) as name, coalesce(e.key, t.key) as key, t.id,
            t.amount as target, coalesce(e.credited, 0) as credited,
            coalesce(e.clawed_back, 0) as clawed_back
     from earned e full join target t
       on t.period = e.name and (t.key = e.key or (t.key is null and e.key is null and $4 = 'FIRM'))
   ) x join period p on p.name = x.name
   order by p.from_on, x.credited + x.clawed_back desc, x.key`,
);

/**
 * Targets and what was brought in, period by period, of what the viewer may see: by allocations of
 * money, on the days from which they count. What came back is taken off on the day it did.
 */
export async function inflowAttainment(
  db: Queryable,
  viewer: Viewer,
  { scope, calendar, periods, salespersonId = null, teamId = null }: AttainmentQuestion,
): Promise<Attainment[]> {
  const seen = requireSeen(viewer, 'Reading what was brought in');
  const { currency } = await loadCompany(db);
  return db.query<Attainment>(load, [
    ...[periods.map(({ name }) => name), periods.map(({ from }) => from)],
    ...[periods.map(({ through }) => through), scope, calendar],
    ...[seen.everything, seen.personId, seen.unitIds, minorUnitsOf(currency)],
    ...[salespersonId, teamId],
  ]);
}

/** A part of an allocation that is somebody's. */
export interface CreditedPart {
  readonly allocationId: Id;
  readonly commitmentId: Id;
  readonly receiptId: Id | null;
  readonly effectiveOn: LocalDate;
  readonly salespersonId: Id | null;
  readonly teamId: Id | null;
  readonly percent: Decimal;
  readonly amount: Decimal;
  readonly currency: string;
}

const loadParts = statement(
  'inflow_credited_parts',
  `with credited as (
     ${creditedSql('$7::int', 'a.effective_on between $1::date and $2::date')}
   )
   select c.allocation_id as "allocationId", c.commitment_id as "commitmentId",
          c.receipt_id as "receiptId", c.effective_on as "effectiveOn",
          c.salesperson_id as "salespersonId", c.team_id as "teamId",
          trim_scale(c.percent)::text as percent, trim_scale(c.amount)::text as amount,
          (select currency from company) as currency
   from credited c
   where ($3::boolean or c.salesperson_id = $4 or c.team_id = any($5::uuid[]))
     and ($6::uuid is null or c.salesperson_id = $6) and ($8::uuid is null or c.team_id = $8)
   order by c.effective_on, c.allocation_id, c.salesperson_id limit $9 offset $10`,
);

/** What attainment is made of. */
export async function inflowCredits(
  db: Queryable,
  viewer: Viewer,
  asked: {
    readonly from: LocalDate;
    readonly through: LocalDate;
    readonly salespersonId?: Id | null;
    readonly teamId?: Id | null;
    readonly first: number;
    readonly offset: number;
  },
): Promise<CreditedPart[]> {
  const seen = requireSeen(viewer, 'Reading what was brought in');
  const { currency } = await loadCompany(db);
  return db.query<CreditedPart>(loadParts, [
    ...[asked.from, asked.through, seen.everything, seen.personId, seen.unitIds],
    ...[asked.salespersonId ?? null, minorUnitsOf(currency), asked.teamId ?? null],
    ...[asked.first, asked.offset],
  ]);
}
