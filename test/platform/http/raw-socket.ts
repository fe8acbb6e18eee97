import { WebSocket } from 'ws';

/** A WebSocket without a client library around it: what is sent is sent, what comes is kept. */
export interface RawSocket {
  readonly socket: WebSocket;
  send(message: object | string): void;
  /** The next message that has not been taken. */
  next(): Promise<Record<string, unknown>>;
  closed: Promise<{ readonly code: number; readonly reason: string }>;
}

export interface RawOptions {
  readonly protocol?: string;
  readonly headers?: Record<string, string>;
  /** Answers pings; a dead peer does not. */
  readonly autoPong?: boolean;
}

export async function openRaw(url: string, options: RawOptions = {}): Promise<RawSocket> {
  const socket = new WebSocket(
    `${url.replace('http', 'ws')}/graphql`,
    options.protocol ?? 'graphql-transport-ws',
    { headers: options.headers ?? {}, autoPong: options.autoPong ?? true },
  );
  const kept: Record<string, unknown>[] = [];
  const waiting: ((message: Record<string, unknown>) => void)[] = [];
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as Record<string, unknown>;
    const taker = waiting.shift();
    if (taker) taker(message);
    else kept.push(message);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('unexpected-response', (_request, response) => {
      reject(new Error(`refused with ${response.statusCode}`));
      socket.terminate();
    });
    socket.on('error', reject);
  });
  return {
    socket,
    closed,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next: () =>
      new Promise((resolve) => {
        const message = kept.shift();
        if (message) resolve(message);
        else waiting.push(resolve);
      }),
  };
}

/** What the server says where the machine stood still before the greeting was read. */
const greetedTooLate = 4408;

/** Opened, greeted and answered: ready for operations. */
export async function openReady(
  url: string,
  token?: string,
  options?: RawOptions,
): Promise<RawSocket> {
  const raw = await openRaw(url, options);
  raw.send({ type: 'connection_init', payload: token ? { authorization: `Bearer ${token}` } : {} });
  const ack: Record<string, unknown> = await Promise.race([raw.next(), raw.closed]);
  if (ack['code'] === greetedTooLate) return openReady(url, token, options);
  if (ack['type'] !== 'connection_ack') throw new Error(`Got ${JSON.stringify(ack)}`);
  return raw;
}

/** Runs one operation and answers its first message. */
export function askOn(
  raw: RawSocket,
  query: string,
  variables: object = {},
  id = 'one',
): Promise<Record<string, unknown>> {
  raw.send({ type: 'subscribe', id, payload: { query, variables } });
  return raw.next();
}
