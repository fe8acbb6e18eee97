import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { markApproved } from '../ledger/transfer-steps.ts';
import { lockTransfer } from '../queries/transfer-facts.ts';
import { samePersonFaults } from '../rules/four-eyes.ts';
import { readText } from '../rules/read-input.ts';
import { stockTransferStates } from '../rules/stock-transfer-states.ts';
import { transferEvent } from '../rules/transfer-snapshot.ts';

export interface ApproveStockTransferInput {
  readonly stockTransferId: Id;
  readonly note?: string | null;
}

/** The source agrees to give the goods. Not by who asked for them, or edited that: SAME_PERSON. */
export const approveStockTransfer = defineOperation({
  name: 'approveStockTransfer',
  permission: 'inventory.approve',
  async run(op, input: ApproveStockTransferInput): Promise<{ stockTransferId: Id }> {
    const transfer = await lockTransfer(op, input.stockTransferId);
    const unitIds = [transfer.source.id];
    op.requireReach('inventory.approve', { unitIds }, 'Approving this transfer');
    const state = requireTransition(stockTransferStates, transfer.state, 'approveStockTransfer');
    const message = 'Who asks for goods does not approve it: somebody else has to';
    const faults: Fault[] = samePersonFaults(
      op.actorId,
      [transfer.createdBy, transfer.editedBy],
      message,
    );
    const note = readText(input.note, { most: 500, optional: true }, ['note'], faults);
    refuseIfAny(faults);
    await markApproved(op, transfer.id);
    const after = { ...transfer, state };
    op.emit(transferEvent(inventoryEvents.stockTransferApproved, after, { note }));
    return { stockTransferId: transfer.id };
  },
});
