import { inOrder } from '../../../platform/database/in-order.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { draftEvents } from '../events.ts';
import type { VoucherFacts } from '../queries/voucher-facts.ts';
import { stockVoucherStates, type CancelledKind } from '../rules/stock-voucher-states.ts';
import { announceVoucher } from './announce-voucher.ts';
import { releaseReservations } from './release-reservations.ts';
import { setVoucherState } from './voucher-progress.ts';

/**
 * A draft is given up: what was set aside for itself is free again. The caller holds its lock, and
 * has seen that it may be.
 */
export async function cancelVoucher(
  op: OperationContext,
  voucher: VoucherFacts,
  reason: string | null,
): Promise<void> {
  const { from, to } = stockVoucherStates.acts.cancelStockVoucher;
  if (voucher.state !== 'DRAFT') {
    await releaseReservations(op, { demandIds: [voucher.id], ending: 'CANCELLED', reason });
  }
  await inOrder(
    setVoucherState(op, voucher.id, to as 'CANCELLED', from),
    announceVoucher(op, draftEvents[voucher.kind as CancelledKind].cancelled, voucher.id, {
      reason,
    }),
  );
}
