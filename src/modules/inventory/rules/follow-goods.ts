import {
  addDecimals,
  compareDecimals,
  isPositive,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { fault } from '../errors.ts';

/** Goods that are to go from a place to another in the same warehouse. */
export interface GoingGoods {
  readonly productId: Id;
  readonly fromId: Id;
  readonly lotId: Id | null;
  readonly packageId: Id | null;
  readonly toId: Id;
  /** Goods can be promised there. */
  readonly toStorage: boolean;
  readonly quantity: Decimal;
  readonly path: readonly string[];
}

/** A promise of the very goods at a place, and what is there in all. */
export interface PromisedHere {
  readonly id: Id;
  readonly demandKind: string;
  readonly demandId: Id;
  readonly productId: Id;
  readonly locationId: Id;
  readonly lotId: Id | null;
  readonly packageId: Id | null;
  readonly held: Decimal;
  readonly onHand: Decimal;
  readonly hardReserved: Decimal;
}

/** A promise that goes along with its goods. */
export interface Following {
  readonly id: Id;
  readonly toId: Id;
}

/**
 * The promises that must go along because too little would stay for them; with `follow` unset none
 * may. A promise goes as a whole, into storage only. A fault RESERVED_HERE, naming the promises,
 * where that cannot be. What is not there at all is not told here: the ledger does.
 */
export function planFollowing(
  going: readonly GoingGoods[],
  promised: readonly PromisedHere[],
  follow: boolean,
  faults: Fault[],
): Following[] {
  const byPlace = Map.groupBy(promised, ({ locationId, ...rest }) => placeOf(rest, locationId));
  return [...Map.groupBy(going, ({ fromId, ...rest }) => placeOf(rest, fromId))].flatMap(
    ([place, leaving]) => {
      const here = byPlace.get(place) ?? [];
      const [first] = here;
      if (!first) return [];
      const free = subtractDecimals(first.onHand, first.hardReserved);
      const all = sumDecimals(leaving.map(({ quantity }) => quantity));
      const short = subtractDecimals(all, free);
      if (!isPositive(short) || compareDecimals(all, first.onHand) > 0) return [];
      const following = follow ? chosen(here, leaving, short) : null;
      if (following) return following;
      faults.push(...leaving.map(({ path }) => reservedHere(here, free, path, follow)));
      return [];
    },
  );
}

const placeOf = (
  goods: { readonly productId: Id; readonly lotId: Id | null; readonly packageId: Id | null },
  locationId: Id,
): string => `${goods.productId} ${locationId} ${goods.lotId} ${goods.packageId}`;

/** The largest first, as long as they fit into what goes; null when that is not enough. */
function chosen(
  here: readonly PromisedHere[],
  leaving: readonly GoingGoods[],
  short: Decimal,
): Following[] | null {
  const room = new Map<Id, Decimal>();
  for (const { toId, toStorage, quantity } of leaving) {
    if (toStorage) room.set(toId, addDecimals(room.get(toId) ?? '0', quantity));
  }
  const following: Following[] = [];
  let missing = short;
  for (const promise of [...here].sort((a, b) => compareDecimals(b.held, a.held))) {
    if (!isPositive(missing)) break;
    const fitting = [...room].find(([, left]) => compareDecimals(promise.held, left) <= 0);
    if (!fitting) continue;
    const [toId, left] = fitting;
    room.set(toId, subtractDecimals(left, promise.held));
    missing = subtractDecimals(missing, promise.held);
    following.push({ id: promise.id, toId });
  }
  return isPositive(missing) ? null : following;
}

function reservedHere(
  here: readonly PromisedHere[],
  free: Decimal,
  path: readonly string[],
  follow: boolean,
): Fault {
  const promises = here.map(({ id, demandKind, demandId, held }) => ({
    stockReservationId: id,
    demandKind,
    demandId,
    held,
  }));
  const told = promises.map(({ demandKind, held }) => `${held} to a ${demandKind}`).join(', ');
  const message = follow
    ? `What is promised here cannot go along as a whole: ${told}`
    : `Only ${free} of it is free here; promised: ${told}`;
  return fault('RESERVED_HERE', message, path, { free, promises });
}
