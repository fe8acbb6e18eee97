import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { UserError } from '../support/graphql-client.ts';

/** What one HTTP request was answered. */
export interface Reply {
  readonly status: number;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly { readonly message: string; readonly code: string }[];
}

export type Payload = Readonly<Record<string, unknown>> & {
  readonly userErrors: readonly UserError[];
};

/** A program at a counter or in a scanner, with one connection: it sends until it is answered. */
export interface Terminal {
  /** The payload of the mutation's one field. @throws when it never comes, or is an error. */
  act(query: string, input: object): Promise<Payload>;
  /** Sends once. @throws when no answer comes. */
  once(query: string, variables?: object): Promise<Reply>;
  /** How often it sent something again, by what had come instead of an answer. */
  readonly again: ReadonlyMap<string, number>;
  close(): void;
}

export interface TerminalOptions {
  readonly url: string;
  readonly token: string;
  /** Without an answer for so long it hangs up and sends again, then waits longer each time. */
  readonly patienceMs?: number;
}

const giveUpMs = 120_000;
const noAnswer = 'NO_ANSWER';

/** Codes of errors that say: send it again. */
const retryable = new Set(['UNAVAILABLE', 'SHUTTING_DOWN']);

export function openTerminal(options: TerminalOptions): Terminal {
  const { url, token, patienceMs = 2_000 } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const again = new Map<string, number>();
  const once = (query: string, variables: object = {}, ms = patienceMs): Promise<Reply> =>
    send(agent, `${url}/graphql`, token, ms, JSON.stringify({ query, variables }));
  /** The answer, or why there is none yet. */
  const attempt = async (query: string, input: object, ms: number): Promise<Payload | string> => {
    const reply = await once(query, { input }, ms).catch((error: NodeJS.ErrnoException) => error);
    if (!('errors' in reply)) return reply.code ?? reply.message;
    const [error] = reply.errors;
    if (error && retryable.has(error.code)) return error.code;
    if (error) throw new Error(`Answered ${reply.status} ${error.code}: ${error.message}`);
    return Object.values(reply.data ?? {})[0] as Payload;
  };
  return {
    again,
    once,
    async act(query, input) {
      const end = Date.now() + giveUpMs;
      for (let patience = patienceMs; ;) {
        const answer = await attempt(query, input, patience);
        if (typeof answer !== 'string') return answer;
        again.set(answer, (again.get(answer) ?? 0) + 1);
        if (answer === noAnswer) patience += patienceMs;
        if (Date.now() > end) throw new Error(`Never answered: ${answer}`);
        await sleep(20);
      }
    },
    close: () => agent.destroy(),
  };
}

function send(
  agent: Agent,
  url: string,
  token: string,
  patienceMs: number,
  body: string,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${token}`,
    };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('error', reject);
      response.on('end', () => {
        clearTimeout(patience);
        try {
          resolve(readReply(response.statusCode ?? 0, text));
        } catch (error) {
          reject(error as Error);
        }
      });
    });
    const late = Object.assign(new Error('No answer in time'), { code: noAnswer });
    const patience = setTimeout(() => sent.destroy(late), patienceMs);
    sent.on('error', (error) => {
      clearTimeout(patience);
      reject(error);
    });
    sent.end(body);
  });
}

interface Body {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { message: string; extensions?: { code?: string } }[];
}

function readReply(status: number, text: string): Reply {
  const { data = null, errors = [] } = JSON.parse(text) as Body;
  return {
    status,
    data,
    errors: errors.map(({ message, extensions }) => ({ message, code: extensions?.code ?? '' })),
  };
}
