import { statement, type Statement } from '../../src/platform/database/statement.ts';
import type { Operation, OperationContext } from '../../src/platform/perform/operation.ts';

/** By the statement's name: what is replaced in its text by what, or another text altogether. */
export type Changes = Readonly<Record<string, string | readonly (readonly [string, string])[]>>;

/** The same act, with these statements changed; one that is done without having sent them fails. */
export const without = <I, R>(act: Operation<I, R>, changes: Changes): Operation<I, R> => ({
  ...act,
  async run(op, input, prepared) {
    const sent = new Set<string>();
    const result = await act.run(changed(op, changes, sent), input, prepared);
    const unsent = Object.keys(changes).filter((name) => !sent.has(name));
    if (unsent.length > 0) throw new Error(`${act.name} sends no ${unsent.join(', ')}`);
    return result;
  },
});

function changed(op: OperationContext, changes: Changes, names: Set<string>): OperationContext {
  return {
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
    owe: (sent, values, clashes) => op.owe(changedBy(changes, names)(sent), values, clashes),
    emit: (event) => op.emit(event),
    requireReach: (...asked) => op.requireReach(...asked),
    query: (sent, values) => op.query(changedBy(changes, names)(sent), values),
  };
}

const changedBy =
  (changes: Changes, names: Set<string>) =>
  (sent: Statement): Statement => {
    names.add(sent.name);
    const change = changes[sent.name];
    if (change === undefined) return sent;
    const text = typeof change === 'string' ? change : edited(sent, change);
    return statement(`${sent.name}_changed`, text);
  };

const edited = (sent: Statement, edits: readonly (readonly [string, string])[]): string =>
  edits.reduce((sql, [from, to]) => {
    if (!sql.includes(from)) throw new Error(`${sent.name} has no ${from}`);
    return sql.replaceAll(from, to);
  }, sent.text);
