import type { OwnedRecords } from '../parties/index.ts';

/** Claims and credits that are open go to who looks after the customer next. */
export const receivablesOwnedRecords: readonly OwnedRecords[] = [
  {
    name: 'paymentCommitments',
    table: 'payment_commitment',
    open: `payment_commitment.settled < payment_commitment.amount
           and payment_commitment.ended is null`,
    versioned: true,
  },
  {
    name: 'receipts',
    table: 'receipt',
    open: `receipt.state = 'PENDING' or (receipt.state = 'CLEARED'
           and receipt.allocated + receipt.refunded < receipt.amount)`,
    versioned: true,
  },
  {
    name: 'cheques',
    table: 'cheque',
    open: `cheque.state not in ('RETURNED_TO_CUSTOMER', 'CANCELLED', 'REPLACED')`,
    versioned: true,
  },
  {
    name: 'guarantees',
    table: 'guarantee',
    open: `guarantee.state in ('HELD', 'EXTENDED', 'PARTLY_CALLED')`,
    versioned: true,
  },
  {
    name: 'openCredits',
    table: 'open_credit',
    open: 'open_credit.used + open_credit.refunded < open_credit.amount',
    versioned: false,
  },
];
