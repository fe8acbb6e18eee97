import type { Id } from '../../../kernel/id.ts';
import { daysBetween, type LocalDate } from '../../../kernel/local-date.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { guaranteeEvents } from '../guarantee-events.ts';
import { lockGuarantees, oweGuarantees, type GuaranteeStep } from '../ledger/write-guarantees.ts';
import { heldStates } from '../rules/cheque-kinds.ts';
import { guaranteeMachine } from '../rules/cheque-states.ts';
import { alarmDue, type Guarantee } from '../rules/guarantee.ts';

/** More would hold their locks for too long; the rest is marked the next time. */
const most = 200;

const isDue = `g.state in ('${heldStates.join(`', '`)}') and (
    g.valid_until < $1::date or exists (
      select from cheque_policy s, unnest(s.guarantee_alarm_days) d
      where g.valid_until - $1::date <= d and (g.alarmed_days is null or d < g.alarmed_days)))`;

const any = statement(
  'guarantees_any_due',
  `select exists (select from guarantee g where ${isDue}) as due`,
);

/** Whether one is over, or its end is to be told of. */
export async function hasDueGuarantees(db: Queryable, today: LocalDate): Promise<boolean> {
  const [row] = await db.query<{ due: boolean }>(any, [today]);
  return row?.due ?? false;
}

const find = statement(
  'guarantees_find_due',
  `select g.id from guarantee g where ${isDue} order by g.id limit ${most}`,
);

const alarms = statement(
  'guarantee_alarm_days',
  'select guarantee_alarm_days as days from cheque_policy',
);

/**
 * Guarantees that are over are marked, and those that end soon are told of: once for each number of
 * days that the policy names, and only the last where a job was late.
 */
export const expireGuarantees = defineOperation({
  name: 'expireGuarantees',
  permission: 'receivables.guarantees',
  async run(op): Promise<{ readonly expired: number; readonly isAll: boolean }> {
    op.requireReach('receivables.guarantees', {}, 'Marking guarantees that are over');
    const found = await op.query<{ id: Id }>(find, [op.today]);
    const ids = found.map(({ id }) => id);
    const [policy] = await op.query<{ days: readonly number[] }>(alarms, []);
    // A look behind the locks: meanwhile one may have been extended, called or told of.
    const guarantees = await lockGuarantees(op, ids);
    const steps = guarantees.flatMap((one) => stepOf(one, op.today, policy?.days ?? []));
    oweGuarantees(op, op, steps);
    return {
      expired: steps.filter(({ act }) => act === 'expireGuarantees').length,
      isAll: found.length < most,
    };
  },
});

function stepOf(
  before: Guarantee,
  today: LocalDate,
  alarmDays: readonly number[],
): GuaranteeStep[] {
  const { state, validUntil } = before;
  if (!heldStates.some((held) => held === state) || validUntil === null) return [];
  if (validUntil < today) {
    const after = requireTransition(guaranteeMachine, state, 'expireGuarantees');
    const step = { act: 'expireGuarantees', type: guaranteeEvents.expired, before } as const;
    return [{ ...step, after: { ...before, state: after } }];
  }
  const alarmedDays = alarmDue(before, today, alarmDays);
  if (alarmedDays === null) return [];
  const step = { act: 'alarmGuarantees', type: guaranteeEvents.expiring, before } as const;
  const tells = { daysLeft: daysBetween(today, validUntil), alarmDays: alarmedDays };
  return [{ ...step, after: { ...before, alarmedDays }, tells }];
}
