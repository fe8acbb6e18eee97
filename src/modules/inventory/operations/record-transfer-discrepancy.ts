import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { loadProductMeasures } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { ensureLots, type WantedLot } from '../ledger/lots.ts';
import { markArrived } from '../ledger/transfer-progress.ts';
import { insertDiscrepancies, type NewDiscrepancy } from '../ledger/write-discrepancies.ts';
import { loadOpenDiscrepancies, type DiscrepancyFacts } from '../queries/discrepancy-facts.ts';
import { findNamedInCounts, type NamedInCounts } from '../queries/named-in-counts.ts';
import { lockTransferOnItsWay, type TransferOnItsWay } from '../queries/transfer-facts.ts';
import { lotKey } from '../rules/lot-key.ts';
import { arrivalFaults, stateAfterArrival } from '../rules/plan-arrival.ts';
import {
  readDiscrepancies,
  type FoundGoods,
  type TransferDiscrepancyInput,
} from '../rules/read-discrepancies.ts';
import { sizeFaults } from '../rules/read-input.ts';
import { stockTransferStates } from '../rules/stock-transfer-states.ts';
import { transferEvent } from '../rules/transfer-snapshot.ts';

export interface RecordTransferDiscrepancyInput {
  readonly stockTransferId: Id;
  readonly lines: readonly TransferDiscrepancyInput[];
}

export interface TransferDiscrepancyRecorded {
  readonly stockTransferId: Id;
  readonly stockTransferDiscrepancyIds: readonly Id[];
}

/** Known by either warehouse; all else is found where the goods arrive. */
const knownByBoth = 'SHORTAGE';

/**
 * Something did not go as the transfer was written: goods are missing, too many, of another kind,
 * or of another serial number. It is kept until somebody settles it; nothing moves yet. What is
 * said to be missing must be on its way, and neither scanned nor said to be missing before.
 */
export const recordTransferDiscrepancy = defineOperation({
  name: 'recordTransferDiscrepancy',
  permission: 'inventory.transfer',
  async run(op, input: RecordTransferDiscrepancyInput): Promise<TransferDiscrepancyRecorded> {
    refuseIfAny(sizeFaults(input.lines));
    const [transfer, named, products] = await inOrder(
      lockTransferOnItsWay(op, input.stockTransferId),
      findNamedInCounts(op, input.lines.map(countOf)),
      loadProductMeasures(op, askable(input.lines.map((line) => line.productId))),
    );
    const { source, destination } = transfer;
    const isShort = input.lines.every(({ kind }) => kind === knownByBoth);
    const unitIds = isShort ? [source.id, destination.id] : [destination.id];
    op.requireReach('inventory.transfer', { unitIds }, 'Recording a discrepancy of this transfer');
    requireTransition(stockTransferStates, transfer.state, 'recordTransferDiscrepancy');
    const faults: Fault[] = [];
    const places = placesOf(input.lines, transfer, named, faults);
    const lotId = (productId: Id, code: string) => named.lotId(productId, code);
    const found = readDiscrepancies(
      input.lines,
      { lines: transfer.lines, products, lotId },
      faults,
    );
    const open = await loadOpenDiscrepancies(op, transfer.id);
    faults.push(...missingFaults(transfer, found, open));
    refuseIfAny(faults);
    const records = await recordsOf(op, transfer, found, places);
    const state = stateAfterArrival(transfer.lines, transfer.openDiscrepancies + records.length);
    await inOrder(insertDiscrepancies(op, records), markArrived(op, transfer.id, state, [], []));
    const after = { ...transfer, state };
    const discrepancies = records.map(describe);
    op.emit(
      transferEvent(inventoryEvents.stockTransferDiscrepancyRecorded, after, { discrepancies }),
    );
    return {
      stockTransferId: transfer.id,
      stockTransferDiscrepancyIds: records.map(({ id }) => id),
    };
  },
});

const countOf = ({ stockTransferLineId, ...line }: TransferDiscrepancyInput) => ({
  ...line,
  stockTransferLineId: stockTransferLineId ?? '',
});

/** Where goods that came were put, by entry; null for those that did not come. */
function placesOf(
  lines: readonly TransferDiscrepancyInput[],
  { destination }: TransferOnItsWay,
  named: NamedInCounts,
  faults: Fault[],
): (Id | null)[] {
  return lines.map((line, index) => {
    if (line.kind === knownByBoth) return null;
    const path = ['lines', String(index), 'locationId'];
    const id = line.locationId?.toLowerCase() ?? null;
    if (id !== null && named.isIn(destination.id, id)) return id;
    const { code, receiptLocationId } = destination;
    if (id !== null) {
      faults.push(fault('LOCATION_NOT_FOUND', `${code} has no such location`, path));
    } else if (receiptLocationId === null) {
      const message = `${code} has no default location for receipts: name one`;
      faults.push(fault('NO_RECEIPT_LOCATION', message, path));
    }
    return receiptLocationId;
  });
}

function missingFaults(
  transfer: TransferOnItsWay,
  found: readonly FoundGoods[],
  open: readonly DiscrepancyFacts[],
): Fault[] {
  const lines = new Map(transfer.lines.map((line) => [line.id, line]));
  const missing = found.flatMap(({ kind, lineId, ...goods }) => {
    const line = lineId === null ? undefined : lines.get(lineId);
    const here = kind === 'OVERAGE' || kind === 'WRONG_ITEM';
    return line && !here ? [{ ...goods, line }] : [];
  });
  const claimed = open.flatMap(({ kind, lineId, ...goods }) =>
    lineId !== null && (kind === 'SHORTAGE' || kind === 'SERIAL_SWAP')
      ? [{ ...goods, lineId }]
      : [],
  );
  return arrivalFaults(missing, transfer.inTransit, [...transfer.scanned, ...claimed]);
}

/** Lots and serial numbers that came are made where they are new: they are on no paper. */
async function recordsOf(
  op: OperationContext,
  transfer: TransferOnItsWay,
  found: readonly FoundGoods[],
  places: readonly (Id | null)[],
): Promise<NewDiscrepancy[]> {
  const wanted = found.flatMap(({ productId, tracking, newLot }): WantedLot[] => {
    if (newLot === null || tracking === 'NONE') return [];
    return [{ productId, kind: tracking, code: newLot, expiresOn: null }];
  });
  const lots = await ensureLots(op, wanted);
  return found.map((goods) => {
    const { kind, lineId, productId, newLot, quantity, note, entry } = goods;
    const arrived = newLot === null ? null : (lots.get(lotKey(productId, newLot))?.id ?? null);
    const swap = kind === 'SERIAL_SWAP';
    return {
      id: op.newId(),
      stockTransferId: transfer.id,
      lineId,
      kind,
      productId,
      lotId: goods.lotId ?? (swap ? null : arrived),
      otherLotId: swap ? arrived : null,
      quantity,
      locationId: places[entry] ?? null,
      note,
    };
  });
}

const describe = ({ stockTransferId: _, lineId, ...record }: NewDiscrepancy) => ({
  ...record,
  stockTransferLineId: lineId,
  state: 'OPEN',
});
