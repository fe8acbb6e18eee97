import { compareDecimals, isZero } from '../../../kernel/decimal.ts';
import { freeFor, lesser, noteChanges, type Promises } from './promises.ts';
import {
  endingOf,
  inTurn,
  isDue,
  waitingOf,
  type Reservation,
  type ReservationChange,
} from './reservation.ts';

/**
 * Gives what is free to those who wait, in their turn: priority, the day it is wanted on, age. One
 * that takes all or nothing is passed over while something of it lacks. Those whose clock ran out
 * end first, and what they held is there for the others. `promises` tells of it afterwards.
 */
export function planWaking(
  promises: Promises,
  waiting: readonly Reservation[],
  now: Date,
): ReservationChange[] {
  const ended = waiting
    .filter((reservation) => isDue(reservation, now))
    .map((reservation) => endingOf(reservation, 'EXPIRED'));
  noteChanges(promises, ended);
  const served = waiting
    .filter((reservation) => !isDue(reservation, now))
    .sort(inTurn)
    .flatMap((reservation) => {
      const change = serve(promises, reservation);
      if (change) noteChanges(promises, [change]);
      return change ?? [];
    });
  return [...ended, ...served];
}

function serve(promises: Promises, reservation: Reservation): ReservationChange | null {
  const lacking = waitingOf(reservation);
  const free = freeFor(promises, reservation);
  if (isZero(free) || isZero(lacking)) return null;
  if (reservation.allOrNothing && compareDecimals(free, lacking) < 0) return null;
  return {
    reservation,
    kind: 'HELD',
    held: lesser(free, lacking),
    consumed: '0',
    released: '0',
    ended: null,
    at: null,
    reason: null,
  };
}
