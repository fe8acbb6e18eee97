import type { Decimal } from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';

/** The acts at which a customer's credit is looked at; each has its own policy. */
export const checkPoints = ['ORDER', 'ISSUE', 'INVOICE'] as const;
export type CheckPoint = (typeof checkPoints)[number];

/**
 * What makes up what a customer owes and will owe: orders, as far as they are not invoiced; what is
 * claimed and not paid, or paid before it was claimed; and less money and credit notes to its
 * credit.
 */
export const exposureKinds = ['ORDERED', 'CLAIMED', 'RECEIVED', 'CREDITED'] as const;
export type ExposureKind = (typeof exposureKinds)[number];

/**
 * What an act adds to a customer's exposure or takes from it, in the firm's currency. `ordered`:
 * confirmed and not yet invoiced; `invoiced`: claimed and not yet paid, which the ledger writes.
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
