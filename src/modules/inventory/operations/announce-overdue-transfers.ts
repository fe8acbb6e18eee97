import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { inventoryEvents } from '../events.ts';
import { loadTransfers } from '../queries/transfer-facts.ts';
import { transferEvent } from '../rules/transfer-snapshot.ts';

/** More would hold their locks for too long; the rest is announced the next time. */
const most = 200;

const late = `state in ('SHIPPED', 'PARTIALLY_RECEIVED') and due_at < $1
  and overdue_announced_at is null`;

const any = statement(
  'stock_transfers_any_overdue',
  `select exists (select from stock_transfer where ${late}) as late`,
);

/** Whether there is a transfer to tell of. */
export async function hasOverdueTransfers(db: Queryable, now: Date): Promise<boolean> {
  const [row] = await db.query<{ late: boolean }>(any, [now]);
  return row?.late ?? false;
}

const mark = statement(
  'stock_transfers_mark_overdue',
  `with late as (
     select id from stock_transfer
     where id in (select id from stock_transfer where ${late} order by due_at limit ${most})
     order by id for no key update
   )
   update stock_transfer t set overdue_announced_at = $1
   from late
   where t.id = late.id and t.state in ('SHIPPED', 'PARTIALLY_RECEIVED')
     and t.overdue_announced_at is null
   returning t.id`,
);

/** Goods that should have arrived and have not are told of, each transfer once. */
export const announceOverdueTransfers = defineOperation({
  name: 'announceOverdueTransfers',
  permission: 'inventory.transfer',
  async run(op): Promise<{ readonly announced: number; readonly isAll: boolean }> {
    const marked = await op.query<{ id: Id }>(mark, [op.now]);
    const transfers = await loadTransfers(
      op,
      marked.map(({ id }) => id),
    );
    for (const transfer of transfers) {
      const { dueAt } = transfer;
      op.emit(transferEvent(inventoryEvents.stockTransferOverdue, transfer, { dueAt }));
    }
    return { announced: marked.length, isAll: marked.length < most };
  },
});
