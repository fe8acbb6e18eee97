import { statement, type Statement } from '../../src/platform/database/statement.ts';
import type { Operation, OperationContext } from '../../src/platform/perform/operation.ts';

/** By the statement's name: what is replaced in its text by what, or another text altogether. */
export type Changes = Readonly<Record<string, string | readonly (readonly [string, string])[]>>;

/** So many who look at something by the statement `at` go on together. */
export interface Meeting {
  readonly at: string;
  readonly of: number;
}

/**
 * The same act, with these statements changed; one that is done without having sent them fails.
 * With a meeting, those of one race have all looked before any of them writes, however slow the
 * machine is.
 */
export const without = <I, R>(
  act: Operation<I, R>,
  changes: Changes,
  meeting?: Meeting,
): Operation<I, R> => {
  const met = meeting === undefined ? undefined : meetingOf(meeting);
  return {
    ...act,
    async run(op, input, prepared) {
      const sent = new Set<string>();
      const result = await act.run(changed(op, changes, { sent, met }), input, prepared);
      const wanted = [...Object.keys(changes), ...(meeting === undefined ? [] : [meeting.at])];
      const unsent = wanted.filter((name) => !sent.has(name));
      if (unsent.length > 0) throw new Error(`${act.name} sends no ${unsent.join(', ')}`);
      return result;
    },
  };
};

/** Resolves for all when the last of them has come; whoever comes later passes. */
function meetingOf({ at, of }: Meeting): (name: string) => Promise<void> | undefined {
  const all = Promise.withResolvers<void>();
  let come = 0;
  return (name) => {
    if (name !== at) return undefined;
    come += 1;
    if (come === of) all.resolve();
    return all.promise;
  };
}

interface Run {
  readonly sent: Set<string>;
  readonly met: ReturnType<typeof meetingOf> | undefined;
}

function changed(op: OperationContext, changes: Changes, run: Run): OperationContext {
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
    owe: (sent, values, clashes) => op.owe(changedBy(changes, run.sent)(sent), values, clashes),
    emit: (event) => op.emit(event),
    requireReach: (...asked) => op.requireReach(...asked),
    async query<Row>(sent: Statement, values?: readonly unknown[]) {
      const rows = await op.query<Row>(changedBy(changes, run.sent)(sent), values);
      await run.met?.(sent.name);
      return rows;
    },
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
