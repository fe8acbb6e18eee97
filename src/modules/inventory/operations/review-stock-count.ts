import { refuseIfAny } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { announceCount } from '../ledger/announce-count.ts';
import { findUncountedLines, writeReviewed } from '../ledger/write-recount.ts';
import { lockCount } from '../queries/count-facts.ts';
import { stockCountStates } from '../rules/stock-count-states.ts';

export interface ReviewStockCountInput {
  readonly stockCountId: Id;
}

/**
 * Nobody is there to count again: what is still to be counted a second time is disputed as it was
 * found last, and somebody who neither planned nor counted decides about it. What was counted again
 * but not finished says nothing. Refuses NOTHING_COUNTED with all that no round has told of yet:
 * that may be counted by anyone.
 */
export const reviewStockCount = defineOperation({
  name: 'reviewStockCount',
  permission: 'inventory.approve',
  async run(op, input: ReviewStockCountInput): Promise<{ stockCountId: Id }> {
    const count = await lockCount(op, input.stockCountId);
    const unitIds = [count.warehouse.id];
    op.requireReach('inventory.approve', { unitIds }, 'Reviewing a count of this warehouse');
    requireTransition(stockCountStates, count.state, 'reviewStockCount');
    const uncounted = await findUncountedLines(op, count.id);
    refuseIfAny(
      uncounted.map(({ id, sku, lotCode, location, locationId }) => {
        const what = lotCode === null ? sku : `${sku} ${lotCode}`;
        const message = `${what} at ${location} has yet to be counted, by anyone`;
        const details = { stockCountLineId: id, sku, lot: lotCode, locationId };
        return fault('NOTHING_COUNTED', message, [], details);
      }),
    );
    const disputed = await writeReviewed(op, count.id);
    await announceCount(op, inventoryEvents.stockCountReviewed, count.id, { disputed });
    return { stockCountId: count.id };
  },
});
