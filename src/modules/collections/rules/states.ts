import type { StateMachine } from '../../../kernel/transitions.ts';
import type {
  DisputeState,
  DunningLetterState,
  DunningRunState,
  PlacementState,
  PlanState,
  PromiseState,
} from './kinds.ts';

export const dunningRunMachine = {
  of: 'dunning run',
  acts: {
    releaseDunning: { from: ['PROPOSED'], to: 'RELEASED' },
    cancelDunningRun: { from: ['PROPOSED'], to: 'CANCELLED' },
  },
} as const satisfies StateMachine<DunningRunState, string>;

export const dunningLetterMachine = {
  of: 'letter',
  acts: {
    excludeDunningLetter: { from: ['PROPOSED'], to: 'EXCLUDED' },
    includeDunningLetter: { from: ['EXCLUDED'], to: 'PROPOSED' },
    recordDunningDelivery: { from: ['SENT'], to: 'SENT' },
  },
} as const satisfies StateMachine<DunningLetterState, string>;

export const promiseMachine = {
  of: 'promise',
  acts: {
    cancelPromise: { from: ['OPEN'], to: 'CANCELLED' },
  },
} as const satisfies StateMachine<PromiseState, string>;

export const planMachine = {
  of: 'plan',
  acts: {
    acceptPaymentPlan: { from: ['PROPOSED'], to: 'ACTIVE' },
    cancelPaymentPlan: { from: ['PROPOSED', 'ACTIVE'], to: 'CANCELLED' },
  },
} as const satisfies StateMachine<PlanState, string>;

export const disputeMachine = {
  of: 'dispute',
  acts: {
    resolveDispute: { from: ['OPEN'], to: 'RESOLVED' },
    reopenDispute: { from: ['RESOLVED'], to: 'OPEN' },
  },
} as const satisfies StateMachine<DisputeState, string>;

const live = ['PLACED', 'ACKNOWLEDGED', 'WORKING', 'PARTLY_COLLECTED'] as const;

export const placementMachine = {
  of: 'placement',
  acts: {
    placeWithAgency: { from: ['PROPOSED'], to: 'PLACED' },
    cancelPlacement: { from: ['PROPOSED'], to: 'CANCELLED' },
    acknowledgePlacement: { from: ['PLACED'], to: 'ACKNOWLEDGED' },
    startPlacementWork: { from: ['ACKNOWLEDGED'], to: 'WORKING' },
    returnPlacement: { from: live, to: 'RETURNED' },
    recallPlacement: { from: live, to: 'RECALLED' },
  },
} as const satisfies StateMachine<PlacementState, string>;
