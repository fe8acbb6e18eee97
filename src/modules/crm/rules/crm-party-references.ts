import type { PartyReference } from '../../parties/index.ts';

/** Where the CRM names parties. */
export const crmPartyReferences: readonly PartyReference[] = [
  { table: 'project', column: 'party_id' },
  { table: 'lead', column: 'account_id' },
  { table: 'lead', column: 'contact_id' },
  { table: 'opportunity', column: 'account_id' },
  { table: 'opportunity', column: 'contact_id' },
  { table: 'activity', column: 'party_id' },
];
