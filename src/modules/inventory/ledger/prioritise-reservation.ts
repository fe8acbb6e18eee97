import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { snapshotOf, type Reservation } from '../rules/reservation.ts';

const update = statement(
  'stock_reservation_prioritise',
  `update stock_reservation set priority = $3, wanted_on = $4, version = version + 1
   where id = $1 and version = $2 returning id`,
);

/** Its turn comes at another time. The caller holds the lock of the level. */
export async function prioritise(
  op: OperationContext,
  before: Reservation,
  turn: { readonly priority: number; readonly wantedOn: LocalDate | null },
): Promise<void> {
  const { id, version, warehouseId, priority, wantedOn } = before;
  const done = await op.query(update, [id, version, turn.priority, turn.wantedOn]);
  if (done.length !== 1) throw new Error('The reservation changed behind its lock');
  op.emit({
    type: inventoryEvents.stockReservationPrioritised,
    subject: { type: 'stockReservation', id },
    unitIds: [warehouseId],
    data: {
      stockReservation: snapshotOf({ ...before, ...turn, version: version + 1 }),
      change: { from: { priority, wantedOn }, to: turn },
    },
  });
}
