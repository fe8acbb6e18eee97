import {
  addDecimals,
  compareDecimals,
  isPositive,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import {
  waitingChange,
  waitingOf,
  type PromisedGoods,
  type Reservation,
  type ReservationChange,
} from './reservation.ts';

/** A product in a warehouse: what was free there as read, and what is decided since. */
export interface PromisedLevel {
  readonly productId: Id;
  readonly warehouseId: Id;
  readonly free: Decimal;
  /** By how much what is reserved, and what waits, will have changed. */
  readonly reserved: Decimal;
  readonly waiting: Decimal;
  /** Less than this available is too little; null where nobody says, or it was not asked. */
  readonly minimum: Decimal | null;
}

/** Our own available goods of one lot and package at a storage place: likewise. */
export interface PromisedPlace {
  readonly productId: Id;
  readonly warehouseId: Id;
  readonly locationId: Id;
  readonly lotId: Id | null;
  readonly packageId: Id | null;
  readonly free: Decimal;
  readonly reserved: Decimal;
}

/**
 * What can be promised while several are decided on, one after the other: each sees what those
 * before it took. What is in here at the end is what is to be written.
 */
export interface Promises {
  readonly levels: Map<string, PromisedLevel>;
  readonly places: Map<string, PromisedPlace>;
}

export const noPromises = (): Promises => ({ levels: new Map(), places: new Map() });

export const levelKey = (of: { readonly productId: Id; readonly warehouseId: Id }): string =>
  `${of.productId} ${of.warehouseId}`;

type PlaceKey = Pick<PromisedGoods, 'productId' | 'locationId' | 'lotId' | 'packageId'>;

export const placeKey = (of: PlaceKey): string =>
  `${of.productId} ${of.locationId} ${of.lotId} ${of.packageId}`;

/** Takes note of what is free of a product in a warehouse, beside what was decided on it before. */
export function knowLevel(
  promises: Promises,
  level: Pick<PromisedLevel, 'productId' | 'warehouseId' | 'free'> &
    Partial<Pick<PromisedLevel, 'minimum'>>,
): void {
  const key = levelKey(level);
  const { reserved = '0', waiting = '0' } = promises.levels.get(key) ?? {};
  promises.levels.set(key, { minimum: null, ...level, reserved, waiting });
}

/** Same, of goods at a place. */
export function knowPlace(promises: Promises, place: Omit<PromisedPlace, 'reserved'>): void {
  const key = placeKey(place);
  const reserved = promises.places.get(key)?.reserved ?? '0';
  promises.places.set(key, { ...place, reserved });
}

/** What can still be promised of it; nothing where nothing is known. */
export function freeFor(promises: Promises, goods: PromisedGoods): Decimal {
  const level = leftOf(promises.levels.get(levelKey(goods)));
  if (goods.strength === 'SOFT') return level;
  const place = leftOf(promises.places.get(placeKey(placed(goods))));
  return lesser(level, place);
}

/** Holds so much more (or less, below zero) of these goods, and lets so much more wait. */
export function note(
  promises: Promises,
  goods: PromisedGoods,
  held: Decimal,
  waiting: Decimal,
): void {
  const key = levelKey(goods);
  const { productId, warehouseId } = goods;
  const level = promises.levels.get(key) ?? {
    ...{ productId, warehouseId, free: '0', reserved: '0', waiting: '0', minimum: null },
  };
  promises.levels.set(key, {
    ...level,
    reserved: addDecimals(level.reserved, held),
    waiting: addDecimals(level.waiting, waiting),
  });
  if (goods.strength === 'SOFT') return;
  const at = placed(goods);
  const place = promises.places.get(placeKey(at)) ?? { ...at, free: '0', reserved: '0' };
  promises.places.set(placeKey(at), { ...place, reserved: addDecimals(place.reserved, held) });
}

/** Takes note of a reservation that is to be made. */
export const noteMade = (promises: Promises, made: Reservation): void =>
  note(promises, made, made.held, waitingOf(made));

/** Takes note of what becomes of reservations that are there. */
export function noteChanges(promises: Promises, changes: readonly ReservationChange[]): void {
  for (const change of changes) {
    note(promises, change.reservation, change.held, waitingChange(change));
  }
}

export const lesser = (a: Decimal, b: Decimal): Decimal => (compareDecimals(a, b) < 0 ? a : b);

export const leftOf = (
  known: { readonly free: Decimal; readonly reserved: Decimal } | undefined,
): Decimal => {
  if (!known) return '0';
  const left = subtractDecimals(known.free, known.reserved);
  return isPositive(left) ? left : '0';
};

function placed(goods: PromisedGoods): Omit<PromisedPlace, 'free' | 'reserved'> {
  const { productId, warehouseId, locationId, lotId, packageId } = goods;
  if (locationId === null) throw new Error('A hard reservation has a place');
  return { productId, warehouseId, locationId, lotId, packageId };
}
