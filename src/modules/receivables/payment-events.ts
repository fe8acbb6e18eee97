import type { EventType } from '../../platform/events/event.ts';

const define = (type: string, description: string): EventType => ({
  type,
  permission: 'receivables.read',
  description,
  feed: 'PAYMENTS',
});

/** What finance systems follow: each bears its subject as it then is, and what the act changed. */
export const paymentEvents = {
  commitmentCreated: define('commitment.created', 'A customer is to pay so much'),
  commitmentAmended: define('commitment.amended', 'What is to be paid, or by when, is another'),
  commitmentCancelled: define('commitment.cancelled', 'It is to be paid no more'),
  commitmentDue: define('commitment.due', 'Its day has come'),
  commitmentOverdue: define('commitment.overdue', 'Its day is over, and some of it is not paid'),
  receiptRecorded: define('receipt.recorded', 'Money came in, or was promised by paper'),
  receiptCleared: define('receipt.cleared', 'Money that was promised by paper is there'),
  receiptReversed: define('receipt.reversed', 'It was not our money, or it went back'),
  receiptApplied: define('receipt.applied', 'More or less of the money is used'),
  allocationMade: define('allocation.made', 'Something settled a commitment'),
  allocationReversed: define('allocation.reversed', 'It does so no more'),
  discountGranted: define('discount.granted', 'The customer paid early enough to pay less'),
  writeOffPosted: define('writeoff.posted', 'What is missing is given up'),
  creditCreated: define('credit.created', 'A customer has something to its credit'),
  creditApplied: define('credit.applied', 'More or less of the credit is used'),
  creditRefunded: define('credit.refunded', 'It was paid out'),
} as const satisfies Record<string, EventType>;
