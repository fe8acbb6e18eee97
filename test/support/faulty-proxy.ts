import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** What becomes of a request: everything up to the point where the server is to answer. */
export type Fault =
  /** The connection is cut and the server never sees the request. */
  | 'cutBefore'
  /** The server carries it out; the connection is cut when its reply is ready to be delivered. */
  | 'cutReply'
  /** The server has the request and the connection is cut at once, while it is still working. */
  | 'cutAtOnce'
  /** The server carries it out; nothing is delivered any more, and nobody hangs up. */
  | 'swallow'
  /** This reply and all later ones of the connection are held back so long. */
  | { readonly delayMs: number };

export interface ProxiedRequest {
  /** SQL, or the name of the prepared statement and its SQL where it came along. */
  readonly text: string;
  /** Counts the connections from 1. */
  readonly connection: number;
}

export interface FaultyProxy {
  /** The same database by TCP on the loopback, through the proxy. */
  readonly url: string;
  /** From now on each request of a signed-in client may meet a fault. */
  inflict(choose: (request: ProxiedRequest) => Fault | undefined): void;
  /** No more faults. Connections that were swallowed or delayed stay so. */
  relent(): void;
  /** How many connections were cut. */
  cuts(): number;
  /**
   * How many times clients sent after all they had asked for was answered: what the network's
   * latency is paid for. With delayed replies it is exact.
   */
  roundTrips(): number;
  close(): Promise<void>;
}

/** Forwards to the PostgreSQL at `url`, on a Unix socket or TCP, without TLS. */
export async function startFaultyProxy(url: string): Promise<FaultyProxy> {
  const target = new URL(url);
  const state: ProxyState = { choose: () => undefined, cuts: 0, roundTrips: 0 };
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((client) => {
    const upstream = connectTo(target);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('close', () => sockets.delete(socket));
    }
    forward(client, upstream, (connections += 1), state);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = new URL(url);
  own.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: own.href,
    inflict: (choose) => void (state.choose = choose),
    relent: () => void (state.choose = () => undefined),
    cuts: () => state.cuts,
    roundTrips: () => state.roundTrips,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A commit as `perform` sends it; the reads and writes before it are let through. */
export const isCommit = (request: ProxiedRequest): boolean => request.text === 'commit';

interface ProxyState {
  choose: (request: ProxiedRequest) => Fault | undefined;
  cuts: number;
  roundTrips: number;
}

function connectTo(target: URL): Socket {
  const host = decodeURIComponent(target.hostname);
  const port = target.port || '5432';
  return host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(Number(port), host);
}

function forward(client: Socket, upstream: Socket, connection: number, state: ProxyState): void {
  let asked = 0;
  let answered = 0;
  /** The answer, counted from 1, at which the connection is cut; replies wait until then. */
  let cutAt = Infinity;
  let silent = false;
  let delayMs = 0;
  const cut = (): void => {
    state.cuts += 1;
    client.destroy();
    upstream.destroy();
  };
  const deliver = (chunk: Buffer, ready: number): void => {
    answered += ready;
    if (!client.destroyed) client.write(chunk);
  };
  const onRequest = ({ bytes, kind, text }: Request): void => {
    if (client.destroyed) return;
    if (kind === 'query' && answered === asked) state.roundTrips += 1;
    if (kind !== 'unanswered') asked += 1;
    const fault = kind === 'query' ? state.choose({ text, connection }) : undefined;
    if (fault === 'cutBefore') return cut();
    if (typeof fault === 'object') delayMs = fault.delayMs;
    if (fault === 'swallow') silent = true;
    if (fault === 'cutReply') cutAt = Math.min(cutAt, asked);
    upstream.write(bytes, () => fault === 'cutAtOnce' && cut());
  };
  let replied = 0;
  const onReply = (chunk: Buffer, ready: number): void => {
    replied += ready;
    if (replied >= cutAt) return cut();
    if (silent || cutAt < Infinity) return;
    if (delayMs === 0) deliver(chunk, ready);
    else setTimeout(deliver, delayMs, chunk, ready);
  };
  client.on('data', requestReader(onRequest));
  upstream.on('data', replyReader(onReply));
  client.on('error', () => upstream.destroy());
  upstream.on('error', () => client.destroy());
  client.on('close', () => upstream.destroy());
  upstream.on('close', () => client.destroy());
}

const readyForQuery = 'Z'.charCodeAt(0);

/** Hands on each chunk with the number of answers that end in it. */
function replyReader(onReply: (chunk: Buffer, ready: number) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    let ready = 0;
    for (let size = typedSize(rest); size !== null; size = typedSize(rest)) {
      if (rest[0] === readyForQuery) ready += 1;
      rest = rest.subarray(size);
    }
    onReply(chunk, ready);
  };
}

interface Request {
  readonly bytes: Buffer;
  /** A greeting is answered when signing in is through; a password and a goodbye are not. */
  readonly kind: 'greeting' | 'query' | 'unanswered';
  readonly text: string;
}

/** Gathers whole requests: the greeting, signing in, then all messages up to a Query or a Sync. */
function requestReader(onRequest: (request: Request) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let greeted = false;
  let parts: Buffer[] = [];
  let words: string[] = [];
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    if (!greeted) {
      if (rest.length < 4 || rest.length < rest.readInt32BE(0)) return;
      onRequest({ bytes: rest.subarray(0, rest.readInt32BE(0)), kind: 'greeting', text: '' });
      rest = rest.subarray(rest.readInt32BE(0));
      greeted = true;
    }
    for (let size = typedSize(rest); size !== null; size = typedSize(rest)) {
      const message = rest.subarray(0, size);
      const type = String.fromCharCode(message[0] ?? 0);
      rest = rest.subarray(size);
      parts.push(message);
      words.push(...wordsOf(type, message));
      if (!'QSpX'.includes(type)) continue;
      const kind = 'QS'.includes(type) ? 'query' : 'unanswered';
      onRequest({ bytes: Buffer.concat(parts), kind, text: words.filter(Boolean).join(' ') });
      [parts, words] = [[], []];
    }
  };
}

/** SQL of Query and Parse, the statement's name of Bind. */
function wordsOf(type: string, message: Buffer): string[] {
  if (!'QPB'.includes(type)) return [];
  const strings = message.toString('utf8', 5).split('\0');
  return type === 'Q' ? strings.slice(0, 1) : strings.slice(1, 2);
}

/** The size of the typed message at the start of `bytes`, or null while it is not all there. */
function typedSize(bytes: Buffer): number | null {
  if (bytes.length < 5) return null;
  const size = 1 + bytes.readInt32BE(1);
  return bytes.length < size ? null : size;
}
