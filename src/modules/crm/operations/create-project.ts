import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readDay, readLine, readNote, readOwnId } from '../../../kernel/read-input.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { newOwner } from '../../parties/index.ts';
import { lockCustomers, lockSalespeople } from '../../parties/verbs.ts';
import { fault } from '../errors.ts';
import { crmEvents } from '../events.ts';
import { requireMayGive } from '../ledger/capture-leads.ts';
import { announce } from '../ledger/documents.ts';
import { requireSeenParties } from '../ledger/require-seen.ts';
import { insertProject, projects } from '../ledger/write-project.ts';
import { readCode } from '../rules/read-input.ts';
import { readParty, requireOrder } from '../rules/read-named.ts';
import type { ProjectRecord } from '../rules/records.ts';

export interface CreateProjectInput {
  /** Made by the client, or absent. */
  readonly id?: Id | null;
  readonly code: string;
  readonly name: string;
  /** For whom, if for one. */
  readonly partyId?: Id | null;
  readonly startsOn?: string | null;
  readonly endsOn?: string | null;
  readonly note?: string | null;
  readonly ownerId?: Id | null;
}

/** What each act on a project answers. */
export interface ProjectChanged {
  readonly projectId: Id;
  readonly version: number;
}

export const projectClashes = {
  project_pkey: () => fault('ID_TAKEN', 'Another project has this id', ['id']),
  project_code_unique: () => fault('CODE_TAKEN', 'Another project has this code', ['code']),
};

/** An undertaking begins: opportunities, quotes, orders and invoices may belong to it. */
export const createProject = defineOperation({
  name: 'createProject',
  permission: 'crm.work',
  async run(op, input: CreateProjectInput): Promise<ProjectChanged> {
    op.requireReach('crm.work', { ownerId: op.actorId }, 'Setting up projects');
    const salespeople = await lockSalespeople(op, [op.actorId, input.ownerId]);
    const parties = await lockCustomers(op, [input.partyId]);
    const faults: Fault[] = [];
    const party = readParty(parties, input.partyId, ['partyId'], faults);
    requireSeenParties(op, party);
    const asked = { ownerId: input.ownerId, actorId: op.actorId, customer: party };
    const owner = newOwner(salespeople, asked, ['ownerId'], faults);
    if (input.ownerId != null) requireMayGive(op, owner);
    const project: ProjectRecord = {
      id: readOwnId(input.id, op.newId, ['id'], faults),
      code: readCode(input.code, ['code'], faults),
      name: readLine(input.name, 200, ['name'], faults),
      partyId: party?.id ?? null,
      state: 'OPEN',
      startsOn: readDay(input.startsOn, ['startsOn'], faults),
      endsOn: readDay(input.endsOn, ['endsOn'], faults),
      note: readNote(input.note, ['note'], faults),
      ...owner,
      createdAt: op.now,
      createdBy: op.actorId,
      version: 1,
    };
    requireOrder(project.startsOn, project.endsOn, faults);
    refuseIfAny(faults);
    await refusingClashes(projectClashes, () => insertProject(op, project));
    announce(op, projects, crmEvents.projectCreated, project);
    return { projectId: project.id, version: project.version };
  },
});
