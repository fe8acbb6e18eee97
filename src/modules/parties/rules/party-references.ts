import type { PartyReference } from './party-reference.ts';

const ofParty = (table: string): PartyReference => ({ table, column: 'party_id' });

/**
 * Where this module's own rows name a party. Parts of a party are united before (see `mergeParties`
 * of rules/merge.ts), so what is left to re-point is who speaks for others, and older redirects.
 */
export const partiesPartyReferences: readonly PartyReference[] = [
  ofParty('party_redirect'),
  ofParty('party_tax_id'),
  ofParty('party_contact_point'),
  ofParty('party_address'),
  ofParty('party_segment'),
  { table: 'party_contact', column: 'company_id' },
  {
    table: 'party_contact',
    column: 'person_id',
    before: [
      // Both speak for one company: it has one of them.
      `delete from party_contact gone using party_contact kept
       where gone.person_id = $1 and kept.person_id = $2 and kept.company_id = gone.company_id`,
    ],
  },
];
