import type { OperationContext } from '../../../platform/perform/operation.ts';
import { planConsumption, type TakenGoods } from '../rules/plan-consumption.ts';
import { noPromises, noteChanges } from '../rules/promises.ts';
import { lockLevels } from './lock-levels.ts';
import { endDue } from './release-reservations.ts';
import { readOpenReservations } from './reservation-rows.ts';
import { writeReservations } from './write-reservations.ts';

export type { TakenGoods } from '../rules/plan-consumption.ts';

/**
 * What leaves for a demand is taken from its own reservations, so that the goods are free for
 * `postMoves`, which comes right after it in the same act: the very goods first, then soft ones,
 * then other hard ones (a swap); what it still waits for is noted as had. Name all goods that the
 * moves take, reserved or not: their levels are locked here, in one order. What others have let run
 * out ends before: later the goods that are about to leave would look free to who waits for them.
 */
export async function consumeReservations(
  op: OperationContext,
  taken: readonly TakenGoods[],
): Promise<void> {
  if (taken.length === 0) return;
  const demandLineIds = [...new Set(taken.map((goods) => goods.demandLineId))];
  const levels = await lockLevels(op, taken);
  await endDue(op, levels, demandLineIds);
  const open = await readOpenReservations(op, { demandLineIds });
  const promises = noPromises();
  const changes = planConsumption(open, taken);
  noteChanges(promises, changes);
  await writeReservations(op, op, { made: [], changes, promises });
}
