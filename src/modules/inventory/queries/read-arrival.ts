import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { askable } from '../../../kernel/read-input.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { loadProductMeasures } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import {
  planReceipt,
  type PlannedReceiptLine,
  type ReceiptFacts,
  type ReceiptLineInput,
} from '../rules/plan-receipt.ts';
import { readDatedOn } from '../rules/read-goods.ts';
import { readOwnId, readText, sizeFaults } from '../rules/read-input.ts';
import { findNamedGoods } from './named-goods.ts';
import { loadWarehouseFacts, type WarehouseFacts } from './warehouse-facts.ts';

/** What every paper of goods that come in says. */
export interface ArrivalInput {
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

export interface Arrival {
  readonly id: Id;
  readonly reference: string | null;
  readonly datedOn: LocalDate;
  readonly warehouse: WarehouseFacts;
  readonly lines: readonly PlannedReceiptLine[];
}

/**
 * Reads a paper of goods that come in: what it says, where each line goes, what each brings; one
 * round trip. Refuses every fault of every line.
 */
export async function readArrival(
  op: OperationContext,
  input: ArrivalInput,
  rules: Pick<ReceiptFacts, 'mayBeInactive' | 'lotField'> = {},
): Promise<Arrival> {
  refuseIfAny(sizeFaults(input.lines));
  const places = askable([input.locationId, ...input.lines.map((line) => line.locationId)]);
  const [warehouses, products, named] = await inOrder(
    loadWarehouseFacts(op, askable([input.warehouseId]), places),
    loadProductMeasures(op, askable(input.lines.map((line) => line.productId))),
    findNamedGoods(op, input.lines),
  );
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
  const facts = { products, locationIds, receiptLocationId, named, ...rules };
  const lines = planReceipt(input.lines, facts, faults);
  refuseIfAny(faults);
  return { id: id as Id, reference, datedOn, warehouse: warehouse as WarehouseFacts, lines };
}

/** Where lines without a place of their own go. */
function commonPlace(
  input: ArrivalInput,
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
