import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { takeOver } from '../ledger/write-scan-session.ts';
import { lockScanSession } from '../queries/scan-session-facts.ts';
import { requireOpen, sessionEvent } from '../rules/scan-session.ts';
import { scanTaskRules } from '../rules/scan-tasks.ts';

export interface ScanSessionInput {
  readonly scanSessionId: Id;
}

/**
 * Somebody else goes on where a session stands; who had it is refused with SESSION_TAKEN_OVER at
 * the next scan, unless they take it over again. To who has it already nothing happens.
 */
export const takeOverScanSession = defineOperation({
  name: 'takeOverScanSession',
  permission: 'inventory.read',
  async run(op, input: ScanSessionInput): Promise<{ scanSessionId: Id }> {
    const session = await lockScanSession(op, input.scanSessionId);
    const unitIds = [session.warehouse.id];
    op.requireReach(scanTaskRules[session.task].permission, { unitIds }, 'Scanning here');
    requireOpen(session);
    if (session.heldBy === op.actorId) return { scanSessionId: session.id };
    await takeOver(op, session.id);
    const after = { ...session, heldBy: op.actorId };
    op.emit(
      sessionEvent(inventoryEvents.scanSessionTakenOver, after, { takenFrom: session.heldBy }),
    );
    return { scanSessionId: session.id };
  },
});
