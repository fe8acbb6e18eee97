import type { Id } from '../../src/kernel/id.ts';
import {
  approveStockTransfer,
  cancelStockTransfer,
  closeStockTransfer,
  editStockTransfer,
  pickStockTransfer,
  recordTransferDiscrepancy,
  rejectStockTransfer,
  reserveStockTransfer,
  returnStockTransfer,
  settleTransferDiscrepancy,
  type CloseStockTransferInput,
  type DiscrepancyKind,
  type DiscrepancySettlement,
  type SettleTransferDiscrepancyInput,
} from '../../src/modules/inventory/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { asSystem } from '../support/perform.ts';
import { goodsOf, lineOf, shipInput, type Transfer } from './acts.ts';
import { idOf, type World } from './world.ts';

/** From now on transfers that leave `code` have to be approved. */
export const approves = (w: World, code: string): Promise<unknown> =>
  w.sql('update warehouse set approves_transfers = true where code = $1', [code]);

export const approve = (w: World, t: Transfer, by: Caller = asSystem) =>
  w.perform(approveStockTransfer, { stockTransferId: t.id }, by);

export const reject = (w: World, t: Transfer, reason = 'No', by: Caller = asSystem) =>
  w.perform(rejectStockTransfer, { stockTransferId: t.id, reason }, by);

export const cancel = (w: World, t: Transfer, by: Caller = asSystem) =>
  w.perform(cancelStockTransfer, { stockTransferId: t.id, reason: 'Not needed' }, by);

export const reserve = (w: World, t: Transfer, allOrNothing = false, by: Caller = asSystem) =>
  w.perform(reserveStockTransfer, { stockTransferId: t.id, allOrNothing }, by);

/** `pick(w, t, 'TEH DOCK VALVE 4')`; without goods: what was scanned and chosen is all. */
export const pick = (w: World, t: Transfer, ...goods: string[]) => {
  const { acceptShort: _, ...input } = shipInput(w, t, goods);
  return w.perform(pickStockTransfer, input, asSystem);
};

export const turnBack = (w: World, t: Transfer, by: Caller = asSystem) =>
  w.perform(returnStockTransfer, { stockTransferId: t.id, reason: 'The road is shut' }, by);

export const close = (
  w: World,
  t: Transfer,
  outcome: CloseStockTransferInput['outcome'] = null,
  by: Caller = asSystem,
) =>
  w.perform(closeStockTransfer, { stockTransferId: t.id, outcome, reason: 'Nobody found it' }, by);

/** `edit(w, t, 3, 'VALVE 5', 'HOSE 1')`: a line stays with its product, all others are new. */
export const edit = (
  w: World,
  t: Transfer,
  expectedVersion: number,
  goods: readonly string[],
  by: Caller = asSystem,
) => {
  const lines = goods.map((text) => {
    const [sku = '', quantity = ''] = text.split(' ');
    const id = t.lines.find((line) => line.sku === sku)?.id ?? null;
    const unit = sku === 'ROPE' ? 'MTR' : 'PCE';
    return { id, productId: idOf(w, sku), quantity, unit };
  });
  const input = { stockTransferId: t.id, expectedVersion, lines };
  return w.perform(editStockTransfer, input, by);
};

/** `found(w, t, 'OVERAGE VALVE 1', 'WRONG_ITEM new HOSE 2', 'SERIAL_SWAP BOILER S1 S2')`. */
export async function found(w: World, t: Transfer, ...texts: string[]): Promise<readonly Id[]> {
  const input = { stockTransferId: t.id, lines: texts.map((text) => foundLine(w, t, text)) };
  return (await w.perform(recordTransferDiscrepancy, input, asSystem)).stockTransferDiscrepancyIds;
}

export function foundLine(w: World, t: Transfer, text: string) {
  const [kind = '', ...rest] = text.split(' ');
  const isNew = rest[0] === 'new';
  const swap = kind === 'SERIAL_SWAP';
  const arrivedSerial = swap ? (rest.pop() ?? null) : null;
  const goods = goodsOf((isNew ? rest.slice(1) : rest).join(' '));
  return {
    kind: kind as DiscrepancyKind,
    stockTransferLineId: isNew ? null : lineOf(t, rest[0] ?? ''),
    productId: isNew ? idOf(w, goods.sku) : null,
    quantity: goods.quantity,
    lotCode: goods.lot,
    serials: goods.serials,
    arrivedSerial,
    note: 'Seen at the dock',
  };
}

export const settleFound = (
  w: World,
  stockTransferDiscrepancyId: Id | undefined,
  settlement: DiscrepancySettlement,
  more: Partial<SettleTransferDiscrepancyInput> = {},
  by: Caller = asSystem,
) =>
  w.perform(
    settleTransferDiscrepancy,
    {
      stockTransferDiscrepancyId: stockTransferDiscrepancyId ?? '',
      settlement,
      reason: 'Looked into',
      responsible: 'The carrier',
      ...more,
    },
    by,
  );

export const versionOf = async (w: World, t: Transfer): Promise<number> => {
  const [row] = await w.sql<{ version: number }>(
    'select version from stock_transfer where id = $1',
    [t.id],
  );
  return row?.version ?? 0;
};

/** `SHORTAGE VALVE 1 SETTLED LOST`, `DAMAGE ROPE L1 2 OPEN`: all there are, oldest first. */
export async function discrepancies(w: World): Promise<string[]> {
  const rows = await w.sql<{ line: string }>(
    `select concat_ws(' ', d.kind, p.sku, lot.code, other.code, trim_scale(d.quantity), d.state,
                      d.settlement) as line
     from stock_transfer_discrepancy d join product p on p.id = d.product_id
     left join lot on lot.id = d.lot_id left join lot other on other.id = d.other_lot_id
     order by d.found_at, d.id`,
  );
  return rows.map((row) => row.line);
}

/** `VALVE SOFT held 4`, `VALVE HARD held 2 waiting 1`: what is set aside or waits, sorted. */
export async function setAside(w: World): Promise<string[]> {
  const rows = await w.sql<{ line: string }>(
    `select concat_ws(' ', p.sku, lot.code, r.strength, 'held ' || trim_scale(r.held),
                      'waiting ' || nullif(trim_scale(
                        r.quantity - r.held - r.consumed - r.released), 0)) as line
     from stock_reservation r join product p on p.id = r.product_id
     left join lot on lot.id = r.lot_id
     where r.consumed + r.released < r.quantity`,
  );
  return rows.map((row) => row.line).sort();
}
