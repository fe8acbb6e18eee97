import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { announceCount } from '../ledger/announce-count.ts';
import { markEnded } from '../ledger/write-count.ts';
import { lockCount } from '../queries/count-facts.ts';
import { readText } from '../rules/read-input.ts';
import { stockCountStates } from '../rules/stock-count-states.ts';

export interface CancelStockCountInput {
  readonly stockCountId: Id;
  readonly reason?: string | null;
}

/** The book stays as it is, whatever was counted; others may count these goods. */
export const cancelStockCount = defineOperation({
  name: 'cancelStockCount',
  permission: 'inventory.count',
  async run(op, input: CancelStockCountInput): Promise<{ stockCountId: Id }> {
    const count = await lockCount(op, input.stockCountId);
    const unitIds = [count.warehouse.id];
    op.requireReach('inventory.count', { unitIds }, 'Cancelling a count of this warehouse');
    requireTransition(stockCountStates, count.state, 'cancelStockCount');
    const faults: Fault[] = [];
    const reason = readText(input.reason, { most: 500, optional: true }, ['reason'], faults);
    refuseIfAny(faults);
    await inOrder(
      markEnded(op, count.id, { state: 'CANCELLED', reason }),
      announceCount(op, inventoryEvents.stockCountCancelled, count.id),
    );
    return { stockCountId: count.id };
  },
});
