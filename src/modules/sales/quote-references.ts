import type { TimelineSource } from '../crm/index.ts';
import type { OwnedRecords, PartyReference } from '../parties/index.ts';

/**
 * Columns that hold a party's id. `quote.customer_key` is none: it says who was meant when the
 * quote was written, and what was approved of it outlives a merge by that.
 */
export const quotePartyReferences: readonly PartyReference[] = [
  { table: 'quote', column: 'party_id' },
  { table: 'quote', column: 'contact_id' },
];

/** Quotes that may yet become orders go to who looks after the customer next. */
export const quoteOwnedRecords: readonly OwnedRecords[] = [
  {
    name: 'quotes',
    table: 'quote',
    open: `exists (select from quote_revision r where r.quote_id = quote.id
             and r.state in ('DRAFT', 'IN_APPROVAL', 'APPROVED', 'SENT', 'EXPIRED'))`,
  },
];

/** Each quote once, with where its newest revision stands. */
export const quoteTimelineSources: readonly TimelineSource[] = [
  {
    kind: 'QUOTE',
    permission: 'sales.read',
    sql: `select q.id, q.party_id, q.created_at as at, false as planned, q.number as title, r.state,
            q.owner_id, q.team_id
          from quote q
          cross join lateral (
            select r.state from quote_revision r where r.quote_id = q.id
            order by r.revision_no desc limit 1) r`,
  },
];
