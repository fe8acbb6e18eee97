import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { postMoves } from '../ledger/post-moves.ts';
import { markArrived } from '../ledger/transfer-progress.ts';
import { insertDiscrepancies, type NewDiscrepancy } from '../ledger/write-discrepancies.ts';
import { findNamedInCounts, type NamedInCounts } from '../queries/named-in-counts.ts';
import {
  lockTransferOnItsWay,
  type TransferFacts,
  type TransferLine,
  type TransferOnItsWay,
} from '../queries/transfer-facts.ts';
import { shortageOutcomes, type ShortageOutcome } from '../rules/kinds.ts';
import { changedLines, lineChanges } from '../rules/line-changes.ts';
import { arrivalFaults, drawFromTransit, stateAfterArrival } from '../rules/plan-arrival.ts';
import { missingCounter, missingMove } from '../ledger/missing-goods.ts';
import { readCounts, type Count, type CountInput } from '../rules/read-counts.ts';
import { readText, sizeFaults } from '../rules/read-input.ts';
import { stockTransferStates } from '../rules/stock-transfer-states.ts';
import { transferEvent } from '../rules/transfer-snapshot.ts';

export interface SettledLineInput extends CountInput {
  readonly outcome: ShortageOutcome;
  /** What happened, in words; kept with the moves. */
  readonly reason: string;
  /** Who answers for it: a carrier, a driver. */
  readonly responsible?: string | null;
}

export interface SettleStockTransferShortageInput {
  readonly stockTransferId: Id;
  readonly lines: readonly SettledLineInput[];
}

type Settled = Count<TransferLine> & {
  readonly outcome: ShortageOutcome;
  readonly reason: string;
  readonly responsible: string | null;
};

/**
 * Goods that will not arrive: they are lost, or went back to the source's default location. Never
 * more than is on its way, and nothing that was scanned at the destination. Either warehouse may.
 * Each shortage is kept as a record, settled at once.
 */
export const settleStockTransferShortage = defineOperation({
  name: 'settleStockTransferShortage',
  permission: 'inventory.transfer',
  async run(op, input: SettleStockTransferShortageInput): Promise<{ stockTransferId: Id }> {
    refuseIfAny(sizeFaults(input.lines));
    const [transfer, named] = await inOrder(
      lockTransferOnItsWay(op, input.stockTransferId),
      findNamedInCounts(op, input.lines),
    );
    const unitIds = [transfer.source.id, transfer.destination.id];
    op.requireReach('inventory.transfer', { unitIds }, 'Settling this shortage');
    requireTransition(stockTransferStates, transfer.state, 'settleStockTransferShortage');
    const faults: Fault[] = [];
    const settled = readSettled(transfer, named, input.lines, faults);
    faults.push(...arrivalFaults(settled, transfer.inTransit, transfer.scanned));
    refuseIfAny(faults);
    await post(op, transfer, settled);
    return { stockTransferId: transfer.id };
  },
});

async function post(
  op: OperationContext,
  transfer: TransferOnItsWay,
  settled: readonly Settled[],
): Promise<void> {
  const changes = lineChanges(settled, (part) => missingCounter(part.outcome));
  const lines = changedLines(transfer.lines, changes);
  const state = stateAfterArrival(lines, transfer.openDiscrepancies);
  const drawn = drawFromTransit(settled, transfer.inTransit, transfer.scanned);
  await inOrder(
    postMoves(
      op,
      drawn.map((part) => missingMove(transfer, part)),
    ),
    markArrived(op, transfer.id, state, changes, []),
    insertDiscrepancies(
      op,
      settled.map((part) => recordOf(op, transfer, part)),
    ),
  );
  op.emit(
    transferEvent(
      inventoryEvents.stockTransferShortageSettled,
      { ...transfer, state, lines },
      { settled: settled.map(describe) },
    ),
  );
}

const recordOf = (
  op: OperationContext,
  transfer: TransferFacts,
  { line, lotId, quantity, outcome, reason, responsible }: Settled,
): NewDiscrepancy => ({
  id: op.newId(),
  stockTransferId: transfer.id,
  lineId: line.id,
  kind: 'SHORTAGE',
  productId: line.productId,
  lotId,
  quantity,
  settled: { settlement: outcome, reason, responsible },
});

function readSettled(
  transfer: TransferFacts,
  named: NamedInCounts,
  inputs: readonly SettledLineInput[],
  faults: Fault[],
): Settled[] {
  const texts = inputs.map((input, index) => {
    const at = (field: string): string[] => ['lines', String(index), field];
    const reason = readReason(input.reason, at('reason'), faults);
    if (!shortageOutcomes.includes(input.outcome)) {
      const message = `The outcome is ${shortageOutcomes.join(' or ')}`;
      faults.push(fault('CODE_MALFORMED', message, at('outcome')));
    }
    if (input.outcome === 'RETURNED_TO_SOURCE' && !transfer.source.receiptLocationId) {
      const message = `${transfer.source.code} has no default location for receipts`;
      faults.push(fault('NO_RECEIPT_LOCATION', message, at('outcome')));
    }
    const optional = true;
    return {
      reason,
      responsible: readText(input.responsible, { most: 200, optional }, at('responsible'), faults),
    };
  });
  return readCounts(inputs, transfer.lines, named.lotId, faults).map((count) => ({
    ...count,
    ...(texts[count.entry] ?? { reason: '', responsible: null }),
    outcome: inputs[count.entry]?.outcome ?? 'LOST',
  }));
}

const describe = (part: Settled): Record<string, unknown> => ({
  stockTransferLineId: part.line.id,
  lotId: part.lotId,
  lot: part.lotCode,
  quantity: part.quantity,
  outcome: part.outcome,
  reason: part.reason,
  responsible: part.responsible,
});
