import { refuseIfAny } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { postDraftedVoucher, type WhatIsPosted } from '../ledger/post-drafted-voucher.ts';
import { lockVoucher } from '../queries/voucher-facts.ts';
import { sizeFaults } from '../rules/read-input.ts';
import {
  permissionOfDraft,
  requireOwnVoucher,
  requireVoucherAct,
} from '../rules/stock-voucher-states.ts';

export interface PostStockVoucherInput extends WhatIsPosted {
  readonly stockVoucherId: Id;
}

/**
 * The goods of a draft move: they come in, or leave, from the voucher's own reservations first;
 * what it had set aside beyond that is free again. Refuses NOTHING_TO_POST, MORE_THAN_REQUESTED,
 * SHORT_SHIPMENT with every line that would be short, unless that is meant, and
 * VOUCHER_OF_A_DEMAND.
 */
export const postStockVoucher = defineOperation({
  name: 'postStockVoucher',
  permission: 'inventory.read',
  async run(op, input: PostStockVoucherInput): Promise<{ stockVoucherId: Id }> {
    if (input.lines) refuseIfAny(sizeFaults(input.lines));
    const voucher = await lockVoucher(op, input.stockVoucherId);
    const unitIds = [voucher.warehouse.id];
    op.requireReach(permissionOfDraft(voucher.kind), { unitIds }, 'Posting this voucher');
    requireOwnVoucher(voucher);
    requireVoucherAct(voucher, 'postStockVoucher');
    await postDraftedVoucher(op, voucher, input);
    return { stockVoucherId: voucher.id };
  },
});
