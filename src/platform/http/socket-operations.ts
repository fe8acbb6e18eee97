import {
  GraphQLError,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { makeServer, type Context } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { Unauthenticated } from '../identity/access-error.ts';
import type { Viewer } from '../identity/viewer.ts';
import type { Log } from '../log.ts';
import type { Authenticate } from './credential.ts';
import type { Documents } from './documents.ts';
import type { Answers, Execution, Executor, SubscriptionExecution } from './executor.ts';
import type { HttpSettings } from './http-settings.ts';
import type { PresentError } from './present-error.ts';
import type { RecordOperation } from './record.ts';
import { describeAnswer, describeOperation, type RequestMeta } from './request-meta.ts';
import { AnswerText } from './shared-answers.ts';
import { closeCodes, type Peer } from './socket-peer.ts';
import type { SocketSession } from './socket-session.ts';
import type { Tally } from './tally.ts';

/** In milliseconds; for tests. */
export interface SocketPatience {
  readonly pingMs?: number;
  readonly initWaitMs?: number;
  readonly closeGraceMs?: number;
}

export interface WebSocketParts extends SocketPatience {
  readonly settings: HttpSettings;
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly executor: Executor;
  readonly present: PresentError;
  readonly authenticate: Authenticate;
  contextFor(viewer: Viewer | null, request: RequestMeta): object;
  readonly record: RecordOperation;
  readonly log: Log;
  readonly path: string;
}

/** One socket with all we know of it. */
export interface Connection {
  readonly socket: WebSocket;
  readonly peer: Peer;
  readonly request: RequestMeta;
  readonly session: SocketSession;
  /** Queries and mutations that have not been answered. */
  running: number;
}

/** All sockets of this server, and what they share. */
export interface Endpoint {
  readonly parts: WebSocketParts;
  readonly persons: Tally;
  readonly connections: Set<Connection>;
  draining: boolean;
}

type Extra = { readonly connection: Connection };

interface SocketExecution extends ExecutionArgs {
  readonly contextValue: object;
  readonly request: RequestMeta;
  readonly connection: Connection;
  /** What the client calls the operation. */
  readonly operationId: string;
}

type Params = { authorization?: unknown; Authorization?: unknown };

export type Protocol = ReturnType<typeof makeServer<Params, Extra>>;

/** The protocol graphql-transport-ws, with our admission, limits and executor in it. */
export function createProtocol(endpoint: Endpoint): Protocol {
  const { parts } = endpoint;
  return makeServer<Params, Extra>({
    schema: parts.schema,
    connectionInitWaitTimeout: parts.initWaitMs ?? 5_000,
    onConnect: (context) => admit(endpoint, context),
    onSubscribe: (context, id, payload) => open(endpoint, context, id, payload),
    execute: (args) => run(endpoint, args as SocketExecution),
    subscribe: (args) => follow(endpoint, args as SocketExecution),
  });
}

/** False closes the socket with 4403; so does a credential that does not hold. */
async function admit(endpoint: Endpoint, context: Context<Params, Extra>): Promise<boolean> {
  const { connection } = context.extra;
  const given = context.connectionParams;
  try {
    await connection.session.open(given?.authorization ?? given?.Authorization);
  } catch (error) {
    if (error instanceof Unauthenticated) return false;
    throw error;
  }
  const personId = connection.session.personId();
  if (personId === null || connection.socket.readyState !== connection.socket.OPEN) return true;
  if (!endpoint.persons.take(personId)) {
    connection.peer.close(closeCodes.tooMany, 'Too many sockets of one person');
    return true;
  }
  connection.socket.once('close', () => endpoint.persons.give(personId));
  return true;
}

interface Asked {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: { readonly [name: string]: unknown } | null | undefined;
}

/** Everything between a subscribe message and running it; answers errors instead when refused. */
async function open(
  endpoint: Endpoint,
  context: Context<Params, Extra>,
  operationId: string,
  asked: Asked,
): Promise<SocketExecution | readonly GraphQLError[]> {
  const { parts } = endpoint;
  const { connection } = context.extra;
  const request = describeOperation(connection.request);
  const refuse = (error: unknown): readonly GraphQLError[] => {
    const presented = parts.present(error, request);
    parts.record(request, performance.now());
    return [presented];
  };
  if (endpoint.draining) return refuse(coded('SHUTTING_DOWN', 'This server stops: connect again'));
  const limit = parts.settings.limits.operationsPerSocket;
  if (Object.keys(context.subscriptions).length > limit) {
    return refuse(coded('BAD_USER_INPUT', `One socket runs at most ${limit} operations at once`));
  }
  try {
    const viewer = await connection.session.viewerNow();
    const document = parts.documents.read(asked.query);
    if (!('kind' in document)) return document.flatMap((error) => refuse(error));
    return {
      schema: parts.schema,
      document,
      operationName: asked.operationName ?? null,
      variableValues: asked.variables ?? null,
      contextValue: parts.contextFor(viewer, request),
      request,
      connection,
      operationId,
    };
  } catch (error) {
    return refuse(error);
  }
}

const coded = (code: string, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code } });

async function run({ parts }: Endpoint, args: SocketExecution) {
  const startedAt = performance.now();
  args.connection.running += 1;
  try {
    return await parts.executor.execute(executionOf(args));
  } finally {
    args.connection.running -= 1;
    parts.record(args.request, startedAt);
  }
}

async function follow({ parts }: Endpoint, args: SocketExecution) {
  const startedAt = performance.now();
  const { session } = args.connection;
  const execution: SubscriptionExecution = {
    ...executionOf(args),
    mayBeText: true,
    forEvent: async () => {
      const request = describeAnswer(args.request);
      return { contextValue: parts.contextFor(await session.viewerLately(), request), request };
    },
  };
  const answers = await parts.executor.subscribe(execution);
  parts.record(args.request, startedAt);
  return Symbol.asyncIterator in answers ? sendingTexts(args, answers) : answers;
}

/**
 * Sends the answers that are text by itself, one after the other, as the peer takes them; hands on
 * what is not. To put an answer together once, not for each client, is what lets thousands follow.
 */
function sendingTexts(
  { connection, operationId }: SocketExecution,
  answers: Answers,
): AsyncGenerator<ExecutionResult, void, void> {
  const head = `{"id":${JSON.stringify(operationId)},"type":"next","payload":`;
  return {
    async next() {
      for (;;) {
        const step = await answers.next();
        if (step.done) return step;
        const { value } = step;
        if (!(value instanceof AnswerText)) return { done: false, value };
        await connection.peer.send(`${head}${value.text}}`);
      }
    },
    async return() {
      await answers.return();
      return { done: true, value: undefined };
    },
    async throw(error) {
      await answers.throw(error);
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: () => answers[Symbol.asyncDispose](),
  };
}

const executionOf = (args: SocketExecution): Execution => ({
  document: args.document,
  operationName: args.operationName,
  variables: args.variableValues,
  contextValue: args.contextValue,
  request: args.request,
});
