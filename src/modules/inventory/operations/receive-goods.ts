import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { loadProductMeasures } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import { arriveFromSupplier } from '../ledger/arrivals.ts';
import { postVoucher, type PostedVoucher } from '../ledger/post-voucher.ts';
import { findNamedGoods } from '../queries/named-goods.ts';
import { loadWarehouseFacts, type WarehouseFacts } from '../queries/warehouse-facts.ts';
import { outside } from '../rules/kinds.ts';
import {
  planReceipt,
  type PlannedReceiptLine,
  type ReceiptLineInput,
} from '../rules/plan-receipt.ts';
import { readDatedOn } from '../rules/read-goods.ts';
import { askable, readOwnId, readText, sizeFaults } from '../rules/read-input.ts';

export interface ReceiveGoodsInput {
  readonly id?: Id | null;
  readonly warehouseId: Id;
  /** Where lines without a place of their own go; else the warehouse's default. */
  readonly locationId?: Id | null;
  /** The supplier's delivery note, a customs folio. */
  readonly reference?: string | null;
  /** The business day it is booked on; today when left out, never a day to come. */
  readonly datedOn?: LocalDate | null;
  readonly lines: readonly ReceiptLineInput[];
}

interface Receipt {
  readonly id: Id;
  readonly reference: string | null;
  readonly datedOn: LocalDate;
  readonly warehouse: WarehouseFacts;
  readonly lines: readonly PlannedReceiptLine[];
}

/**
 * Goods come in from a supplier and are put away: up to 1,000 lines, all or none. A line of lots
 * names its lot, one of serial numbers exactly as many distinct ones as pieces: none that is in
 * stock, went to a customer or was scrapped.
 */
export const receiveGoods = defineOperation({
  name: 'receiveGoods',
  permission: 'inventory.receive',
  async run(op, input: ReceiveGoodsInput): Promise<PostedVoucher> {
    op.requireReach(
      'inventory.receive',
      { unitIds: askable([input.warehouseId]) },
      'Receiving goods',
    );
    const { lines, ...receipt } = await plan(op, input);
    const arrived = await arriveFromSupplier(op, lines);
    return postVoucher(op, {
      ...receipt,
      kind: 'RECEIPT',
      lines: lines.map((line, index) => ({
        id: op.newId(),
        productId: line.product.productId,
        unit: line.unit,
        inUnit: line.inUnit,
        inBase: line.inBase,
        ownerId: line.ownerId,
        status: line.status,
        fromLocationId: outside.supplier,
        toLocationId: line.locationId,
        lotId: arrived[index]?.lotId ?? null,
        parts: arrived[index]?.parts ?? [],
      })),
    });
  },
});

async function plan(op: OperationContext, input: ReceiveGoodsInput): Promise<Receipt> {
  refuseIfAny(sizeFaults(input.lines));
  const places = askable([input.locationId, ...input.lines.map((line) => line.locationId)]);
  const [warehouses, products, named] = await Promise.all([
    loadWarehouseFacts(op, askable([input.warehouseId]), places),
    loadProductMeasures(op, askable(input.lines.map((line) => line.productId))),
    findNamedGoods(op, input.lines),
  ]);
  const faults: Fault[] = [];
  const id = readOwnId(input.id, op.newId, ['id'], faults);
  const reference = readText(input.reference, { most: 200, optional: true }, ['reference'], faults);
  const datedOn = readDatedOn(input.datedOn, op.today, faults);
  const [warehouse] = warehouses.values();
  if (!warehouse) {
    faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', ['warehouseId']));
  }
  const locationIds = new Set(warehouse?.places.map((place) => place.id));
  const receiptLocationId = commonPlace(input, warehouse, locationIds, faults);
  const facts = { products, locationIds, receiptLocationId, named };
  const lines = planReceipt(input.lines, facts, faults);
  refuseIfAny(faults);
  return { id: id as Id, reference, datedOn, warehouse: warehouse as WarehouseFacts, lines };
}

/** Where lines without a place of their own go. */
function commonPlace(
  input: ReceiveGoodsInput,
  warehouse: WarehouseFacts | undefined,
  locationIds: ReadonlySet<Id>,
  faults: Fault[],
): Id | null {
  if (!warehouse) return null;
  if (input.locationId != null) {
    const id = input.locationId.toLowerCase();
    if (locationIds.has(id)) return id;
    faults.push(fault('LOCATION_NOT_FOUND', 'The warehouse has no such location', ['locationId']));
    return null;
  }
  if (!warehouse.receiptLocation && input.lines.some((line) => line.locationId == null)) {
    const message = `${warehouse.code} has no default location for receipts: name one`;
    faults.push(fault('NO_RECEIPT_LOCATION', message, ['locationId']));
  }
  return warehouse.receiptLocation?.id ?? null;
}
