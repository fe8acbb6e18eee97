import { definePermissions } from '../../platform/identity/permissions.ts';

/** What parties guards. A team is the unit that a grant of reach UNIT names. */
export const partiesPermissions = definePermissions([
  { name: 'parties.read', description: 'See customers, suppliers, their people and addresses' },
  { name: 'parties.edit', description: 'Enter and edit customers and suppliers' },
  { name: 'parties.merge', description: 'Make one of two parties that are the same' },
  { name: 'parties.assign', description: 'Say who looks after whom; hand all records over' },
  { name: 'parties.configure', description: 'Set up the company, teams, salespeople and segments' },
]);
