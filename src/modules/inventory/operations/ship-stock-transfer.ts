import { refuse, refuseIfAny } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { consumeReservations } from '../ledger/consume-reservations.ts';
import { lockEachLevel } from '../ledger/lock-levels.ts';
import { requirePackagesTogether } from '../ledger/packages-together.ts';
import type { PlannedMove } from '../rules/planned-move.ts';
import { postMoves } from '../ledger/post-moves.ts';
import { releaseReservations } from '../ledger/release-reservations.ts';
import { markShipped, type Shipment } from '../ledger/transfer-progress.ts';
import { findNamedInCounts, type NamedInCounts } from '../queries/named-in-counts.ts';
import { findPickCandidates } from '../queries/pick-candidates.ts';
import {
  lockTransferToShip,
  type TransferLine,
  type TransferToShip,
} from '../queries/transfer-facts.ts';
import { expectedFaults, shipmentFaults, shippedByLine } from '../rules/plan-shipment.ts';
import { proposePicks } from '../rules/propose-picks.ts';
import { sizeFaults } from '../rules/read-input.ts';
import {
  partsOfLines,
  readShippedLines,
  type ShippedLineInput,
  type ShippedPart,
} from '../rules/read-shipped-lines.ts';
import { stockTransferStates } from '../rules/stock-transfer-states.ts';
import { transferEvent } from '../rules/transfer-snapshot.ts';

export interface ShipStockTransferInput {
  readonly stockTransferId: Id;
  /** What leaves, counted by hand; left out: what was scanned, and what was chosen by hand. */
  readonly lines?: readonly ShippedLineInput[] | null;
  /** Less than was requested is meant. */
  readonly acceptShort?: boolean | null;
  /** Other serial numbers than the expected ones are meant. */
  readonly allowSwap?: boolean | null;
  /** Where nothing was scanned or chosen: what is to be picked by the rules leaves. */
  readonly usePlan?: boolean | null;
  /** When the goods should arrive; left out: as long after now as its route takes. */
  readonly dueAt?: Date | string | null;
}

type Part = ShippedPart<TransferLine>;

/**
 * The goods leave the source and are on their way until someone receives them: everything that was
 * scanned or chosen (or that `lines` say), or nothing. What was reserved for the transfer is used
 * up first, and the rest of it is free again. Refuses NOTHING_TO_SHIP, SERIAL_NOT_EXPECTED, and
 * SHORT_SHIPMENT with every line that would leave short, unless that is meant.
 */
export const shipStockTransfer = defineOperation({
  name: 'shipStockTransfer',
  permission: 'inventory.transfer',
  async run(op, input: ShipStockTransferInput): Promise<{ stockTransferId: Id }> {
    if (input.lines) refuseIfAny(sizeFaults(input.lines));
    const [transfer, named] = await inOrder(
      lockTransferToShip(op, input.stockTransferId),
      findNamedInCounts(op, input.lines ?? []),
    );
    const unitIds = [transfer.source.id];
    op.requireReach('inventory.transfer', { unitIds }, 'Shipping from this warehouse');
    const state = requireTransition(stockTransferStates, transfer.state, 'shipStockTransfer');
    const arrival = arrivalOf(op, transfer, input.dueAt);
    const parts = await partsToShip(op, transfer, named, input);
    const shipped = shippedByLine(transfer.lines, parts);
    refuseIfAny(shipmentFaults(transfer.lines, shipped, input.acceptShort ?? false));
    if (!(input.allowSwap ?? false)) refuseIfAny(expectedFaults(parts));
    await post(op, transfer, parts, { shipped, ...arrival });
    const lines = transfer.lines.map((l) => ({ ...l, shipped: shipped.get(l.id) ?? '0' }));
    const after = { ...transfer, ...arrival, state, lines };
    op.emit(
      transferEvent(inventoryEvents.stockTransferShipped, after, { shipped: parts.map(describe) }),
    );
    return { stockTransferId: transfer.id };
  },
});

async function post(
  op: OperationContext,
  transfer: TransferToShip,
  parts: readonly Part[],
  shipment: Shipment,
): Promise<void> {
  if (transfer.reserves) {
    // What stays behind is released below: its levels are locked with the others, in one order.
    await lockEachLevel(op, levelsOf(transfer));
    await consumeReservations(
      op,
      parts.map((part) => ({
        ...part,
        demandLineId: part.line.id,
        productId: part.line.productId,
        warehouseId: transfer.source.id,
      })),
    );
  }
  // Both on the wire at once; a refusal of the first undoes the second.
  const moves = parts.map((part) => moveOf(transfer, part));
  await inOrder(postMoves(op, moves), markShipped(op, transfer.id, shipment));
  await requirePackagesTogether(op, moves);
  // Who waits is served with the rest only when our own goods are out of reach.
  if (transfer.reserves) {
    await releaseReservations(op, { demandIds: [transfer.id], ending: 'SHORT_CLOSED' });
  }
}

async function partsToShip(
  op: OperationContext,
  transfer: TransferToShip,
  named: NamedInCounts,
  { lines, usePlan }: ShipStockTransferInput,
): Promise<Part[]> {
  if (lines) return readShippedLines(transfer, named, lines);
  const chosen = partsOfLines(transfer.lines, [...transfer.scanned, ...transfer.picked]);
  return chosen.length === 0 && usePlan ? proposed(op, transfer) : chosen;
}

/** By removal date first, as `proposePicks` says; what cannot be had is left out. */
async function proposed(op: OperationContext, transfer: TransferToShip): Promise<Part[]> {
  await lockEachLevel(op, levelsOf(transfer));
  const expecting = transfer.lines.map((line) => ({
    stockTransferLineId: line.id,
    serials: line.expectedSerials,
  }));
  const named = await findNamedInCounts(op, expecting);
  const wanted = transfer.lines.map((line) => ({
    lineId: line.id,
    productId: line.productId,
    warehouseId: transfer.source.id,
    quantity: line.requested,
    lotIds: line.expectedSerials?.flatMap((code) => named.lotId(line.productId, code) ?? []),
  }));
  const facts = await findPickCandidates(op, wanted, op.today);
  const { picks } = proposePicks(wanted, facts);
  return partsOfLines(
    transfer.lines,
    picks.map((pick) => ({ ...pick, lotCode: pick.lot })),
  );
}

const levelsOf = ({ lines, source }: TransferToShip) =>
  lines.map(({ productId }) => ({ productId, warehouseId: source.id }));

const msAnHour = 3_600_000;

/** When the goods should be there: as said, or by their route. */
function arrivalOf(
  op: OperationContext,
  { route }: TransferToShip,
  given: Date | string | null | undefined,
): Omit<Shipment, 'shipped'> {
  const carrier = route?.carrier ?? null;
  if (given != null) {
    const dueAt = new Date(given);
    // Also what is no instant at all.
    if (!(dueAt > op.now)) {
      refuse('DUE_IN_PAST', 'Goods that leave now arrive later than now', ['dueAt']);
    }
    return { dueAt: dueAt.toISOString(), carrier };
  }
  if (!route) return { dueAt: null, carrier };
  const dueAt = new Date(op.now.getTime() + route.leadHours * msAnHour);
  return { dueAt: dueAt.toISOString(), carrier };
}

const moveOf = (transfer: TransferToShip, part: Part): PlannedMove => ({
  kind: 'TRANSFER_SHIPMENT',
  productId: part.line.productId,
  lotId: part.lotId,
  isSerial: part.line.tracking === 'SERIAL',
  fromId: part.locationId,
  toId: transfer.transitId,
  fromPackageId: part.packageId,
  toPackageId: part.whole ? part.packageId : null,
  quantity: part.quantity,
  documentId: transfer.id,
  lineId: part.line.id,
  path: part.path,
});

const describe = (part: Part): Record<string, unknown> => ({
  stockTransferLineId: part.line.id,
  locationId: part.locationId,
  lotId: part.lotId,
  lot: part.lotCode,
  quantity: part.quantity,
});
