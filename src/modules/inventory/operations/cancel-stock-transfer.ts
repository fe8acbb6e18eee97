import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { lockTransfer } from '../queries/transfer-facts.ts';
import { readText } from '../rules/read-input.ts';
import { stockTransferStates } from '../rules/stock-transfer-states.ts';
import { transferEvent } from '../rules/transfer-snapshot.ts';

export interface CancelStockTransferInput {
  readonly stockTransferId: Id;
  readonly reason?: string | null;
}

const cancel = statement(
  'stock_transfer_cancel',
  `update stock_transfer set state = 'CANCELLED', completed_at = $2, version = version + 1
   where id = $1 and state = 'DRAFT'`,
);

/** The goods stay where they are. Only a draft is cancelled; what left can only come back. */
export const cancelStockTransfer = defineOperation({
  name: 'cancelStockTransfer',
  permission: 'inventory.transfer',
  async run(op, input: CancelStockTransferInput): Promise<{ stockTransferId: Id }> {
    const transfer = await lockTransfer(op, input.stockTransferId);
    const unitIds = [transfer.source.id];
    op.requireReach('inventory.transfer', { unitIds }, 'Cancelling this transfer');
    const state = requireTransition(stockTransferStates, transfer.state, 'cancelStockTransfer');
    const faults: Fault[] = [];
    const reason = readText(input.reason, { most: 500, optional: true }, ['reason'], faults);
    refuseIfAny(faults);
    await op.query(cancel, [transfer.id, op.now]);
    op.emit(
      transferEvent(inventoryEvents.stockTransferCancelled, { ...transfer, state }, { reason }),
    );
    return { stockTransferId: transfer.id };
  },
});
