import { DomainError, refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readLocalDate } from '../../../kernel/local-date.ts';
import { gather } from '../../../kernel/reading.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { lockLevelsOfReservations } from '../ledger/lock-levels.ts';
import { prioritise } from '../ledger/prioritise-reservation.ts';
import { readOpenReservations } from '../ledger/reservation-rows.ts';
import { loadReservationFacts, type ReservationFact } from '../queries/reservation-facts.ts';
import { changesBetween } from '../rules/changes-between.ts';
import { contradictedDays } from '../rules/read-goods.ts';
import { readId } from '../rules/read-input.ts';
import { stockReservationStates } from '../rules/stock-reservation-states.ts';

export interface PrioritiseStockReservationInput {
  readonly stockReservationId: Id;
  /** The version that was seen. */
  readonly expectedVersion: number;
  /** Each stays as it is when left out. */
  readonly priority?: number | null;
  readonly wantedOn?: string | null;
  /** No day is wanted any more. */
  readonly withoutWantedOn?: boolean | null;
}

/**
 * One who waits is served earlier or later than it would have been. Refuses
 * STOCK_RESERVATION_NOT_FOUND, ILLEGAL_STATE when it does not wait, and STALE when it has changed
 * since it was seen.
 */
export const prioritiseStockReservation = defineOperation({
  name: 'prioritiseStockReservation',
  permission: 'inventory.reserve',
  async run(op, input: PrioritiseStockReservationInput): Promise<{ stockReservationId: Id }> {
    const faults: Fault[] = [];
    const id = readId(input.stockReservationId, ['stockReservationId'], faults);
    const wantedOn =
      input.wantedOn == null ? null : gather(readLocalDate(input.wantedOn), ['wantedOn'], faults);
    faults.push(...contradictedDays([['wantedOn', input.wantedOn, input.withoutWantedOn]]));
    refuseIfAny(faults);
    const ids = [id as Id];
    const [, facts, [open]] = await inOrder(
      lockLevelsOfReservations(op, { ids }),
      loadReservationFacts(op, ids),
      readOpenReservations(op, { ids }),
    );
    const found = facts.get(id as Id);
    if (!found) {
      refuse('STOCK_RESERVATION_NOT_FOUND', 'There is no such reservation', ['stockReservationId']);
    }
    const unitIds = [found.warehouseId];
    op.requireReach('inventory.reserve', { unitIds }, 'Prioritising a reservation');
    requireTransition(stockReservationStates, found.state, 'prioritiseStockReservation');
    requireVersion(found, input.expectedVersion);
    if (!open) throw new Error('A reservation that waits is open');
    const priority = input.priority ?? open.priority;
    const day = input.withoutWantedOn ? null : (wantedOn ?? open.wantedOn);
    const turn = { priority, wantedOn: day };
    if (changesBetween(open, { ...open, ...turn })) await prioritise(op, open, turn);
    return { stockReservationId: found.id };
  },
});

function requireVersion({ version }: ReservationFact, expected: number): void {
  if (version === expected) return;
  const message = `This reservation has changed meanwhile: it is at version ${version}`;
  throw new DomainError([fault('STALE', message, ['expectedVersion'], { version })]);
}
