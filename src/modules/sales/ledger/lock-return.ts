import type { Id } from '../../../kernel/id.ts';
import { statement } from '../../../platform/database/statement.ts';
import type { OperationContext } from '../../../platform/perform/operation.ts';
import { loadReturns, orderOfReturn, type ReturnFacts } from '../queries/return-facts.ts';
import type { Order } from '../rules/order.ts';
import { lockOrder } from './lock-orders.ts';

const lock = statement(
  'return_lock',
  'select id from return_authorisation where id = $1 for no key update',
);

/** The return behind the lock of its order, then its own: invoices read it by that. */
export async function lockReturn(
  op: OperationContext,
  returnId: Id,
): Promise<{ readonly order: Order; readonly authorisation: ReturnFacts }> {
  const order = await lockOrder(op, await orderOfReturn(op, returnId));
  await op.query(lock, [returnId.toLowerCase()]);
  const [authorisation] = await loadReturns(op, [returnId.toLowerCase()]);
  if (!authorisation) throw new Error('A return was removed');
  return { order, authorisation };
}
