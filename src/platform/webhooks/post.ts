import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIPv6, type LookupFunction, type Socket } from 'node:net';
import {
  DestinationRefused,
  findDestination,
  type Destination,
  type DestinationPolicy,
  type Resolve,
} from './destination.ts';

/** Why a delivery failed, when it did. */
export const deliveryErrors = [
  'ADDRESS_FORBIDDEN',
  'NAME_UNKNOWN',
  'CONNECTION',
  'TLS',
  'TIMEOUT',
  'REDIRECT',
  'STATUS',
] as const;
export type DeliveryError = (typeof deliveryErrors)[number];

/** What came of one request. */
export interface PostOutcome {
  /** Null: answered with 2xx. */
  readonly error: DeliveryError | null;
  readonly status: number | null;
  /** The answer's first bytes, or what went wrong, for a person to read. */
  readonly text: string;
  readonly durationMs: number;
  /** What 429 or 503 asked for. */
  readonly retryAfterMs: number | null;
}

export interface Poster {
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<PostOutcome>;
  /** Connections that are kept open end. */
  close(): void;
}

export interface PosterParts {
  readonly policy: DestinationPolicy;
  readonly resolve: Resolve;
  /** For name, connection and answer together. */
  readonly timeoutMs: number;
  readonly now: () => Date;
  /** Certificates that are trusted besides those that Node trusts: for tests. */
  readonly ca?: string;
}

const keptBytes = 1_000;
/** Of an answer that is longer no more is read: its connection is closed. */
const readBytes = 65_536;
/** The status says it all: for the text nobody waits long. */
const textMs = 1_000;

/** Posts to the outside, and only there: never by a redirect, a proxy or another address. */
export function createPoster(parts: PosterParts): Poster {
  const options = { keepAlive: true, timeout: 30_000, maxFreeSockets: 8, ca: parts.ca };
  const agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) };
  const post: Poster['post'] = async (url, headers, body) => {
    const startedAt = performance.now();
    const signal = AbortSignal.timeout(parts.timeoutMs);
    const end = (outcome: Partial<PostOutcome>): PostOutcome => ({
      ...{ error: null, status: null, text: '', retryAfterMs: null, ...outcome },
      durationMs: Math.round(performance.now() - startedAt),
    });
    try {
      const found = await Promise.race([
        findDestination(url, parts.policy, parts.resolve).catch(nameError),
        aborted(signal),
      ]);
      const agent = agents[found.url.protocol as keyof typeof agents];
      const request = { ...found, agent, headers, body, signal };
      const answer = await exchange(request).catch((error: unknown) => {
        if (error instanceof StaleConnection) return exchange(request);
        throw error;
      });
      return end(await readOutcome(answer, parts.now));
    } catch (error) {
      return end(signal.aborted ? { error: 'TIMEOUT', text: 'No answer in time' } : failed(error));
    }
  };
  const close = (): void => Object.values(agents).forEach((agent) => agent.destroy());
  return { post, close };
}

interface Exchange extends Destination {
  readonly agent: http.Agent;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** A connection that was kept open had ended: nothing was answered on it. */
class StaleConnection extends Error {
  override readonly name = 'StaleConnection';
}

class NameUnknown extends Error {
  override readonly name = 'NameUnknown';
}

function nameError(error: unknown): never {
  if (error instanceof DestinationRefused) throw error;
  throw new NameUnknown('The name could not be looked up', { cause: error });
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

function exchange({ url, addresses, isAllowed, agent, headers, body, signal }: Exchange) {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(url, {
      ...{ method: 'POST', agent, signal, lookup: lookupOf(addresses) },
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    });
    // One that was kept open was looked at when it was opened.
    sent.on('socket', (socket: Socket) => {
      if (!socket.connecting) return;
      socket.once('connect', () => {
        if (isAllowed(socket.remoteAddress ?? '')) return;
        sent.destroy(new DestinationRefused('ADDRESS_FORBIDDEN', 'It connected to within'));
      });
    });
    sent.on('response', resolve);
    // Who switches to another protocol ends the connection without an answer and without an error.
    sent.on('close', () => reject(new Error('The connection ended without an answer')));
    sent.on('error', (error: NodeJS.ErrnoException) => {
      const isStale = sent.reusedSocket && /^(ECONNRESET|EPIPE)$/.test(error.code ?? '');
      reject(isStale ? new StaleConnection() : error);
    });
    sent.end(body);
  });
}

/** The connection is made to what was checked: the name is not looked up a second time. */
const lookupOf =
  (addresses: readonly string[]): LookupFunction =>
  (_name, options, callback) => {
    const all = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
    const [first] = all;
    if (options.all) callback(null, all);
    else callback(null, first?.address ?? '', first?.family);
  };

async function readOutcome(
  answer: IncomingMessage,
  now: () => Date,
): Promise<Partial<PostOutcome>> {
  const status = answer.statusCode ?? 0;
  const text = await readText(answer);
  if (status >= 200 && status < 300) return { status, text };
  if (status >= 300 && status < 400) return { status, text, error: 'REDIRECT' };
  const wait = status === 429 || status === 503 ? answer.headers['retry-after'] : undefined;
  return { status, text, error: 'STATUS', retryAfterMs: retryAfter(wait, now()) };
}

/** Seconds, or a date. */
export function retryAfter(header: string | undefined, now: Date): number | null {
  if (!header) return null;
  const ms = /^\s*\d+\s*$/.test(header)
    ? Number(header) * 1_000
    : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) && ms > 0 ? ms : null;
}

/** The first bytes; a connection whose answer was not read to its end is closed. */
function readText(answer: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const kept: Buffer[] = [];
    let read = 0;
    const finish = (): void => {
      clearTimeout(timer);
      if (!answer.complete) answer.destroy();
      const bytes = Buffer.concat(kept).subarray(0, keptBytes);
      // A character cut in two and a zero byte cannot be kept as text.
      resolve(
        bytes
          .toString('utf8')
          .replaceAll('\0', '')
          .replace(/\uFFFD$/, ''),
      );
    };
    const timer = setTimeout(finish, textMs);
    answer.on('data', (chunk: Buffer) => {
      if (read < keptBytes) kept.push(chunk);
      read += chunk.length;
      if (read > readBytes) finish();
    });
    answer.on('end', finish);
    answer.on('error', finish);
    answer.on('close', finish);
  });
}

function failed(error: unknown): Partial<PostOutcome> {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const text = `${code ? `${code}: ` : ''}${message}`.slice(0, keptBytes);
  if (error instanceof DestinationRefused) return { error: 'ADDRESS_FORBIDDEN', text };
  if (error instanceof NameUnknown) return { error: 'NAME_UNKNOWN', text };
  return {
    error: /^(ERR_TLS|ERR_SSL|CERT_|EPROTO|UNABLE_|DEPTH_|SELF_|ERR_OSSL)/.test(code)
      ? 'TLS'
      : 'CONNECTION',
    text,
  };
}
