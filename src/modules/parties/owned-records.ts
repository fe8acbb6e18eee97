import { partiesEvents, partyEvent } from './events.ts';
import { loadParties } from './queries/load-parties.ts';
import type { OwnedRecords } from './rules/owned-records.ts';

/** Customers go to a successor all alike: an inactive one may come back. */
export const partiesOwnedRecords: readonly OwnedRecords[] = [
  {
    name: 'parties',
    table: 'party',
    open: 'true',
    segmentId: `(select s.id from party_segment m join segment s on s.id = m.segment_id
                 where m.party_id = party.id order by s.code limit 1)`,
    async announce(op, { ids, fromId, reason }) {
      for (const party of (await loadParties(op, ids)).values()) {
        const change = { ownerId: { from: fromId, to: party.ownerId }, reason };
        op.emit(partyEvent(partiesEvents.partyAssigned, party, change));
      }
    },
  },
];
