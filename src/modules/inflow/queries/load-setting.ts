import type { Calendar } from '../../../kernel/calendar.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import type { Expectation } from '../rules/kinds.ts';

/** How the firm counts its months, and how it expects what is due. */
export interface InflowSettings {
  readonly calendar: Calendar;
  readonly expectation: Expectation;
  readonly version: number;
}

const load = statement(
  'inflow_setting',
  'select calendar, expectation, version from inflow_setting where id = 1',
);

export async function loadInflowSetting(db: Queryable): Promise<InflowSettings> {
  const [setting] = await db.query<InflowSettings>(load);
  if (!setting) throw new Error('there is no row in inflow_setting');
  return setting;
}
