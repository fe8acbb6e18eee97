import { newId, type Id } from '../../src/kernel/id.ts';
import { consumeReservations } from '../../src/modules/inventory/ledger/consume-reservations.ts';
import type { PlannedMove } from '../../src/modules/inventory/rules/planned-move.ts';
import { postMoves } from '../../src/modules/inventory/ledger/post-moves.ts';
import { postTruth } from '../../src/modules/inventory/ledger/post-truth.ts';
import {
  expireReservations,
  releaseReservations,
  type ReservationRelease,
} from '../../src/modules/inventory/ledger/release-reservations.ts';
import {
  reserve,
  type ReservationGrant,
  type ReservationWanted,
} from '../../src/modules/inventory/ledger/reserve.ts';
import { outside } from '../../src/modules/inventory/rules/kinds.ts';
import { defineOperation } from '../../src/platform/perform/operation.ts';
import { asSystem } from '../support/perform.ts';
import { idOf, type World } from './world.ts';

/*
 * The ledger of promises as other acts use it: each function in an act of its own.
 */

export const reserving = defineOperation({
  name: 'reserving',
  permission: null,
  run: (op, { wanted }: { wanted: readonly ReservationWanted[] }) => reserve(op, wanted),
});

export const releasing = defineOperation({
  name: 'releasing',
  permission: null,
  run: (op, release: ReservationRelease) => releaseReservations(op, release),
});

export const expiring = defineOperation({
  name: 'expiring',
  permission: null,
  run: (op, _: Record<string, never>) => expireReservations(op),
});

export interface Leaving {
  readonly lineId: Id;
  readonly goods: readonly PlannedMove[];
  readonly warehouseId: Id;
}

/** Goods leave for a line of a demand: its own reservations first. */
export const leaving = defineOperation({
  name: 'leaving',
  permission: null,
  async run(op, { lineId, goods, warehouseId }: Leaving): Promise<void> {
    await consumeReservations(
      op,
      goods.map(({ productId, fromId, lotId, fromPackageId = null, quantity }) => ({
        ...{ demandLineId: lineId, productId, warehouseId, locationId: fromId, lotId },
        ...{ packageId: fromPackageId, quantity },
      })),
    );
    await postMoves(op, goods);
  },
});

/** Goods move, whatever is promised to whom. */
export const posting = defineOperation({
  name: 'posting',
  permission: null,
  run: (op, { goods }: { goods: readonly PlannedMove[] }) => postMoves(op, goods),
});

/** Goods turn out not to be there, whatever is promised. */
export const losing = defineOperation({
  name: 'losing',
  permission: null,
  run: (op, { goods }: { goods: readonly PlannedMove[] }) => postTruth(op, goods),
});

export type Terms = Partial<ReservationWanted>;

/** `wantedOf(w, 'TEH VALVE 4')`, `'TEH DOCK BOILER S1'` (hard), `'TEH DOCK VALVE 4'` (hard). */
export async function wantedOf(
  w: World,
  text: string,
  terms: Terms = {},
): Promise<ReservationWanted> {
  const words = text.split(' ');
  const [warehouse = ''] = words;
  const hard = w.ids.has(`${warehouse} ${words[1]}`);
  const [sku = '', second = '', lot = null] = words.slice(hard ? 2 : 1);
  const code = sku === 'BOILER' && hard ? second : lot;
  const id = newId();
  return {
    id,
    demandKind: 'MANUAL',
    demandId: id,
    demandLineId: id,
    productId: idOf(w, sku),
    warehouseId: idOf(w, warehouse),
    quantity: sku === 'BOILER' && hard ? '1' : second,
    strength: hard ? 'HARD' : 'SOFT',
    locationId: hard ? idOf(w, `${warehouse} ${words[1]}`) : null,
    lotId: code === null ? null : await lotIdOf(w, sku, code),
    path: [],
    ...terms,
  };
}

export async function lotIdOf(w: World, sku: string, code: string): Promise<Id> {
  const [row] = await w.sql<{ id: Id }>('select id from lot where product_id = $1 and code = $2', [
    idOf(w, sku),
    code,
  ]);
  if (!row) throw new Error(`There is no lot ${code} of ${sku}`);
  return row.id;
}

/** One reservation, in an act of its own. */
export async function promise(
  w: World,
  text: string,
  terms: Terms = {},
): Promise<ReservationWanted & ReservationGrant> {
  const wanted = await wantedOf(w, text, terms);
  const [grant] = await w.perform(reserving, { wanted: [wanted] }, asSystem);
  return { ...wanted, ...(grant as ReservationGrant) };
}

export const release = (w: World, ...reservations: readonly { readonly id: Id }[]) =>
  w.perform(releasing, { ids: reservations.map(({ id }) => id), ending: 'CANCELLED' }, asSystem);

/** `moveOf(w, 'TEH DOCK VALVE 4 > customer')`, `'TEH DOCK BOILER S1 > TEH A1'`. */
export async function moveOf(w: World, text: string): Promise<PlannedMove> {
  const [from = '', to = ''] = text.split(' > ');
  const [warehouse, place, sku = '', second = '', lot = null] = from.split(' ');
  const code = sku === 'BOILER' ? second : lot;
  return {
    kind: 'ISSUE',
    productId: idOf(w, sku),
    lotId: code === null ? null : await lotIdOf(w, sku, code),
    isSerial: sku === 'BOILER',
    fromId: idOf(w, `${warehouse} ${place}`),
    toId: to === 'customer' ? outside.customer : idOf(w, to),
    quantity: sku === 'BOILER' ? '1' : second,
    documentId: newId(),
    lineId: newId(),
    path: [],
  };
}

export async function leave(
  w: World,
  { demandLineId }: { readonly demandLineId: Id },
  ...goods: readonly string[]
): Promise<void> {
  const moves = await Promise.all(goods.map((text) => moveOf(w, text)));
  const warehouseId = idOf(w, goods[0]?.split(' ')[0] ?? '');
  await w.perform(leaving, { lineId: demandLineId, goods: moves, warehouseId }, asSystem);
}

export async function lose(w: World, ...goods: readonly string[]): Promise<void> {
  const moves = await Promise.all(goods.map((text) => moveOf(w, `${text} > customer`)));
  await w.perform(losing, { goods: moves }, asSystem);
}

/** `VALVE 4: held 3 waiting 1 PARTIAL`, oldest first; zeros are left out. */
export async function promisesIn(w: World): Promise<string[]> {
  const rows = await w.sql<Record<string, string>>(
    `select p.sku, lot.code as lot, r.quantity, r.held, r.consumed, r.released,
            r.quantity - r.held - r.consumed - r.released as waiting, r.state
     from stock_reservation r join product p on p.id = r.product_id
     left join lot on lot.id = r.lot_id
     order by r.created_at, r.id`,
  );
  return rows.map(({ sku, lot, quantity, state, ...counts }) => {
    const told = ['held', 'waiting', 'consumed', 'released'].flatMap((name) =>
      Number(counts[name]) ? [`${name} ${Number(counts[name])}`] : [],
    );
    const what = [sku, lot, Number(quantity)].filter((word) => word !== null).join(' ');
    return [`${what}:`, ...told, state].join(' ');
  });
}

/** `TEH VALVE sellable 10 reserved 4 waiting 1`; levels with nothing at all are left out. */
export async function levelsIn(w: World): Promise<string[]> {
  const rows = await w.sql<Record<string, string>>(
    `select w.code || ' ' || p.sku as what, s.sellable, s.reserved, s.waiting
     from stock_level s join product p on p.id = s.product_id
     join warehouse w on w.id = s.warehouse_id order by 1`,
  );
  return rows
    .map(({ what, ...counts }) =>
      [
        what,
        ...Object.entries(counts).flatMap(([k, v]) => (Number(v) ? [k, String(Number(v))] : [])),
      ].join(' '),
    )
    .filter((line) => line.split(' ').length > 2);
}
