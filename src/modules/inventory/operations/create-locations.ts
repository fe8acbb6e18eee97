import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { loadWarehouseFacts, type WarehouseFacts } from '../queries/warehouse-facts.ts';
import { locationClashes } from '../rules/clashes.ts';
import { warehouseLocationKinds, type WarehouseLocationKind } from '../rules/kinds.ts';
import { countFaults, readOwnId, readText, repeatedIds } from '../rules/read-input.ts';

export interface LocationInput {
  readonly id?: Id | null;
  /** As on the shelf's label; unique in the warehouse. */
  readonly code: string;
  readonly nameEn: string;
  readonly nameFa: string;
  readonly kind: WarehouseLocationKind;
  /** Goods go here when nobody says where; one STORAGE location of a warehouse at most. */
  readonly defaultReceipt?: boolean | null;
}

export interface CreateLocationsInput {
  readonly warehouseId: Id;
  readonly locations: readonly LocationInput[];
}

type PlannedLocation = Required<{ [K in keyof LocationInput]: NonNullable<LocationInput[K]> }>;

const insert = statement(
  'location_insert',
  `insert into location (id, warehouse_id, code, name_en, name_fa, kind, default_receipt,
                         created_at)
   select l.id, $7, l.code, l.name_en, l.name_fa, l.kind, l.default_receipt, $8
   from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[])
     as l(id, code, name_en, name_fa, kind, default_receipt)`,
);

const findTaken = statement(
  'location_find_taken',
  `select code, default_receipt as "isDefault" from location
   where warehouse_id = $1 and (code = any($2) or default_receipt)`,
);

/** Places are set up inside a warehouse, up to 1,000 at once: shelves, a quarantine cage, a van. */
export const createLocations = defineOperation({
  name: 'createLocations',
  permission: 'inventory.configure',
  async run(op, input: CreateLocationsInput): Promise<{ warehouseId: Id; locationIds: Id[] }> {
    const unitIds = askable([input.warehouseId]);
    op.requireReach('inventory.configure', { unitIds }, 'Setting up locations');
    const [warehouse] = (await loadWarehouseFacts(op, unitIds)).values();
    const faults: Fault[] = countFaults(input.locations.length, 'locations');
    if (!warehouse) {
      faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', ['warehouseId']));
    }
    refuseIfAny(faults);
    return setUp(op, warehouse as WarehouseFacts, input.locations);
  },
});

async function setUp(
  op: OperationContext,
  warehouse: WarehouseFacts,
  inputs: readonly LocationInput[],
): Promise<{ warehouseId: Id; locationIds: Id[] }> {
  const faults: Fault[] = [];
  const planned = inputs.map((input, index) => readLocation(op, input, index, faults));
  faults.push(
    ...repeatedIds(
      planned.map((location) => location?.id ?? null),
      'locations',
    ),
  );
  faults.push(...(await takenFaults(op, warehouse, planned)));
  refuseIfAny(faults);
  const locations = planned.filter((location) => location !== null);
  await refusingClashes(locationClashes, () =>
    op.query(insert, [
      locations.map((location) => location.id),
      locations.map((location) => location.code),
      locations.map((location) => location.nameEn),
      locations.map((location) => location.nameFa),
      locations.map((location) => location.kind),
      locations.map((location) => location.defaultReceipt),
      warehouse.id,
      op.now,
    ]),
  );
  op.emit({
    type: inventoryEvents.locationsCreated,
    subject: { type: 'warehouse', id: warehouse.id },
    unitIds: [warehouse.id],
    data: { warehouse: { id: warehouse.id, code: warehouse.code }, locations },
  });
  return { warehouseId: warehouse.id, locationIds: locations.map((location) => location.id) };
}

function readLocation(
  op: OperationContext,
  input: LocationInput,
  index: number,
  faults: Fault[],
): PlannedLocation | null {
  const at = (field: string): string[] => ['locations', String(index), field];
  const before = faults.length;
  const id = readOwnId(input.id, op.newId, at('id'), faults);
  const code = readText(input.code, { most: 40 }, at('code'), faults);
  const nameEn = readText(input.nameEn, { most: 200 }, at('nameEn'), faults);
  const nameFa = readText(input.nameFa, { most: 200 }, at('nameFa'), faults);
  if (!warehouseLocationKinds.includes(input.kind)) {
    const message = `A warehouse has ${warehouseLocationKinds.join(', ')} locations`;
    faults.push(fault('CODE_MALFORMED', message, at('kind')));
  }
  const defaultReceipt = input.defaultReceipt ?? false;
  if (defaultReceipt && input.kind !== 'STORAGE') {
    const message = 'Goods are received into a STORAGE location';
    faults.push(fault('CODE_MALFORMED', message, at('defaultReceipt')));
  }
  if (faults.length > before || !id || !code || !nameEn || !nameFa) return null;
  return { id, code, nameEn, nameFa, kind: input.kind, defaultReceipt };
}

async function takenFaults(
  op: OperationContext,
  warehouse: WarehouseFacts,
  planned: readonly (PlannedLocation | null)[],
): Promise<Fault[]> {
  const codes = planned.map((location) => location?.code ?? '');
  const rows = await op.query<{ code: string; isDefault: boolean }>(findTaken, [
    warehouse.id,
    codes,
  ]);
  const taken = new Set(rows.map((row) => row.code));
  let hasDefault = rows.some((row) => row.isDefault);
  return planned.flatMap((location, index) => {
    if (!location) return [];
    const at = (field: string): string[] => ['locations', String(index), field];
    const found: Fault[] = [];
    if (taken.has(location.code)) {
      found.push(fault('CODE_TAKEN', `The warehouse has a location ${location.code}`, at('code')));
    }
    taken.add(location.code);
    if (location.defaultReceipt && hasDefault) {
      const message = 'The warehouse has a default location for receipts';
      found.push(fault('DEFAULT_LOCATION_TAKEN', message, at('defaultReceipt')));
    }
    hasDefault ||= location.defaultReceipt;
    return found;
  });
}
