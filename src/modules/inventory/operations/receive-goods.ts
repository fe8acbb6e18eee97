import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { loadProductMeasures } from '../../catalog/index.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { ensureLots, type KnownLot, type WantedLot } from '../ledger/lots.ts';
import { nextNumber } from '../ledger/next-number.ts';
import type { PlannedMove } from '../ledger/planned-move.ts';
import { postArrivals } from '../ledger/post-moves.ts';
import { insertVoucher } from '../ledger/write-voucher.ts';
import { loadWarehouseFacts, type WarehouseFacts } from '../queries/warehouse-facts.ts';
import { receiptClashes } from '../rules/clashes.ts';
import { outside } from '../rules/kinds.ts';
import { lotKey } from '../rules/lot-key.ts';
import {
  planReceipt,
  type PlannedReceiptLine,
  type ReceiptLineInput,
} from '../rules/plan-receipt.ts';
import { askable, readOwnId, readText, sizeFaults } from '../rules/read-input.ts';

export interface ReceiveGoodsInput {
  readonly id?: Id | null;
  readonly warehouseId: Id;
  /** Where lines without a place of their own go; else the warehouse's default. */
  readonly locationId?: Id | null;
  /** The supplier's delivery note, a customs folio. */
  readonly reference?: string | null;
  readonly lines: readonly ReceiptLineInput[];
}

export interface GoodsReceived {
  readonly stockVoucherId: Id;
  readonly number: string;
}

interface Receipt {
  readonly id: Id;
  readonly reference: string | null;
  readonly warehouse: WarehouseFacts;
  readonly lines: readonly (PlannedReceiptLine & { readonly id: Id })[];
}

/**
 * Goods come in from a supplier and are put away: up to 1,000 lines, all or none. A line of lots
 * names its lot, one of serial numbers exactly as many distinct ones as pieces.
 */
export const receiveGoods = defineOperation({
  name: 'receiveGoods',
  permission: 'inventory.receive',
  async run(op, input: ReceiveGoodsInput): Promise<GoodsReceived> {
    op.requireReach(
      'inventory.receive',
      { unitIds: askable([input.warehouseId]) },
      'Receiving goods',
    );
    const receipt = await plan(op, input);
    const lots = await ensureLots(op, wantedLots(receipt.lines));
    refuseIfAny(expiryFaults(receipt.lines, lots));
    await postArrivals(op, movesOf(receipt, lots), serialPaths(receipt.lines, lots));
    const number = await nextNumber(op, 'GR', receipt.warehouse);
    await refusingClashes(receiptClashes, () => insertReceipt(op, receipt, number, lots));
    op.emit({
      type: inventoryEvents.goodsReceiptPosted,
      subject: { type: 'stockVoucher', id: receipt.id },
      unitIds: [receipt.warehouse.id],
      data: { stockVoucher: snapshot(op, receipt, number) },
    });
    return { stockVoucherId: receipt.id, number };
  },
});

async function plan(op: OperationContext, input: ReceiveGoodsInput): Promise<Receipt> {
  refuseIfAny(sizeFaults(input.lines));
  const places = askable([input.locationId, ...input.lines.map((line) => line.locationId)]);
  const [warehouses, products] = await Promise.all([
    loadWarehouseFacts(op, askable([input.warehouseId]), places),
    loadProductMeasures(op, askable(input.lines.map((line) => line.productId))),
  ]);
  const faults: Fault[] = [];
  const id = readOwnId(input.id, op.newId, ['id'], faults);
  const reference = readText(input.reference, { most: 200, optional: true }, ['reference'], faults);
  const [warehouse] = warehouses.values();
  if (!warehouse) {
    faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', ['warehouseId']));
  }
  const locationIds = new Set(warehouse?.places.map((place) => place.id));
  const receiptLocationId = commonPlace(input, warehouse, locationIds, faults);
  const planned = planReceipt(input.lines, { products, locationIds, receiptLocationId }, faults);
  refuseIfAny(faults);
  return {
    id: id as Id,
    reference,
    warehouse: warehouse as WarehouseFacts,
    lines: planned.map((line) => ({ ...line, id: op.newId() })),
  };
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

const wantedLots = (lines: Receipt['lines']): WantedLot[] =>
  lines.flatMap(({ product: { productId }, lot, expiresOn, serials }): WantedLot[] =>
    lot !== null
      ? [{ productId, kind: 'LOT', code: lot, expiresOn }]
      : serials.map((code) => ({ productId, kind: 'SERIAL', code, expiresOn: null })),
  );

function lotIdOf(lots: ReadonlyMap<string, KnownLot>, productId: Id, code: string): Id {
  const lot = lots.get(lotKey(productId, code));
  if (!lot) throw new Error(`Lot ${code} was neither found nor made`);
  return lot.id;
}

function expiryFaults(lines: Receipt['lines'], lots: ReadonlyMap<string, KnownLot>): Fault[] {
  return lines.flatMap(({ lot, expiresOn, product, path }) => {
    const known = lot === null ? undefined : lots.get(lotKey(product.productId, lot));
    if (!known || expiresOn === null || known.expiresOn === expiresOn) return [];
    const message = `Lot ${lot} of ${product.sku} expires on ${known.expiresOn}`;
    const details = { expiresOn: known.expiresOn };
    return [fault('LOT_EXPIRY_DIFFERS', message, [...path, 'lot', 'expiresOn'], details)];
  });
}

function movesOf(receipt: Receipt, lots: ReadonlyMap<string, KnownLot>): PlannedMove[] {
  return receipt.lines.flatMap((line) => {
    const { productId } = line.product;
    const move = {
      kind: 'RECEIPT' as const,
      productId,
      isSerial: line.product.tracking === 'SERIAL',
      fromId: outside.supplier,
      toId: line.locationId,
      documentId: receipt.id,
      lineId: line.id,
      path: line.path,
    };
    if (line.serials.length === 0) {
      const lotId = line.lot === null ? null : lotIdOf(lots, productId, line.lot);
      return [{ ...move, lotId, quantity: line.inBase }];
    }
    return line.serials.map((serial) => ({
      ...move,
      lotId: lotIdOf(lots, productId, serial),
      quantity: '1',
    }));
  });
}

const serialPaths = (
  lines: Receipt['lines'],
  lots: ReadonlyMap<string, KnownLot>,
): Map<Id, readonly string[]> =>
  new Map(
    lines.flatMap((line) =>
      line.serials.map((serial, index) => [
        lotIdOf(lots, line.product.productId, serial),
        [...line.path, 'serials', String(index)],
      ]),
    ),
  );

const insertReceipt = (
  op: OperationContext,
  { id, reference, warehouse, lines }: Receipt,
  number: string,
  lots: ReadonlyMap<string, KnownLot>,
): Promise<unknown> =>
  insertVoucher(
    op,
    {
      id,
      number,
      kind: 'RECEIPT',
      state: 'POSTED',
      warehouseId: warehouse.id,
      datedOn: op.today,
      reference,
    },
    lines.map((line) => ({
      id: line.id,
      productId: line.product.productId,
      unit: line.unit,
      inUnit: line.inUnit,
      inBase: line.inBase,
      posted: line.inBase,
      lotId: line.lot === null ? null : lotIdOf(lots, line.product.productId, line.lot),
      fromLocationId: outside.supplier,
      toLocationId: line.locationId,
    })),
  );

const snapshot = (
  op: OperationContext,
  { id, reference, warehouse, lines }: Receipt,
  number: string,
): Record<string, unknown> => ({
  id,
  number,
  reference,
  warehouse: { id: warehouse.id, code: warehouse.code },
  postedAt: op.now,
  lines: lines.map((line, index) => ({
    id: line.id,
    lineNo: index + 1,
    productId: line.product.productId,
    sku: line.product.sku,
    unit: line.unit,
    quantityInUnit: line.inUnit,
    quantity: line.inBase,
    baseUnit: line.product.baseUnit,
    lot: line.lot,
    serials: line.serials,
    locationId: line.locationId,
  })),
});
