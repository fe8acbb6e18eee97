import { DomainError, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import type { PlannedMove } from '../ledger/planned-move.ts';
import { postMoves } from '../ledger/post-moves.ts';
import { markShipped } from '../ledger/transfer-progress.ts';
import { findNamedInCounts, type NamedInCounts } from '../queries/named-in-counts.ts';
import {
  lockTransferToShip,
  type ScannedPart,
  type TransferFacts,
  type TransferLine,
} from '../queries/transfer-facts.ts';
import { shipmentFaults, shippedByLine } from '../rules/plan-shipment.ts';
import { readCounts, type Count, type CountInput } from '../rules/read-counts.ts';
import { sizeFaults } from '../rules/read-input.ts';
import { stockTransferStates } from '../rules/stock-transfer-states.ts';
import { transferEvent } from '../rules/transfer-snapshot.ts';

export interface ShippedLineInput extends CountInput {
  /** Where in the source warehouse the goods are taken from. */
  readonly locationId: Id;
}

export interface ShipStockTransferInput {
  readonly stockTransferId: Id;
  /** What leaves, counted by hand; left out: what was scanned. */
  readonly lines?: readonly ShippedLineInput[] | null;
  /** Less than was requested is meant. */
  readonly acceptShort?: boolean | null;
}

type Pick = Count<TransferLine> & { readonly locationId: Id };

/**
 * The goods leave the source and are on their way until someone receives them: everything that was
 * scanned (or that `lines` say), or nothing. Refuses NOTHING_TO_SHIP, and SHORT_SHIPMENT with every
 * line that would leave short, unless that is meant.
 */
export const shipStockTransfer = defineOperation({
  name: 'shipStockTransfer',
  permission: 'inventory.transfer',
  async run(op, input: ShipStockTransferInput): Promise<{ stockTransferId: Id }> {
    if (input.lines) refuseIfAny(sizeFaults(input.lines));
    const [{ transfer, scanned }, named] = await inOrder(
      lockTransferToShip(op, input.stockTransferId),
      findNamedInCounts(op, input.lines ?? []),
    );
    const unitIds = [transfer.source.id];
    op.requireReach('inventory.transfer', { unitIds }, 'Shipping from this warehouse');
    const state = requireTransition(stockTransferStates, transfer.state, 'shipStockTransfer');
    const picks = input.lines
      ? countedByHand(transfer, named, input.lines)
      : scannedPicks(transfer, scanned);
    const shipped = shippedByLine(transfer.lines, picks);
    refuseIfAny(shipmentFaults(transfer.lines, shipped, input.acceptShort ?? false));
    // Both on the wire at once; a refusal of the first undoes the second.
    await inOrder(
      postMoves(
        op,
        picks.map((pick) => moveOf(transfer, pick)),
      ),
      markShipped(op, transfer.id, shipped),
    );
    const lines = transfer.lines.map((l) => ({ ...l, shipped: shipped.get(l.id) ?? '0' }));
    const after = { ...transfer, state, lines };
    op.emit(
      transferEvent(inventoryEvents.stockTransferShipped, after, { shipped: picks.map(describe) }),
    );
    return { stockTransferId: transfer.id };
  },
});

function countedByHand(
  transfer: TransferFacts,
  named: NamedInCounts,
  lines: readonly ShippedLineInput[],
): Pick[] {
  const faults: Fault[] = [];
  const locationIds = lines.map((line, index) => {
    const id = line.locationId.toLowerCase();
    if (!named.isIn(transfer.source.id, id)) {
      const message = `${transfer.source.code} has no such location`;
      faults.push(fault('LOCATION_NOT_FOUND', message, ['lines', String(index), 'locationId']));
    }
    return id;
  });
  const counts = readCounts(lines, transfer.lines, named.lotId, faults);
  refuseIfAny(faults);
  return counts.map((count) => ({ ...count, locationId: locationIds[count.entry] as Id }));
}

function scannedPicks(transfer: TransferFacts, scanned: readonly ScannedPart[]): Pick[] {
  const lines = new Map(transfer.lines.map((line) => [line.id, line]));
  return scanned.map(({ lineId, ...part }, entry) => {
    const line = lines.get(lineId);
    if (!line) throw new DomainError([fault('LINE_NOT_FOUND', 'A scanned line is gone')]);
    return { ...part, line, path: [], entry };
  });
}

const moveOf = (transfer: TransferFacts, pick: Pick): PlannedMove => ({
  kind: 'TRANSFER_SHIPMENT',
  productId: pick.line.productId,
  lotId: pick.lotId,
  isSerial: pick.line.tracking === 'SERIAL',
  fromId: pick.locationId,
  toId: transfer.transitId,
  quantity: pick.quantity,
  documentId: transfer.id,
  lineId: pick.line.id,
  path: pick.path,
});

const describe = (pick: Pick): Record<string, unknown> => ({
  stockTransferLineId: pick.line.id,
  locationId: pick.locationId,
  lotId: pick.lotId,
  lot: pick.lotCode,
  quantity: pick.quantity,
});
