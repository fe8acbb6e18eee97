import { newId, type Id } from '../../src/kernel/id.ts';
import {
  createStockTransfer,
  receiveGoods,
  receiveStockTransfer,
  recordScan,
  settleStockTransferShortage,
  shipStockTransfer,
  type RecordScanInput,
  type ScanAnswer,
  type SettledLineInput,
} from '../../src/modules/inventory/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { asSystem } from '../support/perform.ts';
import { idOf, type World } from './world.ts';

/** `VALVE 4`, `ROPE 2.5 L1`, `BOILER S1,S2`: a product with a quantity, a lot or serial numbers. */
export interface Goods {
  readonly sku: string;
  readonly quantity: string;
  readonly lot: string | null;
  readonly serials: readonly string[] | null;
}

export function goodsOf(text: string): Goods {
  const [sku = '', second = '', lot = null] = text.trim().split(/ +/);
  if (sku !== 'BOILER') return { sku, quantity: second, lot, serials: null };
  const serials = second.split(',');
  return { sku, quantity: String(serials.length), lot: null, serials };
}

const unitOf = (sku: string): string => (sku === 'ROPE' ? 'MTR' : 'PCE');

/** `receive(w, 'TEH A1', 'VALVE 10', 'BOILER S1,S2')`; answers the receipt's id. */
export async function receive(w: World, where: string, ...goods: string[]): Promise<Id> {
  const [warehouse = ''] = where.split(' ');
  const input = {
    warehouseId: idOf(w, warehouse),
    locationId: idOf(w, where),
    lines: goods.map(goodsOf).map(({ sku, quantity, lot, serials }) => ({
      productId: idOf(w, sku),
      quantity,
      unit: unitOf(sku),
      lot: lot === null ? null : { code: lot },
      serials,
    })),
  };
  return (await w.perform(receiveGoods, input, asSystem)).stockVoucherId;
}

export interface Transfer {
  readonly id: Id;
  readonly number: string;
  /** Line ids in order; `lineOf` finds by product. */
  readonly lines: readonly { readonly id: Id; readonly sku: string }[];
}

/** `transfer(w, 'TEH > ISF', 'VALVE 4', 'BOILER 2')`: a draft. */
export async function transfer(w: World, ends: string, ...goods: string[]): Promise<Transfer> {
  const [source = '', destination = ''] = ends.split(' > ');
  const lines = goods.map((text) => {
    const [sku = '', quantity = ''] = text.split(' ');
    return { id: newId(), sku, productId: idOf(w, sku), quantity, unit: unitOf(sku) };
  });
  const input = {
    sourceWarehouseId: idOf(w, source),
    destinationWarehouseId: idOf(w, destination),
    lines: lines.map(({ sku: _, ...line }) => line),
  };
  const made = await w.perform(createStockTransfer, input, asSystem);
  return { id: made.stockTransferId, number: made.number, lines };
}

/** The line of a product; `VALVE#2` is its second. */
export function lineOf(t: Transfer, name: string): Id {
  const [sku, nth = '1'] = name.split('#');
  const line = t.lines.filter((candidate) => candidate.sku === sku)[Number(nth) - 1];
  if (!line) throw new Error(`The transfer has no line of ${name}`);
  return line.id;
}

const countOf = (t: Transfer, text: string) => {
  const [name = ''] = text.split(' ');
  const goods = goodsOf(text.replace(/#\d/, ''));
  return {
    stockTransferLineId: lineOf(t, name),
    quantity: goods.quantity,
    lotCode: goods.lot,
    serials: goods.serials,
  };
};

/** `ship(w, t, 'TEH DOCK VALVE 4')`; without goods: what was scanned. */
export function ship(w: World, t: Transfer, ...goods: string[]): Promise<unknown> {
  return w.perform(shipStockTransfer, shipInput(w, t, goods), asSystem);
}

export const shipInput = (
  w: World,
  t: Transfer,
  goods: readonly string[],
  acceptShort = false,
) => ({
  stockTransferId: t.id,
  acceptShort,
  lines:
    goods.length === 0
      ? null
      : goods.map((text) => {
          const [warehouse, place, ...rest] = text.split(' ');
          const locationId = idOf(w, `${warehouse} ${place}`);
          return { ...countOf(t, rest.join(' ')), locationId };
        }),
});

/** `arrive(w, t, 'VALVE 3', 'BOILER S1 at QUAR')`; without goods: what was scanned. */
export function arrive(w: World, t: Transfer, ...goods: string[]): Promise<unknown> {
  return w.perform(receiveStockTransfer, arriveInput(w, t, goods), asSystem);
}

export const arriveInput = (w: World, t: Transfer, goods: readonly string[]) => ({
  stockTransferId: t.id,
  lines:
    goods.length === 0
      ? null
      : goods.map((text) => {
          const [what = '', place] = text.split(' at ');
          return { ...countOf(t, what), locationId: place ? idOf(w, place) : null };
        }),
});

/** `settle(w, t, 'LOST VALVE 1', 'RETURNED_TO_SOURCE BOILER S1')`. */
export function settle(w: World, t: Transfer, ...goods: string[]): Promise<unknown> {
  return w.perform(settleStockTransferShortage, settleInput(t, goods), asSystem);
}

export const settleInput = (t: Transfer, goods: readonly string[]) => ({
  stockTransferId: t.id,
  lines: goods.map((text) => {
    const [outcome, ...rest] = text.split(' ');
    return {
      ...countOf(t, rest.join(' ')),
      outcome: outcome as SettledLineInput['outcome'],
      reason: 'It fell off',
      responsible: 'The carrier',
    };
  }),
});

export type ScanText = Partial<RecordScanInput> & { readonly code: string };

/** A scan with an id of its own unless `scan` has one; the id is the key, as everywhere. */
export function scan(
  w: World,
  t: Transfer,
  step: 'SHIP' | 'RECEIVE',
  text: string | ScanText,
  caller: Caller = asSystem,
): Promise<ScanAnswer> {
  const input = {
    scanId: newId(),
    stockTransferId: t.id,
    step,
    scannedAt: '2026-03-21T07:59:00Z',
    deviceId: 'scanner-1',
    ...(typeof text === 'string' ? { code: text } : text),
  };
  return w.perform(recordScan, input, { ...caller, idempotencyKey: input.scanId });
}
