import type { Id } from '../../../kernel/id.ts';
import { askable } from '../../../kernel/read-input.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { draftVoucher } from '../ledger/draft-voucher.ts';
import type { PostedVoucher } from '../ledger/post-voucher.ts';
import { issueDestinations, outside, type IssueDestination } from '../rules/kinds.ts';
import type { VoucherLineInput } from '../rules/plan-draft.ts';

export interface DraftGoodsReceiptInput {
  readonly id?: Id | null;
  readonly warehouseId: Id;
  readonly reference?: string | null;
  readonly lines: readonly VoucherLineInput[];
}

export interface DraftGoodsIssueInput extends DraftGoodsReceiptInput {
  readonly destination: IssueDestination;
  /** Needed where goods are scrapped. */
  readonly reason?: string | null;
}

/**
 * Goods are expected from a supplier: a paper with its number, which moves nothing yet. Lots that
 * it names are made with it where nobody has seen them. Refuses LOT_EXPIRY_DIFFERS.
 */
export const draftGoodsReceipt = defineOperation({
  name: 'draftGoodsReceipt',
  permission: 'inventory.receive',
  async run(op, input: DraftGoodsReceiptInput): Promise<PostedVoucher> {
    const unitIds = askable([input.warehouseId]);
    op.requireReach('inventory.receive', { unitIds }, 'Announcing goods');
    return paper(
      await draftVoucher(op, {
        ...input,
        kind: 'RECEIPT',
        outsideId: outside.supplier,
        reason: null,
      }),
    );
  },
});

/**
 * Goods are to leave for a customer, a supplier (a return) or the scrap heap: a paper with its
 * number, which neither moves nor reserves anything yet.
 */
export const draftGoodsIssue = defineOperation({
  name: 'draftGoodsIssue',
  permission: 'inventory.issue',
  async run(op, input: DraftGoodsIssueInput): Promise<PostedVoucher> {
    const unitIds = askable([input.warehouseId]);
    op.requireReach('inventory.issue', { unitIds }, 'Issuing goods');
    const { kind, outsideId } = issueDestinations[input.destination];
    return paper(
      await draftVoucher(op, { ...input, kind, outsideId, reason: input.reason ?? null }),
    );
  },
});

const paper = ({ stockVoucherId, number }: PostedVoucher): PostedVoucher => ({
  stockVoucherId,
  number,
});
