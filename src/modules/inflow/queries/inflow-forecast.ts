import type { Period } from '../../../kernel/calendar.ts';
import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { minorUnitsOf } from '../../../kernel/money.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { Viewer } from '../../../platform/identity/viewer.ts';
import { loadCompany } from '../../parties/index.ts';
import type { ForecastSources } from '../rules/forecast-layers.ts';
import { expectedParts, fixedParameters, seenRows, sliceKey } from '../rules/forecast-sql.ts';
import type { Expectation, InflowSlice } from '../rules/kinds.ts';
import { requireSeen, seenBy } from './within-reach.ts';

export interface ForecastQuestion {
  readonly today: LocalDate;
  readonly periods: readonly Period[];
  readonly slice: InflowSlice;
  readonly expectation: Expectation;
  readonly teamId?: Id | null;
  readonly ownerId?: Id | null;
  readonly partyId?: Id | null;
}

/** What a layer says of a period. */
export interface LayerFigures {
  readonly layer: string;
  readonly count: number;
  readonly amount: Decimal;
  /** By probability. */
  readonly expected: Decimal;
}

/** One period of one cut. In the firm's currency. */
export interface ForecastCell {
  readonly period: string;
  readonly from: LocalDate;
  readonly through: LocalDate;
  readonly key: string | null;
  /** What was or is to be paid in the period, whether it has been or not. */
  readonly committed: Decimal;
  /** Money that came in it, by its value day. */
  readonly actual: Decimal;
  /** What is still open and may come in it: of commitments alone. */
  readonly open: Decimal;
  readonly expected: Decimal;
  /** What of that is late already. */
  readonly overdue: Decimal;
  /** Kept apart, and in none of the above. */
  readonly layers: readonly LayerFigures[];
}

export interface Forecast {
  readonly currency: string;
  readonly cells: readonly ForecastCell[];
  /** Open, and nobody knows when it is due. */
  readonly undated: Decimal;
  /** Open, and expected after the last of the periods. */
  readonly later: Decimal;
}

const sum = (of: string): string => `trim_scale(coalesce(sum(${of}), 0))::text`;

function cellsText(sources: ForecastSources): string {
  const own = fixedParameters + 3 * sources.layers.length;
  const [names, froms, throughs, slice] = [1, 2, 3, 4].map((n) => `$${own + n}`);
  return `with ${expectedParts(sources)}, period as materialized (
      select * from unnest(${names}::text[], ${froms}::date[], ${throughs}::date[])
        as p(name, from_on, through_on)
    ), figure as (
      select p.name, ${sliceKey(`${slice}`, 'x')} as key, x.layer, 0 as committed, 0 as actual,
             x.amount, x.expected,
             case when x.due_on < $1::date then x.amount else 0 end as overdue,
             1 as n
      from part x join period p on x.expected_on between p.from_on and p.through_on
      union all
      select p.name, ${sliceKey(`${slice}`, 'k')}, null, k.company_amount, 0, 0, 0, 0, 0
      from payment_commitment k join period p on k.due_on between p.from_on and p.through_on
      where k.ended is null and ${seenRows('k')}
      union all
      select p.name, ${sliceKey(`${slice}`, 'r')}, null, 0, r.company_amount, 0, 0, 0, 0
      from receipt r join period p on r.valued_on between p.from_on and p.through_on
      where r.state = 'CLEARED' and ${seenRows('r')}
    ), grouped as (
      select name, key, layer, sum(committed) as committed, sum(actual) as actual,
             sum(amount) as amount, sum(expected) as expected, sum(overdue) as overdue,
             sum(n)::int as n
      from figure group by name, key, layer
    ), cell as (
      select g.name, g.key, ${sum('committed')} as committed, ${sum('actual')} as actual,
             ${ofCommitments('amount')} as open, ${ofCommitments('expected')} as expected,
             ${ofCommitments('overdue')} as overdue,
             coalesce(json_agg(json_build_object('layer', g.layer, 'count', g.n,
                 'amount', trim_scale(g.amount)::text, 'expected', trim_scale(g.expected)::text)
               order by g.layer) filter (where g.layer <> 'COMMITMENT'), '[]')
               as layers
      from grouped g group by g.name, g.key
    )
    select (select currency from company) as currency,
      coalesce((select json_agg(json_build_object('period', p.name, 'from', p.from_on,
          'through', p.through_on, 'key', c.key, 'committed', c.committed, 'actual', c.actual,
          'open', c.open, 'expected', c.expected, 'overdue', c.overdue, 'layers', c.layers)
        order by p.from_on, c.key nulls last)
        from cell c join period p on p.name = c.name), '[]') as cells,
      (select ${sum('amount')} from part where layer = 'COMMITMENT' and expected_on is null)
        as undated,
      (select ${sum('amount')} from part where layer = 'COMMITMENT'
         and expected_on > (select max(through_on) from period)) as later`;
}

const ofCommitments = (column: string): string =>
  `trim_scale(coalesce(sum(${column}) filter (where g.layer = 'COMMITMENT'), 0))::text`;

/** A part of a forecast: a commitment, or part of it, or something that may come of it. */
export interface ForecastRow {
  readonly layer: string;
  /** Why it is expected then: `DUE`, `DELAY`, or what a module says. */
  readonly kind: string;
  readonly id: Id;
  readonly partyId: Id;
  readonly ownerId: Id | null;
  readonly dueOn: LocalDate | null;
  readonly expectedOn: LocalDate | null;
  readonly amount: Decimal;
  readonly percent: Decimal;
  readonly expected: Decimal;
  readonly currency: string;
}

function rowsText(sources: ForecastSources): string {
  const own = fixedParameters + 3 * sources.layers.length;
  const [from, through, slice, key, layer, first, offset] = [1, 2, 3, 4, 5, 6, 7].map(
    (n) => `$${own + n}`,
  );
  return `with ${expectedParts(sources)}
    select x.layer, x.kind, x.id, x.party_id as "partyId", x.owner_id as "ownerId",
           x.due_on as "dueOn", x.expected_on as "expectedOn", trim_scale(x.amount)::text as amount,
           trim_scale(x.percent)::text as percent, trim_scale(x.expected)::text as expected,
           (select currency from company) as currency
    from part x
    where x.expected_on between ${from}::date and ${through}::date
      and (${slice}::text = 'NONE'
           or ${sliceKey(`${slice}`, 'x')} is not distinct from ${key}::text)
      and (${layer}::text is null or x.layer = ${layer})
    order by x.expected_on, x.layer, x.id, x.kind limit ${first} offset ${offset}`;
}

export interface ForecastRowsQuestion extends Omit<ForecastQuestion, 'periods'> {
  readonly from: LocalDate;
  readonly through: LocalDate;
  readonly key: string | null;
  readonly layer: string | null;
  readonly first: number;
  readonly offset: number;
}

export interface ForecastQueries {
  /**
   * What was and is to come in, and what has, period by period, of what the viewer may see. What is
   * open counts from today on and once; what came in counts where it did.
   */
  forecast(db: Queryable, viewer: Viewer, asked: ForecastQuestion): Promise<Forecast>;
  /** What a cell of it is made of. */
  rows(db: Queryable, viewer: Viewer, asked: ForecastRowsQuestion): Promise<ForecastRow[]>;
}

/** A statement of other sources is another. */
const named = ({ parts, layers }: ForecastSources): string =>
  [...parts, ...layers].map(({ kind }) => `_${kind.toLowerCase()}`).join('');

type Common = Omit<ForecastQuestion, 'periods'>;

/** Composed of what every module knows of the future. */
export function createForecast(sources: ForecastSources): ForecastQueries {
  const cells = statement(`inflow_forecast${named(sources)}`, cellsText(sources));
  const rows = statement(`inflow_forecast_rows${named(sources)}`, rowsText(sources));
  const common = async (db: Queryable, viewer: Viewer, asked: Common): Promise<unknown[]> => {
    const seen = requireSeen(viewer, 'Reading the forecast');
    const { currency } = await loadCompany(db);
    return [
      ...[asked.today, seen.everything, seen.personId, seen.unitIds, asked.teamId ?? null],
      ...[asked.ownerId ?? null, asked.partyId ?? null, minorUnitsOf(currency)],
      asked.expectation,
      ...sources.layers.flatMap(({ permission }) => {
        const reach = seenBy(viewer, permission);
        return [reach !== null, reach?.everything ?? false, reach?.unitIds ?? []];
      }),
    ];
  };
  return {
    async forecast(db, viewer, asked) {
      const { periods } = asked;
      const [found] = await db.query<Forecast>(cells, [
        ...(await common(db, viewer, asked)),
        ...[periods.map(({ name }) => name), periods.map(({ from }) => from)],
        ...[periods.map(({ through }) => through), asked.slice],
      ]);
      return found as Forecast;
    },
    rows: async (db, viewer, asked) =>
      db.query<ForecastRow>(rows, [
        ...(await common(db, viewer, asked)),
        ...[asked.from, asked.through, asked.slice, asked.key, asked.layer],
        ...[asked.first, asked.offset],
      ]),
  };
}
