import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { insertScanSession } from '../ledger/write-scan-session.ts';
import { findOwnDevice, findScannable } from '../queries/scan-session-facts.ts';
import { loadWarehouseFacts } from '../queries/warehouse-facts.ts';
import { scanSessionClashes } from '../rules/clashes.ts';
import { scanTasks, type ScanTaskName } from '../rules/kinds.ts';
import { readOwnId } from '../rules/read-input.ts';
import { requireDevice } from '../rules/scan-session.ts';
import { scanTaskRules } from '../rules/scan-tasks.ts';

export interface StartScanSessionInput {
  readonly id?: Id | null;
  readonly warehouseId: Id;
  readonly task: ScanTaskName;
  /** A transfer, a voucher or a count, by the task; left out: its number is scanned. */
  readonly documentId?: Id | null;
  /** Where the person stands; left out: the place is scanned. */
  readonly locationId?: Id | null;
}

/**
 * Somebody begins to scan: for a document, or for the one whose number is scanned first. A device
 * that signs in with its own key is named by itself. Refuses DOCUMENT_NOT_FOUND unless this
 * warehouse has such a document for this task, DEVICE_INACTIVE.
 */
export const startScanSession = defineOperation({
  name: 'startScanSession',
  permission: 'inventory.read',
  async run(op, input: StartScanSessionInput): Promise<{ scanSessionId: Id }> {
    const { task } = input;
    const faults: Fault[] = [];
    if (!scanTasks.includes(task)) {
      faults.push(fault('CODE_MALFORMED', `A task is ${scanTasks.join(', ')}`, ['task']));
    }
    refuseIfAny(faults);
    const unitIds = askable([input.warehouseId]);
    op.requireReach(scanTaskRules[task].permission, { unitIds }, 'Scanning in this warehouse');
    const places = askable([input.locationId]);
    const [warehouses, document, device] = await inOrder(
      loadWarehouseFacts(op, unitIds, places),
      findScannable(op, askable([input.documentId])[0] ?? null, task),
      findOwnDevice(op),
    );
    requireDevice(device?.active === false);
    const id = readOwnId(input.id, op.newId, ['id'], faults);
    const [warehouse] = warehouses.values();
    if (!warehouse) {
      faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', ['warehouseId']));
    }
    if (input.documentId != null && document?.warehouseId !== warehouse?.id) {
      const message = 'The warehouse has no such document for this task';
      faults.push(fault('DOCUMENT_NOT_FOUND', message, ['documentId']));
    }
    const place = warehouse?.places.find((one) => one.id === places[0]) ?? null;
    if (input.locationId != null && !place) {
      faults.push(fault('LOCATION_NOT_FOUND', 'The warehouse has no such place', ['locationId']));
    }
    refuseIfAny(faults);
    const session = {
      id: id as Id,
      warehouseId: unitIds[0] as Id,
      task,
      documentId: document?.id ?? null,
      locationId: place?.id ?? null,
      deviceId: device?.id ?? null,
    };
    await refusingClashes(scanSessionClashes, () => insertScanSession(op, session));
    op.emit({
      type: inventoryEvents.scanSessionStarted,
      subject: { type: 'scanSession', id: session.id },
      unitIds: [session.warehouseId],
      data: { scanSession: { ...session, state: 'OPEN', heldBy: op.actorId, document } },
    });
    return { scanSessionId: session.id };
  },
});
