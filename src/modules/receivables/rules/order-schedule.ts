import {
  addDecimals,
  compareDecimals,
  isPositive,
  isZero,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Commitment, ScheduleLine } from './commitment.ts';
import { shareOf, split } from './company-amounts.ts';
import { isLive, ScheduleBook, type LetGo, type Scheduling } from './schedule-book.ts';

/*
 * How the commitments of an order follow what is to be paid for it. All of it pure: what is
 * written, and what is announced, follows from the difference of before and after.
 */

export interface Fitted extends LetGo {
  /** All commitments, as they are to be. */
  readonly commitments: readonly Commitment[];
}

/**
 * Brings the commitments to what is billed and what is to be billed. Only what is neither paid nor
 * billed is rewritten, by the shares that were agreed, with the largest remainder; what one part
 * cannot give up, for it is paid, the later ones do. Where even that does not suffice, money is let
 * go: the newest first.
 */
export function fitSchedule(scheduling: Scheduling): Fitted {
  const { order, commitments } = scheduling;
  const lines = linesOf(scheduling);
  const live = commitments.filter(isLive);
  const target = addDecimals(sumDecimals(live.map(({ billed }) => billed)), order.unbilled);
  const book = new ScheduleBook(scheduling);
  const wanted = isZero(target)
    ? lines.map(() => '0')
    : split(
        target,
        order.currency,
        lines.map(({ percent }) => percent),
      );
  let rest: Decimal = '0';
  const grow: [ScheduleLine, Decimal][] = [];
  lines.forEach((line, n) => {
    const has = sumDecimals(book.live(line.lineNo).map(({ amount }) => amount));
    const delta = subtractDecimals(wanted[n] ?? '0', has);
    if (isPositive(delta)) grow.push([line, delta]);
    else rest = addDecimals(rest, book.shrink(line.lineNo, negated(delta)));
  });
  // What could not be given up by one is asked for less by others, the last first.
  const grown = [...grow].reverse().map(([line, delta]): [ScheduleLine, Decimal] => {
    const less = smaller(delta, rest);
    rest = subtractDecimals(rest, less);
    return [line, subtractDecimals(delta, less)];
  });
  for (const [line, delta] of grown.reverse()) if (isPositive(delta)) book.grow(line, delta);
  for (const { lineNo } of [...lines].reverse()) rest = book.shrink(lineNo, rest);
  const overpaid = book.letGo(rest);
  return { commitments: book.all(), ...overpaid };
}

/** The part of an order that is invoiced now, and what of it each commitment pays. */
export interface Billing {
  readonly invoiceId: Id;
  readonly amount: Decimal;
  readonly datedOn: LocalDate;
  /** Of the invoice, where they are other days than the order's. */
  readonly days: number | null;
}

export interface Bill {
  readonly invoiceId: Id;
  readonly commitmentId: Id;
  readonly amount: Decimal;
}

export interface Billed {
  readonly commitments: readonly Commitment[];
  readonly bills: readonly Bill[];
}

/**
 * Shares an invoice out to the agreed parts by what of them is in no invoice; of a part, to what
 * has its day first: what waits for goods waits for others than those that are invoiced. What waits
 * for invoices gets its day; what this one does not ask for goes on waiting, as a row of its own.
 */
export function billSchedule(
  scheduling: Scheduling,
  { invoiceId, amount, datedOn, days }: Billing,
): Billed {
  const book = new ScheduleBook(scheduling);
  const rows = book.live().filter((row) => isPositive(unbilledOf(row)));
  if (isZero(amount)) return { commitments: book.all(), bills: [] };
  const bills: Bill[] = [];
  sharesOf(rows, amount, scheduling.order.currency).forEach(([row, share]) => {
    if (isZero(share)) return;
    bills.push({ invoiceId, commitmentId: row.id, amount: share });
    const billed = { ...row, billed: addDecimals(row.billed, share) };
    if (row.dueTrigger !== 'INVOICE' || row.dueOn !== null) book.put(billed);
    else {
      const dated = { ...billed, days: days ?? billed.days };
      book.date(dated, { part: share, on: datedOn, by: invoiceId });
    }
  });
  return { commitments: book.all(), bills };
}

/** Each agreed part by what of it is unbilled; within it, what has its day before what waits. */
function sharesOf(
  rows: readonly Commitment[],
  amount: Decimal,
  currency: string,
): [Commitment, Decimal][] {
  const parts = [...Map.groupBy(rows, ({ lineNo }) => lineNo).values()];
  const weights = parts.map((part) => sumDecimals(part.map(unbilledOf)));
  const shares = split(amount, currency, weights);
  return parts.flatMap((part, n) => {
    let rest = shares[n] as Decimal;
    const dated = part.filter(({ dueOn }) => dueOn !== null);
    const waiting = part.filter(({ dueOn }) => dueOn === null);
    return [...dated, ...waiting].map((row): [Commitment, Decimal] => {
      const share = smaller(rest, unbilledOf(row));
      rest = subtractDecimals(rest, share);
      return [row, share];
    });
  });
}

/** What of an order was delivered now, of what was to be delivered before, in its currency. */
export interface Arrival {
  /** The delivery; null: some earlier one. */
  readonly by: Id | null;
  readonly on: LocalDate;
  readonly now: Decimal;
  readonly before: Decimal;
}

/** Commitments that wait for deliveries get their day, for the part that was delivered. */
export function dateByDelivery(
  scheduling: Scheduling,
  { by, on, now, before }: Arrival,
): Commitment[] {
  const book = new ScheduleBook(scheduling);
  const isAll = compareDecimals(now, before) >= 0;
  for (const row of book.waiting('DELIVERY')) {
    const later = isAll ? '0' : subtractDecimals(before, now);
    const part = isAll ? row.amount : shareOf(row.amount, now, later, row.currency);
    if (isPositive(part)) book.date(row, { part, on, by });
  }
  return book.all();
}

/** What a delivery gave a day waits again, as far as nobody paid. */
export const undateByDelivery = (commitments: readonly Commitment[], by: Id): Commitment[] =>
  commitments.map((row) =>
    row.datedById === by && row.dueTrigger === 'DELIVERY' && isLive(row)
      ? { ...row, dueOn: null, datedById: null, discountUntil: null }
      : row,
  );

/** Something happened to the order as a whole: what waits for it gets its day. */
export function dateByMilestone(scheduling: Scheduling, on: LocalDate): Commitment[] {
  const book = new ScheduleBook(scheduling);
  for (const row of book.waiting('COMMISSIONING')) {
    book.date(row, { part: row.amount, on, by: null });
  }
  return book.all();
}

/** The shares that were agreed: as the commitments say, of an order that has none as its terms. */
function linesOf({ commitments, lines }: Scheduling): readonly ScheduleLine[] {
  if (commitments.length === 0) return lines;
  const newest = commitments.some(isLive) ? commitments.filter(isLive) : commitments;
  const byNo = new Map<number, ScheduleLine>();
  for (const row of newest) {
    const { lineNo, percent } = row;
    if (lineNo === null || percent === null || byNo.has(lineNo)) continue;
    const dueOn = row.dueTrigger === 'DATE' ? row.dueOn : null;
    byNo.set(lineNo, { ...row, lineNo, percent, dueOn });
  }
  return [...byNo.values()].sort((a, b) => a.lineNo - b.lineNo);
}

export const unbilledOf = ({ amount, billed }: Commitment): Decimal =>
  subtractDecimals(amount, billed);
const negated = (amount: Decimal): Decimal => subtractDecimals('0', amount);
const smaller = (a: Decimal, b: Decimal): Decimal => (compareDecimals(a, b) < 0 ? a : b);
