import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { crmEvents } from '../events.ts';
import { lockDocument } from '../ledger/documents.ts';
import { changeProject, projects } from '../ledger/write-project.ts';
import { projectStates } from '../rules/project-states.ts';
import type { ProjectChanged } from './create-project.ts';

/** The project takes no new documents. Those that it has go on to their ends. */
export const closeProject = defineOperation({
  name: 'closeProject',
  permission: 'crm.work',
  async run(op, { projectId }: { projectId: Id }): Promise<ProjectChanged> {
    const before = await lockDocument(op, projects, projectId, { what: 'Closing this project' });
    const state = requireTransition(projectStates, before.state, 'closeProject');
    const { version } = await changeProject(op, before, { state }, crmEvents.projectClosed);
    return { projectId: before.id, version };
  },
});
