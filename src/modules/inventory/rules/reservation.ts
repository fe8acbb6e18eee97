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
import type { LocalDate } from '../../../kernel/local-date.ts';
import type {
  ReservationEnding,
  ReservationEntryKind,
  ReservationState,
  ReservationStrength,
} from './kinds.ts';

/** What a promise draws on: so much in a warehouse, or the very goods at a place of it. */
export interface PromisedGoods {
  readonly productId: Id;
  readonly warehouseId: Id;
  readonly strength: ReservationStrength;
  /** Of a hard one; null for a soft one. */
  readonly locationId: Id | null;
  readonly lotId: Id | null;
  readonly packageId: Id | null;
}

/** A reservation as it is, or as it will be; in the product's base unit. */
export interface Reservation extends PromisedGoods {
  readonly id: Id;
  readonly demandKind: string;
  readonly demandId: Id;
  readonly demandLineId: Id;
  readonly quantity: Decimal;
  readonly held: Decimal;
  readonly consumed: Decimal;
  readonly released: Decimal;
  readonly allOrNothing: boolean;
  readonly priority: number;
  readonly wantedOn: LocalDate | null;
  readonly expiresAt: Date | null;
  readonly ended: ReservationEnding | null;
  readonly createdAt: Date;
  readonly createdBy: Id | null;
  readonly version: number;
}

/** What becomes of a reservation that is there: changes of its quantities, and why. */
export interface ReservationChange {
  readonly reservation: Reservation;
  readonly kind: ReservationEntryKind;
  /** Below zero where it holds less afterwards. */
  readonly held: Decimal;
  readonly consumed: Decimal;
  readonly released: Decimal;
  readonly ended: ReservationEnding | null;
  /** The instant it counts from; null: that of the act. */
  readonly at: Date | null;
  readonly reason: string | null;
}

/** Wanted still, and not held. */
export const waitingOf = ({ quantity, held, consumed, released }: Reservation): Decimal =>
  subtractDecimals(quantity, sumDecimals([held, consumed, released]));

/** As the database computes it. */
export function stateOf(reservation: Reservation): ReservationState {
  const { quantity, held, consumed, released, ended } = reservation;
  if (compareDecimals(addDecimals(consumed, released), quantity) < 0) {
    if (isZero(held)) return 'REQUESTED';
    return isPositive(waitingOf(reservation)) ? 'PARTIAL' : 'RESERVED';
  }
  if (isPositive(consumed)) return 'CONSUMED';
  return ended === 'EXPIRED' ? 'EXPIRED' : 'RELEASED';
}

/** The reservation once the change is made. */
export const changed = (change: ReservationChange): Reservation => ({
  ...change.reservation,
  held: addDecimals(change.reservation.held, change.held),
  consumed: addDecimals(change.reservation.consumed, change.consumed),
  released: addDecimals(change.reservation.released, change.released),
  ended: change.ended ?? change.reservation.ended,
  version: change.reservation.version + 1,
});

/** What waits less or more by the change. */
export const waitingChange = ({ held, consumed, released }: ReservationChange): Decimal =>
  negateDecimal(sumDecimals([held, consumed, released]));

/** Past its clock: `now` is the instant it ran out, or later. */
export const isDue = ({ expiresAt }: Pick<Reservation, 'expiresAt'>, now: Date): boolean =>
  expiresAt !== null && expiresAt.getTime() <= now.getTime();

/** Who waits is served in this order: priority, the day it is wanted on, age. */
export function inTurn(a: Reservation, b: Reservation): number {
  if (a.priority !== b.priority) return b.priority - a.priority;
  if (a.wantedOn !== b.wantedOn) {
    if (a.wantedOn === null) return 1;
    if (b.wantedOn === null) return -1;
    return a.wantedOn < b.wantedOn ? -1 : 1;
  }
  return a.id < b.id ? -1 : 1;
}

/** What events tell of a reservation: itself, as it now is. */
export const snapshotOf = (reservation: Reservation): Record<string, unknown> => ({
  ...reservation,
  waiting: waitingOf(reservation),
  state: stateOf(reservation),
});

/** What gives a reservation up: what it holds is free again, and it no longer waits. */
export const endingOf = (
  reservation: Reservation,
  ending: ReservationEnding,
  reason: string | null = null,
): ReservationChange => ({
  reservation,
  kind: ending === 'EXPIRED' ? 'EXPIRED' : 'RELEASED',
  held: negateDecimal(reservation.held),
  consumed: '0',
  released: addDecimals(reservation.held, waitingOf(reservation)),
  ended: ending,
  // The clock stood still for nobody: it was free from the instant it ran out.
  at: ending === 'EXPIRED' ? reservation.expiresAt : null,
  reason,
});
