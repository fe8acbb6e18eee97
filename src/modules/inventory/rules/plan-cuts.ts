import {
  addDecimals,
  isPositive,
  isZero,
  negateDecimal,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { lesser, levelKey, placeKey } from './promises.ts';
import { isDue, type Reservation, type ReservationChange } from './reservation.ts';

/** So much more is promised than there will be: in a warehouse, or (with a place) right there. */
export interface Overdrawn {
  readonly productId: Id;
  readonly warehouseId: Id;
  readonly locationId: Id | null;
  readonly lotId: Id | null;
  readonly packageId: Id | null;
  readonly over: Decimal;
}

interface Cut {
  readonly reservation: Reservation;
  quantity: Decimal;
}

/**
 * Which reservations the goods no longer cover: those past their clock first, then of the least
 * priority, the youngest of them first, and no more of each than is needed. They wait again. Places
 * come before warehouses: what is cut of the very goods is cut in the warehouse as well.
 */
export function planCuts(
  reservations: readonly Reservation[],
  overdrawn: readonly Overdrawn[],
  now: Date,
): ReservationChange[] {
  const cuts = [...reservations]
    .sort((a, b) => Number(isDue(b, now)) - Number(isDue(a, now)) || lastServed(a, b))
    .map((reservation): Cut => ({ reservation, quantity: '0' }));
  const byPlace = Map.groupBy(
    cuts.filter(({ reservation }) => reservation.locationId !== null),
    ({ reservation }) => placeKey(reservation),
  );
  const byLevel = Map.groupBy(cuts, ({ reservation }) => levelKey(reservation));
  for (const goods of overdrawn) {
    if (goods.locationId !== null) cut(byPlace.get(placeKey(goods)) ?? [], goods.over);
  }
  for (const goods of overdrawn) {
    if (goods.locationId !== null) continue;
    const same = byLevel.get(levelKey(goods)) ?? [];
    cut(same, subtractDecimals(goods.over, sumDecimals(same.map(({ quantity }) => quantity))));
  }
  return cuts.flatMap(changeOf);
}

function cut(candidates: readonly Cut[], over: Decimal): void {
  let left = over;
  for (const candidate of candidates) {
    if (!isPositive(left)) return;
    const held = subtractDecimals(candidate.reservation.held, candidate.quantity);
    const quantity = lesser(held, left);
    candidate.quantity = addDecimals(candidate.quantity, quantity);
    left = subtractDecimals(left, quantity);
  }
}

function lastServed(a: Reservation, b: Reservation): number {
  if (a.priority !== b.priority) return a.priority - b.priority;
  const younger = b.createdAt.getTime() - a.createdAt.getTime();
  if (younger !== 0) return younger;
  return a.id < b.id ? 1 : -1;
}

function changeOf({ reservation, quantity }: Cut): ReservationChange[] {
  if (isZero(quantity)) return [];
  return [
    {
      reservation,
      kind: 'CUT',
      held: negateDecimal(quantity),
      consumed: '0',
      released: '0',
      ended: null,
      at: null,
      reason: null,
    },
  ];
}
