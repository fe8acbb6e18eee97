import type { StateMachine } from '../../../kernel/transitions.ts';

export const projectStateNames = ['OPEN', 'CLOSED'] as const;
export type ProjectState = (typeof projectStateNames)[number];

export type ProjectAct = 'editProject' | 'closeProject' | 'reopenProject';

/** A closed project keeps its documents and takes no new ones. */
export const projectStates: StateMachine<ProjectState, ProjectAct> = {
  of: 'project',
  acts: {
    editProject: { from: ['OPEN'], to: 'OPEN' },
    closeProject: { from: ['OPEN'], to: 'CLOSED' },
    reopenProject: { from: ['CLOSED'], to: 'OPEN' },
  },
};
