import { refuse, refuseIfAny } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { announceCount } from '../ledger/announce-count.ts';
import { finishPlace, type JudgedKey } from '../ledger/finish-count-place.ts';
import { lockLevels } from '../ledger/lock-levels.ts';
import { lockCount, type CountFacts, type CountPlace } from '../queries/count-facts.ts';
import { findKeysAtPlace, findProductsAtPlace, type KeyAtPlace } from '../queries/count-place.ts';
import { judgeRound } from '../rules/judge-count.ts';
import {
  stateOfPlaces,
  stockCountStates,
  type StockCountAct,
} from '../rules/stock-count-states.ts';

export interface FinishCountLocationInput {
  readonly stockCountId: Id;
  readonly locationId: Id;
}

/**
 * Everything at a place was counted: what the book has there and nobody counted is not there.
 * Large differences are to be counted again by somebody else, and goods that moved meanwhile by
 * anyone; when no place has any left, the count goes to review. Refuses NOTHING_COUNTED where
 * nobody counted anything: an empty place is declared empty.
 */
export const finishCountLocation = defineOperation({
  name: 'finishCountLocation',
  permission: 'inventory.count',
  run: (op, input: FinishCountLocationInput) => finish(op, input, 'finishCountLocation'),
});

/**
 * Nothing is at a place: all that the book has there, or that is to be counted again there, is
 * counted as 0. Refuses SOMETHING_COUNTED where somebody found something.
 */
export const declareCountLocationEmpty = defineOperation({
  name: 'declareCountLocationEmpty',
  permission: 'inventory.count',
  run: (op, input: FinishCountLocationInput) => finish(op, input, 'declareCountLocationEmpty'),
});

async function finish(
  op: OperationContext,
  input: FinishCountLocationInput,
  act: Extract<StockCountAct, 'finishCountLocation' | 'declareCountLocationEmpty'>,
): Promise<{ stockCountId: Id }> {
  const count = await lockCount(op, input.stockCountId, askable([input.locationId]));
  const unitIds = [count.warehouse.id];
  op.requireReach('inventory.count', { unitIds }, 'Counting here');
  requireTransition(stockCountStates, count.state, act);
  const place = placeOf(count);
  const keys = await lookAt(op, count, place);
  refuseIfAny(keys.flatMap(personFaults));
  const isBegun = keys.some((key) => key.counted !== null);
  if (act === 'finishCountLocation' && !isBegun && keys.length > 0) {
    const message = `Nobody counted anything at ${place.code}: declare it empty if it is`;
    refuse('NOTHING_COUNTED', message, ['locationId']);
  }
  if (act === 'declareCountLocationEmpty' && keys.some(isFound)) {
    refuse('SOMETHING_COUNTED', `Somebody found goods at ${place.code}`, ['locationId']);
  }
  const judged = keys.map((key) => judge(key, count));
  const isDone = judged.every(({ judgement }) => judgement.state !== 'RECOUNT');
  await finishPlace(op, count, place, judged, {
    place: isDone ? 'COUNTED' : 'RECOUNT',
    count: stateAfter(count, place, isDone),
  });
  await announceCount(op, inventoryEvents.stockCountLocationFinished, count.id, {
    locationId: place.locationId,
    location: place.code,
    toRecount: judged.filter(({ judgement }) => judgement.state === 'RECOUNT').length,
  });
  return { stockCountId: count.id };
}

type BegunPlace = CountPlace & { readonly stockCountLocationId: Id };

function placeOf(count: CountFacts): BegunPlace {
  const [place] = count.places;
  const at = ['locationId'];
  if (!place) return refuse('LOCATION_NOT_FOUND', 'The warehouse has no such location', at);
  const { stockCountLocationId } = place;
  if (stockCountLocationId === null) {
    return refuse('NOT_IN_COUNT', `This count does not go to ${place.code}`, at);
  }
  if (place.state === 'COUNTED') refuse('LOCATION_COUNTED', `${place.code} is done`, at);
  return { ...place, stockCountLocationId };
}

/** Behind the locks of what is there, so that the book stands still. */
async function lookAt(
  op: OperationContext,
  count: CountFacts,
  place: BegunPlace,
): Promise<KeyAtPlace[]> {
  const productIds = await findProductsAtPlace(op, count, place);
  const warehouseId = count.warehouse.id;
  const [, keys] = await inOrder(
    lockLevels(
      op,
      productIds.map((productId) => ({ productId, warehouseId })),
    ),
    findKeysAtPlace(op, place, productIds, place.state === 'OPEN'),
  );
  return keys;
}

/** Who says that a thing is not there counts it; the second time that is somebody else. */
const personFaults = (key: KeyAtPlace) => {
  if (key.counted !== null || !key.countedBefore) return [];
  const message = `You counted ${key.sku} before: somebody else has to count it again`;
  return [fault('SAME_PERSON', message, ['locationId'], { sku: key.sku, lotId: key.lotId })];
};

const isFound = (key: KeyAtPlace): boolean => key.counted !== null && Number(key.counted) > 0;

function judge(key: KeyAtPlace, count: CountFacts): JudgedKey {
  const counted = key.counted ?? '0';
  const judgement = judgeRound({ ...key, counted }, count.threshold);
  return { key, judgement, found: judgement.difference === null ? null : counted };
}

function stateAfter(count: CountFacts, place: CountPlace, isDone: boolean) {
  const { open, recount } = count;
  return stateOfPlaces({
    open: place.state === 'OPEN' ? open - 1 : open,
    recount: (place.state === 'RECOUNT' ? recount - 1 : recount) + (isDone ? 0 : 1),
  });
}
