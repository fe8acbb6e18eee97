import { definePermissions } from '../../platform/identity/permissions.ts';

/** What collections guard. A team is the unit that a grant of reach UNIT names. */
export const collectionsPermissions = definePermissions([
  { name: 'collections.read', description: 'See reminders, promises, plans, disputes, placements' },
  { name: 'collections.work', description: 'Note promises, disputes and contacts of customers' },
  { name: 'collections.plan', description: 'Agree on payment plans' },
  { name: 'collections.dun', description: 'Propose and release reminders' },
  { name: 'collections.place', description: 'Give claims to agencies and take them back' },
  { name: 'collections.override', description: 'Reach customers against the rules of contact' },
  { name: 'collections.configure', description: 'Say how customers are collected from' },
]);
