import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { askable, readReason } from '../../../kernel/read-input.ts';
import { refusingClashes } from '../../../platform/database/constraint-faults.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { fault } from '../errors.ts';
import { inventoryEvents } from '../events.ts';
import { adjustedParts, ensureFoundLots } from '../ledger/adjusted-goods.ts';
import { announceVoucher } from '../ledger/announce-voucher.ts';
import { expectSerials } from '../ledger/expected-serials.ts';
import { requireOpenPeriod } from '../ledger/lock-periods.ts';
import { nextNumber } from '../ledger/next-number.ts';
import { postTruth } from '../ledger/post-truth.ts';
import { postVoucher } from '../ledger/post-voucher.ts';
import { insertVoucher } from '../ledger/write-voucher.ts';
import { findLotIds, loadPlacedGoodsFacts } from '../queries/placed-goods.ts';
import type { WarehouseFacts } from '../queries/warehouse-facts.ts';
import { voucherClashes } from '../rules/clashes.ts';
import { adjustmentReasons, voucherSeries, type AdjustmentReason } from '../rules/kinds.ts';
import { lotKey } from '../rules/lot-key.ts';
import { needsApproval } from '../rules/needs-approval.ts';
import {
  outsideOf,
  planAdjustment,
  type AdjustmentLine,
  type AdjustmentLineInput,
} from '../rules/plan-adjustment.ts';
import { partsOfGoods } from '../rules/placed-goods.ts';
import { readDatedOn } from '../rules/read-goods.ts';
import { readOwnId, readText, sizeFaults } from '../rules/read-input.ts';

export interface AdjustStockInput {
  readonly id?: Id | null;
  readonly warehouseId: Id;
  readonly reasonCode: AdjustmentReason;
  /** What happened, in words. */
  readonly reason: string;
  readonly reference?: string | null;
  readonly datedOn?: string | null;
  readonly lines: readonly AdjustmentLineInput[];
}

export interface StockAdjusted {
  readonly stockVoucherId: Id;
  readonly number: string;
  /** Nothing has moved yet: it is worth more than the warehouse lets one person correct. */
  readonly awaitsApproval: boolean;
}

interface Adjustment {
  readonly id: Id;
  readonly warehouse: WarehouseFacts;
  readonly reasonCode: AdjustmentReason;
  readonly reason: string;
  readonly reference: string | null;
  readonly datedOn: LocalDate;
  readonly lines: readonly (AdjustmentLine & { readonly id: Id })[];
}

/**
 * The book is corrected to what is there: up to 1,000 lines, all or none. What is gone is gone,
 * whoever it was promised to; what is found may bring lots and serial numbers in. Worth more than
 * the warehouse's limit, it is kept as a draft until somebody else approves it.
 */
export const adjustStock = defineOperation({
  name: 'adjustStock',
  permission: 'inventory.adjust',
  async run(op, input: AdjustStockInput): Promise<StockAdjusted> {
    const unitIds = askable([input.warehouseId]);
    op.requireReach('inventory.adjust', { unitIds }, 'Correcting stock');
    const adjustment = await plan(op, input);
    const goods = adjustment.lines.map(({ inBase: quantity, ownerId, product }) => ({
      quantity,
      ownerId,
      standardCost: product.standardCost,
    }));
    return needsApproval(adjustment.warehouse.adjustmentLimit, goods)
      ? submit(op, adjustment)
      : post(op, adjustment);
  },
});

async function plan(op: OperationContext, input: AdjustStockInput): Promise<Adjustment> {
  refuseIfAny(sizeFaults(input.lines));
  const facts = await loadPlacedGoodsFacts(op, input.warehouseId, input.lines);
  const faults: Fault[] = [];
  const id = readOwnId(input.id, op.newId, ['id'], faults);
  if (!facts.warehouse) {
    faults.push(fault('WAREHOUSE_NOT_FOUND', 'There is no such warehouse', ['warehouseId']));
  }
  const { reasonCode } = input;
  // Whose goods are is changed by an act of its own.
  if (!adjustmentReasons.includes(reasonCode) || reasonCode === 'OWNERSHIP') {
    const known = adjustmentReasons.filter((reason) => reason !== 'OWNERSHIP');
    faults.push(fault('CODE_MALFORMED', `A reason is ${known.join(', ')}`, ['reasonCode']));
  }
  const reason = readReason(input.reason, ['reason'], faults);
  const optional = true;
  const reference = readText(input.reference, { most: 200, optional }, ['reference'], faults);
  const datedOn = readDatedOn(input.datedOn, op.today, faults);
  const lines = planAdjustment(input.lines, reasonCode, facts, faults);
  refuseIfAny(faults);
  return {
    id: id as Id,
    warehouse: facts.warehouse as WarehouseFacts,
    reasonCode,
    reason: reason as string,
    reference,
    datedOn,
    lines: lines.map((line) => ({ ...line, id: op.newId() })),
  };
}

async function post(op: OperationContext, adjustment: Adjustment): Promise<StockAdjusted> {
  const { reasonCode, reason, lines, ...paper } = adjustment;
  const adjusted = await adjustedParts(op, lines, reasonCode, reason);
  const planned = lines.map((line, index) => ({
    ...paperLine(line, reasonCode),
    lotId: adjusted[index]?.lotId ?? null,
    parts: adjusted[index]?.parts ?? [],
  }));
  const voucher = { ...paper, kind: 'ADJUSTMENT' as const, reason, reasonCode, lines: planned };
  return { ...(await postVoucher(op, voucher, postTruth)), awaitsApproval: false };
}

/** Kept with its lots and serial numbers; nothing moves. What is named must exist already now. */
async function submit(op: OperationContext, adjustment: Adjustment): Promise<StockAdjusted> {
  const { id, warehouse, datedOn, reasonCode, reason, reference, lines } = adjustment;
  const lots = await ensureFoundLots(
    op,
    lines.filter((line) => line.serials.length === 0),
  );
  const gone = await findLotIds(
    op,
    lines
      .filter((line) => !line.found)
      .map(({ product, lot, serials }) => ({
        productId: product.productId,
        lotCode: lot,
        serials,
      })),
  );
  const faults: Fault[] = [];
  const lotIds = lines.map((line) => {
    if (line.found && line.serials.length > 0) return null;
    const lotId = (productId: Id, code: string) =>
      line.found ? lots.get(lotKey(productId, code))?.id : gone(productId, code);
    const [part] = partsOfGoods(line, lotId, faults, 'lot');
    return line.lot === null ? null : (part?.lotId ?? null);
  });
  refuseIfAny(faults);
  await requireOpenPeriod(op, warehouse.id, datedOn);
  const number = await nextNumber(op, voucherSeries.ADJUSTMENT, warehouse, datedOn);
  const paper = { id, number, kind: 'ADJUSTMENT', state: 'DRAFT', datedOn } as const;
  await inOrder(
    refusingClashes(voucherClashes, () =>
      insertVoucher(
        op,
        { ...paper, warehouseId: warehouse.id, reference, reason, reasonCode },
        lines.map((line, index) => ({
          ...paperLine(line, reasonCode),
          posted: '0',
          lotId: lotIds[index] ?? null,
        })),
      ),
    ),
    expectSerials(
      op,
      lines.map((line) => ({ lineId: line.id, serials: line.serials })),
    ),
    announceVoucher(op, inventoryEvents.stockAdjustmentSubmitted, id),
  );
  return { stockVoucherId: id, number, awaitsApproval: true };
}

const paperLine = (line: Adjustment['lines'][number], reasonCode: AdjustmentReason) => ({
  id: line.id,
  productId: line.product.productId,
  unit: line.unit,
  inUnit: line.inUnit,
  inBase: line.inBase,
  ownerId: line.ownerId,
  status: line.status,
  packageId: line.packageId,
  fromLocationId: line.found ? outsideOf(true, reasonCode) : line.locationId,
  toLocationId: line.found ? line.locationId : outsideOf(false, reasonCode),
});
