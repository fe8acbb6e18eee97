import { newId, type Id } from '../../src/kernel/id.ts';
import {
  approveStockCount,
  cancelStockCount,
  decideStockCount,
  finishCountLocation,
  planStockCount,
  postStockCount,
  recordCount,
  startStockCount,
} from '../../src/modules/inventory/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { idOf, type World } from '../inventory/world.ts';
import { asViewer } from '../support/perform.ts';

/** A count that is only planned, and a line of one that is posted. */
export interface Counted {
  readonly stockCountId: Id;
  readonly stockCountLineId: Id;
}

/**
 * Counts of a warehouse with each field that they can have: one planned, one cancelled, one posted
 * where a lot was disputed and the book of lots kept; a single hose that was found is booked.
 */
export async function countIn(
  w: World,
  at: string,
  lotCode: string,
  admin: Caller,
  manager: Caller,
): Promise<Counted> {
  const warehouseId = idOf(w, at);
  const locationId = idOf(w, `${at} A1`);
  const plan = async (more: object): Promise<Id> => {
    const input = { warehouseId, note: 'From the left', ...more };
    return (await w.perform(planStockCount, input, admin)).stockCountId;
  };
  const given = await plan({});
  await w.perform(cancelStockCount, { stockCountId: given, reason: 'No time' }, admin);
  const stockCountId = await plan({
    locationIds: [locationId],
    productIds: [idOf(w, 'ROPE'), idOf(w, 'HOSE')],
    recountPercent: '0',
    recountQuantity: '2',
  });
  await w.perform(startStockCount, { stockCountId }, admin);
  const place = { stockCountId, locationId };
  for (const quantity of ['1', '7']) {
    const rope = { productId: idOf(w, 'ROPE'), quantity, unit: 'MTR', lotCode };
    const hose = { productId: idOf(w, 'HOSE'), quantity: '1', unit: 'PCE' };
    // The second person finds the same hose, and other rope.
    const lines = [rope, hose].map((line) => ({ ...line, locationId }));
    const someone = asViewer({ 'inventory.count': 'ALL' }, newId());
    await w.perform(recordCount, { stockCountId, lines }, someone);
    // Who finishes counts what is missing, so each does it once.
    await w.perform(finishCountLocation, place, quantity === '7' ? admin : someone);
  }
  const rows = await w.sql<{ id: Id }>(
    `select id from stock_count_line
     where stock_count_id = $1 and lot_id is not null and (difference <> 0 or state = 'DISPUTED')
     order by state desc`,
    [stockCountId],
  );
  const lines = rows.map(({ id }) => ({
    stockCountLineId: id,
    decision: 'KEEP_BOOK' as const,
    reason: 'Nobody knows',
  }));
  await w.perform(decideStockCount, { stockCountId, lines }, manager);
  await w.perform(approveStockCount, { stockCountId }, manager);
  await w.perform(postStockCount, { stockCountId }, admin);
  return { stockCountId: await plan({}), stockCountLineId: rows[0]?.id ?? '' };
}
