import { refuse, refuseIfAny } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { announceCount } from '../ledger/announce-count.ts';
import { markApproved } from '../ledger/write-count.ts';
import { findCountDifferences } from '../queries/count-differences.ts';
import { lockCount } from '../queries/count-facts.ts';
import { undecidedFaults } from '../rules/plan-count-posting.ts';
import { stockCountStates } from '../rules/stock-count-states.ts';

export interface ApproveStockCountInput {
  readonly stockCountId: Id;
}

/**
 * A second person agrees to the differences, so that they may be posted however much they are
 * worth. Refuses SAME_PERSON to who planned the count or counted anything of it, DECISION_REQUIRED
 * while lines are disputed.
 */
export const approveStockCount = defineOperation({
  name: 'approveStockCount',
  permission: 'inventory.approve',
  async run(op, input: ApproveStockCountInput): Promise<{ stockCountId: Id }> {
    const count = await lockCount(op, input.stockCountId);
    const unitIds = [count.warehouse.id];
    op.requireReach('inventory.approve', { unitIds }, 'Approving a count of this warehouse');
    requireTransition(stockCountStates, count.state, 'approveStockCount');
    if (count.tookPart) {
      refuse('SAME_PERSON', 'Who planned the count or counted does not approve it');
    }
    refuseIfAny(undecidedFaults(await findCountDifferences(op, count.id)));
    await inOrder(
      markApproved(op, count.id),
      announceCount(op, inventoryEvents.stockCountApproved, count.id),
    );
    return { stockCountId: count.id };
  },
});
