import { Writable } from 'node:stream';
import type { GraphQLSchema } from 'graphql';
import { newId, type Id } from '../../../src/kernel/id.ts';
import { Unauthenticated } from '../../../src/platform/identity/access-error.ts';
import type { Viewer } from '../../../src/platform/identity/viewer.ts';
import { createHttpServer, type HttpServerParts } from '../../../src/platform/http/index.ts';
import type { HttpSettings, Limits } from '../../../src/platform/http/index.ts';
import { createLog } from '../../../src/platform/log.ts';
import { createMetrics } from '../../../src/platform/metrics.ts';
import { TestContext, testSchema } from './test-schema.ts';
import { patienceMs } from '../../support/wait-until.ts';

export const testLimits: Limits = {
  tokens: 1000,
  depth: 15,
  aliases: 50,
  rootFields: 20,
  complexity: 20_000,
  listSize: 100,
  bodyBytes: 1_000_000,
  connections: 1000,
  socketsPerAddress: 100,
  socketsPerPerson: 20,
  operationsPerSocket: 20,
  socketBufferBytes: 4 * 1024 * 1024,
};

export interface TestHttp {
  readonly url: string;
  readonly port: number;
  /** What was logged, a line an object. */
  readonly lines: Record<string, unknown>[];
  /** Makes a credential that holds until it is ended. */
  signIn(forMs?: number): { readonly token: string; readonly viewer: Viewer };
  /** The credential holds no more; listeners are told. */
  end(token: string): void;
  /** The credential holds no more, and nobody is told. */
  forget(token: string): void;
  notReady(...reasons: string[]): void;
  ask(query: string, options?: AskOptions): Promise<Answer>;
  drain(): Promise<void>;
}

export interface AskOptions {
  readonly token?: string;
  readonly variables?: object;
  readonly operationName?: string;
  readonly headers?: Record<string, string>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly data?: Record<string, unknown> | null;
    readonly errors?: readonly {
      readonly message: string;
      readonly path?: readonly (string | number)[];
      readonly locations?: readonly object[];
      readonly extensions: Record<string, unknown>;
    }[];
  };
}

export interface TestHttpOptions {
  readonly settings?: Partial<Omit<HttpSettings, 'limits'>>;
  readonly limits?: Partial<Limits>;
  readonly schema?: GraphQLSchema;
  readonly tuning?: HttpServerParts['tuning'];
  readonly examples?: string;
}

/** A real server on a free port of the loopback, with the small schema of these tests. */
export async function openTestHttp(options: TestHttpOptions = {}): Promise<TestHttp> {
  const viewers = new Map<string, Viewer>();
  const listeners = new Set<(credentialId: Id) => void>();
  const { log, lines } = recordingLog();
  let reasons: readonly string[] = [];
  const server = await createHttpServer({
    settings: {
      port: 0,
      host: '127.0.0.1',
      allowedOrigins: ['https://desk.example'],
      trustedProxies: 0,
      executor: process.env['EXECUTOR'] === 'graphql-js' ? 'graphql-js' : 'jit',
      introspection: true,
      ide: true,
      drainSeconds: 2,
      ...options.settings,
      limits: { ...testLimits, ...options.limits },
    },
    schema: options.schema ?? testSchema,
    authenticate: async (credential) => {
      const viewer = viewers.get(credential);
      if (!viewer) throw new Unauthenticated('Unknown credential');
      return viewer;
    },
    contextFor: (viewer, request) => new TestContext(viewer, request),
    onCredentialChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ready: async () => reasons,
    log,
    metrics: createMetrics(),
    tuning: { compileAtUse: 1, initWaitMs: patienceMs, ...options.tuning },
    ...(options.examples && { examples: options.examples }),
  });
  const { url, port } = await server.listen();
  return {
    url,
    port,
    lines,
    signIn(forMs = 3_600_000) {
      const token = newId();
      const viewer: Viewer = {
        personId: newId(),
        credentialId: newId(),
        grants: new Map(),
        expiresAt: new Date(Date.now() + forMs),
      };
      viewers.set(token, viewer);
      return { token, viewer };
    },
    end(token) {
      const viewer = viewers.get(token);
      viewers.delete(token);
      if (viewer) listeners.forEach((listener) => listener(viewer.credentialId));
    },
    forget: (token) => void viewers.delete(token),
    notReady: (...given) => void (reasons = given),
    ask: (query, asked = {}) => ask(`${url}/graphql`, query, asked),
    drain: server.drain,
  };
}

function recordingLog() {
  const lines: Record<string, unknown>[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const line of chunk.toString().trim().split('\n')) {
        lines.push(JSON.parse(line) as Record<string, unknown>);
      }
      done();
    },
  });
  return { log: createLog('debug', sink), lines };
}

async function ask(url: string, query: string, options: AskOptions): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(options.token && { authorization: `Bearer ${options.token}` }),
      ...options.headers,
    },
    body: JSON.stringify({
      query,
      variables: options.variables,
      operationName: options.operationName,
    }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer['body'],
  };
}
