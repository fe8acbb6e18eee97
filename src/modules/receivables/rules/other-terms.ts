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
import type { Commitment } from './commitment.ts';
import { split } from './company-amounts.ts';
import { dateByDelivery, fitSchedule, type Fitted } from './order-schedule.ts';
import { isLive, ScheduleBook, type Scheduling } from './schedule-book.ts';

/** Why commitments end whose place others take. */
export const otherPayments = 'Other payments were agreed upon';

/**
 * Brings the commitments to what is billed and what is to be billed, by other terms, those of
 * `lines`, for all that is neither paid nor billed. What a delivery gave its day keeps it; what
 * waits for goods from now on and is of goods that came (`delivered`: not invoiced, in money)
 * counts from today. Where less is left to pay than is kept, that is shrunk as ever.
 */
export function fitToOtherTerms(scheduling: Scheduling, delivered: Decimal): Fitted {
  const { order, lines } = scheduling;
  const book = new ScheduleBook(scheduling);
  for (const row of book.live().filter(isFree)) book.giveUp(row, freeOf(row), otherPayments);
  const kept = book.live();
  const target = addDecimals(sumDecimals(kept.map(({ billed }) => billed)), order.unbilled);
  const rest = subtractDecimals(target, sumDecimals(kept.map(({ amount }) => amount)));
  if (rest.startsWith('-')) {
    return fitSchedule({ ...scheduling, commitments: withPercents(book.all()) });
  }
  const last = Math.max(...scheduling.commitments.map(({ lineNo }) => lineNo ?? 0));
  const percents = lines.map(({ percent }) => percent);
  split(rest, order.currency, percents).forEach((amount, n) => {
    const line = lines[n];
    if (line && isPositive(amount)) book.grow({ ...line, lineNo: last + line.lineNo }, amount);
  });
  const known = sumDecimals(kept.filter(isByDelivery).map(freeOf));
  const now = between(subtractDecimals(delivered, known), rest);
  const arrival = { by: null, on: scheduling.today, now, before: rest };
  const commitments = isPositive(now)
    ? dateByDelivery({ ...scheduling, commitments: book.all() }, arrival)
    : book.all();
  return { commitments: withPercents(commitments), overpaid: [], stuck: '0' };
}

const isByDelivery = ({ ended, dueTrigger, dueOn }: Commitment): boolean =>
  ended === null && dueTrigger === 'DELIVERY' && dueOn !== null;

/** Neither below nothing nor more than that. */
function between(amount: Decimal, most: Decimal): Decimal {
  if (!isPositive(amount)) return '0';
  return compareDecimals(amount, most) > 0 ? most : amount;
}

const isFree = (row: Commitment): boolean =>
  row.ended === null && !isByDelivery(row) && isPositive(freeOf(row));

/** Neither paid nor billed. */
export const freeOf = ({ amount, settled, billed }: Commitment): Decimal =>
  subtractDecimals(amount, compareDecimals(settled, billed) > 0 ? settled : billed);

/** From now on each line's part is what it comes to. */
export function withPercents(rows: readonly Commitment[]): Commitment[] {
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
