import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { adjustedParts, type AdjustedLine } from '../ledger/adjusted-goods.ts';
import { announceVoucher } from '../ledger/announce-voucher.ts';
import { requirePackagesTogether } from '../ledger/packages-together.ts';
import { postTruth } from '../ledger/post-truth.ts';
import { markVoucherPosted } from '../ledger/voucher-progress.ts';
import { lockVoucher, type VoucherLine } from '../queries/voucher-facts.ts';
import { outside } from '../rules/kinds.ts';
import { samePersonFaults } from '../rules/four-eyes.ts';
import { readDatedOn } from '../rules/read-goods.ts';
import { requireVoucherAct } from '../rules/stock-voucher-states.ts';

export interface ApproveStockAdjustmentInput {
  readonly stockVoucherId: Id;
  /** Another business day than the paper's, when that has been closed meanwhile. */
  readonly datedOn?: string | null;
}

/**
 * Somebody else than its author agrees to a correction above the limit, and it is booked: what is
 * gone is gone, whoever it was promised to. Refuses SAME_PERSON, and whatever `adjustStock` does.
 */
export const approveStockAdjustment = defineOperation({
  name: 'approveStockAdjustment',
  permission: 'inventory.approve',
  async run(op, input: ApproveStockAdjustmentInput): Promise<{ stockVoucherId: Id }> {
    const draft = await lockVoucher(op, input.stockVoucherId);
    const unitIds = [draft.warehouse.id];
    op.requireReach('inventory.approve', { unitIds }, 'Approving this correction');
    requireVoucherAct(draft, 'approveStockAdjustment');
    const faults: Fault[] = samePersonFaults(
      op.actorId,
      [draft.createdBy],
      'Somebody else than its author approves a correction',
    );
    const datedOn = readDatedOn(input.datedOn ?? draft.datedOn, op.today, faults);
    refuseIfAny(faults);
    const lines = draft.lines.map(adjustedLine);
    const adjusted = await adjustedParts(op, lines, draft.reasonCode, draft.reason);
    const moves = draft.lines.flatMap((line, index) =>
      (adjusted[index]?.parts ?? []).map((part) => ({
        ...part,
        kind: 'ADJUSTMENT' as const,
        productId: line.productId,
        documentId: draft.id,
        lineId: line.id,
      })),
    );
    const posted = new Map(draft.lines.map((line) => [line.id, line.inBase]));
    await inOrder(
      postTruth(op, moves, datedOn),
      markVoucherPosted(op, draft.id, datedOn, posted),
      announceVoucher(op, inventoryEvents.stockAdjustmentPosted, draft.id),
    );
    await requirePackagesTogether(op, moves);
    return { stockVoucherId: draft.id };
  },
});

/** What is found comes from outside. */
const isFound = (line: VoucherLine): boolean => line.fromLocationId === outside.adjustment;

/** Its lots have their days already. */
const adjustedLine = (line: VoucherLine, index: number): AdjustedLine => ({
  product: { productId: line.productId, sku: line.sku },
  inBase: line.inBase,
  lot: line.lot,
  serials: line.serials,
  expiresOn: null,
  bestBeforeOn: null,
  removalOn: null,
  supplierLot: null,
  found: isFound(line),
  locationId: (isFound(line) ? line.toLocationId : line.fromLocationId) as Id,
  ownerId: line.ownerId,
  status: line.status,
  packageId: line.packageId,
  path: ['lines', String(index)],
});
