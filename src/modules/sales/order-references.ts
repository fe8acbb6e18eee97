import type { TimelineSource } from '../crm/index.ts';
import type { OwnedRecords, PartyReference } from '../parties/index.ts';

/** Where orders name parties. */
export const orderPartyReferences: readonly PartyReference[] = [
  { table: 'sales_order', column: 'party_id' },
  { table: 'sales_order', column: 'contact_id' },
];

/** Orders that are not over go to who looks after the customer next. */
export const orderOwnedRecords: readonly OwnedRecords[] = [
  {
    name: 'orders',
    table: 'sales_order',
    open: "sales_order.state in ('DRAFT', 'CONFIRMED')",
  },
];

/** What of orders shows on a customer's timeline. */
export const orderTimelineSources: readonly TimelineSource[] = [
  {
    kind: 'SALES_ORDER',
    permission: 'sales.read',
    sql: `select id, party_id, coalesce(confirmed_at, created_at) as at, false as planned,
            number as title, state, owner_id, team_id
          from sales_order`,
  },
];
