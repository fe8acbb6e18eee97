import type { ReadRule } from '../../platform/read/read-rule.ts';

const permission = 'receivables.read';
const ofCustomer = { permission, owner: 'party.owner', units: ['party.team'] };

/** What a customer owes and may is seen by those who look after the customer; the rules by all. */
export const receivablesReadRules: readonly ReadRule[] = [
  { entity: 'CreditAccount', ...ofCustomer },
  { entity: 'CreditEntry', ...ofCustomer },
  { entity: 'CreditOverride', ...ofCustomer },
  { entity: 'CreditPolicy', permission, everyRow: true },
  { entity: 'Receivable', permission, owner: 'owner', units: ['team'] },
  { entity: 'OpenCredit', permission, owner: 'owner', units: ['team'] },
];
