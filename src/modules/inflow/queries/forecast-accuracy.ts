import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Period } from '../../../kernel/calendar.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { Viewer } from '../../../platform/identity/viewer.ts';
import { requireSeen } from './within-reach.ts';

/** What was expected of a period when it began, and what came. */
export interface AccuracyPeriod {
  readonly period: string;
  /** The day whose forecast it is. */
  readonly takenOn: LocalDate;
  readonly expected: Decimal;
  readonly actual: Decimal;
}

/** How well it was known beforehand what somebody's customers pay. */
export interface ForecastAccuracy {
  readonly ownerId: Id | null;
  readonly expected: Decimal;
  readonly actual: Decimal;
  /** Of what came, so much more was expected; below zero: less. Null: nothing came. */
  readonly biasPercent: Decimal | null;
  /** How far off a period was on average, of what came in it; null: nothing came in any. */
  readonly mape: Decimal | null;
  readonly periods: readonly AccuracyPeriod[];
}

const load = statement(
  'inflow_forecast_accuracy',
  `with period as materialized (
     select p.*, (select max(s.taken_on) from inflow_snapshot s where s.taken_on <= p.from_on)
       as taken_on
     from unnest($1::text[], $2::date[], $3::date[]) as p(name, from_on, through_on)
     where p.through_on < $8::date
   ), figure as (
     select p.name, p.taken_on, r.owner_id, r.expected, 0 as actual
     from period p join inflow_snapshot_row r
       on r.taken_on = p.taken_on and r.calendar = $4 and r.period = p.name
     where r.layer = 'COMMITMENT'
       and ($5::boolean or r.owner_id = $6 or r.team_id = any($7::uuid[]))
     union all
     select p.name, p.taken_on, r.owner_id, 0, r.company_amount
     from period p join receipt r on r.valued_on between p.from_on and p.through_on
     where p.taken_on is not null and r.state = 'CLEARED'
       and ($5 or r.owner_id = $6 or r.team_id = any($7::uuid[]))
   ), one as (
     select name, taken_on, owner_id, sum(expected) as expected, sum(actual) as actual
     from figure group by 1, 2, 3
   )
   select owner_id as "ownerId", trim_scale(sum(expected))::text as expected,
          trim_scale(sum(actual))::text as actual,
          trim_scale(round((sum(expected) - sum(actual)) * 100 / nullif(sum(actual), 0), 1))::text
            as "biasPercent",
          trim_scale(round(avg(abs(expected - actual) * 100 / actual) filter (where actual > 0), 1))
            ::text as mape,
          json_agg(json_build_object('period', name, 'takenOn', taken_on,
            'expected', trim_scale(expected)::text, 'actual', trim_scale(actual)::text)
            order by name) as periods
   from one group by owner_id order by sum(actual) desc, owner_id`,
);

/**
 * What was expected when periods began, against what came in them, by whose customers paid: by the
 * forecast of the last day that was kept before the period, or of its first. Of periods that are
 * over: in others what is to come has not.
 */
export async function forecastAccuracy(
  db: Queryable,
  viewer: Viewer,
  asked: {
    readonly today: LocalDate;
    readonly calendar: string;
    readonly periods: readonly Period[];
  },
): Promise<ForecastAccuracy[]> {
  const { everything, personId, unitIds } = requireSeen(viewer, 'Reading the forecast');
  const { today, calendar, periods } = asked;
  return db.query<ForecastAccuracy>(load, [
    ...[periods.map(({ name }) => name), periods.map(({ from }) => from)],
    ...[periods.map(({ through }) => through), calendar, everything, personId, unitIds],
    today,
  ]);
}
