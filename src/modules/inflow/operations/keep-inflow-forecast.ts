import { periodOf, periodsBetween } from '../../../kernel/calendar.ts';
import { addDays } from '../../../kernel/local-date.ts';
import { minorUnitsOf } from '../../../kernel/money.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type Operation } from '../../../platform/perform/operation.ts';
import { loadCompany } from '../../parties/index.ts';
import { loadInflowSetting } from '../queries/load-setting.ts';
import type { ForecastSources } from '../rules/forecast-layers.ts';
import { expectedParts, fixedParameters } from '../rules/forecast-sql.ts';

export interface ForecastKept {
  /** False: that of the day was kept before. */
  readonly kept: boolean;
}

export type KeepInflowForecast = Operation<Record<string, never>, ForecastKept>;

const open = statement(
  'inflow_snapshot_open',
  `insert into inflow_snapshot (taken_on, at, operation_id) values ($1, $2, $3)
   on conflict do nothing returning taken_on`,
);

/** So many periods ahead. */
const months = 13;

/**
 * The forecast as it is seen today is kept, by month, owner and layer: once a day, whoever asks and
 * however often. Composed of what every module knows of the future.
 */
export function createKeepInflowForecast(sources: ForecastSources): KeepInflowForecast {
  const own = fixedParameters + 3 * sources.layers.length;
  const [names, froms, throughs, calendar] = [1, 2, 3, 4].map((n) => `$${own + n}`);
  const fill = statement(
    'inflow_snapshot_fill',
    `with ${expectedParts(sources)}, period as (
       select * from unnest(${names}::text[], ${froms}::date[], ${throughs}::date[])
         as p(name, from_on, through_on)
     )
     insert into inflow_snapshot_row (id, taken_on, calendar, period, from_on, through_on, owner_id,
                                      team_id, layer, amount, expected)
     select gen_random_uuid(), $1, ${calendar}, p.name, p.from_on, p.through_on, x.owner_id,
            x.team_id, x.layer, sum(x.amount), sum(x.expected)
     from part x join period p on x.expected_on between p.from_on and p.through_on
     group by p.name, p.from_on, p.through_on, x.owner_id, x.team_id, x.layer`,
  );
  return defineOperation({
    name: 'keepInflowForecast',
    permission: 'inflow.configure',
    async run(op): Promise<ForecastKept> {
      op.requireReach('inflow.configure', {}, 'Keeping the forecast');
      const [opened] = await op.query(open, [op.today, op.now, op.operationId]);
      if (!opened) return { kept: false };
      const setting = await loadInflowSetting(op);
      const { currency } = await loadCompany(op);
      const { from } = periodOf(op.today, 'MONTH', setting.calendar);
      const asked = { kind: 'MONTH', calendar: setting.calendar, most: months } as const;
      const periods = periodsBetween(from, addDays(from, 31 * months), asked);
      await op.query(fill, [
        ...[op.today, true, null, [], null, null, null, minorUnitsOf(currency)],
        setting.expectation,
        ...sources.layers.flatMap(() => [true, true, []]),
        ...[periods.map(({ name }) => name), periods.map((period) => period.from)],
        ...[periods.map(({ through }) => through), setting.calendar],
      ]);
      return { kept: true };
    },
  });
}
