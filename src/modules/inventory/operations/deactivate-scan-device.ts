import { refuse } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';

export interface DeactivateScanDeviceInput {
  readonly scanDeviceId: Id;
}

interface Device {
  readonly id: Id;
  readonly code: string;
  readonly warehouseId: Id;
  readonly active: boolean;
}

const lock = statement(
  'scan_device_lock',
  'select id from scan_device where id = $1 for no key update',
);
const load = statement(
  'scan_device_load',
  'select id, code, warehouse_id as "warehouseId", active from scan_device where id = $1',
);
const end = statement(
  'scan_device_deactivate',
  'update scan_device set active = false, version = version + 1 where id = $1 and active',
);

/** The device scans no more; its key may be given to another. Refuses DEVICE_INACTIVE. */
export const deactivateScanDevice = defineOperation({
  name: 'deactivateScanDevice',
  permission: 'inventory.configure',
  async run(op, input: DeactivateScanDeviceInput): Promise<{ scanDeviceId: Id }> {
    const [id = null] = askable([input.scanDeviceId]);
    const [, [device]] = await inOrder(op.query(lock, [id]), op.query<Device>(load, [id]));
    if (!device) {
      return refuse('SCAN_DEVICE_NOT_FOUND', 'There is no such device', ['scanDeviceId']);
    }
    const unitIds = [device.warehouseId];
    op.requireReach('inventory.configure', { unitIds }, 'Deactivating a device');
    if (!device.active) refuse('DEVICE_INACTIVE', `${device.code} scans no more`, ['scanDeviceId']);
    await op.query(end, [device.id]);
    op.emit({
      type: inventoryEvents.scanDeviceDeactivated,
      subject: { type: 'scanDevice', id: device.id },
      unitIds,
      data: { scanDevice: { ...device, active: false } },
    });
    return { scanDeviceId: device.id };
  },
});
