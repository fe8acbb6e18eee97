import {
  addDecimals,
  compareDecimals,
  isPositive,
  isZero,
  negateDecimal,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { ReservationWanted } from './plan-reservations.ts';
import { lesser } from './promises.ts';
import { endingOf, waitingOf, type Reservation, type ReservationChange } from './reservation.ts';

/** So much is to be promised to a line of a demand, from now on and in all; zero: nothing. */
export interface ReservationTarget extends Omit<ReservationWanted, 'id' | 'strength'> {
  /** What is missing is asked for; else only what is too much is given up. */
  readonly mayGrow: boolean;
}

export interface FitPlan {
  readonly changes: readonly ReservationChange[];
  readonly wanted: readonly ReservationWanted[];
}

/**
 * What is to be given up and asked for, so that each line has what it is to have. What was promised
 * of other goods, elsewhere, or for another day is given up whole; of too much, what waits goes
 * before what is held, and so much in a warehouse before the very goods.
 */
export function planFit(
  open: readonly Reservation[],
  targets: readonly ReservationTarget[],
  newId: () => Id,
): FitPlan {
  const byLine = Map.groupBy(open, ({ demandLineId }) => demandLineId);
  const plans = targets.map((target) =>
    fitLine(byLine.get(target.demandLineId) ?? [], target, newId),
  );
  return {
    changes: plans.flatMap(({ changes }) => changes),
    wanted: plans.flatMap(({ wanted }) => wanted),
  };
}

function fitLine(
  open: readonly Reservation[],
  { mayGrow, ...target }: ReservationTarget,
  newId: () => Id,
): FitPlan {
  const fitting = open.filter((reservation) => fits(reservation, target));
  const changes = open
    .filter((reservation) => !fitting.includes(reservation))
    .map((reservation) => endingOf(reservation, 'AMENDED'));
  const missing = subtractDecimals(target.quantity, sumDecimals(fitting.map(stillOf)));
  if (!isPositive(missing)) {
    return { changes: [...changes, ...planShrink(fitting, negateDecimal(missing))], wanted: [] };
  }
  if (!mayGrow) return { changes, wanted: [] };
  const wanted = { ...target, id: newId(), strength: 'SOFT' as const, quantity: missing };
  return { changes, wanted: [wanted] };
}

type Terms = Omit<ReservationTarget, 'mayGrow'>;

const fits = (reservation: Reservation, target: Terms): boolean =>
  reservation.productId === target.productId &&
  reservation.warehouseId === target.warehouseId &&
  reservation.wantedOn === (target.wantedOn ?? null);

/** Promised and not had: held, or waited for. */
const stillOf = (reservation: Reservation): Decimal =>
  addDecimals(reservation.held, waitingOf(reservation));

function planShrink(open: readonly Reservation[], by: Decimal): ReservationChange[] {
  const cuts = new Map(open.map(({ id }) => [id, { waiting: '0', held: '0' }]));
  let left = by;
  const cut = (reservation: Reservation, what: 'waiting' | 'held', most: Decimal): void => {
    const quantity = lesser(most, left);
    left = subtractDecimals(left, quantity);
    const before = cuts.get(reservation.id) ?? { waiting: '0', held: '0' };
    cuts.set(reservation.id, { ...before, [what]: quantity });
  };
  // The youngest gives first: who came earlier keeps the better turn.
  const young = [...open].sort((a, b) => (a.id < b.id ? 1 : -1));
  for (const reservation of young) cut(reservation, 'waiting', waitingOf(reservation));
  for (const strength of ['SOFT', 'HARD']) {
    for (const reservation of young) {
      if (reservation.strength === strength) cut(reservation, 'held', reservation.held);
    }
  }
  return young.flatMap((reservation) => {
    const { waiting, held } = cuts.get(reservation.id) ?? { waiting: '0', held: '0' };
    const released = addDecimals(waiting, held);
    if (isZero(released)) return [];
    const isAll = compareDecimals(released, stillOf(reservation)) === 0;
    return [
      {
        reservation,
        kind: 'RELEASED' as const,
        held: negateDecimal(held),
        consumed: '0',
        released,
        ended: isAll ? ('AMENDED' as const) : null,
        at: null,
        reason: null,
      },
    ];
  });
}
