import { compareDecimals, isPositive } from '../../../kernel/decimal.ts';
import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { loadProductMeasures } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { releaseReservations } from '../ledger/release-reservations.ts';
import { editTransfer, type TransferEdit } from '../ledger/write-transfer.ts';
import { lockTransfer, type TransferFacts } from '../queries/transfer-facts.ts';
import { transferClashes } from '../rules/clashes.ts';
import { countFaults, readText } from '../rules/read-input.ts';
import {
  readTransferLines,
  type StockTransferLineInput,
  type WantedLine,
} from '../rules/read-transfer-lines.ts';
import { stockTransferStates } from '../rules/stock-transfer-states.ts';
import { transferEvent } from '../rules/transfer-snapshot.ts';

export interface EditStockTransferInput {
  readonly stockTransferId: Id;
  /** The version seen. */
  readonly expectedVersion: number;
  /** Left out: as it is; empty: none. */
  readonly note?: string | null;
  /** All that is wanted now, a line's `id` kept where it stays; left out: as it is. */
  readonly lines?: readonly StockTransferLineInput[] | null;
}

/**
 * Something else is wanted, or somewhere more of it. Refuses STALE when somebody changed the
 * transfer meanwhile, and LINE_SCANNED where goods of a line were scanned already. What was
 * reserved is free again, and where the source approves transfers it has to agree anew.
 */
export const editStockTransfer = defineOperation({
  name: 'editStockTransfer',
  permission: 'inventory.transfer',
  async run(op, input: EditStockTransferInput): Promise<{ stockTransferId: Id }> {
    if (input.lines) refuseIfAny(countFaults(input.lines.length));
    const transfer = await lockTransfer(op, input.stockTransferId);
    const { source, destination, version } = transfer;
    const unitIds = source.approvesTransfers ? [source.id, destination.id] : [source.id];
    op.requireReach('inventory.transfer', { unitIds }, 'Editing this transfer');
    requireTransition(stockTransferStates, transfer.state, 'editStockTransfer');
    if (version !== input.expectedVersion) {
      const message = `The transfer has been changed meanwhile: it is at version ${version}`;
      refuse('STALE', message, ['expectedVersion'], { version });
    }
    const faults: Fault[] = [];
    const note =
      input.note == null
        ? transfer.note
        : readText(input.note, { most: 1000, optional: true }, ['note'], faults);
    const lines = input.lines
      ? await readLines(op, transfer, input.lines, faults)
      : { removedIds: [], kept: [], added: [], all: transfer.lines };
    refuseIfAny(faults);
    const state = source.approvesTransfers ? 'REQUESTED' : 'APPROVED';
    await refusingClashes(transferClashes, () =>
      editTransfer(op, transfer.id, { state, note, ...lines }),
    );
    if (transfer.reserves) {
      await releaseReservations(op, { demandIds: [transfer.id], ending: 'AMENDED' });
    }
    const after = { ...transfer, state, note, lines: lines.all } as const;
    op.emit(transferEvent(inventoryEvents.stockTransferEdited, after, {}));
    return { stockTransferId: transfer.id };
  },
});

type EditedLines = Pick<TransferEdit, 'removedIds' | 'kept' | 'added'> & {
  readonly all: readonly WantedLine[];
};

const findScanned = statement(
  'stock_transfer_scanned_lines',
  `select stock_transfer_line_id as id from stock_scan
   where stock_transfer_id = $1 and stock_transfer_line_id is not null
   union
   select p.stock_transfer_line_id from stock_scan s
   join stock_scan_part p on p.stock_scan_id = s.id
   where s.stock_transfer_id = $1`,
);

/** A line that stays keeps its number; a new one gets the next. */
async function readLines(
  op: OperationContext,
  transfer: TransferFacts,
  inputs: readonly StockTransferLineInput[],
  faults: Fault[],
): Promise<EditedLines> {
  const productIds = askable(inputs.map((line) => line.productId));
  const products = await loadProductMeasures(op, productIds);
  const scanned = await op.query<{ id: Id }>(findScanned, [transfer.id]);
  const before = new Map(transfer.lines.map((line) => [line.id, line]));
  let last = Math.max(...transfer.lines.map((line) => line.lineNo));
  const all = readTransferLines(op.newId, inputs, products, faults).map((line) => ({
    ...line,
    lineNo: before.get(line.id)?.lineNo ?? (last += 1),
  }));
  const kept = all.filter((line) => before.has(line.id));
  const keptIds = new Set(kept.map((line) => line.id));
  const removedIds = transfer.lines.map((line) => line.id).filter((id) => !keptIds.has(id));
  faults.push(...scanFaults(transfer, kept, removedIds, new Set(scanned.map(({ id }) => id))));
  return { all, kept, added: all.filter((line) => !before.has(line.id)), removedIds };
}

/** A line whose goods were scanned is neither removed, nor made another product's, nor less. */
function scanFaults(
  transfer: TransferFacts,
  kept: readonly WantedLine[],
  removedIds: readonly Id[],
  scanned: ReadonlySet<Id>,
): Fault[] {
  const before = new Map(transfer.lines.map((line) => [line.id, line]));
  const refused = (id: Id): Fault[] => {
    const line = before.get(id);
    if (!line) return [];
    const details = { stockTransferLineId: id, lineNo: line.lineNo, sku: line.sku };
    const message = `Line ${line.lineNo}, ${line.sku}: ${line.scannedToShip} of it are scanned`;
    return [fault('LINE_SCANNED', message, ['lines'], details)];
  };
  const changed = kept.filter((line) => {
    const was = before.get(line.id);
    if (!was || !scanned.has(line.id)) return false;
    const less = compareDecimals(line.requested, was.scannedToShip) < 0;
    return line.productId !== was.productId || (isPositive(was.scannedToShip) && less);
  });
  return [...removedIds.filter((id) => scanned.has(id)), ...changed.map(({ id }) => id)].flatMap(
    refused,
  );
}
