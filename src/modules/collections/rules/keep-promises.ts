import {
  addDecimals,
  compareDecimals,
  isPositive,
  percentOf,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { addDays, type LocalDate } from '../../../kernel/local-date.ts';

export interface PromiseFacts {
  readonly id: Id;
  readonly amount: Decimal;
  readonly madeOn: LocalDate;
  readonly madeAt: Date;
  readonly promisedOn: LocalDate;
  readonly graceDays: number;
  readonly thresholdPercent: Decimal;
  readonly commitmentIds: readonly Id[];
}

/** Money that came, as far as no promise that is decided has had it. */
export interface MoneyCome {
  readonly receiptId: Id;
  readonly valuedOn: LocalDate;
  readonly amount: Decimal;
  /** What it settles, and since when; null: nothing yet. */
  readonly commitmentId: Id | null;
  readonly settledAt: Date | null;
}

/** What of a receipt a promise had that was decided. */
export interface MoneyGiven {
  readonly receiptId: Id;
  readonly currency: string;
  readonly amount: Decimal;
  /** What the promise covered. */
  readonly commitmentIds: readonly Id[];
}

export interface Appropriation {
  readonly promiseId: Id;
  readonly receiptId: Id;
  readonly amount: Decimal;
}

/** The last day on which money still counts. */
export const promiseEnds = ({
  promisedOn,
  graceDays,
}: Pick<PromiseFacts, 'promisedOn' | 'graceDays'>): LocalDate => addDays(promisedOn, graceDays);

/**
 * Money goes to promises first come, first served: the promise that ends first gets the money that
 * came first. It counts from the day of the promise until the days of grace are over, where it
 * settles what the promise covers, or nothing yet.
 */
export function appropriate(
  promises: readonly PromiseFacts[],
  money: readonly MoneyCome[],
): Appropriation[] {
  const inTurn = [...promises].sort(
    (a, b) => order(a.promisedOn, b.promisedOn) || order(a.madeOn, b.madeOn) || order(a.id, b.id),
  );
  const pieces = [...money]
    .sort((a, b) => order(a.valuedOn, b.valuedOn) || order(a.receiptId, b.receiptId))
    .map((piece) => ({ ...piece }));
  const given = new Map<string, Appropriation>();
  for (const promise of inTurn) {
    let wanted = promise.amount;
    for (const piece of pieces) {
      if (!isPositive(wanted)) break;
      if (!isPositive(piece.amount) || !counts(promise, piece)) continue;
      const taken = compareDecimals(piece.amount, wanted) < 0 ? piece.amount : wanted;
      wanted = subtractDecimals(wanted, taken);
      piece.amount = subtractDecimals(piece.amount, taken);
      const key = `${promise.id} ${piece.receiptId}`;
      const before = given.get(key)?.amount ?? '0';
      const amount = addDecimals(before, taken);
      given.set(key, { promiseId: promise.id, receiptId: piece.receiptId, amount });
    }
  }
  return [...given.values()];
}

/**
 * What promises that were decided had is nobody's any more: of what settles what they covered,
 * then of what settled nothing then, then of whatever it was used for since.
 */
export function withoutGiven<Piece extends MoneyCome & { readonly currency: string }>(
  money: readonly Piece[],
  given: readonly MoneyGiven[],
): Piece[] {
  const left = money.map(({ amount }) => amount);
  const rests = given.map(({ amount }) => amount);
  const covers = (one: MoneyGiven, { commitmentId }: MoneyCome): boolean =>
    commitmentId !== null && one.commitmentIds.includes(commitmentId);
  const isFree = (_: MoneyGiven, { commitmentId }: MoneyCome): boolean => commitmentId === null;
  for (const fits of [covers, isFree, () => true]) {
    given.forEach((one, g) => {
      money.forEach((piece, m) => {
        if (piece.receiptId !== one.receiptId || piece.currency !== one.currency) return;
        const [rest = '0', free = '0'] = [rests[g], left[m]];
        const taken = compareDecimals(rest, free) < 0 ? rest : free;
        if (!fits(one, piece) || !isPositive(taken)) return;
        rests[g] = subtractDecimals(rest, taken);
        left[m] = subtractDecimals(free, taken);
      });
    });
  }
  return money.map((piece, m) => ({ ...piece, amount: left[m] ?? '0' }));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What settled something before it was promised had gone off what was promised. */
const counts = (promise: PromiseFacts, { valuedOn, commitmentId, settledAt }: MoneyCome): boolean =>
  valuedOn >= promise.madeOn &&
  valuedOn <= promiseEnds(promise) &&
  (settledAt === null || settledAt >= promise.madeAt) &&
  (commitmentId === null || promise.commitmentIds.includes(commitmentId));

export type PromiseEnd = 'KEPT' | 'PARTIALLY_KEPT' | 'BROKEN' | 'CANCELLED';

/**
 * Kept from so many percent on, by what came in time; of what was credited, cancelled or disputed
 * meanwhile nothing is awaited, and where that is all there is nothing to keep.
 */
export function decidePromise(
  { amount, thresholdPercent }: Pick<PromiseFacts, 'amount' | 'thresholdPercent'>,
  came: readonly Pick<Appropriation, 'amount'>[],
  payable: Decimal = amount,
): { readonly state: PromiseEnd; readonly received: Decimal } {
  if (!isPositive(payable)) return { state: 'CANCELLED', received: '0' };
  const received = sumDecimals(came.map((one) => one.amount));
  if (!isPositive(received)) return { state: 'BROKEN', received: '0' };
  const awaited = compareDecimals(payable, amount) < 0 ? payable : amount;
  const enough = compareDecimals(received, percentOf(awaited, thresholdPercent)) >= 0;
  return { state: enough ? 'KEPT' : 'PARTIALLY_KEPT', received };
}
