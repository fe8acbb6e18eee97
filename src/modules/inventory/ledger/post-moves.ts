import { DomainError } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { explainRefusedMoves } from './explain-refused-moves.ts';
import { announceLowStock, noteLifted, type LowStock } from './low-stock.ts';
import { lockLevelsOfPlaces } from './lock-levels.ts';
import { endsOf, type PlannedMove } from '../rules/planned-move.ts';
import { pastCounting } from './past-counting.ts';
import { postMovesSql } from './post-moves-sql.ts';
import { endDue } from './release-reservations.ts';
import { serialConflict, serialsInStock } from './serials-in-stock.ts';
import { wakeWaiting } from './wake-waiting.ts';

const postAll = statement('stock_moves_post', postMovesSql);

interface Posted {
  readonly open: boolean;
  readonly keys: number;
  readonly written: number;
  readonly moves: number;
  readonly unleveled: number;
  readonly awaited: readonly { readonly productId: Id; readonly warehouseId: Id }[] | null;
  readonly low: readonly LowStock[] | null;
  readonly lifted: Posted['awaited'];
}

/**
 * The only writer of stock: balances and levels change, and the moves that say why are kept for
 * ever, booked on `datedOn` (today when left out); all of them, or none. Refuses
 * INSUFFICIENT_STOCK with every line that draws on a short place or on goods promised to others,
 * PERIOD_CLOSED, SERIAL_ALREADY_IN_STOCK, and TOO_MANY_DIGITS. Promises past their clock do not
 * hold goods back. Lots that come from outside must be locked by the caller (`ensureLots` does).
 * Two statements in one round trip; goods that somebody waits for are given to them in one or two
 * more.
 */
export async function postMoves(
  op: OperationContext,
  moves: readonly PlannedMove[],
  datedOn: LocalDate = op.today,
): Promise<void> {
  if (moves.length === 0) return;
  const [levels, [posted]] = await inOrder(
    lockLevelsOfPlaces(op, endsOf(moves)),
    post(op, moves, datedOn),
  );
  if (await concluded(op, moves, posted)) return;
  if (await endDue(op, levels)) {
    const [again] = await post(op, moves, datedOn);
    if (await concluded(op, moves, again)) return;
  }
  const faults = await explainRefusedMoves(op, moves, datedOn);
  if (faults.length > 0) throw new DomainError(faults);
  throw Object.assign(new Error('The stock changed meanwhile; a fresh attempt'), { code: '40001' });
}

/** Whether all of it is posted; then it is told, and who waits for these goods is served. */
async function concluded(
  op: OperationContext,
  moves: readonly PlannedMove[],
  posted: Posted | undefined,
): Promise<boolean> {
  if (!posted?.open) return false;
  requireWhole(posted, moves.length);
  announceLowStock(op, posted.low ?? []);
  noteLifted(op, posted.lifted ?? []);
  await wakeWaiting(op, posted.awaited ?? []);
  return true;
}

/** Same, for moves that bring serials in from outside: says where each of them is already. */
export async function postArrivals(
  op: OperationContext,
  moves: readonly PlannedMove[],
  serials: ReadonlyMap<Id, readonly string[]>,
  datedOn: LocalDate = op.today,
): Promise<void> {
  if (serials.size > 0) {
    const faults = await serialsInStock(op, serials);
    if (faults.length > 0) throw new DomainError(faults);
  }
  await postMoves(op, moves, datedOn);
}

async function post(
  op: OperationContext,
  moves: readonly PlannedMove[],
  datedOn: LocalDate,
): Promise<Posted[]> {
  try {
    return await op.query<Posted>(postAll, valuesOf(op, moves, datedOn));
  } catch (error) {
    throw serialConflict(error) ?? pastCounting(error) ?? error;
  }
}

function requireWhole(posted: Posted, moves: number): void {
  const { keys, written, unleveled } = posted;
  if (keys === written && unleveled === 0 && posted.moves === moves) return;
  throw new Error(`The ledger wrote ${written} of ${keys} balances, all but ${unleveled} levels`);
}

function valuesOf(
  op: OperationContext,
  moves: readonly PlannedMove[],
  datedOn: LocalDate,
): unknown[] {
  return [
    moves.map((move) => move.kind),
    moves.map((move) => move.productId),
    moves.map((move) => move.lotId),
    moves.map((move) => move.isSerial),
    moves.map((move) => move.ownerId ?? null),
    moves.map((move) => move.fromId),
    moves.map((move) => move.toId),
    moves.map((move) => move.fromStatus ?? 'AVAILABLE'),
    moves.map((move) => move.toStatus ?? 'AVAILABLE'),
    moves.map((move) => move.fromPackageId ?? null),
    moves.map((move) => move.toPackageId ?? null),
    moves.map((move) => move.quantity),
    moves.map((move) => move.documentId),
    moves.map((move) => move.lineId),
    moves.map((move) => move.reason ?? null),
    moves.map((move) => move.responsible ?? null),
    moves.map((move) => move.reverses ?? null),
    // A move touches two balances at most.
    Array.from({ length: moves.length * 2 }, () => op.newId()),
    datedOn,
    op.operationId,
    op.actorId,
    op.now,
  ];
}
