import { inOrder } from '../../../platform/database/in-order.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { planConsumption, type TakenGoods } from '../rules/plan-consumption.ts';
import { noPromises, noteChanges } from '../rules/promises.ts';
import { lockLevels } from './lock-levels.ts';
import { readOpenReservations } from './reservation-rows.ts';
import { writeReservations } from './write-reservations.ts';

export type { TakenGoods } from '../rules/plan-consumption.ts';

/**
 * What leaves for a demand is taken from its own reservations, so that the goods are free for
 * `postMoves`, which comes right after it in the same act: the very goods first, then soft ones,
 * then other hard ones (a swap); what it still waits for is noted as had. Name all goods that the
 * moves take, reserved or not: their levels are locked here, in one order.
 */
export async function consumeReservations(
  op: OperationContext,
  taken: readonly TakenGoods[],
): Promise<void> {
  if (taken.length === 0) return;
  const demandLineIds = [...new Set(taken.map((goods) => goods.demandLineId))];
  const [, open] = await inOrder(
    lockLevels(op, taken),
    readOpenReservations(op, { demandLineIds }),
  );
  const promises = noPromises();
  const changes = planConsumption(open, taken);
  noteChanges(promises, changes);
  await writeReservations(op, op, { made: [], changes, promises });
}
