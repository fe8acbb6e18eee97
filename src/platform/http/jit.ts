import { createRequire } from 'node:module';
import type { CompiledQuery, compileQuery as compile } from 'graphql-jit';
import type { DocumentNode, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import { writeForJit } from './jit-document.ts';

export type Compiled = (
  rootValue: unknown,
  contextValue: unknown,
  variables: Readonly<Record<string, unknown>>,
) => ExecutionResult | Promise<ExecutionResult> | null;

interface Running {
  promiseCounter: number;
  resolve(running: Running): void;
}
type Take = (value: unknown) => void;

interface Runtime {
  isPromise(value: unknown): value is Promise<unknown>;
  handleResolverResult(running: Running, value: unknown, take: Take, fail: Take): void;
  handleListItemResult(running: Running, value: unknown, take: Take, fail: Take): void;
  safeMap(running: Running, items: Iterable<unknown>, each: EachItem, ...at: number[]): unknown[];
}
type EachItem = (
  running: Running,
  item: unknown,
  index: number,
  result: unknown[],
  ...at: number[]
) => void;

// Its runtime is reached by require alone, so the compiler is too: both must be the same copy.
const require = createRequire(import.meta.url);
const { compileQuery } = require('graphql-jit') as { compileQuery: typeof compile };
const { jitRuntime } = require('graphql-jit/dist/runtime') as { jitRuntime: Runtime };

/**
 * graphql-jit 0.8.9 leaves a request hanging and the process with an unhandled rejection when a
 * type resolver, a getter or an iterator throws after an await, and loses the place of a rejected
 * item in a list. Every value is therefore taken under guard: what was thrown takes its place, and
 * compiled code knows how to answer an Error with null and an error at that path.
 */
Object.assign(jitRuntime, {
  handleResolverResult: settle,
  handleListItemResult: settle,
  safeMap(running: Running, items: Iterable<unknown>, each: EachItem, ...at: number[]): unknown[] {
    const result: unknown[] = [];
    let index = 0;
    for (const item of items) {
      const safe = jitRuntime.isPromise(item) ? item.then(undefined, asError) : item;
      each(running, safe, index, result, ...at);
      index += 1;
    }
    return result;
  },
});

function settle(running: Running, value: unknown, take: Take, fail: Take): void {
  if (!jitRuntime.isPromise(value)) {
    takeSafely(take, value);
    return;
  }
  running.promiseCounter += 1;
  const done = (): void => {
    running.promiseCounter -= 1;
    if (running.promiseCounter === 0) running.resolve(running);
  };
  value.then(
    (result) => {
      takeSafely(take, result);
      done();
    },
    (error: unknown) => {
      fail(error);
      done();
    },
  );
}

function takeSafely(take: Take, value: unknown): void {
  try {
    take(value);
  } catch (error) {
    take(asError(error));
  }
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

/**
 * The operation as a function, or null where only graphql-js answers it rightly. The function
 * answers null for the one request that it cannot answer.
 */
export function compileOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): Compiled | null {
  const written = writeForJit(schema, document, operationName);
  if (!written) return null;
  const compiled = compileQuery(written.schema, written.document, operationName, {
    disablingCapturingStackErrors: true,
  });
  if (!('query' in compiled)) return null;
  const { query } = compiled as CompiledQuery;
  return (rootValue, contextValue, variables) => {
    const values = written.read(variables);
    if (values === null) return null;
    if (isErrors(values)) return { errors: values };
    return query(rootValue, contextValue, values);
  };
}

const isErrors = (values: object): values is readonly GraphQLError[] => Array.isArray(values);
