import type { Id } from '../../../kernel/id.ts';
import { sumDecimals } from '../../../kernel/decimal.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import { defineOperation, type OperationContext } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { lockLevels } from '../ledger/lock-levels.ts';
import { postTruth } from '../ledger/post-truth.ts';
import { postVoucher } from '../ledger/post-voucher.ts';
import { balanceOfLot, type BalanceOfLot } from '../queries/lot-balances.ts';
import { mostLines } from '../rules/read-input.ts';
import { heldOf } from './change-stock-status.ts';

export interface LotsExpired {
  /** Null: there was nothing to do. */
  readonly stockVoucherId: Id | null;
  /** There may be more: ask again. */
  readonly more: boolean;
}

/** Lots that must go on or before the day; most of them have a day of removal. */
const pastTheirDay = `
  select id, product_id, code from lot where removal_on <= $1
  union all
  select id, product_id, code from lot where removal_on is null and expires_on <= $1`;

// Of one warehouse whose books are open: each run is one paper.
const findDue = statement(
  'stock_expiry_due',
  `select distinct b.product_id as "productId", w.id as "warehouseId"
   from (
     select w.id from (${pastTheirDay}) lot
     join stock_balance b on b.lot_id = lot.id and b.status = 'AVAILABLE' and b.on_hand > 0
     join location l on l.id = b.location_id
     join warehouse w on w.id = l.warehouse_id
       and (w.closed_through is null or w.closed_through < $1)
     order by w.id limit 1) w
   join location l on l.warehouse_id = w.id
   join stock_balance b on b.location_id = l.id and b.status = 'AVAILABLE' and b.on_hand > 0
   join (${pastTheirDay}) lot on lot.id = b.lot_id`,
);

const findDueBalances = statement(
  'stock_expiry_balances',
  `select ${balanceOfLot}, lot.code as lot, p.sku
   from (${pastTheirDay}) lot
   join stock_balance b on b.lot_id = lot.id and b.status = 'AVAILABLE' and b.on_hand > 0
   join product p on p.id = b.product_id
   join location l on l.id = b.location_id
   join warehouse w on w.id = l.warehouse_id
   where w.id = $2 and b.product_id = any($3::uuid[])
   order by b.product_id, b.location_id, b.id
   limit $4`,
);

type DueBalance = BalanceOfLot & { readonly lot: string; readonly sku: string };

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
    const due = await op.query<{ productId: Id; warehouseId: Id }>(findDue, [op.today]);
    const [first] = due;
    if (!first) return { stockVoucherId: null, more: false };
    const [, balances] = await inOrder(
      lockLevels(op, due),
      op.query<DueBalance>(findDueBalances, [
        op.today,
        first.warehouseId,
        due.map(({ productId }) => productId),
        mostLines,
      ]),
    );
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
