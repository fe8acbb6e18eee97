import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import { isLiveApiKey } from '../../../platform/identity/index.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { loadWarehouseFacts } from '../queries/warehouse-facts.ts';
import { scanDeviceClashes } from '../rules/clashes.ts';
import { readId, readOwnId, readText } from '../rules/read-input.ts';

export interface RegisterScanDeviceInput {
  readonly id?: Id | null;
  readonly warehouseId: Id;
  /** As on its sticker; unique. */
  readonly code: string;
  readonly nameEn: string;
  readonly nameFa: string;
  /** The API key that it signs in with: a scan made with it names the device by itself. */
  readonly apiKeyId?: Id | null;
}

const insert = statement(
  'scan_device_insert',
  `insert into scan_device (id, code, name_en, name_fa, warehouse_id, api_key_id, created_at,
                            created_by)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

/**
 * A device scans in a warehouse from now on. Refuses API_KEY_NOT_FOUND where nobody can sign in
 * with the key, DEVICE_KEY_TAKEN, CODE_TAKEN.
 */
export const registerScanDevice = defineOperation({
  name: 'registerScanDevice',
  permission: 'inventory.configure',
  async run(op, input: RegisterScanDeviceInput): Promise<{ scanDeviceId: Id }> {
    const unitIds = askable([input.warehouseId]);
    op.requireReach('inventory.configure', { unitIds }, 'Registering a device');
    const [warehouse] = (await loadWarehouseFacts(op, unitIds)).values();
    const faults: Fault[] = [];
    if (!warehouse) {
      faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', ['warehouseId']));
    }
    const id = readOwnId(input.id, op.newId, ['id'], faults);
    const code = input.code.trim().toUpperCase();
    if (!/^[A-Z0-9-]{2,20}$/.test(code)) {
      const message = 'A device code is 2 to 20 of A-Z, 0-9 and -';
      faults.push(fault('CODE_MALFORMED', message, ['code']));
    }
    const nameEn = readText(input.nameEn, { most: 200 }, ['nameEn'], faults);
    const nameFa = readText(input.nameFa, { most: 200 }, ['nameFa'], faults);
    const apiKeyId = input.apiKeyId == null ? null : readId(input.apiKeyId, ['apiKeyId'], faults);
    if (apiKeyId !== null && !(await isLiveApiKey(op, apiKeyId, op.now))) {
      const message = 'There is no such API key, or it has ended';
      faults.push(fault('API_KEY_NOT_FOUND', message, ['apiKeyId']));
    }
    refuseIfAny(faults);
    const values = [id, code, nameEn, nameFa, unitIds[0], apiKeyId, op.now, op.actorId];
    await refusingClashes(scanDeviceClashes, () => op.query(insert, values));
    op.emit({
      type: inventoryEvents.scanDeviceRegistered,
      subject: { type: 'scanDevice', id: id as Id },
      unitIds,
      data: { scanDevice: { id, code, nameEn, nameFa, warehouseId: unitIds[0], active: true } },
    });
    return { scanDeviceId: id as Id };
  },
});
