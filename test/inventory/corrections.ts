import type { Id } from '../../src/kernel/id.ts';
import {
  adjustStock,
  createStockOwner,
  receiveGoods,
  relocateStock,
  reserveStock,
  type AdjustmentLineInput,
  type AdjustStockInput,
  type RelocateStockInput,
  type StockAdjusted,
} from '../../src/modules/inventory/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { newId } from '../../src/kernel/id.ts';
import { asSystem } from '../support/perform.ts';
import { goodsOf } from './acts.ts';
import { idOf, type World } from './world.ts';

/** `TEH A1 VALVE -3`, `TEH A1 ROPE 2.5 L1`, `TEH A1 BOILER -S1,S2`: more or less of it there. */
export function changeOf(w: World, text: string): AdjustmentLineInput {
  const [warehouse, place, sku = '', second = '', ...rest] = text.split(' ');
  const sign = second.startsWith('-') ? '-' : '';
  const goods = goodsOf([sku, second.slice(sign.length), ...rest].join(' '));
  return {
    productId: idOf(w, sku),
    locationId: idOf(w, `${warehouse} ${place}`),
    change: sign + goods.quantity,
    lot: goods.lot === null ? null : { code: goods.lot },
    serials: goods.serials,
  };
}

/** By CORRECTION in TEH unless `over` says otherwise. */
export const adjustInput = (
  w: World,
  lines: readonly (string | AdjustmentLineInput)[],
  over: Partial<AdjustStockInput> = {},
): AdjustStockInput => ({
  warehouseId: idOf(w, 'TEH'),
  reasonCode: 'CORRECTION',
  reason: 'Counted again',
  lines: lines.map((line) => (typeof line === 'string' ? changeOf(w, line) : line)),
  ...over,
});

export const adjust = (
  w: World,
  lines: readonly (string | AdjustmentLineInput)[],
  over: Partial<AdjustStockInput> = {},
  caller: Caller = asSystem,
): Promise<StockAdjusted> => w.perform(adjustStock, adjustInput(w, lines, over), caller);

/** `TEH DOCK > A1 VALVE 3`: put elsewhere in the same warehouse. */
export function relocateInput(
  w: World,
  texts: readonly string[],
  over: Partial<RelocateStockInput> = {},
): RelocateStockInput {
  const lines = texts.map((text) => {
    const [warehouse, from, , to, ...rest] = text.split(' ');
    const goods = placedLine(w, [warehouse, from, ...rest].join(' '));
    return { ...goods, toLocationId: idOf(w, `${warehouse} ${to}`) };
  });
  return { warehouseId: idOf(w, 'TEH'), lines, ...over };
}

export const relocate = (
  w: World,
  texts: readonly string[],
  over: Partial<RelocateStockInput> = {},
): Promise<{ stockVoucherId: Id }> =>
  w.perform(relocateStock, relocateInput(w, texts, over), asSystem);

/** An owner by its code; goods of it: `receiveOwned(w, 'ACME', 'TEH A1', 'VALVE', '5')`. */
export const owner = async (w: World, code: string): Promise<Id> =>
  (await w.perform(createStockOwner, { code, nameEn: code, nameFa: code }, asSystem)).stockOwnerId;

export const receiveOwned = (
  w: World,
  ownerId: Id,
  where: string,
  sku: string,
  quantity: string,
): Promise<unknown> => {
  const [warehouse = ''] = where.split(' ');
  const line = { productId: idOf(w, sku), quantity, unit: 'PCE', ownerId };
  const input = { warehouseId: idOf(w, warehouse), locationId: idOf(w, where), lines: [line] };
  return w.perform(receiveGoods, input, asSystem);
};

/** So much promised: in a warehouse (`TEH VALVE 5`), or the very goods (`TEH A1 VALVE 5`). */
export async function promise(w: World, text: string, priority = 0): Promise<Id> {
  const [warehouse = '', ...words] = text.split(' ');
  const [quantity = '', sku = '', place] = words.reverse();
  const line = {
    id: newId(),
    productId: idOf(w, sku),
    warehouseId: idOf(w, warehouse),
    quantity,
    unit: 'PCE',
    ...(place !== undefined && {
      strength: 'HARD' as const,
      locationId: idOf(w, `${warehouse} ${place}`),
    }),
  };
  const input = { demandKind: 'ORDER', demandId: newId(), priority, lines: [line] };
  const { reservations } = await w.perform(reserveStock, input, asSystem);
  return reservations[0]?.stockReservationId ?? '';
}

/** `VALVE held 3 waiting 2 at TEH A1`: what is promised, in the order it was. */
export async function promises(w: World): Promise<string[]> {
  const rows = await w.sql<{ line: string }>(
    `select concat_ws(' ', p.sku, 'held', trim_scale(r.held),
              case when r.quantity > r.held + r.consumed + r.released
                   then 'waiting ' || trim_scale(r.quantity - r.held - r.consumed - r.released) end,
              case when l.id is not null then 'at ' || w.code || ' ' || l.code end) as line
     from stock_reservation r join product p on p.id = r.product_id
     join warehouse w on w.id = r.warehouse_id left join location l on l.id = r.location_id
     order by r.id`,
  );
  return rows.map((row) => row.line);
}

/** `TEH A1 VALVE 5 BLOCKED ACME`: what is there by condition and owner, sorted. */
export async function conditions(w: World): Promise<string[]> {
  const rows = await w.sql<{ line: string }>(
    `select concat_ws(' ', w.code, l.code, p.sku, lot.code, trim_scale(b.on_hand),
              nullif(b.status, 'AVAILABLE'), o.code) as line
     from stock_balance b join location l on l.id = b.location_id
     join warehouse w on w.id = l.warehouse_id join product p on p.id = b.product_id
     left join lot on lot.id = b.lot_id left join stock_owner o on o.id = b.owner_id
     where b.on_hand > 0`,
  );
  return rows.map((row) => row.line).sort();
}

export async function lotIdOf(w: World, code: string): Promise<Id> {
  const [lot] = await w.sql<{ id: Id }>('select id from lot where code = $1', [code]);
  if (!lot) throw new Error(`There is no lot ${code}`);
  return lot.id;
}

/** `TEH A1 ROPE 3 L1`, `TEH A1 BOILER S1,S2`: goods at a place. */
export function placedLine(w: World, text: string) {
  const [warehouse, place, ...rest] = text.split(' ');
  const goods = goodsOf(rest.join(' '));
  return {
    productId: idOf(w, goods.sku),
    locationId: idOf(w, `${warehouse} ${place}`),
    quantity: goods.quantity,
    lotCode: goods.lot,
    serials: goods.serials,
  };
}
