import { DomainError } from '../../../kernel/domain-error.ts';
import type { Id } from '../../../kernel/id.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { inOrder } from '../../../platform/database/in-order.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { periodClosed } from './explain-refused-moves.ts';

const lockAlone = statement(
  'stock_periods_lock',
  `select count(pg_advisory_xact_lock(hashtextextended(id::text, 0)))
   from (select distinct id from unnest($1::uuid[]) as x(id) order by id) w`,
);

/**
 * Waits for everyone who is posting in these warehouses, and lets nobody begin before this act
 * ends: whoever posts holds the same lock, together with others (`lockLevels`). Before any other
 * lock.
 */
export const lockPeriods = (op: OperationContext, warehouseIds: readonly Id[]): Promise<unknown> =>
  op.query(lockAlone, [warehouseIds]);

const lockOpen = statement(
  'stock_period_keep_open',
  'select pg_advisory_xact_lock_shared(hashtextextended($1::uuid::text, 0))::text',
);

const findClosed = statement(
  'stock_period_find_closed',
  `select code, closed_through as "closedThrough" from warehouse
   where id = $1 and $2::date <= closed_through`,
);

/** For papers that move nothing yet: their day must be open, and stays so until the act ends. */
export async function requireOpenPeriod(
  op: OperationContext,
  warehouseId: Id,
  datedOn: LocalDate,
): Promise<void> {
  const [, [closed]] = await inOrder(
    op.query(lockOpen, [warehouseId]),
    op.query<{ code: string; closedThrough: LocalDate }>(findClosed, [warehouseId, datedOn]),
  );
  if (closed) throw new DomainError([periodClosed(closed, datedOn)]);
}
