import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { partiesEvents } from '../events.ts';

export interface SetSalespersonInput {
  /** The person who looks after customers. */
  readonly personId: Id;
  /** Their team; needed the first time. What they have had so far stays with its team. */
  readonly teamId?: Id | null;
  /** How much of what is assigned by rule comes here, beside the others; 1 at first, 0: nothing. */
  readonly weight?: number | null;
  /** Open leads at most by rule; any number at first. */
  readonly capacity?: number | null;
  readonly withoutCapacity?: boolean | null;
  /** False: takes nothing new. */
  readonly active?: boolean | null;
  /** Needed when they are a salesperson already. */
  readonly expectedVersion?: number | null;
}

interface Settings {
  readonly teamId: Id;
  readonly weight: number;
  readonly capacity: number | null;
  readonly active: boolean;
}

const lockStatement = statement(
  'parties_lock_salesperson',
  `select s.team_id as "teamId", s.weight, s.capacity, s.active, s.version
   from salesperson s where s.id = $1 for no key update`,
);

const knownStatement = statement(
  'parties_known_for_salesperson',
  `select exists (select from person where id = $1) as person,
          exists (select from team where id = $2) as team`,
);

const saveStatement = statement(
  'parties_save_salesperson',
  `insert into salesperson (id, team_id, weight, capacity, active) values ($1, $2, $3, $4, $5)
   on conflict (id) do update set team_id = excluded.team_id, weight = excluded.weight,
     capacity = excluded.capacity, active = excluded.active, version = salesperson.version + 1
     where salesperson.version = $6
   returning version`,
);

/**
 * A person looks after customers from now on, in a team, or does so otherwise than before: in
 * another team, for more or less, no longer. What is not said stays. Refuses STALE, with the
 * current version, when they were set by somebody else meanwhile.
 */
export const setSalesperson = defineOperation({
  name: 'setSalesperson',
  permission: 'parties.configure',
  async run(op, input: SetSalespersonInput): Promise<{ salespersonId: Id; version: number }> {
    const [personId = null] = askable([input.personId]);
    const [before] = await op.query<Settings & { version: number }>(lockStatement, [personId]);
    const [teamId = before?.teamId ?? null] = askable([input.teamId]);
    const units = [before?.teamId, teamId].filter((id) => id != null);
    for (const unit of units.length > 0 ? units : [undefined]) {
      const record = { unitIds: unit === undefined ? [] : [unit] };
      op.requireReach('parties.configure', record, 'Setting this salesperson');
    }
    const [known] = await op.query<{ person: boolean; team: boolean }>(knownStatement, [
      personId,
      teamId,
    ]);
    const faults: Fault[] = [];
    if (!known?.person) {
      faults.push(fault('PERSON_NOT_FOUND', 'There is no such person', ['personId']));
    }
    if (!known?.team) faults.push(fault('TEAM_NOT_FOUND', 'There is no such team', ['teamId']));
    const after = readSettings(input, before, teamId as Id, faults);
    refuseIfAny(faults);
    const expected = before ? input.expectedVersion : 0;
    const values = [personId, after.teamId, after.weight, after.capacity, after.active, expected];
    const [saved] = await op.query<{ version: number }>(saveStatement, values);
    if (!saved) throw stale(before?.version ?? null);
    const salespersonId = personId as Id;
    op.emit({
      type: partiesEvents.salespersonSet,
      subject: { type: 'salesperson', id: salespersonId },
      ownerId: salespersonId,
      unitIds: units,
      data: { salesperson: { id: salespersonId, ...after, version: saved.version } },
    });
    return { salespersonId, version: saved.version };
  },
});

function readSettings(
  input: SetSalespersonInput,
  before: Settings | undefined,
  teamId: Id,
  faults: Fault[],
): Settings {
  const weight = input.weight ?? before?.weight ?? 1;
  if (!Number.isInteger(weight) || weight < 0 || weight > 1_000) {
    faults.push(fault('WEIGHT_MALFORMED', 'A weight is 0 to 1000', ['weight']));
  }
  const kept = input.withoutCapacity ? null : (before?.capacity ?? null);
  const capacity = input.capacity ?? kept;
  const isSane = capacity === null || (Number.isInteger(capacity) && capacity > 0);
  if (!isSane || (input.withoutCapacity && input.capacity != null)) {
    const message = 'A capacity is a whole number from 1, or there is none';
    faults.push(fault('CAPACITY_MALFORMED', message, ['capacity']));
  }
  return { teamId, weight, capacity, active: input.active ?? before?.active ?? true };
}

function stale(version: number | null): DomainError {
  const message =
    version === null
      ? 'Somebody has made them a salesperson a moment ago'
      : `They have been set before: it is version ${version}`;
  return new DomainError([fault('STALE', message, ['expectedVersion'], { version })]);
}
