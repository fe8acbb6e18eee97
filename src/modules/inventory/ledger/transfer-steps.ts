import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import type { StockTransferState } from '../rules/stock-transfer-states.ts';

const cancel = statement(
  'stock_transfer_cancel',
  `update stock_transfer set state = 'CANCELLED', completed_at = $2, version = version + 1
   where id = $1 and state in ('REQUESTED', 'APPROVED', 'RESERVED', 'PICKED') returning id`,
);

const approve = statement(
  'stock_transfer_approve',
  `update stock_transfer
   set state = 'APPROVED', approved_at = $2, approved_by = $3, version = version + 1
   where id = $1 and state = 'REQUESTED' returning id`,
);

const prepare = statement(
  'stock_transfer_prepare',
  `update stock_transfer set state = $2, version = version + 1
   where id = $1 and state in ('APPROVED', 'RESERVED') returning id`,
);

const turn = statement(
  'stock_transfer_turn_round',
  `update stock_transfer
   set returning_at = $2, returning_by = $3, return_reason = $4, version = version + 1
   where id = $1 and state in ('SHIPPED', 'PARTIALLY_RECEIVED') and returning_at is null
   returning id`,
);

const requireOne = (rows: readonly unknown[]): void => {
  if (rows.length !== 1) throw new Error('The stock transfer changed under its lock');
};

/** Nothing of it will leave. The caller holds its lock, as everywhere here. */
export const markCancelled = async (op: OperationContext, id: Id): Promise<void> =>
  requireOne(await op.query(cancel, [id, op.now]));

export const markApproved = async (op: OperationContext, id: Id): Promise<void> =>
  requireOne(await op.query(approve, [id, op.now, op.actorId]));

/** Reserved or picked, as far as it goes. */
export const markPrepared = async (
  op: OperationContext,
  id: Id,
  state: Extract<StockTransferState, 'APPROVED' | 'RESERVED' | 'PICKED'>,
): Promise<void> => requireOne(await op.query(prepare, [id, state]));

/** What is still on its way goes back to where it came from. */
export const markReturning = async (op: OperationContext, id: Id, reason: string): Promise<void> =>
  requireOne(await op.query(turn, [id, op.now, op.actorId, reason]));
