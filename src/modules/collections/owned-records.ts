import type { OwnedRecords } from '../parties/index.ts';

/** Who is to answer a customer goes, the question stays: it is somebody else's then. */
export const collectionsOwnedRecords: readonly OwnedRecords[] = [
  {
    name: 'disputes',
    table: 'dispute',
    open: `dispute.state = 'OPEN'`,
    partyId: 'dispute.party_id',
  },
];
