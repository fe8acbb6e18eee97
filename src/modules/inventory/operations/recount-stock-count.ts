import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { announceCount } from '../ledger/announce-count.ts';
import { writeSentBack } from '../ledger/write-recount.ts';
import { findLinesToDecide } from '../queries/count-differences.ts';
import { lockCount, type CountPlace } from '../queries/count-facts.ts';
import { countFaults } from '../rules/read-input.ts';
import { stockCountStates } from '../rules/stock-count-states.ts';

export interface RecountStockCountInput {
  readonly stockCountId: Id;
  readonly stockCountLineIds?: readonly Id[] | null;
  /** All that was counted at these places. */
  readonly locationIds?: readonly Id[] | null;
}

/**
 * Lines, or all of places, are counted once more before anybody decides: by anyone but who counted
 * them last. What was decided about them is void, and so is an approval. The count is under way
 * again until these places are finished.
 */
export const recountStockCount = defineOperation({
  name: 'recountStockCount',
  permission: 'inventory.approve',
  async run(op, input: RecountStockCountInput): Promise<{ stockCountId: Id }> {
    const lineIds = (input.stockCountLineIds ?? []).map((id) => id.toLowerCase());
    const locationIds = (input.locationIds ?? []).map((id) => id.toLowerCase());
    refuseIfAny(countFaults(lineIds.length + locationIds.length, 'stockCountLineIds'));
    const count = await lockCount(op, input.stockCountId, askable(locationIds));
    const unitIds = [count.warehouse.id];
    op.requireReach('inventory.approve', { unitIds }, 'Having goods counted again here');
    requireTransition(stockCountStates, count.state, 'recountStockCount');
    const known = await findLinesToDecide(op, count.id, askable(lineIds));
    const lines = new Set(known.map((line) => line.id));
    const places = new Map(count.places.map((place) => [place.locationId, place]));
    refuseIfAny([
      ...repeatedFaults(lineIds, 'stockCountLineIds'),
      ...repeatedFaults(locationIds, 'locationIds'),
      ...lineIds.flatMap((id, index) => {
        if (lines.has(id)) return [];
        const at = ['stockCountLineIds', String(index)];
        return [fault('LINE_NOT_FOUND', 'The stock count has no such line', at)];
      }),
      ...locationIds.flatMap((id, index) =>
        placeFaults(places.get(id), ['locationIds', String(index)]),
      ),
    ]);
    const toRecount = await writeSentBack(op, count.id, lineIds, locationIds);
    await announceCount(op, inventoryEvents.stockCountRecounted, count.id, { toRecount });
    return { stockCountId: count.id };
  },
});

const repeatedFaults = (ids: readonly Id[], path: string): Fault[] =>
  ids.flatMap((id, index) => {
    if (ids.indexOf(id) === index) return [];
    return [fault('ID_REPEATED', `${id} stands here twice`, [path, String(index)])];
  });

function placeFaults(place: CountPlace | undefined, at: readonly string[]): Fault[] {
  if (!place) return [fault('LOCATION_NOT_FOUND', 'The warehouse has no such location', at)];
  if (place.state !== null) return [];
  return [fault('NOT_IN_COUNT', `This count did not go to ${place.code}`, at)];
}
