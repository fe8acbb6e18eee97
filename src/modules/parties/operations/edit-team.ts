import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable, readLine } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { partiesEvents } from '../events.ts';
import { requireVersion } from '../ledger/lock-parties.ts';
import { changesBetween } from '../rules/changes-between.ts';

export interface EditTeamInput {
  readonly teamId: Id;
  /** The version that the editor has seen. */
  readonly expectedVersion: number;
  /** Each stays as it is when absent. */
  readonly nameEn?: string | null;
  readonly nameFa?: string | null;
}

interface TeamRecord {
  readonly code: string;
  readonly nameEn: string;
  readonly nameFa: string;
  readonly version: number;
}

const lockStatement = statement(
  'parties_lock_team',
  `select code, name_en as "nameEn", name_fa as "nameFa", version from team where id = $1
   for no key update`,
);

const saveStatement = statement(
  'parties_save_team',
  'update team set name_en = $2, name_fa = $3, version = version + 1 where id = $1',
);

/** A team is called otherwise. Its code stays. */
export const editTeam = defineOperation({
  name: 'editTeam',
  permission: 'parties.configure',
  async run(op, input: EditTeamInput): Promise<{ teamId: Id; version: number }> {
    const unitIds = askable([input.teamId]);
    op.requireReach('parties.configure', { unitIds }, 'Editing this team');
    const [team] = await op.query<TeamRecord>(lockStatement, [unitIds[0] ?? null]);
    if (!team) {
      throw new DomainError([fault('TEAM_NOT_FOUND', 'There is no such team', ['teamId'])]);
    }
    requireVersion(team, input.expectedVersion);
    const [teamId] = unitIds as [Id];
    const faults: Fault[] = [];
    const { code, version, ...before } = team;
    const after = {
      nameEn:
        input.nameEn == null ? before.nameEn : readLine(input.nameEn, 200, ['nameEn'], faults),
      nameFa:
        input.nameFa == null ? before.nameFa : readLine(input.nameFa, 200, ['nameFa'], faults),
    };
    refuseIfAny(faults);
    const change = changesBetween(before, after);
    if (!change) return { teamId, version };
    await op.query(saveStatement, [teamId, after.nameEn, after.nameFa]);
    op.emit({
      type: partiesEvents.teamEdited,
      subject: { type: 'team', id: teamId },
      unitIds: [teamId],
      data: { team: { id: teamId, code, ...after, version: version + 1 }, change },
    });
    return { teamId, version: version + 1 };
  },
});
