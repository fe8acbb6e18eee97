import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { crmEvents } from '../events.ts';
import { lockDocument } from '../ledger/documents.ts';
import { changeProject, projects } from '../ledger/write-project.ts';
import { projectStates } from '../rules/project-states.ts';
import type { ProjectChanged } from './create-project.ts';

/** A closed project takes documents again. */
export const reopenProject = defineOperation({
  name: 'reopenProject',
  permission: 'crm.work',
  async run(op, { projectId }: { projectId: Id }): Promise<ProjectChanged> {
    const before = await lockDocument(op, projects, projectId, { what: 'Reopening this project' });
    const state = requireTransition(projectStates, before.state, 'reopenProject');
    const { version } = await changeProject(op, before, { state }, crmEvents.projectReopened);
    return { projectId: before.id, version };
  },
});
