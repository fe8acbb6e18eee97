import { periodOf, periodKinds, type Period, type PeriodKind } from '../../../kernel/calendar.ts';
import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLocalDate, type LocalDate } from '../../../kernel/local-date.ts';
import { readNote } from '../../../kernel/read-input.ts';
import { gather } from '../../../kernel/reading.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { loadCompany } from '../../parties/index.ts';
import { fault } from '../errors.ts';
import { inflowEvents } from '../events.ts';
import { requireSalesperson, requireTeam } from '../ledger/lock-subjects.ts';
import { loadInflowSetting } from '../queries/load-setting.ts';
import type { TargetScope } from '../rules/kinds.ts';
import { askableId, readPositiveAmount } from '../rules/read-input.ts';

export interface SetInflowTargetInput {
  readonly scope: TargetScope;
  /** Of PERSON. */
  readonly salespersonId?: Id | null;
  /** Of TEAM. */
  readonly teamId?: Id | null;
  readonly periodKind: PeriodKind;
  /** Any day of the period, which is one of the firm's calendar. */
  readonly day: LocalDate;
  readonly amount: string;
  readonly note?: string | null;
}

export interface InflowTargetChanged {
  readonly inflowTargetId: Id;
}

const keyOf = { PERSON: '(salesperson_id, calendar, period)', TEAM: '(team_id, calendar, period)' };

const saveAs = (scope: TargetScope) =>
  statement(
    `inflow_target_save_${scope.toLowerCase()}`,
    `insert into inflow_target as t (id, scope, salesperson_id, team_id, period_kind, calendar,
       period, from_on, through_on, amount, note, set_at, set_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict ${scope === 'FIRM' ? '(calendar, period)' : keyOf[scope]} where scope = '${scope}'
     do update set amount = excluded.amount, note = excluded.note, set_at = excluded.set_at,
                   set_by = excluded.set_by, version = t.version + 1
     returning id, version`,
  );
const save = { PERSON: saveAs('PERSON'), TEAM: saveAs('TEAM'), FIRM: saveAs('FIRM') };

/**
 * So much is to be brought in by a person, a team or the firm in a month, a quarter or a year. What
 * was set of the same before is changed.
 */
export const setInflowTarget = defineOperation({
  name: 'setInflowTarget',
  permission: 'inflow.setTargets',
  async run(op, input: SetInflowTargetInput): Promise<InflowTargetChanged> {
    const subject = await requireSubject(op, input);
    const faults: Fault[] = [];
    const { currency } = await loadCompany(op);
    const { calendar } = await loadInflowSetting(op);
    const amount = readPositiveAmount(input.amount, currency, ['amount'], faults);
    const note = readNote(input.note, ['note'], faults, 500);
    const day = gather(readLocalDate(input.day), ['day'], faults);
    if (!periodKinds.includes(input.periodKind)) {
      const message = `A period is ${periodKinds.join(', ')}`;
      faults.push(fault('PERIOD_UNKNOWN', message, ['periodKind']));
    }
    refuseIfAny(faults);
    const period: Period = periodOf(day as LocalDate, input.periodKind, calendar);
    const [saved] = await op.query<{ id: Id; version: number }>(save[input.scope], [
      ...[op.newId(), input.scope, subject.salespersonId, subject.teamId, input.periodKind],
      ...[calendar, period.name, period.from, period.through, amount, note, op.now, op.actorId],
    ]);
    const { id, version } = saved as { id: Id; version: number };
    const target = { id, ...subject, scope: input.scope, calendar, period: period.name };
    op.emit({
      type: inflowEvents.targetSet,
      subject: { type: 'inflowTarget', id },
      ownerId: subject.salespersonId,
      unitIds: subject.unitIds,
      data: { inflowTarget: { ...target, amount, currency, version } },
    });
    return { inflowTargetId: id };
  },
});

interface TargetSubject {
  readonly salespersonId: Id | null;
  readonly teamId: Id | null;
  readonly unitIds: readonly Id[];
}

const what = 'Setting a target';

/** A target is of one person, of one team, or of nobody. */
async function requireSubject(
  op: OperationContext,
  { scope, salespersonId, teamId }: SetInflowTargetInput,
): Promise<TargetSubject> {
  const faults: Fault[] = [];
  const asks = (path: string, is: boolean, needed: boolean): void => {
    if (is === needed) return;
    const message = needed ? `A target of a ${scope} names it` : `A target of a ${scope} has none`;
    faults.push(fault('TARGET_SUBJECT', message, [path]));
  };
  asks('salespersonId', salespersonId != null, scope === 'PERSON');
  asks('teamId', teamId != null, scope === 'TEAM');
  refuseIfAny(faults);
  const person = scope === 'PERSON' ? await requireSalesperson(op, salespersonId) : null;
  const team = scope === 'TEAM' ? await requireTeam(op, teamId) : null;
  const unit = person?.teamId ?? team;
  const unitIds = unit === null ? [] : [unit];
  op.requireReach('inflow.setTargets', { unitIds }, what);
  return { salespersonId: person?.id ?? null, teamId: team, unitIds };
}

export interface RemoveInflowTargetInput {
  readonly inflowTargetId: Id;
}

const find = statement(
  'inflow_target_find',
  `select t.id, t.salesperson_id as "salespersonId", t.period,
          coalesce(t.team_id, s.team_id) as "teamId"
   from inflow_target t left join salesperson s on s.id = t.salesperson_id
   where t.id = $1 for no key update of t`,
);
const remove = statement('inflow_target_remove', 'delete from inflow_target where id = $1');

interface Found {
  readonly id: Id;
  readonly salespersonId: Id | null;
  readonly teamId: Id | null;
  readonly period: string;
}

/** It is asked for no more; what was brought in stays what it is. */
export const removeInflowTarget = defineOperation({
  name: 'removeInflowTarget',
  permission: 'inflow.setTargets',
  async run(op, input: RemoveInflowTargetInput): Promise<InflowTargetChanged> {
    const [target] = await op.query<Found>(find, [askableId(input.inflowTargetId)]);
    if (!target) refuse('TARGET_NOT_FOUND', 'There is no such target', ['inflowTargetId']);
    const { id, salespersonId, teamId, period } = target;
    const unitIds = teamId === null ? [] : [teamId];
    op.requireReach('inflow.setTargets', { unitIds }, 'Removing a target');
    await op.query(remove, [id]);
    op.emit({
      type: inflowEvents.targetRemoved,
      subject: { type: 'inflowTarget', id },
      ownerId: salespersonId,
      unitIds,
      data: { inflowTarget: { id, salespersonId, teamId, period } },
    });
    return { inflowTargetId: id };
  },
});
