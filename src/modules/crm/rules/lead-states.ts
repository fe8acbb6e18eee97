import type { StateMachine } from '../../../kernel/transitions.ts';

export const leadStateNames = [
  'NEW',
  'ASSIGNED',
  'CONTACTED',
  'NURTURING',
  'QUALIFIED',
  'DISQUALIFIED',
  'CONVERTED',
  'DUPLICATE',
] as const;
export type LeadState = (typeof leadStateNames)[number];

export type LeadAct =
  | 'editLead'
  | 'assignLead'
  | 'returnLeadToPool'
  | 'contactLead'
  | 'nurtureLead'
  | 'qualifyLead'
  | 'disqualifyLead'
  | 'markLeadDuplicate'
  | 'reopenLead'
  | 'convertLead'
  | 'undoLeadConversion';

/** Somebody works on it, or should. */
export const openLeadStates = ['NEW', 'ASSIGNED', 'CONTACTED', 'NURTURING', 'QUALIFIED'] as const;

/** In these it goes back to the pool when nobody does anything. */
export const idleLeadStates = ['ASSIGNED', 'CONTACTED', 'NURTURING'] as const;

/**
 * NEW: in the pool, nobody's. Where an act leads one of a set of states to one, see `stateAfter`:
 * somebody else's lead stays as far as it has come, and a reopened one without an owner is NEW.
 */
export const leadStates: StateMachine<LeadState, LeadAct> = {
  of: 'lead',
  acts: {
    editLead: { from: openLeadStates, to: 'NEW' },
    assignLead: { from: openLeadStates, to: 'ASSIGNED' },
    returnLeadToPool: { from: idleLeadStates, to: 'NEW' },
    contactLead: { from: ['ASSIGNED', 'CONTACTED', 'NURTURING'], to: 'CONTACTED' },
    nurtureLead: { from: ['ASSIGNED', 'CONTACTED', 'QUALIFIED'], to: 'NURTURING' },
    qualifyLead: { from: ['ASSIGNED', 'CONTACTED', 'NURTURING'], to: 'QUALIFIED' },
    disqualifyLead: { from: openLeadStates, to: 'DISQUALIFIED' },
    markLeadDuplicate: { from: openLeadStates, to: 'DUPLICATE' },
    reopenLead: { from: ['DISQUALIFIED', 'DUPLICATE'], to: 'ASSIGNED' },
    convertLead: { from: ['QUALIFIED'], to: 'CONVERTED' },
    undoLeadConversion: { from: ['CONVERTED'], to: 'QUALIFIED' },
  },
};
