import type { Id } from '../../../kernel/id.ts';
import type { Decimal } from '../../../kernel/decimal.ts';
import type { CountClass, StockStatus } from './kinds.ts';

/** How far a place of a count is. RECOUNT: some of its goods are to be counted again. */
export const countLocationStates = ['OPEN', 'RECOUNT', 'COUNTED'] as const;
export type CountLocationState = (typeof countLocationStates)[number];

/** How far a key is. DISPUTED: those who counted it did not agree, and somebody has to decide. */
export const countLineStates = ['OPEN', 'RECOUNT', 'COUNTED', 'DISPUTED'] as const;
export type CountLineState = (typeof countLineStates)[number];

/** What becomes of a difference: the book follows, or stays as it is. */
export const countDecisions = ['ACCEPT', 'KEEP_BOOK'] as const;
export type CountDecision = (typeof countDecisions)[number];

/** What a further count of the same goods in one round means: there are more, or start over. */
export const countAgains = ['ADD', 'ANEW'] as const;
export type CountAgain = (typeof countAgains)[number];

/** How many days after a count the products of a class are due again. */
export const countIntervalDays: Readonly<Record<CountClass, number>> = { A: 30, B: 91, C: 365 };

/** So many persons count the same before somebody has to decide, or sends it back to be counted. */
export const roundsBeforeDispute = 2;

/** What is counted apart: a key of the ledger. */
export interface CountKey {
  readonly locationId: Id;
  readonly productId: Id;
  readonly lotId: Id | null;
  readonly isSerial: boolean;
  readonly ownerId: Id | null;
  readonly status: StockStatus;
  readonly packageId: Id | null;
}

/** A round of a line, as it is shown once nothing is left to be counted. */
export interface CountResult {
  readonly round: number;
  readonly counted: Decimal;
  readonly expected: Decimal;
  readonly difference: Decimal;
  readonly countedAt: string;
  readonly countedBy: readonly Id[];
}

/** Finds a key in a Map. */
export const countKey = (key: CountKey): string =>
  [key.locationId, key.productId, key.lotId, key.ownerId, key.status, key.packageId].join(' ');
