import type { TimelineSource } from '../crm/index.ts';
import type { OwnedRecords, PartyReference } from '../parties/index.ts';

/** Where invoices name parties. */
export const invoicePartyReferences: readonly PartyReference[] = [
  { table: 'invoice', column: 'party_id' },
];

/** Drafts go to who looks after the customer next; what is posted stays as it is. */
export const invoiceOwnedRecords: readonly OwnedRecords[] = [
  { name: 'invoiceDrafts', table: 'invoice', open: "invoice.state = 'DRAFT'" },
];

/** What of invoices shows on a customer's timeline. */
export const invoiceTimelineSources: readonly TimelineSource[] = [
  {
    kind: 'INVOICE',
    permission: 'sales.read',
    sql: `select id, party_id, coalesce(posted_at, created_at) as at, false as planned,
            coalesce(number, 'Draft of an invoice') as title, state, owner_id, team_id
          from invoice where kind = 'INVOICE'`,
  },
  {
    kind: 'CREDIT_NOTE',
    permission: 'sales.read',
    sql: `select id, party_id, posted_at as at, false as planned, number || ': ' || reason as title,
            state, owner_id, team_id
          from invoice where kind = 'CREDIT_NOTE'`,
  },
];
