import type { Decimal } from '../../../kernel/decimal.ts';
import type { Id } from '../../../kernel/id.ts';
import { statement, type Queryable } from '../../../platform/database/statement.ts';

const cancel = statement(
  'sales_order_lines_cancel_rest',
  `update sales_order_line l
   set cancelled = l.cancelled + least(x.quantity, l.open_quantity),
       short_close_reason = coalesce(l.short_close_reason, $3)
   from unnest($1::uuid[], $2::numeric[]) as x(id, quantity)
   where l.id = x.id`,
);

/** So much of lines, as far as it is open, is delivered no more. Behind the lock of the order. */
export const cancelRest = (
  db: Queryable,
  rest: ReadonlyMap<Id, Decimal>,
  reason: string,
): Promise<unknown> => db.query(cancel, [[...rest.keys()], [...rest.values()], reason]);
