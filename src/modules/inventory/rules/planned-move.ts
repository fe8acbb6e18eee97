import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import type { StockMoveKind, StockStatus } from './kinds.ts';

/** Goods that are to go from one place to another, in the product's base unit. */
export interface PlannedMove {
  readonly kind: StockMoveKind;
  readonly productId: Id;
  readonly lotId: Id | null;
  /** The lot is a serial number. */
  readonly isSerial: boolean;
  /** Left out or null: the firm's own. */
  readonly ownerId?: Id | null;
  readonly fromId: Id;
  readonly toId: Id;
  /** AVAILABLE when left out. */
  readonly fromStatus?: StockStatus;
  readonly toStatus?: StockStatus;
  /** Out of which package, into which; left out or null: loose goods. */
  readonly fromPackageId?: Id | null;
  readonly toPackageId?: Id | null;
  readonly quantity: Decimal;
  readonly documentId: Id;
  readonly lineId: Id;
  readonly reason?: string | null;
  readonly responsible?: string | null;
  /** The `seq` of the move that this one takes back. */
  readonly reverses?: string | null;
  /** Where a refusal points to in the input. */
  readonly path: readonly string[];
}

/** Both ends of each move: the product and the place. */
export const endsOf = (
  moves: readonly PlannedMove[],
): { readonly productId: Id; readonly locationId: Id }[] =>
  moves.flatMap(({ productId, fromId, toId }) => [
    { productId, locationId: fromId },
    { productId, locationId: toId },
  ]);

/** Both ends as arrays: product, place, lot, owner, status, package, and the change there. */
export const endsAsArrays = (moves: readonly PlannedMove[]): unknown[] => [
  moves.flatMap((move) => [move.productId, move.productId]),
  moves.flatMap((move) => [move.fromId, move.toId]),
  moves.flatMap((move) => [move.lotId, move.lotId]),
  moves.flatMap((move) => [move.ownerId ?? null, move.ownerId ?? null]),
  moves.flatMap((move) => [move.fromStatus ?? 'AVAILABLE', move.toStatus ?? 'AVAILABLE']),
  moves.flatMap((move) => [move.fromPackageId ?? null, move.toPackageId ?? null]),
  moves.flatMap((move) => [`-${move.quantity}`, move.quantity]),
];
