import type { TimelineSource } from '../crm/index.ts';
import type { OwnedRecords, PartyReference } from '../parties/index.ts';

/** A delivery names no party: its order does. */
export const deliveryPartyReferences: readonly PartyReference[] = [
  { table: 'return_authorisation', column: 'party_id' },
];

/** Returns of which something may still come. */
export const deliveryOwnedRecords: readonly OwnedRecords[] = [
  {
    name: 'returns',
    table: 'return_authorisation',
    open: `return_authorisation.state in ('AUTHORISED', 'PARTLY_RECEIVED')`,
  },
];

export const deliveryTimelineSources: readonly TimelineSource[] = [
  {
    kind: 'DELIVERY',
    permission: 'sales.read',
    sql: `select d.id, o.party_id, coalesce(d.posted_at, d.created_at) as at,
            d.state = 'DRAFT' as planned, v.number as title, d.state, o.owner_id, o.team_id
          from delivery d
          join stock_voucher v on v.id = d.id
          join sales_order o on o.id = d.sales_order_id`,
  },
  {
    kind: 'RETURN',
    permission: 'sales.read',
    sql: `select a.id, a.party_id, a.created_at as at, false as planned, a.number as title, a.state,
            a.owner_id, a.team_id
          from return_authorisation a`,
  },
];
