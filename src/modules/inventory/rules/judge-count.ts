import {
  absoluteDecimal,
  compareDecimals,
  multiplyDecimals,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import { roundsBeforeDispute, type CountLineState } from './count-kinds.ts';

/** A difference of more than either is counted again; null: that one does not matter. */
export interface RecountThreshold {
  readonly percent: Decimal | null;
  readonly quantity: Decimal | null;
}

/** What was found of a key in one round, in the base unit. */
export interface RoundFound {
  readonly counted: Decimal;
  /** What the book said when it was counted last. */
  readonly book: Decimal;
  /** The goods moved between its first and its last entry: the quantity says nothing. */
  readonly moved: boolean;
  readonly round: number;
  /** The differences that others found before, in the order of their rounds; never one's own. */
  readonly earlier: readonly Decimal[];
}

export interface Judgement {
  readonly state: Exclude<CountLineState, 'OPEN'>;
  /** That is being counted from now on, or that settled it. */
  readonly round: number;
  readonly disturbed: boolean;
  /** Null when this round says nothing. */
  readonly difference: Decimal | null;
}

/** Whether so large a difference from the book is to be seen by a second person. */
export function isAboveThreshold(
  book: Decimal,
  difference: Decimal,
  { percent, quantity }: RecountThreshold,
): boolean {
  const size = absoluteDecimal(difference);
  if (compareDecimals(size, '0') === 0) return false;
  if (quantity !== null && compareDecimals(size, quantity) > 0) return true;
  if (percent === null) return false;
  const hundredfold = multiplyDecimals(size, '100');
  return compareDecimals(hundredfold, multiplyDecimals(absoluteDecimal(book), percent)) > 0;
}

/**
 * What a round of a line comes to. Goods that moved under the counter's hands are counted anew, by
 * anyone. A difference above the threshold is counted again by somebody else; who finds the same as
 * another before settles it, and so does who finds (almost) what the book says. When the second
 * person finds a second quantity, whoever approves decides, or has it counted once more.
 */
export function judgeRound(found: RoundFound, threshold: RecountThreshold): Judgement {
  const { round } = found;
  if (found.moved) return { state: 'RECOUNT', round, disturbed: true, difference: null };
  const difference = subtractDecimals(found.counted, found.book);
  const settled = { state: 'COUNTED' as const, round, disturbed: false, difference };
  if (!isAboveThreshold(found.book, difference, threshold)) return settled;
  if (found.earlier.some((other) => compareDecimals(other, difference) === 0)) return settled;
  if (round >= roundsBeforeDispute) return { ...settled, state: 'DISPUTED' };
  return { state: 'RECOUNT', round: round + 1, disturbed: false, difference };
}
