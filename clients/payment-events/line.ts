import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { errorOf, FeedRefused, LineLost } from './errors.ts';
import { selection, type PaymentEvent } from './events.ts';

export interface LineOptions {
  /** Of GraphQL, e.g. `https://bazargan.example/graphql`. */
  readonly url: string;
  /** An API key or an access token. */
  readonly token: string;
}

export interface FollowQuestion {
  readonly after: string | null;
  readonly types?: readonly string[] | undefined;
  readonly subscriber?: string | undefined;
}

const subscription = `subscription ($after: Position, $types: [String!], $subscriber: ID) {
  paymentEvents(after: $after, types: $types, subscriber: $subscriber) { ${selection} }
}`;

/** Events that wait here at most, before the socket is read no further. */
const mostWaiting = 1_000;
/** A line on which nothing has come for so long, not even an answer to our ping, is dead. */
const pingMs = 10_000;
const pongMs = 5_000;
/** To open one, and again to be let in. */
const openingMs = 10_000;

/**
 * One connection: events as they come, until it breaks (LineLost), the server refuses (FeedRefused)
 * or `return` is called. What is taken slowly waits at the server.
 */
export function openLine(
  line: LineOptions,
  asked: FollowQuestion,
): AsyncIterableIterator<PaymentEvent> {
  const waiting: PaymentEvent[] = [];
  let ended: Error | 'done' | undefined;
  let rouse: (() => void) | undefined;
  const wire = openWire(line);

  const end = (how: Error | 'done'): void => {
    ended ??= how;
    rouse?.();
  };
  wire.client.subscribe<{ paymentEvents: PaymentEvent }>(
    { query: subscription, variables: { ...asked } },
    {
      next: ({ data, errors }) => {
        if (errors) return end(errorOf(errors));
        if (data) waiting.push(data.paymentEvents);
        if (waiting.length >= mostWaiting) wire.pause();
        rouse?.();
      },
      error: (error) => end(lineError(error, wire.failure())),
      complete: () => end(new LineLost('The server has ended the subscription')),
    },
  );
  return {
    async next() {
      while (waiting.length === 0 && !ended) {
        await new Promise<void>((resolve) => (rouse = resolve));
      }
      // Nothing that came is dropped: what came before a break is told before it.
      const value = ended === 'done' ? undefined : waiting.shift();
      if (value && waiting.length === mostWaiting / 2) wire.resume();
      if (value) return { done: false, value };
      await wire.hangUp();
      if (ended instanceof Error) throw ended;
      return { done: true, value: undefined };
    },
    async return() {
      end('done');
      await wire.hangUp();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

interface Wire {
  readonly client: Client;
  /** To read no further for a while. */
  pause(): void;
  resume(): void;
  /** What the socket failed with; the event that closes it does not tell. */
  failure(): string | undefined;
  /** At once, whatever is under way. */
  hangUp(): Promise<void>;
}

/** The socket and the protocol on it. It ends by itself where nobody answers. */
function openWire({ url, token }: LineOptions): Wire {
  let socket: WebSocket | undefined;
  let pong: NodeJS.Timeout | undefined;
  let failure: string | undefined;
  // What is not read from hears no answer either.
  const giveUp = (): void => {
    if (!socket?.isPaused) socket?.terminate();
  };
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: class extends WebSocket {
      constructor(address: string, protocol: string) {
        super(address, protocol, { handshakeTimeout: openingMs });
        socket = this;
      }
    },
    connectionParams: { authorization: `Bearer ${token}` },
    connectionAckWaitTimeout: openingMs,
    retryAttempts: 0,
    keepAlive: pingMs,
    on: {
      error: (error) => void (failure = (error as { message?: string }).message),
      ping: (received) => {
        if (!received) pong = setTimeout(giveUp, pongMs);
      },
      pong: (received) => {
        if (received) clearTimeout(pong);
      },
      closed: () => clearTimeout(pong),
    },
  });
  return {
    client,
    failure: () => failure,
    pause: () => socket?.pause(),
    resume: () => socket?.resume(),
    async hangUp() {
      socket?.terminate();
      // It throws what kept it from opening.
      await Promise.resolve(client.dispose()).catch(() => undefined);
    },
  };
}

/** What the client of graphql-ws hands to `error`: errors, a close event, or an error. */
function lineError(error: unknown, failure: string | undefined): FeedRefused | LineLost {
  if (Array.isArray(error)) return errorOf(error);
  const code = (error as { code?: unknown }).code;
  if (code === 4401 || code === 4403) {
    return new FeedRefused('UNAUTHENTICATED', 'The credential holds no more');
  }
  if (error instanceof Error) return new LineLost(error.message);
  return new LineLost(failure || `Closed with ${String(code)}`);
}
