import type { StateMachine } from '../../../kernel/transitions.ts';

export const opportunityStateNames = ['OPEN', 'WON', 'LOST', 'WITHDRAWN'] as const;
export type OpportunityState = (typeof opportunityStateNames)[number];

export type OpportunityAct =
  | 'editOpportunity'
  | 'assignOpportunity'
  | 'moveOpportunity'
  | 'winOpportunityWithoutOrder'
  | 'loseOpportunity'
  | 'reopenOpportunity';

/** WITHDRAWN: the conversion that made it was taken back; it counts nowhere. */
export const opportunityStates: StateMachine<OpportunityState, OpportunityAct> = {
  of: 'opportunity',
  acts: {
    editOpportunity: { from: ['OPEN'], to: 'OPEN' },
    assignOpportunity: { from: ['OPEN'], to: 'OPEN' },
    moveOpportunity: { from: ['OPEN'], to: 'OPEN' },
    winOpportunityWithoutOrder: { from: ['OPEN'], to: 'WON' },
    loseOpportunity: { from: ['OPEN'], to: 'LOST' },
    reopenOpportunity: { from: ['WON', 'LOST'], to: 'OPEN' },
  },
};
