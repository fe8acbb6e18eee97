import type { PartyReference } from '../parties/index.ts';

/** Who stays keeps its profile; a hold of either holds. */
const oneProfile = [
  `update collection_profile s
   set legal_hold = coalesce(s.legal_hold, g.legal_hold), version = s.version + 1
   from collection_profile g
   where s.party_id = $2::uuid and g.party_id = $1::uuid and g.legal_hold is not null`,
  `delete from collection_profile g
   where g.party_id = $1::uuid
     and exists (select from collection_profile s where s.party_id = $2::uuid)`,
];

/** Of two letters of one run in one currency that of who goes is left out, if it is not sent. */
const twin = `g.party_id = $1::uuid and g.state <> 'SENT' and exists (
  select from dunning_letter s where s.party_id = $2::uuid and s.state <> 'SENT'
    and s.dunning_run_id = g.dunning_run_id and s.currency = g.currency)`;
const oneLetter = [
  `delete from dunning_letter_line l using dunning_letter g
   where l.dunning_letter_id = g.id and ${twin}`,
  `delete from dunning_letter g where ${twin}`,
];

/** Columns that hold a customer's id. */
export const collectionsPartyReferences: readonly PartyReference[] = [
  { table: 'collection_profile', column: 'party_id', before: oneProfile },
  { table: 'dunning_letter', column: 'party_id', before: oneLetter },
  { table: 'promise_to_pay', column: 'party_id' },
  { table: 'payment_plan', column: 'party_id' },
  { table: 'dispute', column: 'party_id' },
  { table: 'contact_block', column: 'party_id' },
  { table: 'placement', column: 'party_id' },
  { table: 'collection_contact', column: 'party_id' },
  { table: 'collection_entry', column: 'party_id' },
];
