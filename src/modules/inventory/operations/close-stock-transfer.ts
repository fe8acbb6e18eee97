import { compareDecimals, isPositive, subtractDecimals } from '../../../kernel/decimal.ts';
import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { readReason } from '../../../kernel/read-input.ts';
import { requireTransition } from '../../../kernel/transitions.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { postMoves } from '../ledger/post-moves.ts';
import { markArrived } from '../ledger/transfer-progress.ts';
import {
  insertDiscrepancies,
  settleDiscrepancies,
  type NewDiscrepancy,
} from '../ledger/write-discrepancies.ts';
import { loadOpenDiscrepancies, type DiscrepancyFacts } from '../queries/discrepancy-facts.ts';
import { lockTransferOnItsWay, type TransferOnItsWay } from '../queries/transfer-facts.ts';
import {
  shortageOutcomes,
  type DiscrepancySettlement,
  type ShortageOutcome,
} from '../rules/kinds.ts';
import { changedLines, lineChanges } from '../rules/line-changes.ts';
import { arrivalFaults, partKey, sumByPart } from '../rules/plan-arrival.ts';
import { missingCounter, missingMove } from '../ledger/missing-goods.ts';
import { readText } from '../rules/read-input.ts';
import { stockTransferStates } from '../rules/stock-transfer-states.ts';
import { transferEvent } from '../rules/transfer-snapshot.ts';

export interface CloseStockTransferInput {
  readonly stockTransferId: Id;
  /** What became of all that is still on its way; may be left out when nothing is. */
  readonly outcome?: ShortageOutcome | null;
  readonly reason: string;
  readonly responsible?: string | null;
}

interface Ending {
  readonly outcome: ShortageOutcome;
  readonly reason: string;
  readonly responsible: string | null;
}

/**
 * Nothing happens to the transfer any more. What is still on its way is lost, or back at the
 * source, in this one act, with shortages that were recorded of it; everything else that did not go
 * as written must be settled before: DISCREPANCIES_OPEN names it. Either warehouse may.
 */
export const closeStockTransfer = defineOperation({
  name: 'closeStockTransfer',
  permission: 'inventory.transfer',
  async run(op, input: CloseStockTransferInput): Promise<{ stockTransferId: Id }> {
    const transfer = await lockTransferOnItsWay(op, input.stockTransferId);
    const unitIds = [transfer.source.id, transfer.destination.id];
    op.requireReach('inventory.transfer', { unitIds }, 'Closing this transfer');
    const state = requireTransition(stockTransferStates, transfer.state, 'closeStockTransfer');
    const open =
      transfer.openDiscrepancies === 0 ? [] : await loadOpenDiscrepancies(op, transfer.id);
    const ending = readEnding(transfer, input, open);
    const rest = restOf(transfer, ending);
    refuseIfAny(arrivalFaults(rest, transfer.inTransit, transfer.scanned));
    const changes = lineChanges(rest, () => missingCounter(ending.outcome));
    const lines = changedLines(transfer.lines, changes);
    const { recorded, found } = shortagesOf(op, transfer, open, ending);
    await inOrder(
      postMoves(
        op,
        rest.map((part) => missingMove(transfer, part)),
      ),
      markArrived(op, transfer.id, state, changes, []),
      settleDiscrepancies(op, recorded),
      insertDiscrepancies(op, found),
    );
    const change = { ...ending, settled: rest.map(describe) };
    const after = { ...transfer, state, lines };
    op.emit(transferEvent(inventoryEvents.stockTransferClosed, after, change));
    return { stockTransferId: transfer.id };
  },
});

function readEnding(
  transfer: TransferOnItsWay,
  input: CloseStockTransferInput,
  open: readonly DiscrepancyFacts[],
): Ending {
  const others = open.filter(({ kind }) => kind !== 'SHORTAGE');
  const faults: Fault[] = others.map(({ id, kind, sku, quantity }) => {
    const details = { stockTransferDiscrepancyId: id, kind, sku, quantity };
    return fault('DISCREPANCIES_OPEN', `${kind} of ${quantity} ${sku} is not settled`, [], details);
  });
  const { outcome } = input;
  const left = transfer.inTransit.length > 0 || open.length > others.length;
  if (left && !(outcome && shortageOutcomes.includes(outcome))) {
    const message = `Goods are still on their way: say ${shortageOutcomes.join(' or ')}`;
    faults.push(fault('OUTCOME_REQUIRED', message, ['outcome']));
  }
  if (outcome === 'RETURNED_TO_SOURCE' && !transfer.source.receiptLocationId) {
    const message = `${transfer.source.code} has no default location for receipts`;
    faults.push(fault('NO_RECEIPT_LOCATION', message, ['outcome']));
  }
  const reason = readReason(input.reason, ['reason'], faults);
  const optional = { most: 200, optional: true };
  const responsible = readText(input.responsible, optional, ['responsible'], faults);
  refuseIfAny(faults);
  return { outcome: outcome ?? 'LOST', reason, responsible };
}

/** All that is on its way still, as it lies there. */
function restOf(transfer: TransferOnItsWay, ending: Ending) {
  const lines = new Map(transfer.lines.map((line) => [line.id, line]));
  return transfer.inTransit.map(({ lineId, ...part }) => {
    const line = lines.get(lineId);
    if (!line) refuse('LINE_NOT_FOUND', 'A line of goods on their way is gone');
    return { ...part, ...ending, line, path: [] };
  });
}

/**
 * The shortages that were recorded end like this, as far as their goods are on the way still: more
 * has turned up since. What nobody recorded becomes a record now.
 */
function shortagesOf(
  op: OperationContext,
  transfer: TransferOnItsWay,
  open: readonly DiscrepancyFacts[],
  { outcome, reason, responsible }: Ending,
) {
  const left = sumByPart(transfer.inTransit);
  const settlement = (how: DiscrepancySettlement) => ({ settlement: how, reason, responsible });
  const recorded = open.map(({ id, lineId, lotId, quantity }) => {
    const key = partKey(lineId ?? '', lotId);
    const there = left.get(key) ?? '0';
    if (compareDecimals(there, quantity) < 0) return { id, ...settlement('REFUSED') };
    left.set(key, subtractDecimals(there, quantity));
    return { id, ...settlement(outcome) };
  });
  const productOf = new Map(transfer.lines.map((line) => [line.id, line.productId]));
  const parts = new Map(
    transfer.inTransit.map((part) => [partKey(part.lineId, part.lotId), part] as const),
  );
  const found = [...parts].flatMap(([key, { lineId, lotId }]): NewDiscrepancy[] => {
    const quantity = left.get(key) ?? '0';
    const productId = productOf.get(lineId);
    if (!isPositive(quantity) || !productId) return [];
    const goods = { stockTransferId: transfer.id, lineId, productId, lotId, quantity };
    return [{ id: op.newId(), ...goods, kind: 'SHORTAGE', settled: settlement(outcome) }];
  });
  return { recorded, found };
}

const describe = (part: ReturnType<typeof restOf>[number]): Record<string, unknown> => ({
  stockTransferLineId: part.line.id,
  lotId: part.lotId,
  lot: part.lotCode,
  quantity: part.quantity,
});
