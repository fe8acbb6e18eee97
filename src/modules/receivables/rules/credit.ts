import type { Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';

/** The acts at which a customer's credit is looked at; each has its own policy. */
export const checkPoints = ['ORDER', 'ISSUE', 'INVOICE'] as const;
export type CheckPoint = (typeof checkPoints)[number];

/** What an entry changes: what is confirmed and not yet invoiced, or invoiced and not settled. */
export const creditEntryKinds = ['ORDERED', 'INVOICED'] as const;
export type CreditEntryKind = (typeof creditEntryKinds)[number];

/**
 * What an act adds to a customer's exposure or takes from it, in the firm's currency. `ordered`:
 * confirmed and not yet invoiced; `invoiced`: claimed and not yet settled.
 */
export interface ExposureChange {
  readonly partyId: Id;
  readonly documentId: Id;
  readonly ordered?: Decimal;
  readonly invoiced?: Decimal;
  /** Null: only written; the act lowers or shifts what is there already. */
  readonly checkPoint: CheckPoint | null;
  /** Where in the input a refusal is. */
  readonly path: readonly string[];
}

/** Why a customer gets no more: CREDIT_HELD, CREDIT_LIMIT_EXCEEDED, CUSTOMER_OVERDUE. */
export type CreditRefusal = Fault;
