import type { ReadRule } from '../../platform/read/read-rule.ts';

const permission = 'receivables.read';
const ofCustomer = { permission, owner: 'party.owner', units: ['party.team'] };

/** What a customer owes and may is seen by those who look after the customer; the rules by all. */
export const receivablesReadRules: readonly ReadRule[] = [
  { entity: 'CreditAccount', ...ofCustomer },
  { entity: 'CreditEntry', ...ofCustomer },
  { entity: 'CreditOverride', ...ofCustomer },
  { entity: 'CreditPolicy', permission, everyRow: true },
  { entity: 'PaymentTerms', permission: 'sales.read', everyRow: true },
  { entity: 'PaymentTermsLine', permission: 'sales.read', everyRow: true },
  { entity: 'MoneyAccount', permission, everyRow: true },
  { entity: 'WriteOffLimit', permission, everyRow: true },
  { entity: 'PaymentCommitment', permission, owner: 'owner', units: ['team'] },
  {
    entity: 'PaymentCommitmentBill',
    permission,
    owner: 'commitment.owner',
    units: ['commitment.team'],
  },
  { entity: 'Receipt', permission, owner: 'owner', units: ['team'] },
  { entity: 'Allocation', permission, owner: 'commitment.owner', units: ['commitment.team'] },
  { entity: 'Refund', ...ofCustomer },
  { entity: 'LedgerEntry', ...ofCustomer },
  { entity: 'CustomerBalance', ...ofCustomer },
  { entity: 'LedgerPeriod', permission, everyRow: true },
  { entity: 'Cheque', permission, owner: 'owner', units: ['team'] },
  { entity: 'ChequeEntry', permission, owner: 'cheque.owner', units: ['cheque.team'] },
  { entity: 'ChequeCoverage', permission, owner: 'cheque.owner', units: ['cheque.team'] },
  { entity: 'Guarantee', permission, owner: 'owner', units: ['team'] },
  {
    entity: 'GuaranteeEntry',
    permission,
    owner: 'guarantee.owner',
    units: ['guarantee.team'],
  },
  { entity: 'BankHoliday', permission, everyRow: true },
  { entity: 'ChequePolicy', permission, everyRow: true },
  { entity: 'BankStatement', permission: 'receivables.reconcile', everyRow: true },
  { entity: 'BankStatementLine', permission: 'receivables.reconcile', everyRow: true },
  { entity: 'PayerAccount', permission: 'receivables.reconcile', everyRow: true },
  { entity: 'OpenCredit', permission, owner: 'owner', units: ['team'] },
];
