import { isPositive, subtractDecimals } from '../kernel/decimal.ts';
import type { Id } from '../kernel/id.ts';
import {
  createStockTransfer,
  receiveStockTransfer,
  recordScan,
  settleStockTransferShortage,
  shipStockTransfer,
  type ScanStep,
} from '../modules/inventory/index.ts';
import type { Act, PlaceOf } from './acts.ts';
import type { CompanyFiles, Row } from './company-files.ts';
import { demoId, productId, warehouseId } from './ids.ts';
import { at, BadFiles } from './read-table.ts';
import { clerkOf } from './who.ts';

interface Line {
  readonly id: Id;
  readonly row: Row<'transfer_lines'>;
}

/** A transfer of the files, with those who handle it. */
interface Transfer {
  readonly id: Id;
  readonly row: Row<'transfers'>;
  readonly lines: readonly Line[];
  readonly shipper: Id;
  readonly receiver: Id;
  readonly placeOf: PlaceOf;
}

/** What it takes to do the acts of a load, and those of one that goes on, in the same words. */
interface Work {
  readonly act: Act;
  readonly files: CompanyFiles;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Rising, as lists by age want it, and the same whenever the load is done. */
  idOf(name: string): Id;
}

/**
 * The transfers, each as far as its row says, by the clerks of the two warehouses. `startedAt` is
 * when the load began, whoever began it.
 */
export async function transferGoods(
  act: Act,
  files: CompanyFiles,
  startedAt: string,
): Promise<void> {
  let instant = Date.parse(startedAt);
  const work: Work = { act, files, startedAt, idOf: (name) => demoId(name, instant++) };
  const lines = Map.groupBy(files.transfer_lines.rows, ({ transfer }) => transfer);
  for (const row of files.transfers.rows) await play(work, row, lines.get(row.transfer) ?? []);
}

async function play(
  work: Work,
  row: Row<'transfers'>,
  lines: readonly Row<'transfer_lines'>[],
): Promise<void> {
  const { act } = work;
  const transfer = await draft(work, row, lines);
  const { id: stockTransferId, shipper, receiver, placeOf } = transfer;
  if (row.until === 'APPROVED') return;
  const half = Math.ceil(lines.length / 2);
  const toShip = row.until === 'SCANNING' ? transfer.lines.slice(0, half) : transfer.lines;
  await scan(work, transfer, 'SHIP', toShip);
  if (row.until === 'SCANNING') return;
  await act(`ship:${row.transfer}`, shipStockTransfer, { stockTransferId }, placeOf, shipper);
  if (row.until === 'SHIPPED') return;
  await scan(work, transfer, 'RECEIVE', transfer.lines);
  const input = { stockTransferId };
  await act(`receive:${row.transfer}`, receiveStockTransfer, input, placeOf, receiver);
  if (row.until === 'CLOSED') await settle(work, transfer);
}

async function draft(
  { act, files, idOf }: Work,
  row: Row<'transfers'>,
  rows: readonly Row<'transfer_lines'>[],
): Promise<Transfer> {
  const lines = rows.map((line) => ({ id: idOf(`line:${row.transfer}:${line.sku}`), row: line }));
  const shipper = clerkOf(row.source, files);
  const placeOf: PlaceOf = ([list, index]) => {
    const line = list === 'lines' ? rows[Number(index)] : undefined;
    if (line) return { file: files.transfer_lines.file, line: line.line };
    return { file: files.transfers.file, line: row.line };
  };
  const input = {
    sourceWarehouseId: warehouseId(row.source),
    destinationWarehouseId: warehouseId(row.destination),
    note: row.note,
    lines: lines.map(({ id, row: { sku, quantity, unit } }) => ({
      id,
      productId: productId(sku),
      quantity,
      unit,
    })),
  };
  const key = `transfer:${row.transfer}`;
  const { stockTransferId } = await act(key, createStockTransfer, input, placeOf, shipper);
  const receiver = clerkOf(row.destination, files, shipper);
  return { id: stockTransferId, row, lines, shipper, receiver, placeOf };
}

async function scan(
  { act, files, startedAt, idOf }: Work,
  transfer: Transfer,
  step: ScanStep,
  lines: readonly Line[],
): Promise<void> {
  const by = step === 'SHIP' ? transfer.shipper : transfer.receiver;
  const facts = { stockTransferId: transfer.id, step, scannedAt: startedAt, deviceId: 'DEMO' };
  for (const { row } of lines) {
    const place = { file: files.transfer_lines.file, line: row.line };
    for (const [n, reading] of readings(files, row, step).entries()) {
      const key = `scan:${row.transfer}:${step}:${row.sku}:${n}`;
      const input = { scanId: idOf(key), ...facts, ...reading };
      const { outcome } = await act(key, recordScan, input, () => place, by);
      if (outcome === 'MATCHED') continue;
      const message = `Scanning ${reading.code} to ${step.toLowerCase()}: ${outcome}`;
      throw new BadFiles([at(place.file, place.line, null, message)]);
    }
  }
}

/** What a scanner reads off the goods of a line, and how many of them there are. */
interface Reading {
  readonly code: string;
  readonly quantity?: string;
  readonly lotCode?: string;
}

/** All of a line when it leaves, of serial numbers each; what arrived of it when it arrives. */
function readings(
  { barcodes }: CompanyFiles,
  { sku, unit, quantity, lot, serials, arrived }: Row<'transfer_lines'>,
  step: ScanStep,
): Reading[] {
  const count = step === 'SHIP' ? quantity : (arrived ?? quantity);
  if (serials.length > 0) return serials.slice(0, Number(count)).map((code) => ({ code }));
  if (!isPositive(count)) return [];
  const barcode = barcodes.rows.find((row) => row.sku === sku && row.unit === unit);
  return [{ code: barcode?.code ?? sku, quantity: count, ...(lot !== null && { lotCode: lot }) }];
}

/** What did not arrive is lost, or is on its way back. */
async function settle({ act }: Work, transfer: Transfer): Promise<void> {
  const { id: stockTransferId, row, receiver, placeOf } = transfer;
  const lines = transfer.lines.flatMap(({ id, row: { quantity, lot, serials, arrived } }) => {
    const missing = subtractDecimals(quantity, arrived ?? quantity);
    if (!isPositive(missing)) return [];
    return [
      {
        stockTransferLineId: id,
        quantity: missing,
        lotCode: lot,
        serials: serials.length > 0 ? serials.slice(Number(arrived)) : null,
        outcome: row.shortage ?? ('LOST' as const),
        reason: row.reason ?? '',
        responsible: row.responsible,
      },
    ];
  });
  const input = { stockTransferId, lines };
  await act(`settle:${row.transfer}`, settleStockTransferShortage, input, placeOf, receiver);
}
