import {
  compareDecimals,
  isPositive,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';

/*
 * What can be promised of a product in a warehouse without breaking an older promise. No buckets:
 * every day on which goods come, are wanted or go by their dates counts for itself.
 */

/** So much on a day. */
export interface OnDay {
  readonly day: LocalDate;
  readonly quantity: Decimal;
}

/** Goods that come; from the day `goneOn` on they are sold no more. */
export interface ComingGoods extends OnDay {
  readonly goneOn: LocalDate | null;
}

/** A product in a warehouse, as it stands and as it will. */
export interface Outlook {
  /** There, sellable, and promised to nobody. */
  readonly free: Decimal;
  /** Of that, what goes by its dates: from its day on it is sold no more. */
  readonly going: readonly OnDay[];
  readonly coming: readonly ComingGoods[];
  /** Wanted, and waiting for goods. */
  readonly wanted: readonly OnDay[];
}

/** Goods that may leave from a day on, until they go by their dates. */
interface Lasting {
  readonly from: LocalDate;
  readonly until: LocalDate | null;
  readonly quantity: Decimal;
}

/**
 * What can be promised for `on`: `max(0, min over u >= on of projected(u))`, goods that go by their
 * dates included: what leaves before is not lost. Exactly: in each span of days around `on` what
 * may leave within it, less what is wanted within it; the least of these. What is late to be wanted
 * is wanted `today`.
 */
export function availableToPromise(outlook: Outlook, on: LocalDate, today: LocalDate): Decimal {
  const goods = lasting(outlook, today);
  const wanted = outlook.wanted.map((want) => ({ ...want, day: later(want.day, today) }));
  const begins = new Set([today, ...goods.flatMap(({ until }) => until ?? [])]);
  const ends = new Set([on, ...wanted.map(({ day }) => day)]);
  let least: Decimal | null = null;
  for (const begin of [...begins].filter((day) => day >= today && day <= on)) {
    for (const end of [...ends].filter((day) => day >= on)) {
      const left = subtractDecimals(
        sum(goods.filter(({ from, until }) => from <= end && (until === null || until > begin))),
        sum(wanted.filter(({ day }) => day >= begin && day <= end)),
      );
      if (least === null || compareDecimals(left, least) < 0) least = left;
    }
  }
  return least !== null && isPositive(least) ? least : '0';
}

function lasting({ free, going, coming }: Outlook, today: LocalDate): Lasting[] {
  const stays = subtractDecimals(free, sum(going));
  return [
    { from: today, until: null, quantity: stays },
    ...going.map(({ day, quantity }) => ({ from: today, until: day, quantity })),
    ...coming.map(({ day, goneOn, quantity }) => ({
      from: later(day, today),
      until: goneOn,
      quantity,
    })),
  ];
}

/**
 * The first day from `from` on when `quantity` can be promised; null: not with what is there and
 * comes. Only days on which goods come can be the first, beside `from`.
 */
export function firstDayFor(
  outlook: Outlook,
  quantity: Decimal,
  from: LocalDate,
  today: LocalDate,
): LocalDate | null {
  const days = outlook.coming.map(({ day }) => day).filter((day) => day > from);
  for (const day of [from, ...[...new Set(days)].sort()]) {
    if (compareDecimals(availableToPromise(outlook, day, today), quantity) >= 0) return day;
  }
  return null;
}

/**
 * What goes by its dates and is promised to nobody: what is promised of the warehouse's sum leaves
 * first, and of that what goes first.
 */
export function goingUnpromised(lots: readonly OnDay[], promised: Decimal): OnDay[] {
  let left = promised;
  return [...lots].sort(byDay).flatMap(({ day, quantity }) => {
    const taken = lesser(left, quantity);
    left = subtractDecimals(left, taken);
    const rest = subtractDecimals(quantity, taken);
    return isPositive(rest) ? [{ day, quantity: rest }] : [];
  });
}

/** The outlook once so much more is promised for a day. */
export const promising = (outlook: Outlook, promised: OnDay): Outlook => ({
  ...outlook,
  wanted: [...outlook.wanted, promised],
});

const sum = (of: readonly { readonly quantity: Decimal }[]): Decimal =>
  sumDecimals(of.map(({ quantity }) => quantity));

const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);

const lesser = (a: Decimal, b: Decimal): Decimal => (compareDecimals(a, b) <= 0 ? a : b);

const byDay = (a: OnDay, b: OnDay): number => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0);
