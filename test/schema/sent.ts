import { newId, type Id } from '../../src/kernel/id.ts';
import {
  abandonScanSession,
  approveStockTransfer,
  createStockTransfer,
  editStockTransfer,
  receiveStockTransfer,
  recordScan,
  recordTransferDiscrepancy,
  returnStockTransfer,
  setTransferRoute,
  settleStockTransferShortage,
  settleTransferDiscrepancy,
  shipStockTransfer,
  startScanSession,
  type DiscrepancyKind,
} from '../../src/modules/inventory/index.ts';
import type { Caller } from '../../src/platform/perform/operation.ts';
import { idOf, type World } from '../inventory/world.ts';

/** A transfer of one line. */
export interface Round {
  readonly transfer: { readonly id: Id; readonly number: string };
  readonly lineId: Id;
}

/** Transfers on their way of which not all went well. */
export interface Astray {
  /** Another serial number came than was sent, which nobody settled. */
  readonly stockTransferId: Id;
  readonly stockTransferLineId: Id;
  readonly stockTransferDiscrepancyId: Id;
}

export async function draft(w: World, admin: Caller, ends: string): Promise<Round> {
  const [source = '', destination = ''] = ends.split(' > ');
  const lineId = newId();
  const { stockTransferId: id, number } = await w.perform(
    createStockTransfer,
    {
      sourceWarehouseId: idOf(w, source),
      destinationWarehouseId: idOf(w, destination),
      note: `From ${ends}`,
      lines: [{ id: lineId, productId: idOf(w, 'ROPE'), quantity: '5', unit: 'MTR' }],
    },
    admin,
  );
  return { transfer: { id, number }, lineId };
}

/** More came than was shipped, and is not taken in. */
async function refuseMore(
  w: World,
  admin: Caller,
  { transfer: { id: stockTransferId }, lineId }: Round,
  locationId: Id,
  lotCode: string,
): Promise<void> {
  const goods = { stockTransferLineId: lineId, quantity: '1', lotCode, locationId };
  const lines = [{ ...goods, kind: 'OVERAGE' as const, note: 'One more' }];
  const found = await w.perform(recordTransferDiscrepancy, { stockTransferId, lines }, admin);
  const [stockTransferDiscrepancyId = ''] = found.stockTransferDiscrepancyIds;
  const value = { amount: '10.00', currency: 'EUR' };
  const settled = { settlement: 'REFUSED' as const, reason: 'Not ours', value };
  const input = { stockTransferDiscrepancyId, ...settled, responsible: 'The carrier' };
  await w.perform(settleTransferDiscrepancy, input, admin);
}

/** Scanned, shipped, received in part, the rest lost. */
export async function goAround(w: World, admin: Caller, ends: string, lot: string): Promise<Round> {
  const round = await draft(w, admin, ends);
  const stockTransferId = round.transfer.id;
  const [from, to] = ends.split(' > ').map((code) => idOf(w, code)) as [Id, Id];
  const route = { sourceWarehouseId: from, destinationWarehouseId: to, leadHours: 9 };
  await w.perform(setTransferRoute, { ...route, carrier: 'Sahand' }, admin);
  const scanId = newId();
  const scanned = {
    scanId,
    stockTransferId,
    step: 'SHIP' as const,
    code: 'ROPE-1',
    locationCode: 'A1',
    lotCode: lot,
    quantity: '5',
    scannedAt: '2026-03-21T07:59:00Z',
    deviceId: 'scanner-1',
  };
  await w.perform(recordScan, scanned, { ...admin, idempotencyKey: scanId });
  await w.perform(shipStockTransfer, { stockTransferId }, admin);
  const count = { stockTransferLineId: round.lineId, lotCode: lot };
  const locationId = idOf(w, `${ends.split(' > ')[1]} A1`);
  const arrived = [{ ...count, quantity: '3', locationId }];
  await w.perform(receiveStockTransfer, { stockTransferId, lines: arrived }, admin);
  const lost = {
    ...count,
    quantity: '2',
    outcome: 'LOST' as const,
    reason: 'Fell off',
    responsible: 'The carrier',
  };
  await refuseMore(w, admin, round, locationId, lot);
  await w.perform(settleStockTransferShortage, { stockTransferId, lines: [lost] }, admin);
  return round;
}

/** Asked for, changed, let go by somebody else, shipped: two metres of rope and maybe a boiler. */
export async function send(
  w: World,
  ends: string,
  { lot, serial }: { readonly lot: string; readonly serial: string | null },
  admin: Caller,
  manager: Caller,
): Promise<{ readonly id: Id; readonly lineIds: readonly [rope: Id, boiler: Id] }> {
  const [source = '', destination = ''] = ends.split(' > ');
  const lineIds = [newId(), newId()] as [Id, Id];
  const rope = { id: lineIds[0], productId: idOf(w, 'ROPE'), quantity: '2', unit: 'MTR' };
  const boiler = { id: lineIds[1], productId: idOf(w, 'BOILER'), quantity: '1', unit: 'PCE' };
  const asked = {
    sourceWarehouseId: idOf(w, source),
    destinationWarehouseId: idOf(w, destination),
    lines: serial === null ? [rope] : [rope, boiler],
  };
  await w.sql('update warehouse set approves_transfers = true where code = $1', [source]);
  const { stockTransferId } = await w.perform(createStockTransfer, asked, admin);
  const change = { stockTransferId, expectedVersion: 1, note: 'Handle with care' };
  await w.perform(editStockTransfer, change, admin);
  await w.sql('update warehouse set approves_transfers = false where code = $1', [source]);
  await w.perform(approveStockTransfer, { stockTransferId }, manager);
  const scanning = { warehouseId: asked.sourceWarehouseId, documentId: stockTransferId };
  const begun = { ...scanning, task: 'SHIP' as const };
  const { scanSessionId } = await w.perform(startScanSession, begun, admin);
  await w.perform(abandonScanSession, { scanSessionId }, admin);
  const locationId = idOf(w, `${source} A1`);
  const goods = [{ stockTransferLineId: lineIds[0], lotCode: lot, quantity: '2', locationId }];
  const single = { stockTransferLineId: lineIds[1], quantity: '1', locationId };
  const lines = serial === null ? goods : [...goods, { ...single, serials: [serial] }];
  await w.perform(
    shipStockTransfer,
    { stockTransferId, dueAt: '2026-03-28T08:00:00Z', lines },
    admin,
  );
  return { id: stockTransferId, lineIds };
}

/** More came of one transfer, which is what another lacks; a boiler is not the one sent. */
export async function goAstray(
  w: World,
  ends: string,
  lot: string,
  serial: string,
  admin: Caller,
  manager: Caller,
): Promise<Astray> {
  const one = await send(w, ends, { lot, serial }, admin, manager);
  const other = await send(w, ends, { lot, serial: null }, admin, manager);
  const locationId = idOf(w, `${ends.split(' > ')[1]} A1`);
  const rope = { lotCode: lot, quantity: '1' };
  const find = async (
    stockTransferId: Id,
    line: object & { kind: DiscrepancyKind },
  ): Promise<Id> => {
    const lines = [{ quantity: '1', ...line }];
    const found = await w.perform(recordTransferDiscrepancy, { stockTransferId, lines }, admin);
    return found.stockTransferDiscrepancyIds[0] ?? '';
  };
  const more = await find(one.id, {
    ...{ kind: 'OVERAGE', stockTransferLineId: one.lineIds[0], ...rope, locationId },
  });
  const short = await find(other.id, {
    ...{ kind: 'SHORTAGE', stockTransferLineId: other.lineIds[0], ...rope },
  });
  const match = { stockTransferDiscrepancyId: more, matchedDiscrepancyId: short };
  const settled = { ...match, settlement: 'MATCHED' as const, reason: 'One rope too many' };
  await w.perform(settleTransferDiscrepancy, settled, admin);
  const back = { stockTransferId: other.id, reason: 'The road is shut' };
  await w.perform(returnStockTransfer, back, admin);
  const boiler = { stockTransferLineId: one.lineIds[1], serials: [serial], locationId };
  const swapped = { ...boiler, kind: 'SERIAL_SWAP' as const, arrivedSerial: `Z-${serial}` };
  return {
    stockTransferId: one.id,
    stockTransferLineId: one.lineIds[0],
    stockTransferDiscrepancyId: await find(one.id, swapped),
  };
}
