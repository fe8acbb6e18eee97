import { definePermissions } from '../../platform/identity/permissions.ts';

/** What inflow guards. A team is the unit that a grant of reach UNIT names. */
export const inflowPermissions = definePermissions([
  { name: 'inflow.read', description: 'See targets, what was brought in, and the forecast' },
  { name: 'inflow.setTargets', description: 'Set targets, and say whose money is whose' },
  { name: 'inflow.payCommission', description: 'Set commissions, and record what was paid out' },
  { name: 'inflow.configure', description: 'Say how months are counted and money is expected' },
]);
