import {
  addDecimals,
  compareDecimals,
  isPositive,
  subtractDecimals,
  sumDecimals,
  type Decimal,
} from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { replaceReservations } from '../ledger/replace-reservations.ts';
import type { ReservationWanted } from '../ledger/reserve.ts';
import { markPrepared } from '../ledger/transfer-steps.ts';
import { findNamedInCounts } from '../queries/named-in-counts.ts';
import { lockTransferToShip, type TransferToShip } from '../queries/transfer-facts.ts';
import { expectedFaults, moreThanRequested } from '../rules/plan-shipment.ts';
import { sizeFaults } from '../rules/read-input.ts';
import {
  readShippedLines,
  type ShippedLineInput,
  type ShippedPart,
} from '../rules/read-shipped-lines.ts';
import type { Reservation } from '../rules/reservation.ts';
import { stockTransferStates } from '../rules/stock-transfer-states.ts';
import { transferEvent } from '../rules/transfer-snapshot.ts';

export interface PickStockTransferInput {
  readonly stockTransferId: Id;
  /**
   * The very goods, chosen by hand: they are set aside, in place of what was chosen of these lines
   * before. Left out: what was scanned and chosen is all there is to be.
   */
  readonly lines?: readonly ShippedLineInput[] | null;
  /** Other serial numbers than the expected ones are meant. */
  readonly allowSwap?: boolean | null;
}

/**
 * The goods to ship are chosen: scanned, or named here by place, lot and serial number. PICKED when
 * nothing is missing. Refuses INSUFFICIENT_STOCK with every place that has too little beside what
 * is promised to others; without `lines`, PICKED_NOT_ALL with every line that lacks something.
 */
export const pickStockTransfer = defineOperation({
  name: 'pickStockTransfer',
  permission: 'inventory.transfer',
  async run(op, input: PickStockTransferInput): Promise<{ stockTransferId: Id }> {
    if (input.lines) refuseIfAny(sizeFaults(input.lines));
    const [transfer, named] = await inOrder(
      lockTransferToShip(op, input.stockTransferId),
      findNamedInCounts(op, input.lines ?? []),
    );
    const unitIds = [transfer.source.id];
    op.requireReach('inventory.transfer', { unitIds }, 'Picking goods of this warehouse');
    const all = requireTransition(stockTransferStates, transfer.state, 'pickStockTransfer');
    const picks = input.lines ? readShippedLines(transfer, named, input.lines) : [];
    if (!(input.allowSwap ?? false)) refuseIfAny(expectedFaults(picks));
    const chosen = pickedAfter(transfer, picks);
    refuseIfAny(moreThanRequested(transfer.lines, chosen));
    const missing = missingFaults(transfer, chosen);
    if (!input.lines) refuseIfAny(missing);
    if (picks.length > 0) await setAside(op, transfer, picks);
    const state = missing.length === 0 ? all : transfer.state;
    await markPrepared(op, transfer.id, state as 'APPROVED' | 'RESERVED' | 'PICKED');
    const after = { ...transfer, state };
    const picked = picks.map(describe);
    op.emit(transferEvent(inventoryEvents.stockTransferPicked, after, { picked }));
    return { stockTransferId: transfer.id };
  },
});

/** What is scanned and chosen of each line; what is named anew replaces what was before. */
function pickedAfter(transfer: TransferToShip, picks: readonly ShippedPart[]): Map<Id, Decimal> {
  const anew = Map.groupBy(picks, (pick) => pick.line.id);
  const before = Map.groupBy(transfer.picked, (part) => part.lineId);
  const sum = (parts: readonly { readonly quantity: Decimal }[] = []): Decimal =>
    sumDecimals(parts.map((part) => part.quantity));
  return new Map(
    transfer.lines.map((line) => [
      line.id,
      addDecimals(line.scannedToShip, sum(anew.get(line.id) ?? before.get(line.id))),
    ]),
  );
}

const missingFaults = (transfer: TransferToShip, chosen: ReadonlyMap<Id, Decimal>): Fault[] =>
  transfer.lines.flatMap(({ id, lineNo, sku, requested }) => {
    const picked = chosen.get(id) ?? '0';
    if (compareDecimals(picked, requested) >= 0) return [];
    const details = { stockTransferLineId: id, lineNo, sku, requested, picked };
    const message = `${sku}: ${requested} requested, ${picked} picked`;
    return [fault('PICKED_NOT_ALL', message, [], details)];
  });

const openOf = ({ quantity, consumed, released }: Reservation): Decimal =>
  subtractDecimals(quantity, sumDecimals([consumed, released]));

/** What the lines had set aside becomes the very goods; the rest of it stays set aside. */
async function setAside(
  op: OperationContext,
  transfer: TransferToShip,
  picks: readonly ShippedPart[],
): Promise<void> {
  const byLine = Map.groupBy(picks, (pick) => pick.line.id);
  const keys = picks.map(({ line }) => ({
    productId: line.productId,
    warehouseId: transfer.source.id,
  }));
  await replaceReservations(op, keys, [...byLine.keys()], (open) => {
    const hard = picks.map((pick) => ({
      ...demandOf(op, transfer, pick.line),
      quantity: pick.quantity,
      strength: 'HARD' as const,
      locationId: pick.locationId,
      lotId: pick.lotId,
      path: pick.path,
    }));
    const rest = [...byLine].flatMap(([lineId, parts]) => {
      const [first] = parts;
      const own = open.filter((reservation) => reservation.demandLineId === lineId);
      const before = sumDecimals(own.map(openOf));
      const left = subtractDecimals(before, sumDecimals(parts.map((part) => part.quantity)));
      if (!first || !isPositive(left)) return [];
      const priority = Math.max(...own.map((reservation) => reservation.priority));
      const soft = { quantity: left, strength: 'SOFT' as const, wait: true, priority, path: [] };
      return [{ ...demandOf(op, transfer, first.line), ...soft }];
    });
    return [...hard, ...rest];
  });
}

const demandOf = (
  op: OperationContext,
  transfer: TransferToShip,
  line: { readonly id: Id; readonly productId: Id },
): Omit<ReservationWanted, 'quantity' | 'strength' | 'path'> => ({
  id: op.newId(),
  demandKind: 'TRANSFER',
  demandId: transfer.id,
  demandLineId: line.id,
  productId: line.productId,
  warehouseId: transfer.source.id,
});

const describe = ({ line, ...part }: ShippedPart): Record<string, unknown> => ({
  stockTransferLineId: line.id,
  locationId: part.locationId,
  lotId: part.lotId,
  lot: part.lotCode,
  quantity: part.quantity,
});
