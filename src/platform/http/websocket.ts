import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type ExecutionArgs, type GraphQLSchema } from 'graphql';
import { handleProtocols, makeServer, type Context } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Id } from '../../kernel/id.ts';
import { Unauthenticated } from '../identity/access-error.ts';
import type { Viewer } from '../identity/viewer.ts';
import type { Log } from '../log.ts';
import type { Authenticate } from './credential.ts';
import type { Documents } from './documents.ts';
import type { Execution, Executor, SubscriptionExecution } from './executor.ts';
import type { HttpSettings } from './http-settings.ts';
import { isForeign } from './origin.ts';
import type { PresentError } from './present-error.ts';
import type { RecordOperation } from './record.ts';
import { describeAnswer, describeOperation, describeRequest, type RequestMeta } from './request-meta.ts';
import { closeCodes, createPeer, type Peer } from './socket-peer.ts';
import { createSocketSession, type SocketSession } from './socket-session.ts';
import { createTally, type Tally } from './tally.ts';

export interface WebSocketParts {
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
  readonly pingMs?: number;
  readonly initWaitMs?: number;
}

export interface WebSocketEndpoint {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Looks at a credential again: sockets opened with it are closed when it does not hold. */
  recheck(credentialId: Id): void;
  /** Refuses new sockets and operations; closes sockets one after another within `ms`. */
  drain(ms: number): Promise<void>;
  open(): number;
}

/** One socket with all we know of it. */
interface Connection {
  readonly socket: WebSocket;
  readonly peer: Peer;
  readonly request: RequestMeta;
  readonly session: SocketSession;
  /** Queries and mutations that have not been answered. */
  running: number;
}

type Extra = { readonly connection: Connection };

interface SocketExecution extends ExecutionArgs {
  readonly contextValue: object;
  readonly request: RequestMeta;
  readonly connection: Connection;
}

interface Endpoint {
  readonly parts: WebSocketParts;
  readonly persons: Tally;
  readonly connections: Set<Connection>;
  draining: boolean;
}

export function createWebSocketEndpoint(parts: WebSocketParts): WebSocketEndpoint {
  const { limits } = parts.settings;
  const endpoint: Endpoint = {
    parts,
    persons: createTally(limits.socketsPerPerson),
    connections: new Set(),
    draining: false,
  };
  const addresses = createTally(limits.socketsPerAddress);
  const webSockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.bodyBytes,
    perMessageDeflate: false,
    handleProtocols,
  });
  const protocol = createProtocol(endpoint);

  return {
    upgrade(request, socket, head) {
      const meta = describeRequest(request, 'websocket', parts.settings);
      const refusal = refusalOf(endpoint, request) ?? (addresses.take(meta.address) ? null : 429);
      if (refusal) {
        socket.end(`HTTP/1.1 ${refusal} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
        return;
      }
      socket.once('close', () => addresses.give(meta.address));
      webSockets.handleUpgrade(request, socket, head, (opened) => {
        const connection = connect(endpoint, opened, meta);
        serve(protocol, connection, parts.log);
      });
    },
    recheck(credentialId) {
      for (const { session } of endpoint.connections) {
        if (session.credentialId() === credentialId) session.viewerNow().catch(() => undefined);
      }
    },
    drain: (ms) => drain(endpoint, ms),
    open: () => endpoint.connections.size,
  };
}

function refusalOf({ parts, draining }: Endpoint, request: IncomingMessage): number | null {
  if (draining) return 503;
  const path = (request.url ?? '').split('?', 1)[0];
  if (path !== parts.path) return 404;
  return isForeign(request.headers, parts.settings.allowedOrigins) ? 403 : null;
}

function connect(endpoint: Endpoint, socket: WebSocket, request: RequestMeta): Connection {
  const { parts, connections } = endpoint;
  const peer = createPeer(socket, {
    pingMs: parts.pingMs ?? 12_000,
    bufferBytes: parts.settings.limits.socketBufferBytes,
  });
  const forbid = (): void => peer.close(closeCodes.forbidden, 'Forbidden');
  const session = createSocketSession(parts.authenticate, request, forbid);
  const connection: Connection = { socket, peer, request, session, running: 0 };
  connections.add(connection);
  socket.on('error', (err) => parts.log.debug({ err, requestId: request.requestId }, 'socket error'));
  socket.once('close', () => {
    connections.delete(connection);
    session.close();
  });
  return connection;
}

type Protocol = ReturnType<typeof makeServer<Params, Extra>>;
type Params = { authorization?: unknown; Authorization?: unknown };

function serve(protocol: Protocol, connection: Connection, log: Log): void {
  const { socket, peer, request } = connection;
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (message) => peer.send(message),
      close: (code, reason) => peer.close(code ?? closeCodes.internal, reason ?? ''),
      onMessage: (take) =>
        socket.on('message', (message) => {
          take(String(message)).catch((err: unknown) => {
            log.error({ err, requestId: request.requestId }, 'a message on a socket failed');
            peer.close(closeCodes.internal, 'Internal server error');
          });
        }),
    },
    { connection },
  );
  socket.once('close', (code, reason) => void closed(code, String(reason)));
}

function createProtocol(endpoint: Endpoint): Protocol {
  const { parts } = endpoint;
  return makeServer<Params, Extra>({
    schema: parts.schema,
    connectionInitWaitTimeout: parts.initWaitMs ?? 5_000,
    onConnect: (context) => admit(endpoint, context),
    onSubscribe: (context, _id, payload) => open(endpoint, context, payload),
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
    forEvent: async () => {
      const request = describeAnswer(args.request);
      return { contextValue: parts.contextFor(await session.viewerLately(), request), request };
    },
  };
  const answers = await parts.executor.subscribe(execution);
  parts.record(args.request, startedAt);
  return answers;
}

const executionOf = (args: SocketExecution): Execution => ({
  document: args.document,
  operationName: args.operationName,
  variables: args.variableValues,
  contextValue: args.contextValue,
  request: args.request,
});

/**
 * Clients that lose their socket come back at once; closing them one after another keeps them from
 * coming back to the other servers all together.
 */
async function drain(endpoint: Endpoint, ms: number): Promise<void> {
  endpoint.draining = true;
  const connections = [...endpoint.connections];
  const pause = Math.min(50, ms / 2 / Math.max(1, connections.length));
  const deadline = Date.now() + ms;
  const pauseBefore = connections.map((_, index) => index * pause);
  await Promise.all(
    connections.map(async (connection, index) => {
      await sleep(pauseBefore[index] ?? 0);
      while (connection.running > 0 && Date.now() < deadline) await sleep(10);
      connection.peer.close(closeCodes.goingAway, 'The server is stopping');
    }),
  );
  while (endpoint.connections.size > 0 && Date.now() < deadline) await sleep(10);
  for (const { socket } of endpoint.connections) socket.terminate();
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
