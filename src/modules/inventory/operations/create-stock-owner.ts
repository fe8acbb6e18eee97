import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { ownerClashes } from '../rules/clashes.ts';
import { readOwnId, readText } from '../rules/read-input.ts';

export interface CreateStockOwnerInput {
  readonly id?: Id | null;
  /** 2 to 20 of A-Z, 0-9 and the hyphen; unique. */
  readonly code: string;
  readonly nameEn: string;
  readonly nameFa: string;
}

const insert = statement(
  'stock_owner_insert',
  `insert into stock_owner (id, code, name_en, name_fa, created_at) values ($1, $2, $3, $4, $5)`,
);

/**
 * Somebody else's goods may be kept from now on, apart from ours: consigned, or in repair. They are
 * never sold or promised until they become ours. Needs inventory.configure everywhere.
 */
export const createStockOwner = defineOperation({
  name: 'createStockOwner',
  permission: 'inventory.configure',
  async run(op, input: CreateStockOwnerInput): Promise<{ stockOwnerId: Id }> {
    op.requireReach('inventory.configure', {}, 'Setting up an owner of goods');
    const faults: Fault[] = [];
    const id = readOwnId(input.id, op.newId, ['id'], faults);
    const code = input.code.trim().toUpperCase();
    if (!/^[A-Z0-9-]{2,20}$/.test(code)) {
      const message = 'The code of an owner is 2 to 20 of A-Z, 0-9 and the hyphen';
      faults.push(fault('CODE_MALFORMED', message, ['code']));
    }
    const nameEn = readText(input.nameEn, { most: 200 }, ['nameEn'], faults);
    const nameFa = readText(input.nameFa, { most: 200 }, ['nameFa'], faults);
    refuseIfAny(faults);
    const stockOwnerId = id as Id;
    await refusingClashes(ownerClashes, () =>
      op.query(insert, [stockOwnerId, code, nameEn, nameFa, op.now]),
    );
    op.emit({
      type: inventoryEvents.stockOwnerCreated,
      subject: { type: 'stockOwner', id: stockOwnerId },
      data: { stockOwner: { id: stockOwnerId, code, nameEn, nameFa } },
    });
    return { stockOwnerId };
  },
});
