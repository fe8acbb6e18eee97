import {
  execute as interpret,
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
import type { RequestMeta } from './request-meta.ts';
import { JsonText, type FindShortcut, type Shortcut } from './shortcut.ts';

/** One operation to run, once. */
export interface Execution {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  /** What resolvers get; a new object for each operation. */
  readonly contextValue: object;
  readonly request: RequestMeta;
  /** Whether `data` may come as JsonText. */
  readonly mayBeText?: boolean;
}

/** One operation of a document, as it is kept between requests. */
export interface Prepared {
  readonly operation: OperationDefinitionNode;
  readonly name: string | undefined;
  readonly measure: Measure;
  readonly field: string;
  /** Looked for together with compiling: an operation that comes once is not worth it. */
  shortcut: Shortcut | null;
  uses: number;
  compiled: Compiled | null;
}

export interface PreparedOptions {
  readonly schema: GraphQLSchema;
  readonly kind: 'jit' | 'graphql-js';
  readonly limits: OperationLimits;
  /**
   * Which use of a document compiles it. Compiling costs as much as dozens of runs, so a client
   * that writes its values into the text (a new document each time) must not pay for it.
   */
  readonly compileAtUse?: number;
  readonly findShortcut?: FindShortcut | undefined;
}

export interface PreparedOperations {
  /** @throws GraphQLError when there is no such operation, or when it is beyond the limits. */
  admit(execution: Execution): Prepared;
  /** Runs what was admitted; errors are as resolvers threw them. */
  run(prepared: Prepared, execution: Execution, rootValue?: unknown): Promise<ExecutionResult>;
  /** Operations compiled so far. */
  compiled(): number;
}

const documentsKept = 500;

/** Keeps what was found out about operations: their cost, and their compiled form. */
export function createPreparedOperations(options: PreparedOptions): PreparedOperations {
  const { schema, kind, compileAtUse = 2 } = options;
  const kept = new LRUCache<DocumentNode, Map<string, Prepared>>({ max: documentsKept });
  let compiledCount = 0;

  const prepare = ({ document, operationName }: Execution): Prepared => {
    const key = operationName ?? '';
    let operations = kept.get(document);
    if (!operations) kept.set(document, (operations = new Map()));
    let prepared = operations.get(key);
    if (!prepared) operations.set(key, (prepared = prepareOperation(schema, document, key)));
    return prepared;
  };
  const compileInTime = (prepared: Prepared, document: DocumentNode): void => {
    prepared.uses += 1;
    if (kind !== 'jit' || prepared.uses !== compileAtUse) return;
    prepared.shortcut = options.findShortcut?.(document, prepared.operation) ?? null;
    prepared.compiled = compileOperation(schema, document, prepared.name);
    if (prepared.compiled) compiledCount += 1;
  };

  const execute = (
    prepared: Prepared,
    { document, contextValue, variables }: Execution,
    rootValue: unknown,
  ): ExecutionResult | Promise<ExecutionResult> => {
    const variableValues = variables ?? {};
    const answer = prepared.compiled?.(rootValue, contextValue, variableValues);
    if (answer) return answer;
    const operationName = prepared.name;
    return interpret({ schema, document, rootValue, contextValue, variableValues, operationName });
  };

  return {
    admit(execution) {
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
    },
    async run(prepared, execution, rootValue) {
      compileInTime(prepared, execution.document);
      if (execution.mayBeText && prepared.shortcut) {
        const { contextValue, variables } = execution;
        const text = await prepared.shortcut(contextValue, variables ?? {});
        if (text !== null) return { data: new JsonText(text) as never };
      }
      return execute(prepared, execution, rootValue);
    },
    compiled: () => compiledCount,
  };
}

function prepareOperation(schema: GraphQLSchema, document: DocumentNode, name: string): Prepared {
  const operation = getOperationAST(document, name || undefined);
  if (!operation) {
    const message = name
      ? `Unknown operation named "${name}".`
      : 'Must provide operation name if query contains multiple operations.';
    throw new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } });
  }
  const first = operation.selectionSet.selections.find((selection) => selection.kind === 'Field');
  return {
    operation,
    name: name || undefined,
    measure: measureOperation(schema, document, operation),
    field: first?.name.value ?? 'fragment',
    shortcut: null,
    uses: 0,
    compiled: null,
  };
}
