import { calendars, type Calendar } from '../../../kernel/calendar.ts';
import type { Decimal } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import { requireVersion } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inflowEvents } from '../events.ts';
import type { InflowSettings } from '../queries/load-setting.ts';
import { expectations, type Expectation } from '../rules/kinds.ts';
import { readPercent } from '../rules/read-input.ts';

export interface InflowProbabilityInput {
  /** From so many days late on; 0: not late. */
  readonly daysLate: number;
  readonly percent: string;
}

export interface SetInflowSettingInput {
  readonly expectedVersion: number;
  readonly calendar?: Calendar | null;
  readonly expectation?: Expectation | null;
  /** All of them; what was said before is forgotten. */
  readonly probabilities?: readonly InflowProbabilityInput[] | null;
}

export interface InflowSettingSet {
  readonly version: number;
}

const lock = statement(
  'inflow_setting_lock',
  'select calendar, expectation, version from inflow_setting where id = 1 for no key update',
);
const save = statement(
  'inflow_setting_save',
  `update inflow_setting set calendar = $1, expectation = $2, version = version + 1 where id = 1`,
);
const forget = statement('inflow_probability_forget', 'delete from inflow_probability');
const insert = statement(
  'inflow_probability_insert',
  `insert into inflow_probability (days_late, percent)
   select * from unnest($1::int[], $2::numeric[])`,
);

/** How months are counted and money is expected, from now on. What is not said stays. */
export const setInflowSetting = defineOperation({
  name: 'setInflowSetting',
  permission: 'inflow.configure',
  async run(op, input: SetInflowSettingInput): Promise<InflowSettingSet> {
    op.requireReach('inflow.configure', {}, 'Saying how money is expected');
    const [before] = await op.query<InflowSettings>(lock);
    requireVersion(before?.version ?? 0, input.expectedVersion);
    const faults: Fault[] = [];
    const calendar = input.calendar ?? before?.calendar ?? calendars[0];
    const expectation = input.expectation ?? before?.expectation ?? expectations[0];
    const probabilities = input.probabilities
      ? readProbabilities(input.probabilities, faults)
      : null;
    refuseIfAny(faults);
    await op.query(save, [calendar, expectation]);
    if (probabilities) {
      await op.query(forget);
      await op.query(insert, [
        probabilities.map(({ daysLate }) => daysLate),
        probabilities.map(({ percent }) => percent),
      ]);
    }
    op.emit({
      type: inflowEvents.settingSet,
      subject: { type: 'inflowSetting', id: op.operationId },
      data: { inflowSetting: { calendar, expectation, ...(probabilities && { probabilities }) } },
    });
    return { version: input.expectedVersion + 1 };
  },
});

const most = 20;
const mostDays = 3650;

function readProbabilities(
  given: readonly InflowProbabilityInput[],
  faults: Fault[],
): { daysLate: number; percent: Decimal }[] {
  const fail = (message: string, n: number): void =>
    void faults.push(fault('DAYS_MALFORMED', message, ['probabilities', String(n), 'daysLate']));
  if (given[0]?.daysLate !== 0 || given.length > most) {
    fail(`1 to ${most} are said, the first of what is 0 days late`, 0);
  }
  return given.map(({ daysLate, percent }, n) => {
    const rises = n === 0 || daysLate > (given[n - 1]?.daysLate ?? 0);
    if (!Number.isInteger(daysLate) || !rises || daysLate > mostDays) {
      fail('Days are whole, and each more than the last', n);
    }
    const path = ['probabilities', String(n), 'percent'];
    return { daysLate, percent: readPercent(percent, path, faults) };
  });
}
