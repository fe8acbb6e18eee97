import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { cancelVoucher } from '../ledger/cancel-voucher.ts';
import { lockVoucher } from '../queries/voucher-facts.ts';
import { readText } from '../rules/read-input.ts';
import {
  permissionOfDraft,
  requireOwnVoucher,
  requireVoucherAct,
} from '../rules/stock-voucher-states.ts';

export interface CancelStockVoucherInput {
  readonly stockVoucherId: Id;
  readonly reason?: string | null;
}

/** The draft is given up: what was set aside for it is free again. Its number stays taken. */
export const cancelStockVoucher = defineOperation({
  name: 'cancelStockVoucher',
  permission: 'inventory.read',
  async run(op, input: CancelStockVoucherInput): Promise<{ stockVoucherId: Id }> {
    const voucher = await lockVoucher(op, input.stockVoucherId);
    const unitIds = [voucher.warehouse.id];
    op.requireReach(permissionOfDraft(voucher.kind), { unitIds }, 'Cancelling this voucher');
    requireOwnVoucher(voucher);
    requireVoucherAct(voucher, 'cancelStockVoucher');
    const faults: Fault[] = [];
    const reason = readText(input.reason, { most: 500, optional: true }, ['reason'], faults);
    refuseIfAny(faults);
    await cancelVoucher(op, voucher, reason);
    return { stockVoucherId: voucher.id };
  },
});
