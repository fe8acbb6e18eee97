import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { markReturning } from '../ledger/transfer-steps.ts';
import { lockTransferOnItsWay } from '../queries/transfer-facts.ts';
import { stockTransferStates } from '../rules/stock-transfer-states.ts';
import { transferEvent } from '../rules/transfer-snapshot.ts';

export interface ReturnStockTransferInput {
  readonly stockTransferId: Id;
  readonly reason: string;
}

/**
 * What is still on its way turns round: it is expected at the source again, which receives it; the
 * destination no longer can. Refuses what was scanned there and not received: it has arrived.
 */
export const returnStockTransfer = defineOperation({
  name: 'returnStockTransfer',
  permission: 'inventory.transfer',
  async run(op, input: ReturnStockTransferInput): Promise<{ stockTransferId: Id }> {
    const transfer = await lockTransferOnItsWay(op, input.stockTransferId);
    const { source, destination } = transfer;
    const unitIds = [source.id, destination.id];
    op.requireReach('inventory.transfer', { unitIds }, 'Turning this transfer round');
    requireTransition(stockTransferStates, transfer.state, 'returnStockTransfer');
    if (transfer.returningAt !== null) {
      refuse('GOODS_RETURNING', `The goods are on their way back to ${source.code} already`);
    }
    if (transfer.inTransit.length === 0) {
      refuse('NOTHING_IN_TRANSIT', 'Nothing of it is on its way any more');
    }
    const faults: Fault[] = transfer.scanned.map(({ lineId, quantity }) => {
      const sku = transfer.lines.find((line) => line.id === lineId)?.sku;
      const details = { stockTransferLineId: lineId, sku, quantity };
      const message = `${sku}: ${quantity} were scanned in ${destination.code}: receive them first`;
      return fault('SCANNED_NOT_RECEIVED', message, [], details);
    });
    const reason = readReason(input.reason, ['reason'], faults);
    refuseIfAny(faults);
    await markReturning(op, transfer.id, reason);
    const after = { ...transfer, returningAt: op.now.toISOString() };
    op.emit(transferEvent(inventoryEvents.stockTransferReturning, after, { reason }));
    return { stockTransferId: transfer.id };
  },
});
