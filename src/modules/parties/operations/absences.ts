import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLocalDate, type LocalDate } from '../../../kernel/local-date.ts';
import { askable, readOptionalLine, readOwnId } from '../../../kernel/read-input.ts';
import { gather } from '../../../kernel/reading.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { partiesEvents } from '../events.ts';
import { absenceClashes } from '../rules/clashes.ts';

export interface RecordAbsenceInput {
  readonly id?: Id | null;
  readonly salespersonId: Id;
  readonly fromOn: LocalDate;
  /** The last day. */
  readonly throughOn: LocalDate;
  readonly reason?: string | null;
}

export interface AbsenceChanged {
  readonly absenceId: Id;
  readonly salespersonId: Id;
}

interface Absence {
  readonly id: Id;
  readonly fromOn: LocalDate;
  readonly throughOn: LocalDate;
}

const lockStatement = statement(
  'parties_lock_for_absence',
  'select id, team_id as "teamId" from salesperson where id = $1 for no key update',
);

const overlapStatement = statement(
  'parties_overlapping_absence',
  `select from_on::text as "fromOn", through_on::text as "throughOn" from absence
   where salesperson_id = $1 and from_on <= $3::date and through_on >= $2::date
   order by from_on limit 1`,
);

const insertStatement = statement(
  'parties_insert_absence',
  `insert into absence (id, salesperson_id, from_on, through_on, reason)
   values ($1, $2, $3, $4, $5)`,
);

/** On these days, the last one included, nothing is assigned to somebody by rule. */
export const recordAbsence = defineOperation({
  name: 'recordAbsence',
  permission: 'parties.configure',
  async run(op, input: RecordAbsenceInput): Promise<AbsenceChanged> {
    const teamId = await lockSalesperson(op, input.salespersonId, 'salespersonId');
    const salespersonId = input.salespersonId.toLowerCase();
    const faults: Fault[] = [];
    const id = readOwnId(input.id, op.newId, ['id'], faults);
    const fromOn = gather(readLocalDate(input.fromOn), ['fromOn'], faults);
    const throughOn = gather(readLocalDate(input.throughOn), ['throughOn'], faults);
    const reason = readOptionalLine(input.reason, 200, ['reason'], faults);
    if (fromOn && throughOn && throughOn < fromOn) {
      faults.push(fault('DAYS_CROSSED', 'It ends before it begins', ['throughOn']));
    }
    refuseIfAny(faults);
    const [other] = await op.query<Absence>(overlapStatement, [salespersonId, fromOn, throughOn]);
    if (other) {
      const message = `They are away from ${other.fromOn} to ${other.throughOn} already`;
      throw new DomainError([fault('ABSENCE_OVERLAPS', message, ['fromOn'])]);
    }
    const values = [id, salespersonId, fromOn, throughOn, reason];
    await refusingClashes(absenceClashes, () => op.query(insertStatement, values));
    op.emit({
      type: partiesEvents.absenceRecorded,
      subject: { type: 'salesperson', id: salespersonId },
      ownerId: salespersonId,
      unitIds: [teamId],
      data: { absence: { id, salespersonId, fromOn, throughOn } },
    });
    return { absenceId: id, salespersonId };
  },
});

const findStatement = statement(
  'parties_find_absence',
  'select salesperson_id as "salespersonId" from absence where id = $1',
);

const deleteStatement = statement(
  'parties_delete_absence',
  `delete from absence where id = $1
   returning id, from_on::text as "fromOn", through_on::text as "throughOn"`,
);

/** Somebody is there after all. */
export const removeAbsence = defineOperation({
  name: 'removeAbsence',
  permission: 'parties.configure',
  async run(op, input: { absenceId: Id }): Promise<AbsenceChanged> {
    const [absenceId = null] = askable([input.absenceId]);
    const [found] = await op.query<{ salespersonId: Id }>(findStatement, [absenceId]);
    if (!found || absenceId === null) throw absenceNotFound();
    const { salespersonId } = found;
    const teamId = await lockSalesperson(op, salespersonId, 'absenceId');
    const [removed] = await op.query<Absence>(deleteStatement, [absenceId]);
    if (!removed) throw absenceNotFound();
    op.emit({
      type: partiesEvents.absenceRemoved,
      subject: { type: 'salesperson', id: salespersonId },
      ownerId: salespersonId,
      unitIds: [teamId],
      data: { absence: { ...removed, salespersonId } },
    });
    return { absenceId, salespersonId };
  },
});

const absenceNotFound = (): DomainError =>
  new DomainError([fault('ABSENCE_NOT_FOUND', 'There is no such absence', ['absenceId'])]);

/** Two acts on one person's days come one after the other. Answers the team. */
async function lockSalesperson(op: OperationContext, id: Id, path: string): Promise<Id> {
  const [found] = await op.query<{ id: Id; teamId: Id }>(lockStatement, [askable([id])[0] ?? null]);
  if (!found) {
    throw new DomainError([fault('SALESPERSON_NOT_FOUND', 'This is no salesperson', [path])]);
  }
  const record = { ownerId: found.id, unitIds: [found.teamId] };
  op.requireReach('parties.configure', record, 'Saying when they are away');
  return found.teamId;
}
