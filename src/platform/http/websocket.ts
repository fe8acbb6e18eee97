import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Id } from '../../kernel/id.ts';
import type { Log } from '../log.ts';
import { isForeign } from './origin.ts';
import { describeRequest, type RequestMeta } from './request-meta.ts';
import {
  createProtocol,
  type Connection,
  type Endpoint,
  type Protocol,
  type WebSocketParts,
} from './socket-operations.ts';
import { closeCodes, createPeer } from './socket-peer.ts';
import { createSocketSession } from './socket-session.ts';
import { createTally } from './tally.ts';

export interface WebSocketEndpoint {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Looks at a credential again: sockets opened with it are closed when it does not hold. */
  recheck(credentialId: Id): void;
  /** Refuses new sockets and operations; closes sockets one after another within `ms`. */
  drain(ms: number): Promise<void>;
  open(): number;
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
    closeGraceMs: parts.closeGraceMs ?? 2_000,
  });
  const forbid = (): void => peer.close(closeCodes.forbidden, 'Forbidden');
  const session = createSocketSession(parts.authenticate, request, forbid);
  const connection: Connection = { socket, peer, request, session, running: 0 };
  connections.add(connection);
  socket.on('error', (err) =>
    parts.log.debug({ err, requestId: request.requestId }, 'socket error'),
  );
  socket.once('close', () => {
    connections.delete(connection);
    session.close();
  });
  return connection;
}

function serve(protocol: Protocol, connection: Connection, log: Log): void {
  const { socket, peer, request } = connection;
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (message) => peer.send(message),
      close: (code, reason) => peer.close(code ?? closeCodes.internal, reason ?? ''),
      onMessage: (take) =>
        socket.on('message', (message: Buffer) => {
          take(message.toString()).catch((err: unknown) => {
            log.error({ err, requestId: request.requestId }, 'a message on a socket failed');
            peer.close(closeCodes.internal, 'Internal server error');
          });
        }),
    },
    { connection },
  );
  socket.once('close', (code, reason) => void closed(code, String(reason)));
}

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
