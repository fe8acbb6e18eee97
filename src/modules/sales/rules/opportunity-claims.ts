import type { OpportunityClaim } from '../../crm/index.ts';

/** What of sales stands on an opportunity: the conversion behind it is taken back no more. */
export const salesOpportunityClaims: readonly OpportunityClaim[] = [
  { what: 'quote', table: 'quote', sql: 'select opportunity_id, number from quote' },
  { what: 'order', table: 'sales_order', sql: 'select opportunity_id, number from sales_order' },
];
