import { addDecimals, sumDecimals } from '../../../kernel/decimal.ts';
import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
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
  type TransferFacts,
  type TransferLine,
} from '../queries/transfer-facts.ts';
import { outside, shortageOutcomes, type ShortageOutcome } from '../rules/kinds.ts';
import { arrivalFaults, stateAfterArrival } from '../rules/plan-arrival.ts';
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
 */
export const settleStockTransferShortage = defineOperation({
  name: 'settleStockTransferShortage',
  permission: 'inventory.transfer',
  async run(op, input: SettleStockTransferShortageInput): Promise<{ stockTransferId: Id }> {
    refuseIfAny(sizeFaults(input.lines));
    const [{ transfer, scanned, inTransit }, named] = await inOrder(
      lockTransferOnItsWay(op, input.stockTransferId),
      findNamedInCounts(op, input.lines),
    );
    const unitIds = [transfer.source.id, transfer.destination.id];
    op.requireReach('inventory.transfer', { unitIds }, 'Settling this shortage');
    requireTransition(stockTransferStates, transfer.state, 'settleStockTransferShortage');
    const faults: Fault[] = [];
    const settled = readSettled(transfer, named, input.lines, faults);
    faults.push(...arrivalFaults(settled, inTransit, scanned));
    refuseIfAny(faults);
    const after = afterSettling(transfer, settled);
    await inOrder(
      postMoves(
        op,
        settled.map((part) => moveOf(transfer, part)),
      ),
      markArrived(op, transfer.id, after.state, after.changes, []),
    );
    op.emit(
      transferEvent(
        inventoryEvents.stockTransferShortageSettled,
        { ...transfer, state: after.state, lines: after.lines },
        { settled: settled.map(describe) },
      ),
    );
    return { stockTransferId: transfer.id };
  },
});

function readSettled(
  transfer: TransferFacts,
  named: NamedInCounts,
  inputs: readonly SettledLineInput[],
  faults: Fault[],
): Settled[] {
  const texts = inputs.map((input, index) => {
    const at = (field: string): string[] => ['lines', String(index), field];
    if (!input.reason?.trim()) {
      faults.push(fault('REASON_REQUIRED', 'Say what happened to the goods', at('reason')));
    }
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
      reason: readText(input.reason, { most: 500, optional }, at('reason'), faults) ?? '',
      responsible: readText(input.responsible, { most: 200, optional }, at('responsible'), faults),
    };
  });
  return readCounts(inputs, transfer.lines, named.lotId, faults).map((count) => ({
    ...count,
    ...(texts[count.entry] ?? { reason: '', responsible: null }),
    outcome: inputs[count.entry]?.outcome ?? 'LOST',
  }));
}

function afterSettling(transfer: TransferFacts, settled: readonly Settled[]) {
  const sum = (parts: readonly Settled[], outcome: ShortageOutcome): string =>
    sumDecimals(parts.filter((part) => part.outcome === outcome).map((part) => part.quantity));
  const byLine = Map.groupBy(settled, (part) => part.line.id);
  const changes = [...byLine].map(([lineId, parts]) => ({
    lineId,
    received: '0',
    lost: sum(parts, 'LOST'),
    returned: sum(parts, 'RETURNED_TO_SOURCE'),
  }));
  const changeOf = new Map(changes.map((change) => [change.lineId, change]));
  const lines = transfer.lines.map((line) => ({
    ...line,
    lost: addDecimals(line.lost, changeOf.get(line.id)?.lost ?? '0'),
    returned: addDecimals(line.returned, changeOf.get(line.id)?.returned ?? '0'),
  }));
  return { changes, lines, state: stateAfterArrival(lines) };
}

function moveOf(transfer: TransferFacts, part: Settled): PlannedMove {
  const lost = part.outcome === 'LOST';
  return {
    kind: lost ? 'TRANSFER_LOSS' : 'TRANSFER_RETURN',
    productId: part.line.productId,
    lotId: part.lotId,
    isSerial: part.line.tracking === 'SERIAL',
    fromId: transfer.transitId,
    toId: lost ? outside.lostInTransit : (transfer.source.receiptLocationId as Id),
    quantity: part.quantity,
    documentId: transfer.id,
    lineId: part.line.id,
    reason: part.reason,
    responsible: part.responsible,
    path: part.path,
  };
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
