import { DomainError } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { planReservations, type ReservationWanted } from '../rules/plan-reservations.ts';
import { knowPlace, noPromises, noteChanges } from '../rules/promises.ts';
import { endingOf, type Reservation } from '../rules/reservation.ts';
import { isOfLevels, lockEachLevel } from './lock-levels.ts';
import { knowLevels, readOpenReservations, readPlaces } from './reservation-rows.ts';
import { explainShortages } from './reserve.ts';
import { writeReservations } from './write-reservations.ts';

interface LevelKey {
  readonly productId: Id;
  readonly warehouseId: Id;
}

/**
 * What lines of a demand had set aside is given up for what is wanted instead, in one act, so that
 * nobody who waits comes in between. `choose` says what, from what is open; it must not be less in
 * all than was held, for nobody is woken here. Locks the levels of `keys`, which name the products
 * of all these lines. Refuses INSUFFICIENT_STOCK with every line that is short.
 */
export async function replaceReservations(
  op: OperationContext,
  keys: readonly LevelKey[],
  demandLineIds: readonly Id[],
  choose: (open: readonly Reservation[]) => readonly ReservationWanted[],
): Promise<void> {
  const levels = await lockEachLevel(op, keys);
  const open = (await readOpenReservations(op, { demandLineIds })).filter(isOfLevels(levels));
  const wanted = choose(open);
  const hard = wanted.filter(({ strength }) => strength === 'HARD');
  const promises = noPromises();
  knowLevels(promises, levels);
  for (const place of await readPlaces(op, hard)) knowPlace(promises, place);
  const changes = open.map((reservation) => endingOf(reservation, 'AMENDED'));
  noteChanges(promises, changes);
  const { made, short } = planReservations(promises, wanted, op);
  if (short.length > 0) throw new DomainError(await explainShortages(op, short));
  const ours = made.map((reservation) => ({ by: op, reservation }));
  await writeReservations(op, op, { made: ours, changes, promises });
}
