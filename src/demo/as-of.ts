import type { Operation, OperationContext } from '../platform/perform/operation.ts';

/**
 * The operation as it was done at an instant that is past: a firm that has been at work for a
 * while has offers that are old by now. Only what the act writes bears that day; the log of
 * operations and the events say when the company was loaded.
 */
export const asOf = <Input, Result>(
  operation: Operation<Input, Result>,
  at: Date,
): Operation<Input, Result> => ({
  ...operation,
  run: (op, input, prepared) => operation.run(contextAt(op, at), input, prepared),
});

const contextAt = (op: OperationContext, at: Date): OperationContext => ({
  operationId: op.operationId,
  viewer: op.viewer,
  actorId: op.actorId,
  now: at,
  today: op.dayOf(at),
  dayOf: (instant) => op.dayOf(instant),
  emit: (event) => op.emit({ effectiveOn: op.dayOf(at), ...event }),
  requireReach: (...asked) => op.requireReach(...asked),
  newId: () => op.newId(),
  query: (...asked) => op.query(...asked),
  owe: (...owed) => op.owe(...owed),
  get em() {
    return op.em;
  },
});
