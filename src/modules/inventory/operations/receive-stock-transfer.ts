import { DomainError, refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { requirePackagesTogether } from '../ledger/packages-together.ts';
import type { PlannedMove } from '../rules/planned-move.ts';
import { postMoves } from '../ledger/post-moves.ts';
import { markArrived } from '../ledger/transfer-progress.ts';
import { insertDiscrepancies, type NewDiscrepancy } from '../ledger/write-discrepancies.ts';
import { findNamedInCounts, type NamedInCounts } from '../queries/named-in-counts.ts';
import {
  lockTransferOnItsWay,
  type TransferEnd,
  type TransferLine,
  type TransferOnItsWay,
} from '../queries/transfer-facts.ts';
import { receiverFaults } from '../rules/four-eyes.ts';
import { changedLines, lineChanges } from '../rules/line-changes.ts';
import { arrivalFaults, drawFromTransit, stateAfterArrival } from '../rules/plan-arrival.ts';
import { readCounts, type Count, type CountInput } from '../rules/read-counts.ts';
import { readText, sizeFaults } from '../rules/read-input.ts';
import { stockTransferStates } from '../rules/stock-transfer-states.ts';
import { transferEvent } from '../rules/transfer-snapshot.ts';

export interface ReceivedLineInput extends CountInput {
  /** Where they are put; left out: the default location for receipts; damaged: in quarantine. */
  readonly locationId?: Id | null;
  /** They arrived, and are not fit to be sold: kept in quarantine, with a record to be settled. */
  readonly damaged?: boolean | null;
  /** What is wrong with them. */
  readonly note?: string | null;
}

export interface ReceiveStockTransferInput {
  readonly stockTransferId: Id;
  /** What arrived, counted by hand; left out: what was scanned and not yet received. */
  readonly lines?: readonly ReceivedLineInput[] | null;
}

type PutAway = Count<TransferLine> & {
  readonly locationId: Id;
  readonly damaged: boolean;
  readonly note: string | null;
  readonly whole?: boolean;
};

/**
 * Goods on their way arrive, all or some; the rest stays on its way. Only what this transfer
 * shipped can arrive: anything else is refused with NOT_IN_TRANSIT. Goods that turned round arrive
 * where they came from. Who shipped them does not receive them: SAME_PERSON.
 */
export const receiveStockTransfer = defineOperation({
  name: 'receiveStockTransfer',
  permission: 'inventory.transfer',
  async run(op, input: ReceiveStockTransferInput): Promise<{ stockTransferId: Id }> {
    if (input.lines) refuseIfAny(sizeFaults(input.lines));
    const [transfer, named] = await inOrder(
      lockTransferOnItsWay(op, input.stockTransferId),
      findNamedInCounts(op, input.lines ?? []),
    );
    const end = transfer.returningAt === null ? transfer.destination : transfer.source;
    op.requireReach('inventory.transfer', { unitIds: [end.id] }, 'Receiving in this warehouse');
    requireTransition(stockTransferStates, transfer.state, 'receiveStockTransfer');
    refuseIfAny(receiverFaults(op.actorId, transfer.shippedBy, end));
    const arrived = input.lines
      ? countedByHand(transfer, end, named, input.lines)
      : withoutCount(transfer, end);
    await post(op, transfer, arrived);
    return { stockTransferId: transfer.id };
  },
});

async function post(
  op: OperationContext,
  transfer: TransferOnItsWay,
  arrived: readonly PutAway[],
): Promise<void> {
  const counter = transfer.returningAt === null ? 'received' : 'returned';
  const changes = lineChanges(arrived, () => counter);
  const lines = changedLines(transfer.lines, changes);
  const damages = damagesOf(op, transfer, arrived);
  const state = stateAfterArrival(lines, transfer.openDiscrepancies + damages.length);
  const counted = arrived.map((part) => ({ lineId: part.line.id, lotId: part.lotId }));
  const moves = movesOf(transfer, arrived);
  await inOrder(
    postMoves(op, moves),
    markArrived(op, transfer.id, state, changes, counted),
    insertDiscrepancies(op, damages),
  );
  await requirePackagesTogether(op, moves);
  const change = { [counter]: arrived.map(describe) };
  op.emit(
    transferEvent(inventoryEvents.stockTransferReceived, { ...transfer, state, lines }, change),
  );
}

function countedByHand(
  transfer: TransferOnItsWay,
  end: TransferEnd,
  named: NamedInCounts,
  lines: readonly ReceivedLineInput[],
): PutAway[] {
  const faults: Fault[] = [];
  const put = lines.map((line, index) => {
    const path = ['lines', String(index)];
    const damaged = line.damaged ?? false;
    const usual = (damaged ? transfer.quarantineId : null) ?? end.receiptLocationId;
    const note = readText(line.note, { most: 500, optional: true }, [...path, 'note'], faults);
    const place = { usual, code: end.code };
    const locationId = readPlace(line, end.id, place, named, [...path, 'locationId'], faults);
    return { locationId, damaged, note };
  });
  const counts = readCounts(lines, transfer.lines, named.lotId, faults);
  refuseIfAny([...faults, ...arrivalFaults(counts, transfer.inTransit)]);
  return counts.map((count) => ({ ...count, ...(put[count.entry] as PutAway) }));
}

function readPlace(
  line: ReceivedLineInput,
  warehouseId: Id,
  { usual, code }: { readonly usual: Id | null; readonly code: string },
  named: NamedInCounts,
  path: readonly string[],
  faults: Fault[],
): Id | null {
  if (line.locationId == null) {
    if (usual) return usual;
    const message = `${code} has no default location for receipts: name one`;
    faults.push(fault('NO_RECEIPT_LOCATION', message, path));
    return null;
  }
  const id = line.locationId.toLowerCase();
  if (named.isIn(warehouseId, id)) return id;
  faults.push(fault('LOCATION_NOT_FOUND', `${code} has no such location`, path));
  return null;
}

/** What was scanned; of goods that turned round, all that is still on its way. */
function withoutCount(transfer: TransferOnItsWay, end: TransferEnd): PutAway[] {
  const back = transfer.returningAt !== null;
  if (back && !end.receiptLocationId) {
    const message = `${end.code} has no default location for receipts: name places by lines`;
    refuse('NO_RECEIPT_LOCATION', message, ['lines']);
  }
  const found = back
    ? transfer.inTransit.map((part) => ({ ...part, locationId: end.receiptLocationId as Id }))
    : transfer.scanned;
  if (found.length === 0) {
    refuse('NOTHING_TO_RECEIVE', 'Nothing new was scanned, and no lines were given');
  }
  const lines = new Map(transfer.lines.map((line) => [line.id, line]));
  const arrived = found.map(({ lineId, ...part }, entry) => {
    const line = lines.get(lineId);
    if (!line) throw new DomainError([fault('LINE_NOT_FOUND', 'A scanned line is gone')]);
    return { ...part, line, path: [], entry, damaged: false, note: null };
  });
  refuseIfAny(arrivalFaults(arrived, transfer.inTransit));
  return arrived;
}

const movesOf = (transfer: TransferOnItsWay, arrived: readonly PutAway[]): PlannedMove[] =>
  drawFromTransit(arrived, transfer.inTransit).map((part) => ({
    kind: transfer.returningAt === null ? 'TRANSFER_RECEIPT' : 'TRANSFER_RETURN',
    productId: part.line.productId,
    lotId: part.lotId,
    isSerial: part.line.tracking === 'SERIAL',
    fromId: transfer.transitId,
    toId: part.locationId,
    fromPackageId: part.packageId,
    toPackageId: part.whole ? part.packageId : null,
    toStatus: part.damaged ? 'QUARANTINE' : 'AVAILABLE',
    quantity: part.quantity,
    documentId: transfer.id,
    lineId: part.line.id,
    path: part.path,
  }));

const damagesOf = (
  op: OperationContext,
  transfer: TransferOnItsWay,
  arrived: readonly PutAway[],
): NewDiscrepancy[] =>
  arrived
    .filter((part) => part.damaged)
    .map((part) => ({
      id: op.newId(),
      stockTransferId: transfer.id,
      lineId: part.line.id,
      kind: 'DAMAGE',
      productId: part.line.productId,
      lotId: part.lotId,
      quantity: part.quantity,
      locationId: part.locationId,
      note: part.note,
    }));

const describe = (part: PutAway): Record<string, unknown> => ({
  stockTransferLineId: part.line.id,
  locationId: part.locationId,
  lotId: part.lotId,
  lot: part.lotCode,
  quantity: part.quantity,
  damaged: part.damaged,
});
