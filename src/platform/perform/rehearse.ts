import { oweOn } from './owe.ts';
import { inOrder } from '../database/in-order.ts';
import { statement } from '../database/statement.ts';
import type { OperationContext } from './operation.ts';

const begin = statement('rehearsal_begin', 'savepoint rehearsal');
const undo = statement('rehearsal_undo', 'rollback to savepoint rehearsal');

/**
 * Does an act to its end and takes it back: everything is checked, and nothing remains but the
 * operation's own row in the log, which its input marks. No event is announced. A refusal refuses
 * the operation, as it would have refused the act.
 */
export async function rehearse<Result>(
  op: OperationContext,
  act: (op: OperationContext) => Promise<Result>,
): Promise<Result> {
  await op.query(begin);
  const owed: Promise<unknown>[] = [];
  const result = await act(silent(op, owed));
  await inOrder(...owed, op.query(undo));
  return result;
}

const silent = (op: OperationContext, owed: Promise<unknown>[]): OperationContext => ({
  operationId: op.operationId,
  viewer: op.viewer,
  actorId: op.actorId,
  now: op.now,
  today: op.today,
  dayOf: (instant) => op.dayOf(instant),
  get em() {
    return op.em;
  },
  newId: () => op.newId(),
  owe: (...asked) => void owed.push(oweOn(op, ...asked)),
  emit: () => op.newId(),
  requireReach: (...asked) => op.requireReach(...asked),
  query: (...asked) => op.query(...asked),
});
