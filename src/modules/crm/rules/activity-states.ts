import type { StateMachine } from '../../../kernel/transitions.ts';

export const activityStateNames = ['PLANNED', 'DONE', 'CANCELLED'] as const;
export type ActivityState = (typeof activityStateNames)[number];

export type ActivityAct = 'completeActivity' | 'rescheduleActivity' | 'cancelActivity';

/** What was done or called off stays as it is told: another activity says more. */
export const activityStates: StateMachine<ActivityState, ActivityAct> = {
  of: 'activity',
  acts: {
    completeActivity: { from: ['PLANNED'], to: 'DONE' },
    rescheduleActivity: { from: ['PLANNED'], to: 'PLANNED' },
    cancelActivity: { from: ['PLANNED'], to: 'CANCELLED' },
  },
};
