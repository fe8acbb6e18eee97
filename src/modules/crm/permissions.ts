import { definePermissions } from '../../platform/identity/permissions.ts';

/** What the CRM guards. A team is the unit that a grant of reach UNIT names. */
export const crmPermissions = definePermissions([
  { name: 'crm.read', description: 'See leads, opportunities, projects and activities' },
  { name: 'crm.work', description: 'Work on leads, opportunities, projects and activities' },
  { name: 'crm.assign', description: 'Assign leads to salespeople' },
  { name: 'crm.reopen', description: 'Reopen opportunities; win them without an order' },
  { name: 'crm.configure', description: 'Set up stages, sources and reasons' },
]);
