import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { loadProductMeasures } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { nextNumber } from '../ledger/next-number.ts';
import { insertTransfer } from '../ledger/write-transfer.ts';
import { loadWarehouseFacts, type WarehouseFacts } from '../queries/warehouse-facts.ts';
import { transferClashes } from '../rules/clashes.ts';
import { countFaults, readOwnId, readText } from '../rules/read-input.ts';
import {
  readTransferLines,
  type StockTransferLineInput,
  type WantedLine,
} from '../rules/read-transfer-lines.ts';
import { transferEvent } from '../rules/transfer-snapshot.ts';

export interface CreateStockTransferInput {
  readonly id?: Id | null;
  readonly sourceWarehouseId: Id;
  readonly destinationWarehouseId: Id;
  readonly note?: string | null;
  readonly lines: readonly StockTransferLineInput[];
}

export interface StockTransferCreated {
  readonly stockTransferId: Id;
  readonly number: string;
}

interface Request {
  readonly id: Id;
  readonly note: string | null;
  readonly source: WarehouseFacts;
  readonly destination: WarehouseFacts;
  readonly lines: readonly WantedLine[];
}

/**
 * Goods are asked for from another warehouse; nothing moves yet. Where the source approves
 * transfers it is REQUESTED, and the destination may ask as well; else APPROVED at once, and the
 * source alone decides. The place where the goods will be on their way is made with it.
 */
export const createStockTransfer = defineOperation({
  name: 'createStockTransfer',
  permission: 'inventory.transfer',
  async run(op, input: CreateStockTransferInput): Promise<StockTransferCreated> {
    const ends = askable([input.sourceWarehouseId, input.destinationWarehouseId]);
    const what = 'Transferring goods from this warehouse';
    op.requireReach('inventory.transfer', { unitIds: ends }, what);
    refuseIfAny(countFaults(input.lines.length));
    const warehouses = await loadWarehouseFacts(op, ends);
    const asked = warehouses.get(input.sourceWarehouseId.toLowerCase());
    if (!asked?.approvesTransfers) {
      const unitIds = askable([input.sourceWarehouseId]);
      op.requireReach('inventory.transfer', { unitIds }, what);
    }
    const request = await read(op, input, warehouses);
    const number = await nextNumber(op, 'TR', request.source);
    const state = request.source.approvesTransfers ? 'REQUESTED' : 'APPROVED';
    const transfer = { ...request, number, state } as const;
    await refusingClashes(transferClashes, () => insertTransfer(op, transfer));
    op.emit(transferEvent(inventoryEvents.stockTransferCreated, transfer, {}));
    return { stockTransferId: request.id, number };
  },
});

async function read(
  op: OperationContext,
  input: CreateStockTransferInput,
  warehouses: ReadonlyMap<Id, WarehouseFacts>,
): Promise<Request> {
  const productIds = askable(input.lines.map((line) => line.productId));
  const products = await loadProductMeasures(op, productIds);
  const faults: Fault[] = [];
  const id = readOwnId(input.id, op.newId, ['id'], faults);
  const note = readText(input.note, { most: 1000, optional: true }, ['note'], faults);
  const source = readEnd(warehouses, input.sourceWarehouseId, 'sourceWarehouseId', faults);
  const to = input.destinationWarehouseId;
  const destination = readEnd(warehouses, to, 'destinationWarehouseId', faults);
  if (source && source === destination) {
    const message = 'Goods that stay in their warehouse need no transfer';
    faults.push(fault('SAME_WAREHOUSE', message, ['destinationWarehouseId']));
  }
  const lines = readTransferLines(op.newId, input.lines, products, faults);
  refuseIfAny(faults);
  return {
    id: id as Id,
    note,
    source: source as WarehouseFacts,
    destination: destination as WarehouseFacts,
    lines,
  };
}

function readEnd(
  warehouses: ReadonlyMap<Id, WarehouseFacts>,
  id: Id,
  field: string,
  faults: Fault[],
): WarehouseFacts | null {
  const warehouse = warehouses.get(id.toLowerCase());
  if (warehouse) return warehouse;
  faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', [field]));
  return null;
}
