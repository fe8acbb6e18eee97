import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { markCancelled } from '../ledger/transfer-steps.ts';
import { lockTransfer } from '../queries/transfer-facts.ts';
import { stockTransferStates } from '../rules/stock-transfer-states.ts';
import { transferEvent } from '../rules/transfer-snapshot.ts';

export interface RejectStockTransferInput {
  readonly stockTransferId: Id;
  readonly reason: string;
}

/** The source does not give the goods, and says why. */
export const rejectStockTransfer = defineOperation({
  name: 'rejectStockTransfer',
  permission: 'inventory.approve',
  async run(op, input: RejectStockTransferInput): Promise<{ stockTransferId: Id }> {
    const transfer = await lockTransfer(op, input.stockTransferId);
    const unitIds = [transfer.source.id];
    op.requireReach('inventory.approve', { unitIds }, 'Rejecting this transfer');
    const state = requireTransition(stockTransferStates, transfer.state, 'rejectStockTransfer');
    const faults: Fault[] = [];
    const reason = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    await markCancelled(op, transfer.id);
    op.emit(
      transferEvent(inventoryEvents.stockTransferRejected, { ...transfer, state }, { reason }),
    );
    return { stockTransferId: transfer.id };
  },
});
