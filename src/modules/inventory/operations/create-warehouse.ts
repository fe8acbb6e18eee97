import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { warehouseClashes } from '../rules/clashes.ts';
import { readOwnId, readText } from '../rules/read-input.ts';

export interface CreateWarehouseInput {
  readonly id?: Id | null;
  /** 2 to 8 capitals and digits; the numbers of its documents begin with it. */
  readonly code: string;
  readonly nameEn: string;
  readonly nameFa: string;
  readonly cityEn?: string | null;
  readonly cityFa?: string | null;
}

const insert = statement(
  'warehouse_insert',
  `insert into warehouse (id, code, name_en, name_fa, city_en, city_fa, created_at)
   values ($1, $2, $3, $4, $5, $6, $7)`,
);

/**
 * A warehouse is set up, still without locations. Needs inventory.configure everywhere, for nobody
 * can be responsible yet for a warehouse that did not exist.
 */
export const createWarehouse = defineOperation({
  name: 'createWarehouse',
  permission: 'inventory.configure',
  async run(op, input: CreateWarehouseInput): Promise<{ warehouseId: Id }> {
    op.requireReach('inventory.configure', {}, 'Setting up a warehouse');
    const faults: Fault[] = [];
    const id = readOwnId(input.id, op.newId, ['id'], faults);
    const code = input.code.trim().toUpperCase();
    if (!/^[A-Z0-9]{2,8}$/.test(code)) {
      faults.push(fault('CODE_MALFORMED', 'A warehouse code is 2 to 8 of A-Z and 0-9', ['code']));
    }
    const name = { most: 200 };
    const city = { most: 100, optional: true };
    const facts = {
      code,
      nameEn: readText(input.nameEn, name, ['nameEn'], faults),
      nameFa: readText(input.nameFa, name, ['nameFa'], faults),
      cityEn: readText(input.cityEn, city, ['cityEn'], faults),
      cityFa: readText(input.cityFa, city, ['cityFa'], faults),
    };
    refuseIfAny(faults);
    const warehouseId = id as Id;
    const values = [facts.code, facts.nameEn, facts.nameFa, facts.cityEn, facts.cityFa];
    await refusingClashes(warehouseClashes, () =>
      op.query(insert, [warehouseId, ...values, op.now]),
    );
    op.emit({
      type: inventoryEvents.warehouseCreated,
      subject: { type: 'warehouse', id: warehouseId },
      unitIds: [warehouseId],
      data: { warehouse: { id: warehouseId, ...facts } },
    });
    return { warehouseId };
  },
});
