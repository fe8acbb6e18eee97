import { createRequire } from 'node:module';
import type { CompiledQuery, compileQuery as compile } from 'graphql-jit';
import {
  getNamedType,
  isInputObjectType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLNamedType,
  type GraphQLSchema,
  type ValueNode,
} from 'graphql';

export type Compiled = (
  rootValue: unknown,
  contextValue: unknown,
  variables: Readonly<Record<string, unknown>>,
) => ExecutionResult | Promise<ExecutionResult>;

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

/** The operation as a function, or null where only graphql-js answers it rightly. */
export function compileOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): Compiled | null {
  if (!isCompilable(schema, document)) return null;
  const compiled = compileQuery(schema, document, operationName, {
    disablingCapturingStackErrors: true,
  });
  if (!('query' in compiled)) return null;
  const { query } = compiled as CompiledQuery;
  return (rootValue, contextValue, variables) => query(rootValue, contextValue, { ...variables });
}

const introspection = new Set(['__typename', '__schema', '__type']);

/**
 * Three things it compiles wrongly. Names of fields are joined by `_` to name what it keeps, so an
 * alias `b_a` takes the resolve info of `a { b }`. Literals of a scalar of ours are printed as JSON,
 * which keeps no object but a Date. And a variable whose input type holds itself, as filters do, is
 * written out without end: the process runs out of memory.
 */
function isCompilable(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let compilable = true;
  const literal = (node: ValueNode): void => {
    const type = getNamedType(types.getInputType());
    if (!isScalarType(type) || isSpecifiedScalarType(type)) return;
    if (!isPlain(type.parseLiteral(node))) compilable = false;
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      VariableDefinition() {
        if (holdsItself(getNamedType(types.getInputType()))) compilable = false;
      },
      Field(node) {
        const key = node.alias?.value ?? node.name.value;
        if (key.includes('_') && !introspection.has(key)) compilable = false;
        for (const argument of types.getFieldDef()?.args ?? []) {
          if (!isPlain(argument.defaultValue)) compilable = false;
        }
      },
      [Kind.STRING]: literal,
      [Kind.INT]: literal,
      [Kind.FLOAT]: literal,
      [Kind.BOOLEAN]: literal,
      [Kind.OBJECT]: literal,
    }),
  );
  return compilable;
}

const endless = new WeakMap<GraphQLNamedType, boolean>();

/** Whether a value of this input type may be nested without end. */
function holdsItself(type: GraphQLNamedType | undefined): boolean {
  if (!isInputObjectType(type)) return false;
  const known = endless.get(type);
  if (known !== undefined) return known;
  const found = leadsBack(type, new Set());
  endless.set(type, found);
  return found;
}

function leadsBack(type: GraphQLNamedType, above: ReadonlySet<GraphQLNamedType>): boolean {
  if (!isInputObjectType(type)) return false;
  if (above.has(type)) return true;
  const further = new Set(above).add(type);
  return Object.values(type.getFields()).some((field) =>
    leadsBack(getNamedType(field.type), further),
  );
}

function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== 'object' || value === null) return typeof value !== 'bigint';
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.values(value).every(isPlain);
}
