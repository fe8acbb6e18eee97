import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Fault } from '../support/faulty-proxy.ts';

export type { Fault };

/** The network between clients and the server, which loses what it is told to lose. */
export interface FaultyLine {
  /** Where clients call; stays the same when the server behind it is another one. */
  readonly url: string;
  /** From now on new connections are led to this server. */
  leadTo(url: string): void;
  /** Asked once for each HTTP request, counted from 1. */
  inflict(choose: (request: number) => Fault | undefined): void;
  /** Asked once for each new connection: after so many bytes of replies it is cut, mid-frame. */
  cutAfter(choose: () => number | undefined): void;
  /** No more faults; what is silent or delayed stays so. */
  relent(): void;
  /** How many faults of each kind there were: `cutReply`, `delay`, … */
  readonly faults: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

interface LineState {
  target: URL;
  choose: (request: number) => Fault | undefined;
  bytesBeforeCut: () => number | undefined;
  requests: number;
  readonly faults: Map<string, number>;
}

/** For HTTP without pipelining, one chunk or more a request, and for WebSockets. */
export async function openFaultyLine(url: string): Promise<FaultyLine> {
  const none = (): undefined => undefined;
  const state: LineState = {
    target: new URL(url),
    choose: none,
    bytesBeforeCut: none,
    requests: 0,
    faults: new Map(),
  };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(state.target.port), state.target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('close', () => sockets.delete(socket));
    }
    forward(client, upstream, state);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo: (next) => void (state.target = new URL(next)),
    inflict: (choose) => void (state.choose = choose),
    cutAfter: (choose) => void (state.bytesBeforeCut = choose),
    relent: () => void ([state.choose, state.bytesBeforeCut] = [none, none]),
    faults: state.faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function forward(client: Socket, upstream: Socket, state: LineState): void {
  const cutAt = state.bytesBeforeCut() ?? Infinity;
  let delivered = 0;
  let fault: Fault | undefined;
  const cut = (): void => {
    client.destroy();
    upstream.destroy();
  };
  client.on('data', (chunk: Buffer) => {
    // A body may come in a chunk of its own, after the head that counts as the request.
    if (chunk.subarray(0, 5).toString() === 'POST ') {
      fault = state.choose((state.requests += 1));
      if (fault) count(state.faults, typeof fault === 'object' ? 'delay' : fault);
    }
    if (fault === 'cutBefore') cut();
    else upstream.write(chunk, () => fault === 'cutAtOnce' && cut());
  });
  const deliver = (chunk: Buffer): void => {
    const left = cutAt - delivered;
    delivered += chunk.length;
    if (client.destroyed) return;
    if (chunk.length < left) client.write(chunk);
    else {
      count(state.faults, 'cutAfter');
      client.end(chunk.subarray(0, left));
      upstream.destroy();
    }
  };
  upstream.on('data', (chunk: Buffer) => {
    if (fault === 'cutReply') cut();
    else if (typeof fault === 'object') setTimeout(deliver, fault.delayMs, chunk);
    else if (fault !== 'swallow') deliver(chunk);
  });
  client.on('error', () => upstream.destroy());
  upstream.on('error', () => client.destroy());
  client.on('close', () => upstream.destroy());
  upstream.on('close', () => client.end());
}

const count = (faults: Map<string, number>, kind: string): void =>
  void faults.set(kind, (faults.get(kind) ?? 0) + 1);

/** The same numbers from 0 to below 1 for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** About a quarter of the requests go wrong, most of them after the server has acted. */
export function quarterOfFaults(seed: number): () => Fault | undefined {
  const random = randomFrom(seed);
  const kinds: readonly (readonly [number, () => Fault])[] = [
    [0.1, () => 'cutReply'],
    [0.14, () => 'swallow'],
    [0.18, () => 'cutAtOnce'],
    [0.2, () => 'cutBefore'],
    [0.25, () => ({ delayMs: Math.floor(20 + random() * 800) })],
  ];
  return () => {
    const drawn = random();
    return kinds.find(([below]) => drawn < below)?.[1]();
  };
}
