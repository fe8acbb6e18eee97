import { definePermissions } from '../../platform/identity/permissions.ts';

/** What receivables guards. A team is the unit that a grant of reach UNIT names. */
export const receivablesPermissions = definePermissions([
  { name: 'receivables.read', description: 'See credit limits, exposures and what is owed' },
  { name: 'receivables.setCredit', description: 'Set credit limits, and hold customers' },
  { name: 'receivables.override', description: 'Let a customer go beyond the limit for a while' },
  { name: 'receivables.receive', description: 'Record money that came in, and what it pays' },
  { name: 'receivables.reverse', description: 'Take receipts and allocations back' },
  { name: 'receivables.refund', description: 'Pay out what customers have to their credit' },
  { name: 'receivables.writeOff', description: 'Give up small differences, within a limit' },
  { name: 'receivables.writeOffBadDebt', description: 'Give up debts that are lost' },
  { name: 'receivables.cheques', description: 'Receive cheques, and lead them on' },
  { name: 'receivables.guarantees', description: 'Keep guarantees, call and release them' },
  { name: 'receivables.commit', description: 'Agree with customers what they pay and by when' },
  { name: 'receivables.closePeriod', description: 'Close the books, and open them again' },
  { name: 'receivables.configure', description: 'Say at which acts credit is looked at' },
  {
    name: 'receivables.reconcile',
    description: 'Take in statements of banks, and receive what is on them',
  },
]);
