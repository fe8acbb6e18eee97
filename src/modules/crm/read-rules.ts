import type { ReadRule } from '../../platform/read/read-rule.ts';

const permission = 'crm.read';

/** What is somebody's is theirs and their team's to see. */
const owned = { permission, owner: 'owner', units: ['team'] };

export const crmReadRules: readonly ReadRule[] = [
  { entity: 'LeadSource', permission, everyRow: true },
  { entity: 'CrmReason', permission, everyRow: true },
  { entity: 'OpportunityStage', permission, everyRow: true },
  { entity: 'CrmPolicy', permission, everyRow: true },
  { entity: 'Project', ...owned },
  { entity: 'Lead', ...owned, searchText: 'searchText' },
  { entity: 'LeadEntry', permission, via: 'lead' },
  { entity: 'Opportunity', ...owned },
  { entity: 'OpportunityEntry', permission, via: 'opportunity' },
  { entity: 'Activity', ...owned },
];
