import type { OwnedRecords } from '../parties/index.ts';

/** Claims and credits that are open go to who looks after the customer next. */
export const receivablesOwnedRecords: readonly OwnedRecords[] = [
  {
    name: 'receivables',
    table: 'receivable',
    open: 'receivable.settled < receivable.amount',
    versioned: false,
  },
  {
    name: 'openCredits',
    table: 'open_credit',
    open: 'open_credit.used < open_credit.amount',
    versioned: false,
  },
];
