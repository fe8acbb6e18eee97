import { refuse } from '../../../src/kernel/domain-error.ts';
import { statement } from '../../../src/platform/database/statement.ts';
import type { Belongs } from '../../../src/platform/identity/viewer.ts';
import {
  defineBatchOperation,
  endOf,
  type BatchAct,
  type BatchContext,
  type Perform,
} from '../../../src/platform/perform/operation.ts';
import { asSystem } from '../../support/perform.ts';
import { announce } from './scratch.ts';

export interface BatchInput {
  readonly token: string;
  /** Is refused, alone. */
  readonly refuse?: boolean;
  /** Runs only for whom this is within reach. */
  readonly record?: Belongs;
  /** Is written into a table where no word stands twice. */
  readonly word?: string;
  /** Makes every batch that it is part of fail so, once all is written. */
  readonly fail?: string;
}

const insertEffects = statement(
  'scratch_insert_effects',
  `insert into scratch_effect (token, operation_id)
   select token, operation_id from json_to_recordset($1) as e(token text, operation_id uuid)`,
);
const raiseCounterBy = statement(
  'scratch_raise_counter_by',
  `update scratch_counter set value = value + $2 where name = $1 returning value`,
);
const insertWords = statement(
  'scratch_insert_words',
  'insert into scratch_unique select unnest($1::text[])',
);

const plug = 'plug';

/** The tokens of each call of `runMany`: which acts shared a transaction, or were to. */
export const ran: string[][] = [];

/** Like `apply`, for many: rows, one raise of the one counter, an event for each. */
export const applyMany = defineBatchOperation({
  name: 'applyMany',
  permission: 'scratch.write',
  async runMany(op, acts: readonly BatchAct<BatchInput>[]) {
    const sent = acts.map(({ input }) => input.token);
    if (!sent.every((token) => token === plug)) ran.push(sent);
    const wanted = acts.map((act) => endOf(() => requireWelcome(act)));
    const welcome = acts.filter((_, index) => 'done' in (wanted[index] ?? {}));
    const count = welcome.length > 0 ? await write(op, welcome) : 0;
    const failing = acts.find(({ input }) => input.fail !== undefined)?.input.fail;
    if (failing) throw Object.assign(new Error(`made to fail with ${failing}`), { code: failing });
    let before = count - welcome.length;
    return acts.map(({ input, operationId }, index) => {
      const end = wanted[index];
      if (end && 'refused' in end) return end;
      return { done: { token: input.token, count: String((before += 1)), operationId } };
    });
  },
});

function requireWelcome(act: BatchAct<BatchInput>): void {
  act.requireReach('scratch.write', act.input.record ?? {}, 'Applying it');
  if (act.input.refuse) refuse('NOT_TODAY', `Not today: ${act.input.token}`);
}

async function write(op: BatchContext, acts: readonly BatchAct<BatchInput>[]): Promise<number> {
  const effects = acts.map((act) => ({ token: act.input.token, operation_id: act.operationId }));
  await op.query(insertEffects, [JSON.stringify(effects)]);
  const words = acts.flatMap(({ input }) => input.word ?? []);
  if (words.length > 0) await op.query(insertWords, [words]);
  const [row] = await op.query<{ value: string }>(raiseCounterBy, ['applied', acts.length]);
  for (const act of acts) act.emit(announce(act.input.token));
  return Number(row?.value);
}

/**
 * Sends acts so that they share a transaction: two that are refused are under way before them, and
 * whatever comes meanwhile goes together.
 */
export async function together<T>(
  perform: Perform,
  send: () => readonly Promise<T>[],
): Promise<PromiseSettledResult<T>[]> {
  const first = [1, 2].map(() => perform(applyMany, { token: plug, refuse: true }, asSystem));
  const [results] = await Promise.all([Promise.allSettled(send()), Promise.allSettled(first)]);
  return results;
}

/** The value of each act that was done; why the others were not, by name and message. */
export const told = (results: readonly PromiseSettledResult<unknown>[]): unknown[] =>
  results.map((result) =>
    result.status === 'fulfilled'
      ? result.value
      : `${(result.reason as Error).name}: ${(result.reason as Error).message}`,
  );
