import type { Id } from '../../../kernel/id.ts';
import { sumDecimals } from '../../../kernel/decimal.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { lockLevels } from '../ledger/lock-levels.ts';
import { postTruth } from '../ledger/post-truth.ts';
import { postVoucher } from '../ledger/post-voucher.ts';
import { findDueBalances, findExpiryDue, type DueBalance } from '../queries/expiry-due.ts';
import { heldOf } from './change-stock-status.ts';

export interface LotsExpired {
  /** Null: there was nothing to do. */
  readonly stockVoucherId: Id | null;
  /** There may be more: ask again. */
  readonly more: boolean;
}

/**
 * What has passed its day in one warehouse is sold no more, whoever it was promised to: up to 1,000
 * places, by one voucher. The product does it by itself, every few minutes; done again it finds
 * nothing. A warehouse whose books are closed through today is left out.
 */
export const expireLots = defineOperation({
  name: 'expireLots',
  permission: 'inventory.hold',
  async run(op, _input: Readonly<Record<string, never>>): Promise<LotsExpired> {
    op.requireReach('inventory.hold', {}, 'Taking expired goods from sale');
    const due = await findExpiryDue(op, op.today);
    const [first] = due;
    if (!first) return { stockVoucherId: null, more: false };
    const [, balances] = await inOrder(lockLevels(op, due), findDueBalances(op, op.today, due));
    const change = { from: 'AVAILABLE', to: 'EXPIRED', reason: 'Past the day of removal' } as const;
    const [held] = heldOf(op, balances, change);
    // Somebody else took them meanwhile; there may be other warehouses.
    if (!held) return { stockVoucherId: null, more: true };
    const plan = { id: op.newId(), kind: 'STATUS_CHANGE', reason: change.reason, ...held } as const;
    const { stockVoucherId } = await postVoucher(op, plan, postTruth);
    announce(op, balances, stockVoucherId);
    return { stockVoucherId, more: true };
  },
});

/** Each lot by itself, with what it was in this warehouse. */
function announce(op: OperationContext, balances: readonly DueBalance[], voucherId: Id): void {
  for (const [lotId, there] of Map.groupBy(balances, (balance) => balance.lotId)) {
    const [first] = there;
    if (!first) continue;
    op.emit({
      type: inventoryEvents.lotExpired,
      subject: { type: 'lot', id: lotId },
      unitIds: [first.warehouseId],
      data: {
        lot: { id: lotId, code: first.lot, productId: first.productId, sku: first.sku },
        warehouse: { id: first.warehouseId, code: first.warehouse },
        quantity: sumDecimals(there.map((balance) => balance.onHand)),
        stockVoucherId: voucherId,
      },
    });
  }
}
