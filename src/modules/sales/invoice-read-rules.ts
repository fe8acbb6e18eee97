import type { ReadRule } from '../../platform/read/read-rule.ts';

const permission = 'sales.read';

/** An invoice belongs to its salesperson and to the team of that time. */
export const invoiceReadRules: readonly ReadRule[] = [
  { entity: 'Invoice', permission, owner: 'owner', units: ['team'] },
  { entity: 'InvoiceLine', permission, via: 'invoice' },
  { entity: 'InvoiceTax', permission, via: 'invoice' },
];
