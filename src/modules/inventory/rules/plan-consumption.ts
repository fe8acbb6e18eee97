import {
  addDecimals,
  isPositive,
  isZero,
  negateDecimal,
  subtractDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { lesser } from './promises.ts';
import { waitingOf, type Reservation, type ReservationChange } from './reservation.ts';

/** Goods that leave a warehouse for a line of a demand, in the product's base unit. */
export interface TakenGoods {
  readonly demandLineId: Id;
  readonly productId: Id;
  readonly warehouseId: Id;
  readonly locationId: Id;
  readonly lotId: Id | null;
  readonly packageId: Id | null;
  readonly quantity: Decimal;
}

interface Left {
  readonly goods: TakenGoods;
  left: Decimal;
}

interface Used {
  readonly reservation: Reservation;
  held: Decimal;
  waiting: Decimal;
}

type Pass = readonly [
  draws: 'held' | 'waiting',
  serves: (reservation: Reservation, goods: TakenGoods) => boolean,
];

const isSoft = ({ strength }: Reservation): boolean => strength === 'SOFT';

const isTheVery = (reservation: Reservation, goods: TakenGoods): boolean =>
  reservation.strength === 'HARD' &&
  reservation.locationId === goods.locationId &&
  reservation.lotId === goods.lotId &&
  reservation.packageId === goods.packageId;

/** What is taken from in which order. The third is a swap: other goods than those set aside. */
const passes: readonly Pass[] = [
  ['held', isTheVery],
  ['held', isSoft],
  ['held', () => true],
  ['waiting', isTheVery],
  ['waiting', isSoft],
  ['waiting', () => true],
];

/**
 * What leaves for a demand is taken from the demand's own reservations: from those of the very
 * goods first, then soft ones, then others; what it still waits for is noted as had, too. Goods
 * beyond that were never reserved: they come from what is free.
 */
export function planConsumption(
  reservations: readonly Reservation[],
  taken: readonly TakenGoods[],
): ReservationChange[] {
  const own = Map.groupBy(
    [...reservations]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((reservation): Used => ({ reservation, held: '0', waiting: '0' })),
    ({ reservation }) => keyOf(reservation),
  );
  const parts = taken.map((goods): Left => ({ goods, left: goods.quantity }));
  for (const [draws, serves] of passes) {
    for (const part of parts) {
      for (const used of own.get(keyOf(part.goods)) ?? []) {
        if (isPositive(part.left) && serves(used.reservation, part.goods)) draw(used, draws, part);
      }
    }
  }
  return [...own.values()].flat().flatMap(changeOf);
}

const keyOf = (of: Pick<TakenGoods, 'demandLineId' | 'productId' | 'warehouseId'>): string =>
  `${of.demandLineId} ${of.productId} ${of.warehouseId}`;

function draw(used: Used, from: 'held' | 'waiting', part: Left): void {
  const { reservation } = used;
  const whole = from === 'held' ? reservation.held : waitingOf(reservation);
  const quantity = lesser(subtractDecimals(whole, used[from]), part.left);
  used[from] = addDecimals(used[from], quantity);
  part.left = subtractDecimals(part.left, quantity);
}

function changeOf({ reservation, held, waiting }: Used): ReservationChange[] {
  if (isZero(held) && isZero(waiting)) return [];
  return [
    {
      reservation,
      kind: 'CONSUMED',
      held: negateDecimal(held),
      consumed: addDecimals(held, waiting),
      released: '0',
      ended: null,
      at: null,
      reason: null,
    },
  ];
}
