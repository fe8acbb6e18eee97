import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';
import { defineOperation } from '../../../platform/perform/operation.ts';
import { announceSteps } from '../ledger/announce-steps.ts';
import { quoteEvents } from '../quote-events.ts';

/** More would hold their locks for too long; the rest is told of the next time. */
const most = 200;

const late = `state = 'WAITING' and due_at < $1 and overdue_announced_at is null`;

const any = statement(
  'approval_steps_any_overdue',
  `select exists (select from approval_step where ${late}) as late`,
);

/** Whether there is a department that is late, and nobody was told. */
export async function hasOverdueApprovals(db: Queryable, now: Date): Promise<boolean> {
  const [row] = await db.query<{ late: boolean }>(any, [now]);
  return row?.late ?? false;
}

const mark = statement(
  'approval_steps_mark_overdue',
  `with late as (
     select id from approval_step
     where id in (select id from approval_step where ${late} order by due_at limit ${most})
     order by id for no key update
   )
   update approval_step s set overdue_announced_at = $1
   from late
   where s.id = late.id and s.state = 'WAITING' and s.overdue_announced_at is null
   returning s.id`,
);

/** Departments that are late to decide are told of, each step once: others may then be asked. */
export const announceOverdueApprovals = defineOperation({
  name: 'announceOverdueApprovals',
  permission: 'sales.approve',
  async run(op): Promise<{ readonly announced: number; readonly isAll: boolean }> {
    op.requireReach('sales.approve', {}, 'Telling who is late');
    const marked = await op.query<{ id: Id }>(mark, [op.now]);
    const ids = marked.map(({ id }) => id);
    await announceSteps(op, quoteEvents.approvalStepOverdue, ids);
    return { announced: ids.length, isAll: ids.length < most };
  },
});
