import type { AddressInfo } from 'node:net';
import { fastify, type FastifyError, type FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Id } from '../../kernel/id.ts';
import type { Viewer } from '../identity/viewer.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { startApollo } from './apollo.ts';
import type { Authenticate } from './credential.ts';
import { createDocuments } from './documents.ts';
import { createExecutor, type Executor } from './executor.ts';
import { refuse, serveGraphql } from './graphql-route.ts';
import { serveHealth } from './health.ts';
import type { HttpSettings } from './http-settings.ts';
import { readExamples, serveIde } from './ide.ts';
import { createErrorPresenter } from './present-error.ts';
import { createRecord } from './record.ts';
import type { RequestMeta } from './request-meta.ts';
import type { FindShortcut } from './shortcut.ts';
import type { SocketPatience } from './socket-operations.ts';
import { createWebSocketEndpoint, type WebSocketEndpoint } from './websocket.ts';

export interface HttpServerParts {
  readonly settings: HttpSettings;
  readonly schema: GraphQLSchema;
  readonly authenticate: Authenticate;
  /** A new object for each operation, on WebSockets too: much is cached by its identity. */
  contextFor(viewer: Viewer | null, request: RequestMeta): object;
  /** Tells that a credential may have ended, or its rights changed; answers how to stop. */
  onCredentialChanged?(listener: (credentialId: Id) => void): () => void;
  /** Reasons why this server should get no work; empty when it is ready. */
  ready(): Promise<readonly string[]>;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Answers some operations without executing them. */
  readonly findShortcut?: FindShortcut;
  /** Folder of the operations that the IDE opens with. */
  readonly examples?: string;
  /** For tests: which use of a document compiles it, and how patient sockets are. */
  readonly tuning?: SocketPatience & { readonly compileAtUse?: number };
}

export interface HttpServer {
  /** Resolves with where it listens. @throws with code EADDRINUSE when the port is taken. */
  listen(): Promise<{ readonly url: string; readonly port: number }>;
  /**
   * Stops accepting, lets what runs finish, closes sockets one after another; after the drain time
   * cuts what is left. Resolves when nothing is open any more.
   */
  drain(): Promise<void>;
}

export const graphqlPath = '/graphql';

/** GraphQL on HTTP and WebSocket at `/graphql`, the IDE at `/`, health beside them. */
export async function createHttpServer(parts: HttpServerParts): Promise<HttpServer> {
  const { settings, schema, log } = parts;
  const hideSuggestions = !settings.introspection;
  const present = createErrorPresenter({ log, hideSuggestions });
  const record = createRecord(log, parts.metrics);
  const documents = createDocuments({
    schema,
    maxTokens: settings.limits.tokens,
    introspection: settings.introspection,
  });
  const executor = createExecutor({
    schema,
    kind: settings.executor,
    limits: settings.limits,
    present,
    findShortcut: parts.findShortcut,
    ...parts.tuning,
  });
  const apollo = await startApollo({
    schema,
    executor,
    documents,
    log,
    hideSuggestions,
  });
  const common = {
    settings,
    authenticate: parts.authenticate,
    contextFor: parts.contextFor,
    present,
    record,
    path: graphqlPath,
  };
  const server = createFastify(settings, log);
  const sockets = createWebSocketEndpoint({
    ...common,
    ...parts.tuning,
    schema,
    documents,
    executor,
    log,
  });
  serveGraphql(server, { ...common, apollo });
  let draining = false;
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (draining) reply.header('connection', 'close');
    done();
  });
  serveHealth(server, { ready: parts.ready, draining: () => draining, metrics: parts.metrics });
  if (settings.ide)
    serveIde(server, graphqlPath, parts.examples ? await readExamples(parts.examples) : []);
  server.server.on('upgrade', sockets.upgrade);
  measure(parts.metrics, sockets, executor);
  const unsubscribe = parts.onCredentialChanged?.(sockets.recheck);

  return {
    listen: () => listen(server, settings),
    drain: async () => {
      draining = true;
      await closeAll(server, sockets, settings.drainSeconds * 1000);
      unsubscribe?.();
      await apollo.stop();
    },
  };
}

function createFastify(settings: HttpSettings, log: Log): FastifyInstance {
  const server = fastify({
    logger: false,
    bodyLimit: settings.limits.bodyBytes,
    // A body that trickles in holds a connection for this long and no longer.
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000 },
  });
  server.server.maxConnections = settings.limits.connections;
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    server.getDefaultJsonParser('error', 'error'),
  );
  server.setNotFoundHandler((_request, reply) => refuse(reply, 404, 'There is nothing here'));
  server.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error({ err: error }, 'a request failed outside of GraphQL');
    return refuse(reply, status, status < 500 ? error.message : 'Something went wrong on our side');
  });
  return server;
}

async function listen(server: FastifyInstance, { port, host }: HttpSettings) {
  await server.listen({ port, host });
  const address = server.server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return { url: `http://${name}:${address.port}`, port: address.port };
}

async function closeAll(
  server: FastifyInstance,
  sockets: WebSocketEndpoint,
  ms: number,
): Promise<void> {
  const http = server.server;
  const cut = setTimeout(() => http.closeAllConnections(), ms);
  // An upgraded connection counts as open: the server is closed when its sockets are.
  await Promise.all([server.close(), sockets.drain(ms)]);
  clearTimeout(cut);
}

function measure(metrics: Metrics, sockets: WebSocketEndpoint, executor: Executor): void {
  metrics.gauge('bazargan_open_sockets', 'WebSockets that are open', sockets.open);
  metrics.gauge('bazargan_compiled_operations', 'Operations compiled so far', executor.compiled);
}
