import { DomainError, refuse, refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { lockPeriods } from '../ledger/lock-periods.ts';
import { changesBetween } from '../rules/changes-between.ts';
import { warehouseLocationKinds, type WarehouseLocationKind } from '../rules/kinds.ts';
import { readText } from '../rules/read-input.ts';

export interface EditLocationInput {
  readonly locationId: Id;
  /** The version that the editor has seen. */
  readonly expectedVersion: number;
  /** Each stays as it is when absent. */
  readonly nameEn?: string | null;
  readonly nameFa?: string | null;
  /** Only while nothing is there: what is sold and what is not would change unseen. */
  readonly kind?: WarehouseLocationKind | null;
  /** Pickers walk by it. */
  readonly walkOrder?: number | null;
  /** Goods go here when nobody says where, and no longer to the place that had it. */
  readonly defaultReceipt?: boolean | null;
}

interface Place {
  readonly nameEn: string;
  readonly nameFa: string;
  readonly kind: WarehouseLocationKind;
  readonly walkOrder: number;
  readonly defaultReceipt: boolean;
}

type PlaceRecord = Place & {
  readonly id: Id;
  readonly code: string;
  readonly warehouseId: Id;
  readonly version: number;
};

const find = statement(
  'location_find_warehouse',
  'select warehouse_id as "warehouseId" from location where id = $1 and warehouse_id is not null',
);

const lock = statement(
  'location_lock_to_edit',
  `select id, code, warehouse_id as "warehouseId", version, name_en as "nameEn",
          name_fa as "nameFa", kind, walk_order as "walkOrder",
          default_receipt as "defaultReceipt"
   from location where id = $1 for no key update`,
);

const isEmpty = statement(
  'location_is_empty',
  `select not exists (select from stock_balance where location_id = $1 and on_hand > 0) as empty`,
);

const giveUpDefault = statement(
  'location_give_up_default',
  `update location set default_receipt = false, version = version + 1
   where warehouse_id = $1 and default_receipt and id <> $2`,
);

const save = statement(
  'location_save',
  `update location set name_en = $2, name_fa = $3, kind = $4, walk_order = $5,
     default_receipt = $6, version = version + 1
   where id = $1`,
);

const most = 1_000_000;

/**
 * A place inside a warehouse is called or used otherwise. Its code stays: it is on the shelf. It
 * waits for those who are posting in the warehouse, since what is sold depends on the kind.
 */
export const editLocation = defineOperation({
  name: 'editLocation',
  permission: 'inventory.configure',
  async run(op, input: EditLocationInput): Promise<{ locationId: Id; version: number }> {
    const [id] = askable([input.locationId]);
    const [home] = id ? await op.query<{ warehouseId: Id }>(find, [id]) : [];
    if (!home) return refuse('LOCATION_NOT_FOUND', 'There is no such location', ['locationId']);
    const unitIds = [home.warehouseId];
    op.requireReach('inventory.configure', { unitIds }, 'Editing this location');
    const [, [place], [there]] = await inOrder(
      lockPeriods(op, unitIds),
      op.query<PlaceRecord>(lock, [id]),
      op.query<{ empty: boolean }>(isEmpty, [id]),
    );
    if (!place) throw new Error('A location went while it was read');
    const { id: locationId, code, warehouseId, version, ...before } = place;
    if (version !== input.expectedVersion) {
      const message = `Someone has changed this location meanwhile: it is at version ${version}`;
      throw new DomainError([fault('STALE', message, ['expectedVersion'], { version })]);
    }
    const faults: Fault[] = [];
    const after = readEdit(before, input, there?.empty ?? false, faults);
    refuseIfAny(faults);
    const change = changesBetween(before, after);
    if (!change) return { locationId, version };
    await write(op, place, after);
    op.emit({
      type: inventoryEvents.locationEdited,
      subject: { type: 'warehouse', id: warehouseId },
      unitIds,
      data: { location: { id: locationId, code, version: version + 1, ...after }, change },
    });
    return { locationId, version: version + 1 };
  },
});

async function write(op: OperationContext, place: PlaceRecord, after: Place): Promise<void> {
  if (after.defaultReceipt && !place.defaultReceipt) {
    await op.query(giveUpDefault, [place.warehouseId, place.id]);
  }
  const { nameEn, nameFa, kind, walkOrder, defaultReceipt } = after;
  await op.query(save, [place.id, nameEn, nameFa, kind, walkOrder, defaultReceipt]);
}

function readEdit(before: Place, input: EditLocationInput, empty: boolean, faults: Fault[]): Place {
  const text = (field: 'nameEn' | 'nameFa'): string => {
    if (input[field] == null) return before[field];
    return readText(input[field], { most: 200 }, [field], faults) ?? before[field];
  };
  const after = {
    nameEn: text('nameEn'),
    nameFa: text('nameFa'),
    kind: input.kind ?? before.kind,
    walkOrder: input.walkOrder ?? before.walkOrder,
    defaultReceipt: input.defaultReceipt ?? before.defaultReceipt,
  };
  if (!warehouseLocationKinds.includes(after.kind)) {
    const message = `A warehouse has ${warehouseLocationKinds.join(', ')} locations`;
    faults.push(fault('CODE_MALFORMED', message, ['kind']));
  } else if (after.kind !== before.kind && !empty) {
    const message = 'There are goods here: put them elsewhere first';
    faults.push(fault('LOCATION_NOT_EMPTY', message, ['kind']));
  }
  if (after.defaultReceipt && after.kind !== 'STORAGE') {
    const message = 'Goods are received into a STORAGE location';
    faults.push(fault('CODE_MALFORMED', message, ['defaultReceipt']));
  }
  if (!Number.isInteger(after.walkOrder) || Math.abs(after.walkOrder) > most) {
    const message = `Pickers walk by a whole number up to ${most}`;
    faults.push(fault('CODE_MALFORMED', message, ['walkOrder']));
  }
  return after;
}
