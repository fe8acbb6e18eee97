import {
  compareDecimals,
  isPositive,
  isZero,
  negateDecimal,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { ReservationStrength } from './kinds.ts';
import { freeFor, leftOf, lesser, note, noteMade, type Promises } from './promises.ts';
import { waitingOf, type PromisedGoods, type Reservation } from './reservation.ts';

/** What is asked for, in the product's base unit. */
export interface ReservationWanted {
  readonly id: Id;
  readonly demandKind: string;
  readonly demandId: Id;
  readonly demandLineId: Id;
  readonly productId: Id;
  readonly warehouseId: Id;
  readonly quantity: Decimal;
  readonly strength: ReservationStrength;
  /** Of a hard one at least one of the three: the goods there, of that lot, in that package. */
  readonly locationId?: Id | null;
  readonly lotId?: Id | null;
  readonly packageId?: Id | null;
  /**
   * With `wait`: held whole, or waiting whole. Without `wait`, false (not left out) means: as much
   * of it as there is, and the rest is given up.
   */
  readonly allOrNothing?: boolean;
  /** What is not there waits its turn; else it is refused. */
  readonly wait?: boolean;
  readonly priority?: number;
  readonly wantedOn?: LocalDate | null;
  readonly expiresAt?: Date | null;
  /** Where a refusal points to in the input. */
  readonly path: readonly string[];
}

export interface ReservationGrant {
  readonly id: Id;
  readonly held: Decimal;
  readonly waiting: Decimal;
}

/** Something that was asked for and is not there. */
export interface ReservationShortage {
  readonly wanted: ReservationWanted;
  readonly available: Decimal;
}

export interface ReservationPlan {
  /** Empty when something is short: then nothing is promised. */
  readonly made: readonly Reservation[];
  readonly short: readonly ReservationShortage[];
}

/** Who asks, and when. */
export interface Asking {
  readonly now: Date;
  readonly actorId: Id | null;
}

/**
 * Promises all that one demand asks for, line by line, so that two lines of one item see each
 * other; or nothing of it, and says what is short. `promises` tells of it afterwards.
 */
export function planReservations(
  promises: Promises,
  wanted: readonly ReservationWanted[],
  asking: Asking,
): ReservationPlan {
  const made: Reservation[] = [];
  const short: ReservationShortage[] = [];
  for (const line of wanted) {
    const goods = goodsFor(promises, line);
    const free = goods ? freeFor(promises, goods) : '0';
    const lacks = compareDecimals(free, line.quantity) < 0;
    if (!goods || (lacks && !line.wait && line.allOrNothing !== false)) {
      short.push({ wanted: line, available: free });
      continue;
    }
    const reservation = promised(line, goods, free, asking);
    noteMade(promises, reservation);
    made.push(reservation);
  }
  if (short.length === 0) return { made, short };
  for (const reservation of made) {
    const waiting = negateDecimal(waitingOf(reservation));
    note(promises, reservation, negateDecimal(reservation.held), waiting);
  }
  return { made: [], short };
}

/** Whether something that was asked for is not held, all or in part. */
export const isShort = ({ made, short }: ReservationPlan): boolean =>
  short.length > 0 || made.some(({ held, quantity }) => compareDecimals(held, quantity) < 0);

export const grantOf = (reservation: Reservation): ReservationGrant => ({
  id: reservation.id,
  held: reservation.held,
  waiting: waitingOf(reservation),
});

function promised(
  line: ReservationWanted,
  goods: PromisedGoods,
  free: Decimal,
  asking: Asking,
): Reservation {
  const whole = compareDecimals(free, line.quantity) >= 0;
  const held = !whole && line.allOrNothing ? '0' : lesser(free, line.quantity);
  const released = line.wait ? '0' : subtractDecimals(line.quantity, held);
  return {
    ...goods,
    id: line.id,
    demandKind: line.demandKind,
    demandId: line.demandId,
    demandLineId: line.demandLineId,
    quantity: line.quantity,
    held,
    consumed: '0',
    released,
    allOrNothing: line.allOrNothing ?? false,
    priority: line.priority ?? 0,
    wantedOn: line.wantedOn ?? null,
    expiresAt: line.expiresAt ?? null,
    ended: isPositive(released) && isZero(held) ? 'SHORT_CLOSED' : null,
    createdAt: asking.now,
    createdBy: asking.actorId,
    version: 1,
  };
}

/**
 * The goods that a line draws on: for a hard one, of those it names, the ones of which most is
 * free; loose before packed. Null when nobody can tell which: nothing is there, nor a place named.
 */
function goodsFor(promises: Promises, line: ReservationWanted): PromisedGoods | null {
  const { productId, warehouseId, strength } = line;
  const named = {
    locationId: line.locationId ?? null,
    lotId: line.lotId ?? null,
    packageId: line.packageId ?? null,
  };
  const goods = { productId, warehouseId, strength };
  if (strength === 'SOFT') return { ...goods, locationId: null, lotId: null, packageId: null };
  let best: PromisedGoods | null = null;
  let most = '0';
  for (const place of promises.places.values()) {
    if (!isOf(place, line)) continue;
    const free = leftOf(place);
    const better = compareDecimals(free, most);
    if (better < 0 || (better === 0 && best && (best.packageId === null || place.packageId))) {
      continue;
    }
    const { locationId, lotId, packageId } = place;
    best = { ...goods, locationId, lotId, packageId };
    most = free;
  }
  return best ?? (named.locationId === null ? null : { ...goods, ...named });
}

const isOf = (
  place: PromisedGoodsKey,
  { productId, warehouseId, locationId, lotId, packageId }: ReservationWanted,
): boolean =>
  place.productId === productId &&
  place.warehouseId === warehouseId &&
  (locationId == null || place.locationId === locationId) &&
  (lotId == null || place.lotId === lotId) &&
  (packageId == null || place.packageId === packageId);

type PromisedGoodsKey = Omit<PromisedGoods, 'strength'>;
