import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { mayAct } from '../../../kernel/transitions.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { lockLevelsOfReservations } from '../ledger/lock-levels.ts';
import { releaseReservations } from '../ledger/release-reservations.ts';
import { loadReservationFacts } from '../queries/reservation-facts.ts';
import { countFaults, readId, readText } from '../rules/read-input.ts';
import {
  stockReservationStates,
  whyNotStockReservation,
} from '../rules/stock-reservation-states.ts';

export interface ReleaseStockReservationsInput {
  readonly stockReservationIds: readonly Id[];
  readonly reason?: string | null;
}

export interface StockReservationsReleased {
  readonly stockReservationIds: readonly Id[];
}

const path = 'stockReservationIds';

/**
 * Goods are wanted no more: what these reservations hold is free again, and goes to those who wait
 * for it. Refuses STOCK_RESERVATION_NOT_FOUND, and ILLEGAL_STATE with each that is over already,
 * and WRONG_KIND with each that the acts of another document give up.
 */
export const releaseStockReservations = defineOperation({
  name: 'releaseStockReservations',
  permission: 'inventory.reserve',
  async run(op, input: ReleaseStockReservationsInput): Promise<StockReservationsReleased> {
    const faults: Fault[] = countFaults(input.stockReservationIds.length, path);
    const given = input.stockReservationIds.map((id, index) =>
      readId(id, [path, String(index)], faults),
    );
    const reason = readText(input.reason, { most: 500, optional: true }, ['reason'], faults);
    refuseIfAny(faults);
    const ids = askable(given);
    const [, facts] = await inOrder(
      lockLevelsOfReservations(op, { ids }),
      loadReservationFacts(op, ids),
    );
    for (const { warehouseId } of facts.values()) {
      op.requireReach('inventory.reserve', { unitIds: [warehouseId] }, 'Releasing goods');
    }
    given.forEach((id, index) => {
      const found = id === null ? undefined : facts.get(id);
      const at = [path, String(index)];
      if (!found) {
        faults.push(fault('STOCK_RESERVATION_NOT_FOUND', 'There is no such reservation', at));
      } else if (!mayAct(stockReservationStates, found.state, 'releaseStockReservations')) {
        const message = `This reservation is ${found.state}: it holds nothing and does not wait`;
        faults.push({ code: 'ILLEGAL_STATE', message, path: at, details: { state: found.state } });
      } else {
        const why = whyNotStockReservation('releaseStockReservations', found);
        faults.push(...why.map((message) => fault('WRONG_KIND', message, at)));
      }
    });
    refuseIfAny(faults);
    await releaseReservations(op, { ids, ending: 'CANCELLED', reason });
    return { stockReservationIds: ids };
  },
});
