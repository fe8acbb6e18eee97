import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { planWaking } from '../rules/plan-waking.ts';
import { noPromises } from '../rules/promises.ts';
import { readQueue } from './reservation-rows.ts';
import { writeReservations, type ReservingAct } from './write-reservations.ts';

/**
 * Gives what is free of these products in these warehouses to those who wait, in their turn. The
 * caller holds the locks of the levels. One statement, and another when somebody is served.
 */
export async function wakeWaiting(
  op: Pick<OperationContext, 'query'> & ReservingAct,
  levels: readonly { readonly productId: Id; readonly warehouseId: Id }[],
): Promise<void> {
  if (levels.length === 0) return;
  const promises = noPromises();
  const waiting = await readQueue(op, levels, promises, op.now);
  const changes = planWaking(promises, waiting, op.now);
  await writeReservations(op, op, { made: [], changes, promises });
}
