import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { releaseReservations } from '../ledger/release-reservations.ts';
import { markCancelled } from '../ledger/transfer-steps.ts';
import { lockTransfer } from '../queries/transfer-facts.ts';
import { readText } from '../rules/read-input.ts';
import { stockTransferStates } from '../rules/stock-transfer-states.ts';
import { transferEvent } from '../rules/transfer-snapshot.ts';

export interface CancelStockTransferInput {
  readonly stockTransferId: Id;
  readonly reason?: string | null;
}

/**
 * The goods stay where they are, and what was reserved is free again. Only before anything has
 * left: afterwards it can only come back. Who asked for it may take it back while it is not agreed.
 */
export const cancelStockTransfer = defineOperation({
  name: 'cancelStockTransfer',
  permission: 'inventory.transfer',
  async run(op, input: CancelStockTransferInput): Promise<{ stockTransferId: Id }> {
    const transfer = await lockTransfer(op, input.stockTransferId);
    const { source, destination } = transfer;
    const unitIds = transfer.state === 'REQUESTED' ? [source.id, destination.id] : [source.id];
    op.requireReach('inventory.transfer', { unitIds }, 'Cancelling this transfer');
    const state = requireTransition(stockTransferStates, transfer.state, 'cancelStockTransfer');
    const faults: Fault[] = [];
    const reason = readText(input.reason, { most: 500, optional: true }, ['reason'], faults);
    refuseIfAny(faults);
    await markCancelled(op, transfer.id);
    if (transfer.reserves) {
      await releaseReservations(op, { demandIds: [transfer.id], ending: 'CANCELLED', reason });
    }
    op.emit(
      transferEvent(inventoryEvents.stockTransferCancelled, { ...transfer, state }, { reason }),
    );
    return { stockTransferId: transfer.id };
  },
});
