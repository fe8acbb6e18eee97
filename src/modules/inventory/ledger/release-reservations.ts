import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { ReservationEnding } from '../rules/kinds.ts';
import { planWaking } from '../rules/plan-waking.ts';
import { noPromises, noteChanges } from '../rules/promises.ts';
import { endingOf, type Reservation } from '../rules/reservation.ts';
import {
  isOfLevels,
  lockLevelsOfDue,
  lockLevelsOfReservations,
  type ReservationsNamed,
  type StockLevelRow,
} from './lock-levels.ts';
import {
  knowLevels,
  readDueReservations,
  readOpenReservations,
  readQueue,
} from './reservation-rows.ts';
import { writeReservations } from './write-reservations.ts';

/** Which are wanted no more, and why. */
export interface ReservationRelease extends ReservationsNamed {
  readonly ending: Exclude<ReservationEnding, 'EXPIRED'>;
  readonly reason?: string | null;
}

/**
 * The demand wants it no more, all or what is left of it: what is held is free again, what waits
 * waits no longer, and those who wait for it are served. Ends of earlier are left alone.
 */
export async function releaseReservations(
  op: OperationContext,
  { ending, reason = null, ...named }: ReservationRelease,
): Promise<void> {
  const levels = await lockLevelsOfReservations(op, named);
  if (levels.length === 0) return;
  const open = await readOpenReservations(op, named);
  // What the demand was promised meanwhile, of other goods, came after this.
  await end(op, levels, open.filter(isOfLevels(levels)), ending, reason);
}

/** How many are looked at in one act: more hold their locks for too long. */
const mostAtOnce = 500;

/**
 * Ends what is past its clock, as of the instant it ran out, and serves those who wait for it.
 * Answers how many; when there may be more, `isAll` is false.
 */
export async function expireReservations(
  op: OperationContext,
): Promise<{ readonly expired: number; readonly isAll: boolean }> {
  const levels = await lockLevelsOfDue(op, op.now, mostAtOnce);
  if (levels.length === 0) return { expired: 0, isAll: true };
  const due = await readDueReservations(op, levels, op.now);
  await end(op, levels, due, 'EXPIRED');
  return { expired: due.length, isAll: due.length < mostAtOnce };
}

/**
 * Same, of levels that the caller has locked, with what is free of them now: an act that met
 * promises past their clock does not wait for the job. Those of `ownLineIds` are left to the act.
 * Answers whether there were any.
 */
export async function endDue(
  op: OperationContext,
  levels: readonly StockLevelRow[],
  ownLineIds: readonly Id[] = [],
): Promise<boolean> {
  const all = await readDueReservations(op, levels, op.now);
  const due = all.filter(({ demandLineId }) => !ownLineIds.includes(demandLineId));
  if (due.length > 0) await end(op, levels, due, 'EXPIRED', null, all);
  return due.length > 0;
}

async function end(
  op: OperationContext,
  levels: readonly StockLevelRow[],
  reservations: readonly Reservation[],
  ending: ReservationEnding,
  reason: string | null = null,
  passedOver: readonly Reservation[] = reservations,
): Promise<void> {
  const promises = noPromises();
  knowLevels(promises, levels);
  const ended = reservations.map((reservation) => endingOf(reservation, ending, reason));
  noteChanges(promises, ended);
  const over = passedOver.map(({ id }) => id);
  const waiting = await readQueue(op, levels, promises, op.now, over);
  const woken = planWaking(promises, waiting, op.now);
  await writeReservations(op, op, { made: [], changes: [...ended, ...woken], promises });
}
