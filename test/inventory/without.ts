import { statement, type Statement } from '../../src/platform/database/statement.ts';
import type { Operation, OperationContext } from '../../src/platform/perform/operation.ts';

/** By the statement's name: what is replaced in its text by what, or another text altogether. */
export type Changes = Readonly<Record<string, string | readonly (readonly [string, string])[]>>;

/** The same act, with these statements changed. */
export const without = <I, R>(act: Operation<I, R>, changes: Changes): Operation<I, R> => ({
  ...act,
  run: (op, input, prepared) => act.run(changed(op, changes), input, prepared),
});

function changed(op: OperationContext, changes: Changes): OperationContext {
  return {
    operationId: op.operationId,
    viewer: op.viewer,
    actorId: op.actorId,
    now: op.now,
    today: op.today,
    get em() {
      return op.em;
    },
    newId: () => op.newId(),
    emit: (event) => op.emit(event),
    requireReach: (...asked) => op.requireReach(...asked),
    query: (sent, values) => {
      const change = changes[sent.name];
      if (change === undefined) return op.query(sent, values);
      const text = typeof change === 'string' ? change : edited(sent, change);
      return op.query(statement(`${sent.name}_changed`, text), values);
    },
  };
}

const edited = (sent: Statement, edits: readonly (readonly [string, string])[]): string =>
  edits.reduce((sql, [from, to]) => {
    if (!sql.includes(from)) throw new Error(`${sent.name} has no ${from}`);
    return sql.replaceAll(from, to);
  }, sent.text);
