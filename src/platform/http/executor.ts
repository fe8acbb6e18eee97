import { createSourceEventStream, type ExecutionResult, type GraphQLSchema } from 'graphql';
import {
  createPreparedOperations,
  type Execution,
  type Prepared,
  type PreparedOptions,
} from './prepared-operations.ts';
import type { PresentError } from './present-error.ts';
import { createSharedAnswers, type AnswerText, type Telling } from './shared-answers.ts';

export type { Execution } from './prepared-operations.ts';

export interface SubscriptionExecution extends Execution {
  /** Each event is answered in a context of its own: nothing loaded for one serves the next. */
  forEvent(): Promise<Pick<Execution, 'contextValue' | 'request'>>;
}

export interface Executor {
  /** Runs a query or a mutation. Errors are ready to be shown; nothing is thrown. */
  execute(execution: Execution): Promise<ExecutionResult>;
  /**
   * Starts a subscription; its answers are run by the same executor, and come as text where many
   * are told the same and `mayBeText`.
   */
  subscribe(execution: SubscriptionExecution): Promise<ExecutionResult | Answers>;
  /** Operations compiled so far. */
  compiled(): number;
}

export type Answers = AsyncGenerator<ExecutionResult | AnswerText, void, void>;

export interface ExecutorOptions extends PreparedOptions {
  readonly present: PresentError;
}

/** Executes operations on the schema: within the limits, compiled where that pays. */
export function createExecutor(options: ExecutorOptions): Executor {
  const { schema, present } = options;
  const operations = createPreparedOperations(options);
  const shared = createSharedAnswers(schema);

  const presented = (result: ExecutionResult, { request }: Execution): ExecutionResult => {
    if (!result.errors) return result;
    return { ...result, errors: result.errors.map((error) => present(error, request)) };
  };
  const failed = (error: unknown, { request }: Execution): ExecutionResult => ({
    errors: [present(error, request)],
  });
  const answer = async (
    prepared: Prepared,
    execution: Execution,
    event: unknown,
  ): Promise<ExecutionResult> => {
    try {
      return presented(await operations.run(prepared, execution, event), execution);
    } catch (error) {
      return failed(error, execution);
    }
  };

  /** Null: of this event nothing is told. */
  const answerTo = async (
    prepared: Prepared,
    execution: SubscriptionExecution,
    telling: Telling,
    event: unknown,
  ): Promise<ExecutionResult | AnswerText | null> => {
    const own = { ...execution, ...(await execution.forEvent()) };
    const told = telling.tell(event, own.contextValue);
    if (told === null) return null;
    const run = () => answer(prepared, own, told);
    return telling.isShared ? shared.answer(telling, told as object, run) : run();
  };

  return {
    async execute(execution) {
      try {
        const prepared = operations.admit(execution);
        return presented(await operations.run(prepared, execution), execution);
      } catch (error) {
        return failed(error, execution);
      }
    },
    async subscribe(execution) {
      try {
        const prepared = operations.admit(execution);
        const source = await openSource(schema, prepared, execution);
        if (!(Symbol.asyncIterator in source)) return presented(source, execution);
        const telling = shared.telling(prepared, execution);
        return answers(
          source,
          (error) => failed(error, execution),
          (event) => answerTo(prepared, execution, telling, event),
        );
      } catch (error) {
        return failed(error, execution);
      }
    },
    compiled: operations.compiled,
  };
}

const openSource = (
  schema: GraphQLSchema,
  prepared: Prepared,
  execution: Execution,
): Promise<AsyncIterable<unknown> | ExecutionResult> =>
  createSourceEventStream({
    schema,
    document: execution.document,
    contextValue: execution.contextValue,
    variableValues: execution.variables ?? {},
    operationName: prepared.name,
  });

/**
 * Not an async generator: its `return` must reach the source while a `next` is still waiting. When
 * the source or an answer's context fails, that is told as the last answer.
 */
function answers(
  source: AsyncIterable<unknown>,
  failed: (error: unknown) => ExecutionResult,
  answer: (event: unknown) => Promise<ExecutionResult | AnswerText | null>,
): Answers {
  const events = source[Symbol.asyncIterator]();
  const done = { done: true, value: undefined } as const;
  let ended = false;
  const end = async (): Promise<typeof done> => {
    ended = true;
    await events.return?.();
    return done;
  };
  return {
    async next() {
      try {
        while (!ended) {
          const event = await events.next();
          if (event.done) break;
          const value = await answer(event.value);
          if (value !== null) return { done: false, value };
        }
        return done;
      } catch (error) {
        await end();
        return { done: false, value: failed(error) };
      }
    },
    return: end,
    async throw(error) {
      await end();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await end();
    },
  };
}
