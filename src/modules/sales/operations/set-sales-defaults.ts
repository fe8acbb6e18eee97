import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { salesEvents } from '../events.ts';
import { fault } from '../errors.ts';

export interface SetSalesDefaultsInput {
  readonly expectedVersion: number;
  /** Left out: as it was. */
  readonly defaultWarehouseId?: Id | null;
  readonly withoutDefaultWarehouse?: boolean | null;
  readonly quoteValidDays?: number | null;
  readonly lateSupplyDays?: number | null;
  readonly withoutLateSupply?: boolean | null;
}

interface Setting {
  readonly defaultWarehouseId: Id | null;
  readonly quoteValidDays: number;
  readonly lateSupplyDays: number | null;
  readonly version: number;
  readonly isWarehouse: boolean;
}

const lock = statement(
  'sales_setting_lock',
  `select default_warehouse_id as "defaultWarehouseId", quote_valid_days as "quoteValidDays",
     late_supply_days as "lateSupplyDays", version,
     exists (select from warehouse where id = $1) as "isWarehouse"
   from sales_setting for no key update`,
);

const write = statement(
  'sales_setting_write',
  `update sales_setting set default_warehouse_id = $1, quote_valid_days = $2,
     late_supply_days = $3, version = version + 1`,
);

/** How the firm sells when a document says nothing else: from where, and for how long it offers. */
export const setSalesDefaults = defineOperation({
  name: 'setSalesDefaults',
  permission: 'sales.configure',
  async run(op, input: SetSalesDefaultsInput): Promise<{ salesSettingId: string }> {
    op.requireReach('sales.configure', {}, 'Setting how the firm sells');
    const [asked] = askable([input.defaultWarehouseId]);
    const [before] = (await op.query<Setting>(lock, [asked ?? null])) as [Setting];
    refuseIfAny(faultsOf(input, before));
    const after = {
      defaultWarehouseId: input.withoutDefaultWarehouse
        ? null
        : (asked ?? before.defaultWarehouseId),
      quoteValidDays: input.quoteValidDays ?? before.quoteValidDays,
      lateSupplyDays: input.withoutLateSupply
        ? null
        : (input.lateSupplyDays ?? before.lateSupplyDays),
    };
    await op.query(write, [after.defaultWarehouseId, after.quoteValidDays, after.lateSupplyDays]);
    op.emit({
      type: salesEvents.salesDefaultsSet,
      subject: { type: 'salesSetting', id: op.operationId },
      data: { salesSetting: { ...after, version: before.version + 1 } },
    });
    return { salesSettingId: '1' };
  },
});

function faultsOf(input: SetSalesDefaultsInput, { version, isWarehouse }: Setting): Fault[] {
  const faults: Fault[] = [];
  if (input.expectedVersion !== version) {
    const message = `The settings have been changed: they are version ${version}`;
    faults.push(fault('STALE', message, ['expectedVersion'], { version }));
  }
  if (input.defaultWarehouseId != null && !isWarehouse) {
    const path = ['defaultWarehouseId'];
    faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', path));
  }
  for (const [field, days, least, most] of [
    ['quoteValidDays', input.quoteValidDays, 1, 3_650],
    ['lateSupplyDays', input.lateSupplyDays, 0, 365],
  ] as const) {
    if (days == null || (Number.isInteger(days) && days >= least && days <= most)) continue;
    faults.push(fault('OUT_OF_RANGE', `Days are ${least} to ${most} here`, [field]));
  }
  return faults;
}
