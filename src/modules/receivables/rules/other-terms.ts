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
import { refuse } from '../../../kernel/domain-error.ts';
import type { Commitment, ScheduleLine } from './commitment.ts';
import { split } from './company-amounts.ts';
import { dateByDelivery, fitSchedule, unbilledOf, type Fitted } from './order-schedule.ts';
import { isLive, ScheduleBook, type Scheduling } from './schedule-book.ts';

/** Why commitments end whose place others take. */
const otherPayments = 'Other payments were agreed upon';

/** What is agreed upon anew, beside the parts. */
export interface OtherTerms {
  /** So much of the order, in its currency, was delivered and is in no invoice. */
  readonly delivered: Decimal;
  /** Where the parts are payments: what they make together. They are weighed by their amounts. */
  readonly payments?: Decimal;
}

/**
 * Brings the commitments to what is billed and what is to be billed, by other terms, those of
 * `lines`, for all that is neither paid nor billed. What a delivery gave its day keeps it, unless
 * payments are agreed upon: they make up just what is free, SCHEDULE_NOT_WHOLE otherwise. What
 * waits for goods from now on and is of goods that came counts from today. Where less is left to
 * pay than is kept, that is shrunk as ever.
 */
export function fitToOtherTerms(
  scheduling: Scheduling,
  { delivered, payments }: OtherTerms,
): Fitted {
  const { order } = scheduling;
  const lines = payments === undefined ? scheduling.lines : inTurnAgreed(scheduling);
  const book = new ScheduleBook(scheduling);
  const isGivenUp = (row: Commitment): boolean =>
    isFree(row) && (payments !== undefined || !isByDelivery(row));
  for (const row of book.live().filter(isGivenUp)) book.giveUp(row, freeOf(row), otherPayments);
  const kept = book.live();
  const target = addDecimals(sumDecimals(kept.map(({ billed }) => billed)), order.unbilled);
  const rest = subtractDecimals(target, sumDecimals(kept.map(({ amount }) => amount)));
  if (payments !== undefined) requireWhole(rest, payments);
  if (rest.startsWith('-')) {
    return fitSchedule({ ...scheduling, commitments: withPercents(book.all()) });
  }
  const last = Math.max(0, ...scheduling.commitments.map(({ lineNo }) => lineNo ?? 0));
  const percents = lines.map(({ percent }) => percent);
  split(rest, order.currency, percents).forEach((amount, n) => {
    const line = lines[n];
    if (line && isPositive(amount)) book.grow({ ...line, lineNo: last + line.lineNo }, amount);
  });
  const known = sumDecimals(kept.filter(isByDelivery).map(unbilledOf));
  const now = between(subtractDecimals(delivered, known), rest);
  const arrival = { by: null, on: scheduling.today, now, before: rest };
  const commitments = isPositive(now)
    ? dateByDelivery({ ...scheduling, commitments: book.all() }, arrival)
    : book.all();
  return { commitments: withPercents(commitments), overpaid: [], stuck: '0' };
}

/** Payments are other days and parts: in which turn money settles them stays as it was agreed. */
function inTurnAgreed({ commitments, lines }: Scheduling): readonly ScheduleLine[] {
  const agreed = commitments.findLast(isLive);
  return agreed ? lines.map((line) => ({ ...line, appropriation: agreed.appropriation })) : lines;
}

const isByDelivery = ({ ended, dueTrigger, dueOn }: Commitment): boolean =>
  ended === null && dueTrigger === 'DELIVERY' && dueOn !== null;

/** Neither below nothing nor more than that. */
function between(amount: Decimal, most: Decimal): Decimal {
  if (!isPositive(amount)) return '0';
  return compareDecimals(amount, most) > 0 ? most : amount;
}

const isFree = (row: Commitment): boolean => row.ended === null && isPositive(freeOf(row));

function requireWhole(rest: Decimal, payments: Decimal): void {
  if (compareDecimals(rest, payments) === 0) return;
  const message = `${rest} are neither paid nor invoiced; the payments make ${payments}`;
  refuse('SCHEDULE_NOT_WHOLE', message, ['payments'], { rest, whole: payments });
}

/** Neither paid nor billed. */
const freeOf = ({ amount, settled, billed }: Commitment): Decimal =>
  subtractDecimals(amount, compareDecimals(settled, billed) > 0 ? settled : billed);

/** From now on each line's part is what it comes to. */
function withPercents(rows: readonly Commitment[]): Commitment[] {
  const live = rows.filter(isLive);
  const whole = sumDecimals(live.map(({ amount }) => amount));
  const byLine = new Map<number | null, Decimal>();
  for (const { lineNo, amount } of live) {
    byLine.set(lineNo, addDecimals(byLine.get(lineNo) ?? '0', amount));
  }
  return rows.map((row) =>
    isLive(row)
      ? {
          ...row,
          percent: divideDecimals(multiplyDecimals(byLine.get(row.lineNo) ?? '0', '100'), whole, 6),
        }
      : row,
  );
}
