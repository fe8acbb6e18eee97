import { definePermissions } from '../../platform/identity/permissions.ts';

/** What receivables guards. A team is the unit that a grant of reach UNIT names. */
export const receivablesPermissions = definePermissions([
  { name: 'receivables.read', description: 'See credit limits, exposures and what is owed' },
  { name: 'receivables.setCredit', description: 'Set credit limits, and hold customers' },
  { name: 'receivables.override', description: 'Let a customer go beyond the limit for a while' },
  { name: 'receivables.configure', description: 'Say at which acts credit is looked at' },
]);
