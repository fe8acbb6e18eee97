import type { ReadRule } from '../../platform/read/read-rule.ts';
import { readsToDecide } from './rules/reads-to-decide-sql.ts';

const permission = 'sales.read';

/**
 * A quote belongs to its salesperson and to the team of that time. Who is asked to agree to it
 * reads it, too, with all that is of it. What it costs us is for who may see costs.
 */
export const quoteReadRules: readonly ReadRule[] = [
  {
    entity: 'Quote',
    permission,
    owner: 'owner',
    units: ['team'],
    also: { permission: 'sales.approve', condition: readsToDecide },
  },
  {
    entity: 'QuoteRevision',
    permission,
    via: 'quote',
    properties: { margin: 'pricing.seeCost' },
  },
  {
    entity: 'QuoteLine',
    permission,
    via: 'quoteRevision',
    properties: { unitCost: 'pricing.seeCost' },
  },
  { entity: 'ApprovalPolicy', permission, everyRow: true },
  { entity: 'ApprovalRequest', permission, via: 'quoteRevision' },
  {
    entity: 'ApprovalStep',
    permission,
    via: 'approvalRequest',
    properties: { marginPercent: 'pricing.seeCost' },
  },
  { entity: 'ApprovalDelegation', permission: 'sales.approve', everyRow: true },
];
