import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { abandonScans, endScanSession } from '../ledger/write-scan-session.ts';
import { lockScanSession } from '../queries/scan-session-facts.ts';
import { requireHeld, requireOpen, sessionEvent } from '../rules/scan-session.ts';
import { scanTaskRules } from '../rules/scan-tasks.ts';
import type { ScanSessionInput } from './take-over-scan-session.ts';

/**
 * The session is given up: what it scanned and nobody posted counts no more. What was counted in a
 * stock count stays counted.
 */
export const abandonScanSession = defineOperation({
  name: 'abandonScanSession',
  permission: 'inventory.read',
  async run(op, input: ScanSessionInput): Promise<{ scanSessionId: Id }> {
    const session = await lockScanSession(op, input.scanSessionId);
    const unitIds = [session.warehouse.id];
    op.requireReach(scanTaskRules[session.task].permission, { unitIds }, 'Scanning here');
    requireOpen(session);
    requireHeld(session, op.actorId);
    await inOrder(
      session.task === 'COUNT' ? Promise.resolve() : abandonScans(op, session.id, null),
      endScanSession(op, session.id, 'ABANDONED'),
    );
    const after = { ...session, state: 'ABANDONED' as const };
    op.emit(sessionEvent(inventoryEvents.scanSessionAbandoned, after));
    return { scanSessionId: session.id };
  },
});
