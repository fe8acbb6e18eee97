import { refuseIfAny, type Fault } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { draftEvents } from '../events.ts';
import { announceVoucher } from '../ledger/announce-voucher.ts';
import { releaseReservations } from '../ledger/release-reservations.ts';
import { setVoucherState } from '../ledger/voucher-progress.ts';
import { lockVoucher } from '../queries/voucher-facts.ts';
import { readText } from '../rules/read-input.ts';
import {
  permissionOfDraft,
  requireVoucherAct,
  stockVoucherStates,
  type CancelledKind,
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
    const state = requireVoucherAct(voucher, 'cancelStockVoucher');
    const faults: Fault[] = [];
    const reason = readText(input.reason, { most: 500, optional: true }, ['reason'], faults);
    refuseIfAny(faults);
    const { from } = stockVoucherStates.acts.cancelStockVoucher;
    if (voucher.state !== 'DRAFT') {
      await releaseReservations(op, { demandIds: [voucher.id], ending: 'CANCELLED', reason });
    }
    await inOrder(
      setVoucherState(op, voucher.id, state as 'CANCELLED', from),
      announceVoucher(op, draftEvents[voucher.kind as CancelledKind].cancelled, voucher.id, {
        reason,
      }),
    );
    return { stockVoucherId: voucher.id };
  },
});
