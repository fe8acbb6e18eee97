import { compareDecimals, readDecimal, type Decimal } from '../../../kernel/decimal.ts';
import { DomainError, refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { gather } from '../../../kernel/reading.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { readText } from '../rules/read-input.ts';
import { changesBetween } from '../rules/changes-between.ts';

export interface EditWarehouseInput {
  readonly warehouseId: Id;
  /** The version that the editor has seen. */
  readonly expectedVersion: number;
  /** Each stays as it is when absent. */
  readonly nameEn?: string | null;
  readonly nameFa?: string | null;
  readonly cityEn?: string | null;
  readonly cityFa?: string | null;
  readonly approvesTransfers?: boolean | null;
  readonly shipperMayReceive?: boolean | null;
  /** Corrections worth more wait for an approval, in the firm's currency. */
  readonly adjustmentLimit?: string | null;
  /** No correction waits for an approval any more. */
  readonly withoutAdjustmentLimit?: boolean | null;
}

interface Settings {
  readonly nameEn: string;
  readonly nameFa: string;
  readonly cityEn: string | null;
  readonly cityFa: string | null;
  readonly approvesTransfers: boolean;
  readonly shipperMayReceive: boolean;
  readonly adjustmentLimit: Decimal | null;
}

type WarehouseRecord = Settings & {
  readonly id: Id;
  readonly code: string;
  readonly version: number;
};

const lock = statement(
  'warehouse_lock_to_edit',
  `select id, code, version, name_en as "nameEn", name_fa as "nameFa", city_en as "cityEn",
          city_fa as "cityFa", approves_transfers as "approvesTransfers",
          shipper_may_receive as "shipperMayReceive",
          trim_scale(adjustment_limit)::text as "adjustmentLimit"
   from warehouse where id = $1 for no key update`,
);

const save = statement(
  'warehouse_save',
  `update warehouse set name_en = $2, name_fa = $3, city_en = $4, city_fa = $5,
     approves_transfers = $6, shipper_may_receive = $7, adjustment_limit = $8,
     version = version + 1
   where id = $1`,
);

/**
 * A warehouse is called or run otherwise from now on. Its code stays: numbers of papers begin with
 * it. Refuses STALE, giving the current version, when someone has edited it meanwhile.
 */
export const editWarehouse = defineOperation({
  name: 'editWarehouse',
  permission: 'inventory.configure',
  async run(op, input: EditWarehouseInput): Promise<{ warehouseId: Id; version: number }> {
    const [id] = askable([input.warehouseId]);
    op.requireReach('inventory.configure', { unitIds: id ? [id] : [] }, 'Editing this warehouse');
    const [warehouse] = id ? await op.query<WarehouseRecord>(lock, [id]) : [];
    if (!warehouse) {
      return refuse('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', ['warehouseId']);
    }
    const { id: warehouseId, code, version, ...before } = warehouse;
    if (version !== input.expectedVersion) {
      const message = `Someone has changed this warehouse meanwhile: it is at version ${version}`;
      throw new DomainError([fault('STALE', message, ['expectedVersion'], { version })]);
    }
    const faults: Fault[] = [];
    const after = readEdit(before, input, faults);
    refuseIfAny(faults);
    const change = changesBetween(before, after);
    if (!change) return { warehouseId, version };
    await op.query(save, [
      warehouseId,
      after.nameEn,
      after.nameFa,
      after.cityEn,
      after.cityFa,
      after.approvesTransfers,
      after.shipperMayReceive,
      after.adjustmentLimit,
    ]);
    op.emit({
      type: inventoryEvents.warehouseEdited,
      subject: { type: 'warehouse', id: warehouseId },
      unitIds: [warehouseId],
      data: { warehouse: { id: warehouseId, code, version: version + 1, ...after }, change },
    });
    return { warehouseId, version: version + 1 };
  },
});

function readEdit(before: Settings, input: EditWarehouseInput, faults: Fault[]): Settings {
  const text = (field: 'nameEn' | 'nameFa' | 'cityEn' | 'cityFa', most: number) =>
    input[field] == null ? before[field] : readText(input[field], { most }, [field], faults);
  return {
    nameEn: text('nameEn', 200) ?? before.nameEn,
    nameFa: text('nameFa', 200) ?? before.nameFa,
    cityEn: text('cityEn', 100),
    cityFa: text('cityFa', 100),
    approvesTransfers: input.approvesTransfers ?? before.approvesTransfers,
    shipperMayReceive: input.shipperMayReceive ?? before.shipperMayReceive,
    adjustmentLimit: readLimit(before.adjustmentLimit, input, faults),
  };
}

function readLimit(
  before: Decimal | null,
  { adjustmentLimit, withoutAdjustmentLimit }: EditWarehouseInput,
  faults: Fault[],
): Decimal | null {
  const path = ['adjustmentLimit'];
  if (adjustmentLimit == null) return withoutAdjustmentLimit ? null : before;
  if (withoutAdjustmentLimit) {
    faults.push(fault('LIMIT_CONTRADICTED', 'Either a limit or none', path));
  }
  const limit = gather(readDecimal(adjustmentLimit), path, faults);
  if (limit === null || compareDecimals(limit, '0') >= 0) return limit;
  faults.push({ code: 'NOT_POSITIVE', message: 'A limit is zero or more', path });
  return null;
}
