import { DomainError } from '../../../kernel/domain-error.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { planFit, type ReservationTarget } from '../rules/plan-fit.ts';
import { planReservations } from '../rules/plan-reservations.ts';
import { planWaking } from '../rules/plan-waking.ts';
import { noPromises, noteChanges } from '../rules/promises.ts';
import { isOfLevels, lockEachLevel } from './lock-levels.ts';
import { endDue } from './release-reservations.ts';
import { knowLevels, readOpenReservations, readQueue } from './reservation-rows.ts';
import { explainShortages } from './reserve.ts';
import { writeReservations } from './write-reservations.ts';

export type { ReservationTarget } from '../rules/plan-fit.ts';

/**
 * Lines of a demand are promised just what they are to have, more or less than before, here or
 * elsewhere, in one act: what they give up they may take themselves, the rest goes to those who
 * wait. Refuses INSUFFICIENT_STOCK with every line that is short. The caller holds the lock of the
 * demand, so that nobody else changes what it is promised of other goods.
 */
export async function fitReservations(
  op: OperationContext,
  targets: readonly ReservationTarget[],
): Promise<void> {
  if (targets.length === 0) return;
  const named = { demandLineIds: targets.map(({ demandLineId }) => demandLineId) };
  const before = await readOpenReservations(op, named);
  let levels = await lockEachLevel(op, [...targets, ...before]);
  if (await endDue(op, levels, named.demandLineIds)) levels = await lockEachLevel(op, levels);
  const open = (await readOpenReservations(op, named)).filter(isOfLevels(levels));
  const { changes, wanted } = planFit(open, targets, () => op.newId());
  const promises = noPromises();
  knowLevels(promises, levels);
  noteChanges(promises, changes);
  const { made, short } = planReservations(promises, wanted, op);
  if (short.length > 0) throw new DomainError(await explainShortages(op, short));
  const changed = changes.map(({ reservation }) => reservation.id);
  const waiting = await readQueue(op, levels, promises, op.now, changed);
  const woken = planWaking(promises, waiting, op.now);
  await writeReservations(op, op, {
    made: made.map((reservation) => ({ by: op, reservation })),
    changes: [...changes, ...woken],
    promises,
  });
}
