import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLine, readOwnId } from '../../../kernel/read-input.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { partiesEvents } from '../events.ts';
import { teamClashes } from '../rules/clashes.ts';
import { readCode } from '../rules/read-input.ts';

export interface CreateTeamInput {
  readonly id?: Id | null;
  readonly code: string;
  readonly nameEn: string;
  readonly nameFa: string;
}

const insertStatement = statement(
  'parties_insert_team',
  `insert into team (id, code, name_en, name_fa, created_at, created_by)
   values ($1, $2, $3, $4, $5, $6)`,
);

/**
 * A team is set up, still without salespeople. Grants of reach UNIT may name it: its leader then
 * reaches what its salespeople look after. Needs the permission everywhere.
 */
export const createTeam = defineOperation({
  name: 'createTeam',
  permission: 'parties.configure',
  async run(op, input: CreateTeamInput): Promise<{ teamId: Id }> {
    op.requireReach('parties.configure', {}, 'Setting up a team');
    const faults: Fault[] = [];
    const teamId = readOwnId(input.id, op.newId, ['id'], faults);
    const code = readCode(input.code, ['code'], faults);
    const nameEn = readLine(input.nameEn, 200, ['nameEn'], faults);
    const nameFa = readLine(input.nameFa, 200, ['nameFa'], faults);
    refuseIfAny(faults);
    await refusingClashes(teamClashes, () =>
      op.query(insertStatement, [teamId, code, nameEn, nameFa, op.now, op.actorId]),
    );
    op.emit({
      type: partiesEvents.teamCreated,
      subject: { type: 'team', id: teamId },
      unitIds: [teamId],
      data: { team: { id: teamId, code, nameEn, nameFa, version: 1 } },
    });
    return { teamId };
  },
});
