import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { loadProductMeasures, type ProductMeasures } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { nextNumber } from '../ledger/next-number.ts';
import { loadWarehouseFacts, type WarehouseFacts } from '../queries/warehouse-facts.ts';
import { transferClashes } from '../rules/clashes.ts';
import {
  askable,
  countFaults,
  readMeasured,
  readOwnId,
  readProduct,
  readText,
  repeatedIds,
} from '../rules/read-input.ts';
import { transferEvent, type SnapshotLine } from '../rules/transfer-snapshot.ts';

export interface StockTransferLineInput {
  readonly id?: Id | null;
  readonly productId: Id;
  readonly quantity: string;
  readonly unit: string;
}

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

interface Draft {
  readonly id: Id;
  readonly note: string | null;
  readonly source: WarehouseFacts;
  readonly destination: WarehouseFacts;
  readonly lines: readonly SnapshotLine[];
}

/**
 * Goods are asked for from another warehouse: a draft, which moves nothing yet. The place where
 * they will be on their way is made with it.
 */
export const createStockTransfer = defineOperation({
  name: 'createStockTransfer',
  permission: 'inventory.transfer',
  async run(op, input: CreateStockTransferInput): Promise<StockTransferCreated> {
    const unitIds = askable([input.sourceWarehouseId]);
    op.requireReach('inventory.transfer', { unitIds }, 'Transferring goods from this warehouse');
    const draft = await plan(op, input);
    const number = await nextNumber(op, 'TR', draft.source);
    await refusingClashes(transferClashes, () => insertDraft(op, draft, number));
    const transfer = { ...draft, number, state: 'DRAFT' as const };
    op.emit(transferEvent(inventoryEvents.stockTransferCreated, transfer, {}));
    return { stockTransferId: draft.id, number };
  },
});

async function plan(op: OperationContext, input: CreateStockTransferInput): Promise<Draft> {
  refuseIfAny(countFaults(input.lines.length));
  const [warehouses, products] = await Promise.all([
    loadWarehouseFacts(op, askable([input.sourceWarehouseId, input.destinationWarehouseId])),
    loadProductMeasures(op, askable(input.lines.map((line) => line.productId))),
  ]);
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
  const lines = readLines(op, input.lines, products, faults);
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

function readLines(
  op: OperationContext,
  inputs: readonly StockTransferLineInput[],
  products: ReadonlyMap<Id, ProductMeasures>,
  faults: Fault[],
): SnapshotLine[] {
  const ids = inputs.map((line, index) =>
    readOwnId(line.id, op.newId, ['lines', String(index), 'id'], faults),
  );
  faults.push(...repeatedIds(ids));
  return inputs.flatMap((input, index) => {
    const path = ['lines', String(index)];
    const product = readProduct(products, input.productId, path, faults);
    const measured = product && readMeasured(product, input, path, faults);
    const id = ids[index];
    if (!product || !measured || !id) return [];
    return [
      {
        id,
        lineNo: index + 1,
        productId: product.productId,
        sku: product.sku,
        baseUnit: product.baseUnit,
        unit: measured.unit,
        requestedInUnit: measured.inUnit,
        requested: measured.inBase,
        shipped: '0',
        received: '0',
        lost: '0',
        returned: '0',
      },
    ];
  });
}

const insert = statement(
  'stock_transfer_insert',
  `with transit as (
     insert into location (id, code, name_en, name_fa, kind, created_at)
     values ($2, $3, 'In transit ' || $3, 'در راه ' || $3, 'TRANSIT', $7) returning id
   ), transfer as (
     insert into stock_transfer (id, number, source_id, destination_id, transit_id, state, note,
                                 created_at, created_by)
     select $1, $3, $4, $5, transit.id, 'DRAFT', $6, $7, $8 from transit returning id
   )
   insert into stock_transfer_line (id, stock_transfer_id, line_no, product_id, unit_code,
                                    requested_in_unit, requested)
   select l.id, transfer.id, l.line_no, l.product_id, l.unit, l.in_unit, l.in_base
   from transfer, unnest($9::uuid[], $10::uuid[], $11::text[], $12::numeric[], $13::numeric[])
     with ordinality as l(id, product_id, unit, in_unit, in_base, line_no)`,
);

const insertDraft = (
  op: OperationContext,
  { id, note, source, destination, lines }: Draft,
  number: string,
): Promise<unknown> =>
  op.query(insert, [
    id,
    op.newId(),
    number,
    source.id,
    destination.id,
    note,
    op.now,
    op.actorId,
    lines.map((line) => line.id),
    lines.map((line) => line.productId),
    lines.map((line) => line.unit),
    lines.map((line) => line.requestedInUnit),
    lines.map((line) => line.requested),
  ]);
