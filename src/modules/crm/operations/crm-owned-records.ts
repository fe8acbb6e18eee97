import type { OwnedRecords } from '../../parties/index.ts';
import { handOverEntries } from '../ledger/hand-over-entries.ts';
import { openLeadStates } from '../rules/lead-states.ts';

const states = openLeadStates.map((state) => `'${state}'`).join(', ');

/** What of the CRM goes to a successor: what is open, with the change in its history. */
export const crmOwnedRecords: readonly OwnedRecords[] = [
  {
    name: 'leads',
    table: 'lead',
    open: `lead.state in (${states})`,
    after: [handOverEntries.leads],
  },
  {
    name: 'opportunities',
    table: 'opportunity',
    open: `opportunity.state = 'OPEN'`,
    after: [handOverEntries.opportunities],
  },
  { name: 'activities', table: 'activity', open: `activity.state = 'PLANNED'` },
  { name: 'projects', table: 'project', open: `project.state = 'OPEN'` },
];
