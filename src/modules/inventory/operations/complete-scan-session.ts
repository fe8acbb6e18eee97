import { refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { abandonScans, endScanSession } from '../ledger/write-scan-session.ts';
import { lockScanSession, type ScanSessionFacts } from '../queries/scan-session-facts.ts';
import {
  decideDifferences,
  differencesOf,
  isPostable,
  requireHeld,
  requireOpen,
  sessionEvent,
  type DifferenceDecision,
} from '../rules/scan-session.ts';
import { scanTaskRules } from '../rules/scan-tasks.ts';
import { postStockVoucher } from './post-stock-voucher.ts';
import { receiveStockTransfer } from './receive-stock-transfer.ts';
import { shipStockTransfer } from './ship-stock-transfer.ts';

export interface CompleteScanSessionInput {
  readonly scanSessionId: Id;
  /** What is to become of each line that is short, and of each scan that does not count. */
  readonly decisions?: readonly DifferenceDecision[] | null;
  /**
   * The goods move at once; false: its own act does that later. Counts are posted by theirs, and
   * what serves another document by the acts of that.
   */
  readonly post?: boolean | null;
}

export interface ScanSessionCompleted {
  readonly scanSessionId: Id;
  /** False: some lines are counted anew, and the session goes on. */
  readonly completed: boolean;
  readonly posted: boolean;
}

/**
 * All is scanned. Each difference needs a decision: DECISION_REQUIRED names every one that has
 * none. Lines that are to be counted anew begin from zero, and the session goes on; else it is
 * over, and what was scanned is shipped, received or posted in the same transaction. Refuses
 * SESSIONS_OPEN while others scan for the same document.
 */
export const completeScanSession = defineOperation({
  name: 'completeScanSession',
  permission: 'inventory.read',
  async run(op, input: CompleteScanSessionInput): Promise<ScanSessionCompleted> {
    const session = await lockScanSession(op, input.scanSessionId);
    const unitIds = [session.warehouse.id];
    op.requireReach(scanTaskRules[session.task].permission, { unitIds }, 'Scanning here');
    requireOpen(session);
    requireHeld(session, op.actorId);
    const postable = session.task !== 'COUNT' && isPostable(session);
    const demandKind = session.document?.demandKind ?? null;
    const post = (input.post ?? demandKind === null) && postable;
    // What somebody posted meanwhile lacks nothing any more.
    const differences = differencesOf(postable ? session : { ...session, lines: [] });
    const faults: Fault[] = [];
    const decided = decideDifferences(differences, input.decisions ?? [], faults);
    if (post && decided.recounted.length === 0) faults.push(...othersFaults(session));
    if (post && demandKind !== null) faults.push(demandFault(demandKind));
    refuseIfAny(faults);
    const decisions = input.decisions ?? [];
    const scanSessionId = session.id;
    if (decided.recounted.length > 0) {
      await abandonScans(op, scanSessionId, decided.recounted);
      const change = { recounted: decided.recounted };
      op.emit(sessionEvent(inventoryEvents.scanSessionRecounted, session, change));
      return { scanSessionId, completed: false, posted: false };
    }
    await endScanSession(op, scanSessionId, 'COMPLETED');
    if (post) await postScanned(op, session, decided.short);
    const after = { ...session, state: 'COMPLETED' as const };
    const change = { differences, decisions, posted: post };
    op.emit(sessionEvent(inventoryEvents.scanSessionCompleted, after, change));
    return { scanSessionId, completed: true, posted: post };
  },
});

function othersFaults({ otherSessions }: ScanSessionFacts): Fault[] {
  if (otherSessions.length === 0) return [];
  const message = 'Others scan for this document: complete their sessions first, or do not post';
  return [fault('SESSIONS_OPEN', message, ['post'], { sessions: otherSessions })];
}

function demandFault(demandKind: string): Fault {
  const message = `It serves another document (${demandKind}): complete without posting`;
  return fault('VOUCHER_OF_A_DEMAND', message, ['post'], { demandKind });
}

/** The step itself, by the operation that a person would call. */
async function postScanned(
  op: OperationContext,
  { task, document }: ScanSessionFacts,
  acceptShort: boolean,
): Promise<void> {
  const id = document?.id ?? refuse('NO_DOCUMENT', 'No document was scanned', ['scanSessionId']);
  if (task === 'SHIP') {
    await shipStockTransfer.run(op, { stockTransferId: id, acceptShort }, undefined);
  } else if (task === 'RECEIVE') {
    await receiveStockTransfer.run(op, { stockTransferId: id }, undefined);
  } else {
    await postStockVoucher.run(op, { stockVoucherId: id, acceptShort }, undefined);
  }
}
