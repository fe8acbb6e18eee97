import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { loadProductMeasures } from '../../catalog/index.ts';
import { inventoryEvents } from '../events.ts';
import { announceCount } from '../ledger/announce-count.ts';
import { lotsOfSeen, recordCounted } from '../ledger/record-counted.ts';
import { lockCount } from '../queries/count-facts.ts';
import { findNamedGoods } from '../queries/named-goods.ts';
import { readCounted, type CountedLineInput } from '../rules/plan-count-entries.ts';
import { sizeFaults } from '../rules/read-input.ts';
import { stockCountStates } from '../rules/stock-count-states.ts';

export interface RecordCountInput {
  readonly stockCountId: Id;
  readonly lines: readonly CountedLineInput[];
}

/**
 * Somebody counted goods by hand: up to 1,000 lines, all or none. Each is compared, later, with
 * what the book says at this very instant, so that goods may go on moving. Refuses ALREADY_COUNTED
 * where the same was counted in this round and `again` does not say what to make of it, SAME_PERSON
 * where somebody else has to count again.
 */
export const recordCount = defineOperation({
  name: 'recordCount',
  permission: 'inventory.count',
  async run(op, input: RecordCountInput): Promise<{ stockCountId: Id }> {
    refuseIfAny(sizeFaults(input.lines));
    const productIds = askable(input.lines.map((line) => line.productId));
    const locationIds = askable(input.lines.map((line) => line.locationId));
    const [count, products, named] = await inOrder(
      lockCount(op, input.stockCountId, locationIds, productIds),
      loadProductMeasures(op, productIds),
      findNamedGoods(op, input.lines),
    );
    op.requireReach('inventory.count', { unitIds: [count.warehouse.id] }, 'Counting here');
    requireTransition(stockCountStates, count.state, 'recordCount');
    const faults: Fault[] = [];
    const counted = readCounted(input.lines, { ...count, products, named }, faults);
    refuseIfAny(faults);
    const goods = await lotsOfSeen(op, counted);
    const refused = await recordCounted(
      op,
      count,
      goods.map((part) => ({ ...part, countedAt: null, scanId: null })),
    );
    refuseIfAny(refused.flatMap((why) => (why ? [why] : [])));
    await announceCount(op, inventoryEvents.stockCountRecorded, count.id, {
      counted: goods.map(({ key, sku, lotCode }) => ({ ...key, sku, lot: lotCode })),
    });
    return { stockCountId: count.id };
  },
});
