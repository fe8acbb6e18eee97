import {
  compareDecimals,
  isPositive,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import { daysBetween, type LocalDate } from '../../../kernel/local-date.ts';

export interface DunningLevelFacts {
  readonly levelNo: number;
  /** Days after a commitment is due. */
  readonly days: number;
}

export interface DunningTerms {
  readonly graceDays: number;
  /** At least so many days lie between two letters about a commitment. */
  readonly intervalDays: number;
  /** So often a commitment is asked for at most. */
  readonly mostAttempts: number;
  readonly levels: readonly DunningLevelFacts[];
}

/** A commitment as dunning sees it. */
export interface DunningCandidate {
  readonly dueOn: LocalDate | null;
  readonly open: Decimal;
  readonly disputed: Decimal;
  readonly isPromised: boolean;
  readonly isPlaced: boolean;
  readonly isOnLegalHold: boolean;
  /** Letters about it since it was last paid in full. */
  readonly attempts: number;
  /** Of the last of them. */
  readonly lastLevel: number;
  readonly lastOn: LocalDate | null;
}

export const dunningStops = [
  'NOT_OPEN',
  'NOT_OVERDUE',
  'IN_GRACE',
  'LEGAL_HOLD',
  'PLACED',
  'PROMISED',
  'DISPUTED',
  'ATTEMPTS_USED_UP',
  'TOO_SOON',
] as const;
export type DunningStop = (typeof dunningStops)[number];

export type DunningChoice =
  | { readonly levelNo: number; readonly amount: Decimal; readonly stops: readonly [] }
  | { readonly levelNo: null; readonly amount: Decimal; readonly stops: readonly DunningStop[] };

/**
 * At which level a commitment is asked for, and how much of it; or everything that keeps it from
 * being asked for. Each decides for itself: no other of the customer is looked at. The level rises
 * by one a letter, as far as the days allow, and stays at the last.
 */
export function chooseDunning(
  { graceDays, intervalDays, mostAttempts, levels }: DunningTerms,
  asked: DunningCandidate,
  on: LocalDate,
): DunningChoice {
  const { dueOn, open, disputed, attempts, lastLevel, lastOn } = asked;
  const amount = subtractDecimals(open, disputed);
  const late = dueOn === null ? -1 : daysBetween(dueOn, on);
  const stops: DunningStop[] = [];
  if (!isPositive(open)) stops.push('NOT_OPEN');
  if (late <= 0) stops.push('NOT_OVERDUE');
  if (asked.isOnLegalHold) stops.push('LEGAL_HOLD');
  if (asked.isPlaced) stops.push('PLACED');
  if (asked.isPromised) stops.push('PROMISED');
  if (isPositive(open) && compareDecimals(amount, '0') <= 0) stops.push('DISPUTED');
  if (attempts >= mostAttempts) stops.push('ATTEMPTS_USED_UP');
  const sorted = [...levels].sort((a, b) => a.levelNo - b.levelNo);
  const next = sorted.find(({ levelNo }) => levelNo > lastLevel) ?? sorted.at(-1);
  if (late > 0 && (late <= graceDays || !next || late < next.days)) stops.push('IN_GRACE');
  if (lastOn !== null && daysBetween(lastOn, on) < intervalDays) stops.push('TOO_SOON');
  if (stops.length > 0 || !next) return { levelNo: null, amount, stops };
  return { levelNo: next.levelNo, amount, stops: [] };
}
