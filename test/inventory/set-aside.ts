import {
  reserveStock,
  type ReservationLineInput,
  type ReserveStockInput,
  type StockReserved,
} from '../../src/modules/inventory/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { asSystem } from '../support/perform.ts';
import { idOf, type World } from './world.ts';

/** `'TEH VALVE 4'`, `'TEH A1 VALVE 4'`, with more said of it. */
export function lineOf(
  w: World,
  text: string,
  more: Partial<ReservationLineInput> = {},
): ReservationLineInput {
  const words = text.split(' ');
  const [warehouse = ''] = words;
  const placed = w.ids.has(`${warehouse} ${words[1]}`);
  const [sku = '', quantity = '1', unit] = words.slice(placed ? 2 : 1);
  return {
    productId: idOf(w, sku),
    warehouseId: idOf(w, warehouse),
    quantity,
    unit: unit ?? (sku === 'ROPE' ? 'MTR' : 'PCE'),
    ...(placed && { locationId: idOf(w, `${warehouse} ${words[1]}`) }),
    ...more,
  };
}

export type Asked = [
  lines: readonly ReservationLineInput[],
  more?: Partial<ReserveStockInput>,
  caller?: Caller,
];

/** One act of `reserveStock`, by the product itself unless someone is named. */
export const setAside = (
  w: World,
  ...[lines, more = {}, caller = asSystem]: Asked
): Promise<StockReserved> => w.perform(reserveStock, { lines, ...more }, caller);
