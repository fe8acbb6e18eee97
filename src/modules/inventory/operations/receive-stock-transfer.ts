import { addDecimals, sumDecimals } from '../../../kernel/decimal.ts';
import { DomainError, refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import type { PlannedMove } from '../ledger/planned-move.ts';
import { postMoves } from '../ledger/post-moves.ts';
import { markArrived } from '../ledger/transfer-progress.ts';
import { findNamedInCounts, type NamedInCounts } from '../queries/named-in-counts.ts';
import {
  lockTransferOnItsWay,
  type LinePart,
  type ScannedPart,
  type TransferFacts,
  type TransferLine,
} from '../queries/transfer-facts.ts';
import { arrivalFaults, stateAfterArrival } from '../rules/plan-arrival.ts';
import { readCounts, type Count, type CountInput } from '../rules/read-counts.ts';
import { sizeFaults } from '../rules/read-input.ts';
import { stockTransferStates } from '../rules/stock-transfer-states.ts';
import { transferEvent } from '../rules/transfer-snapshot.ts';

export interface ReceivedLineInput extends CountInput {
  /** Where in the destination they are put; left out: its default location for receipts. */
  readonly locationId?: Id | null;
}

export interface ReceiveStockTransferInput {
  readonly stockTransferId: Id;
  /** What arrived, counted by hand; left out: what was scanned and not yet received. */
  readonly lines?: readonly ReceivedLineInput[] | null;
}

type PutAway = Count<TransferLine> & { readonly locationId: Id };

/**
 * Goods on their way arrive, all or some; the rest stays on its way. Only what this transfer
 * shipped can arrive: anything else is refused with NOT_IN_TRANSIT.
 */
export const receiveStockTransfer = defineOperation({
  name: 'receiveStockTransfer',
  permission: 'inventory.transfer',
  async run(op, input: ReceiveStockTransferInput): Promise<{ stockTransferId: Id }> {
    if (input.lines) refuseIfAny(sizeFaults(input.lines));
    const [{ transfer, scanned, inTransit }, named] = await inOrder(
      lockTransferOnItsWay(op, input.stockTransferId),
      findNamedInCounts(op, input.lines ?? []),
    );
    const unitIds = [transfer.destination.id];
    op.requireReach('inventory.transfer', { unitIds }, 'Receiving in this warehouse');
    requireTransition(stockTransferStates, transfer.state, 'receiveStockTransfer');
    const arrived = input.lines
      ? countedByHand(transfer, named, inTransit, input.lines)
      : scannedArrivals(transfer, scanned, inTransit);
    const after = afterArrival(transfer, arrived);
    await inOrder(
      postMoves(
        op,
        arrived.map((part) => moveOf(transfer, part)),
      ),
      markArrived(op, transfer.id, after.state, after.changes, after.counted),
    );
    op.emit(
      transferEvent(
        inventoryEvents.stockTransferReceived,
        { ...transfer, state: after.state, lines: after.lines },
        { received: arrived.map(describe) },
      ),
    );
    return { stockTransferId: transfer.id };
  },
});

function countedByHand(
  transfer: TransferFacts,
  named: NamedInCounts,
  inTransit: readonly LinePart[],
  lines: readonly ReceivedLineInput[],
): PutAway[] {
  const faults: Fault[] = [];
  const locationIds = lines.map((line, index) =>
    readPlace(line, transfer, named, ['lines', String(index), 'locationId'], faults),
  );
  const counts = readCounts(lines, transfer.lines, named.lotId, faults);
  refuseIfAny([...faults, ...arrivalFaults(counts, inTransit)]);
  return counts.map((count) => ({ ...count, locationId: locationIds[count.entry] as Id }));
}

function readPlace(
  line: ReceivedLineInput,
  transfer: TransferFacts,
  named: NamedInCounts,
  path: readonly string[],
  faults: Fault[],
): Id | null {
  const { id: warehouseId, code, receiptLocationId } = transfer.destination;
  if (line.locationId == null) {
    if (receiptLocationId) return receiptLocationId;
    const message = `${code} has no default location for receipts: name one`;
    faults.push(fault('NO_RECEIPT_LOCATION', message, path));
    return null;
  }
  const id = line.locationId.toLowerCase();
  if (named.isIn(warehouseId, id)) return id;
  faults.push(fault('LOCATION_NOT_FOUND', `${code} has no such location`, path));
  return null;
}

function scannedArrivals(
  transfer: TransferFacts,
  scanned: readonly ScannedPart[],
  inTransit: readonly LinePart[],
): PutAway[] {
  if (scanned.length === 0) {
    refuse('NOTHING_TO_RECEIVE', 'Nothing new was scanned, and no lines were given');
  }
  const lines = new Map(transfer.lines.map((line) => [line.id, line]));
  const arrived = scanned.map(({ lineId, ...part }, entry) => {
    const line = lines.get(lineId);
    if (!line) throw new DomainError([fault('LINE_NOT_FOUND', 'A scanned line is gone')]);
    return { ...part, line, path: [], entry };
  });
  refuseIfAny(arrivalFaults(arrived, inTransit));
  return arrived;
}

function afterArrival(transfer: TransferFacts, arrived: readonly PutAway[]) {
  const byLine = Map.groupBy(arrived, (part) => part.line.id);
  const changes = [...byLine].map(([lineId, parts]) => ({
    lineId,
    received: sumDecimals(parts.map((part) => part.quantity)),
    lost: '0',
    returned: '0',
  }));
  const received = new Map(changes.map((change) => [change.lineId, change.received]));
  const lines = transfer.lines.map((line) => ({
    ...line,
    received: addDecimals(line.received, received.get(line.id) ?? '0'),
  }));
  const counted = arrived.map((part) => ({ lineId: part.line.id, lotId: part.lotId }));
  return { changes, lines, counted, state: stateAfterArrival(lines) };
}

const moveOf = (transfer: TransferFacts, part: PutAway): PlannedMove => ({
  kind: 'TRANSFER_RECEIPT',
  productId: part.line.productId,
  lotId: part.lotId,
  isSerial: part.line.tracking === 'SERIAL',
  fromId: transfer.transitId,
  toId: part.locationId,
  quantity: part.quantity,
  documentId: transfer.id,
  lineId: part.line.id,
  path: part.path,
});

const describe = (part: PutAway): Record<string, unknown> => ({
  stockTransferLineId: part.line.id,
  locationId: part.locationId,
  lotId: part.lotId,
  lot: part.lotCode,
  quantity: part.quantity,
});
