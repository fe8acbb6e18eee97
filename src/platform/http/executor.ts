import {
  createSourceEventStream,
  execute as executeByInterpreter,
  getOperationAST,
  GraphQLError,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { limitFaults, type OperationLimits } from './check-limits.ts';
import { compileOperation, type Compiled } from './jit.ts';
import { measureOperation, type Measure } from './measure-operation.ts';
import type { PresentError } from './present-error.ts';
import type { RequestMeta } from './request-meta.ts';

export interface Execution {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  /** What resolvers get; a new object for each operation. */
  readonly contextValue: object;
  readonly request: RequestMeta;
}

export interface SubscriptionExecution extends Execution {
  /** Each event is answered in a context of its own: nothing loaded for one serves the next. */
  forEvent(): Promise<Pick<Execution, 'contextValue' | 'request'>>;
}

export interface Executor {
  /** Runs a query or a mutation. Errors are ready to be shown; nothing is thrown. */
  execute(execution: Execution): Promise<ExecutionResult>;
  /** Starts a subscription; its answers are run by the same executor. */
  subscribe(
    execution: SubscriptionExecution,
  ): Promise<ExecutionResult | AsyncGenerator<ExecutionResult, void, void>>;
  /** Operations now kept compiled. */
  compiled(): number;
}

export interface ExecutorOptions {
  readonly schema: GraphQLSchema;
  readonly kind: 'jit' | 'graphql-js';
  readonly limits: OperationLimits;
  readonly present: PresentError;
  /**
   * Which use of a document compiles it. Compiling costs as much as dozens of runs, so a client
   * that writes its values into the text (a new document each time) must not pay for it.
   */
  readonly compileAtUse?: number;
}

/** One operation of a document, as it is kept between requests. */
interface Prepared {
  readonly operation: OperationDefinitionNode;
  readonly name: string | undefined;
  readonly measure: Measure;
  readonly field: string;
  uses: number;
  compiled: Compiled | null;
}

const documentsKept = 500;

/** Executes operations on the schema: within the limits, compiled where that pays. */
export function createExecutor(options: ExecutorOptions): Executor {
  const { schema, present } = options;
  const kept = new LRUCache<DocumentNode, Map<string, Prepared>>({ max: documentsKept });
  const compileAtUse = options.compileAtUse ?? 2;
  let compiledCount = 0;

  const prepare = ({ document, operationName }: Execution): Prepared => {
    const key = operationName ?? '';
    let operations = kept.get(document);
    if (!operations) kept.set(document, (operations = new Map()));
    let prepared = operations.get(key);
    if (!prepared) operations.set(key, (prepared = prepareOperation(schema, document, key)));
    return prepared;
  };

  const admit = (execution: Execution): Prepared => {
    const prepared = prepare(execution);
    const { request } = execution;
    request.kind = prepared.operation.operation;
    request.operationName = prepared.operation.name?.value ?? null;
    request.field = prepared.field;
    const faults = limitFaults(prepared.measure, options.limits, execution.variables ?? {});
    if (faults.length === 0) return prepared;
    throw new GraphQLError(`This operation asks for too much. ${faults.join('. ')}`, {
      extensions: { code: 'BAD_USER_INPUT', limits: faults },
    });
  };

  const run = (
    prepared: Prepared,
    execution: Execution,
    rootValue: unknown,
  ): ExecutionResult | Promise<ExecutionResult> => {
    prepared.uses += 1;
    if (options.kind === 'jit' && prepared.uses === compileAtUse) {
      prepared.compiled = compileOperation(schema, execution.document, prepared.name);
      if (prepared.compiled) compiledCount += 1;
    }
    const variables = execution.variables ?? {};
    if (prepared.compiled) return prepared.compiled(rootValue, execution.contextValue, variables);
    return executeByInterpreter({
      schema,
      document: execution.document,
      rootValue,
      contextValue: execution.contextValue,
      variableValues: variables,
      operationName: prepared.name,
    });
  };

  const presented = (result: ExecutionResult, request: RequestMeta): ExecutionResult => {
    if (!result.errors) return result;
    return { ...result, errors: result.errors.map((error) => present(error, request)) };
  };

  const runPresented = async (
    prepared: Prepared,
    execution: Execution,
    rootValue?: unknown,
  ): Promise<ExecutionResult> => {
    const { request } = execution;
    try {
      return presented(await run(prepared, execution, rootValue), request);
    } catch (error) {
      return { errors: [present(error, request)] };
    }
  };

  return {
    async execute(execution) {
      let prepared: Prepared;
      try {
        prepared = admit(execution);
      } catch (error) {
        return { errors: [present(error, execution.request)] };
      }
      return runPresented(prepared, execution);
    },
    async subscribe(execution) {
      const { request } = execution;
      try {
        const prepared = admit(execution);
        const source = await openSource(schema, prepared, execution);
        if (!(Symbol.asyncIterator in source)) return presented(source, request);
        const failed = (error: unknown): ExecutionResult => ({ errors: [present(error, request)] });
        return answers(source, failed, async (event) => {
          return runPresented(prepared, { ...execution, ...(await execution.forEvent()) }, event);
        });
      } catch (error) {
        return { errors: [present(error, request)] };
      }
    },
    compiled: () => compiledCount,
  };
}

function prepareOperation(schema: GraphQLSchema, document: DocumentNode, name: string): Prepared {
  const operation = getOperationAST(document, name || undefined);
  if (!operation) {
    throw new GraphQLError(
      name ? `Unknown operation named "${name}".` : 'Must provide operation name if query contains multiple operations.',
      { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } },
    );
  }
  const first = operation.selectionSet.selections.find((selection) => selection.kind === 'Field');
  return {
    operation,
    name: name || undefined,
    measure: measureOperation(schema, document, operation),
    field: first?.name.value ?? 'fragment',
    uses: 0,
    compiled: null,
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
  answer: (event: unknown) => Promise<ExecutionResult>,
): AsyncGenerator<ExecutionResult, void, void> {
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
      if (ended) return done;
      try {
        const event = await events.next();
        return event.done ? done : { done: false, value: await answer(event.value) };
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
