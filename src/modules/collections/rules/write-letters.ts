import {
  addDecimals,
  compareDecimals,
  divideDecimals,
  isPositive,
  multiplyDecimals,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { minorUnitsOf } from '../../../kernel/money.ts';
import { chooseDunning } from './choose-dunning.ts';
import type { DunnedClaim, ProcedureFacts, ProcedureLevel } from './dunning-facts.ts';
import { lateInterest } from './interest.ts';

export interface LetterLine {
  readonly claim: DunnedClaim;
  readonly levelNo: number;
  readonly amount: Decimal;
  readonly interest: Decimal;
}

export interface LetterDraft {
  readonly procedure: ProcedureFacts;
  readonly level: ProcedureLevel;
  readonly currency: string;
  readonly amount: Decimal;
  readonly fee: Decimal;
  readonly interest: Decimal;
  readonly lines: readonly LetterLine[];
  /** What the fee is charged upon: the oldest of the highest level. Null: nothing but charges. */
  readonly feeOf: DunnedClaim | null;
}

/**
 * One letter about the claims of a customer in one currency, or none: each claim decides for
 * itself whether it is asked for and at which level, the letter is of the highest of them. None by
 * a channel by which the customer is not to be reached.
 */
export function writeLetter(
  procedure: ProcedureFacts,
  claims: readonly DunnedClaim[],
  on: LocalDate,
): LetterDraft | null {
  const chosen = claims.flatMap((claim) => {
    const { levelNo, amount } = chooseDunning(procedure, claim, on);
    return levelNo === null ? [] : [{ claim, levelNo, amount }];
  });
  const highest = Math.max(0, ...chosen.map(({ levelNo }) => levelNo));
  const level = procedure.levels.find(({ levelNo }) => levelNo === highest);
  const [first] = chosen;
  if (!level || !first) return null;
  const { blockedBy } = first.claim;
  if (blockedBy.includes('ALL') || blockedBy.includes(level.channel)) return null;
  const worth = chosen.map(({ claim, amount }) => multiplyDecimals(amount, claim.rate));
  if (compareDecimals(sumDecimals(worth), level.minAmount) < 0) return null;
  const lines = chosen.map((line) => ({ ...line, interest: interestOn(procedure, line, on) }));
  const { currency } = first.claim;
  const feeOf =
    lines.find(({ claim, levelNo }) => levelNo === highest && !claim.isCharge)?.claim ?? null;
  return {
    procedure,
    level,
    currency,
    amount: sumDecimals(lines.map(({ amount }) => amount)),
    fee: feeOf === null ? '0' : feeIn(level.fee, feeOf.rate, currency),
    interest: sumDecimals(lines.map(({ interest }) => interest)),
    lines,
    feeOf,
  };
}

/** Fees are in the firm's currency; a letter is in its own. */
const feeIn = (fee: Decimal, rate: Decimal, currency: string): Decimal =>
  isPositive(fee) ? divideDecimals(fee, rate, minorUnitsOf(currency)) : '0';

function interestOn(
  procedure: ProcedureFacts,
  { claim, levelNo }: Pick<LetterLine, 'claim' | 'levelNo'>,
  on: LocalDate,
): Decimal {
  const level = procedure.levels.find((one) => one.levelNo === levelNo);
  if (procedure.basis === null || !level?.hasInterest || claim.isCharge) return '0';
  return lateInterest({
    // What is disputed bears it, from the beginning, once it is asked for again.
    amount: subtractDecimals(claim.amount, claim.disputed),
    dueOn: claim.dueOn,
    on,
    settlements: claim.settlements,
    basis: procedure.basis,
    rates: procedure.rates,
    starts: procedure.interestStarts,
    graceDays: procedure.graceDays,
    pauses: claim.pauses,
    charged: claim.charged,
    places: minorUnitsOf(claim.currency),
  });
}

/** What is asked for in all. */
export const letterTotal = ({ amount, fee, interest }: LetterDraft): Decimal =>
  addDecimals(amount, addDecimals(fee, interest));
