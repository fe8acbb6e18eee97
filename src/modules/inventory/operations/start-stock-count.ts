import { refuse, refuseIfAny } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { announceCount } from '../ledger/announce-count.ts';
import { findCountOverlaps, markStarted, writeCountSheet } from '../ledger/write-count.ts';
import { lockCount, takeCountTurn } from '../queries/count-facts.ts';
import { stockCountStates } from '../rules/stock-count-states.ts';

export interface StartStockCountInput {
  readonly stockCountId: Id;
}

/**
 * Counting begins. The count has its goods to itself until it is posted or cancelled: no other
 * count may hold the same, but everything else goes on. Refuses COUNTED_ELSEWHERE with all that
 * another count has, NOTHING_TO_COUNT where the products are nowhere in the warehouse.
 */
export const startStockCount = defineOperation({
  name: 'startStockCount',
  permission: 'inventory.count',
  async run(op, input: StartStockCountInput): Promise<{ stockCountId: Id }> {
    const count = await lockCount(op, input.stockCountId);
    op.requireReach('inventory.count', { unitIds: [count.warehouse.id] }, 'Counting here');
    requireTransition(stockCountStates, count.state, 'startStockCount');
    const [, overlaps] = await inOrder(
      takeCountTurn(op, count.warehouse.id),
      findCountOverlaps(op, count.id),
    );
    refuseIfAny(
      overlaps.map(({ number, location, sku }) => {
        const what = sku === null ? 'all there' : sku;
        const message = `${number} is counting ${what} at ${location}`;
        return fault('COUNTED_ELSEWHERE', message, [], { number, location, sku });
      }),
    );
    const places = await markStarted(op, count.id);
    if (places === 0) refuse('NOTHING_TO_COUNT', 'The warehouse has none of these products');
    await inOrder(
      writeCountSheet(op, count.id),
      announceCount(op, inventoryEvents.stockCountStarted, count.id),
    );
    return { stockCountId: count.id };
  },
});
