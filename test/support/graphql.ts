import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { parse, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import type pg from 'pg';
import { readConfig } from '../../src/config.ts';
import { newId } from '../../src/kernel/id.ts';
import { permissions } from '../../src/modules/index.ts';
import type { Database } from '../../src/platform/database/database.ts';
import { createEventFeed, type EventFeed } from '../../src/platform/events/feed.ts';
import { startRelay } from '../../src/platform/events/relay.ts';
import { createExecutor, type Executor } from '../../src/platform/http/executor.ts';
import type { RequestMeta, Shortcut } from '../../src/platform/http/index.ts';
import { createErrorPresenter } from '../../src/platform/http/present-error.ts';
import {
  collectPermissions,
  createIdentity,
  type Identity,
} from '../../src/platform/identity/index.ts';
import type { Viewer } from '../../src/platform/identity/viewer.ts';
import { createLog } from '../../src/platform/log.ts';
import { daysOf } from '../../src/kernel/local-date.ts';
import type { Perform } from '../../src/platform/perform/operation.ts';
import { createPerform } from '../../src/platform/perform/perform.ts';
import { createReader } from '../../src/platform/read/reader.ts';
import type { WebhookOperations } from '../../src/platform/webhooks/index.ts';
import { contextFactory, type ContextFor } from '../../src/schema/context.ts';
import { schema } from '../../src/schema/index.ts';
import { webhookOperations } from '../../src/send-events.ts';
import { planDirectAnswer } from '../../src/schema/read/direct-answer.ts';
import { readModel } from '../../src/schema/read-model.ts';
import type { TestApp } from './perform.ts';

export interface Answer {
  // What comes back is `any` until an expectation says what it is.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data?: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
  }[];
}

export interface Asked {
  /** Nobody, if not said. */
  readonly viewer?: Viewer | null;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

export type Ask = (text: string, asked?: Asked) => Promise<Answer>;

/** `direct`: as on HTTP, where a query that only reads rows is answered by PostgreSQL's text. */
export const executors = ['jit', 'graphql-js', 'direct'] as const;
export type ExecutorKind = (typeof executors)[number];

/** The schema on a database, without HTTP in between. */
export interface TestGraphql {
  /**
   * Runs an operation by every executor and fails unless they answer alike. For queries, and for
   * acts that are refused; an act that is done would be done twice.
   */
  readonly ask: Ask;
  readonly askBy: Readonly<Record<ExecutorKind, Ask>>;
  /** Runs an act to its end by both executors and undoes it: it is done, and nothing remains. */
  readonly rehearse: Ask;
  /** Follows a subscription for `count` answers at most, or until nothing more is told. */
  follow(text: string, asked: Asked & { readonly count: number }): Promise<Answer[]>;
  /** Gives every event announced so far its position, and lets followers have it. */
  numberEvents(): Promise<void>;
  readonly feed: EventFeed;
  readonly identity: Identity;
  readonly webhooks: WebhookOperations;
  stop(): Promise<void>;
}

const dayOf = daysOf('UTC');

/** Every name leads to one public address. */
const resolve = () => Promise.resolve(['93.184.216.34']);

interface Prepared {
  readonly executor: Executor;
  readonly contextFor: ContextFor;
}

/** `limits` are those of a server without settings of its own. */
export const { limits } = readConfig({}).http;

export async function openGraphql(app: TestApp, of: GraphQLSchema = schema): Promise<TestGraphql> {
  const { database } = app;
  const identity = createIdentity({
    database,
    clock: app.clock,
    permissions: collectPermissions(permissions),
  });
  // It looks when told to: statements between others would be counted with them.
  const feed = await createEventFeed({ database, pollMs: 3_600_000 });
  const reader = createReader(database, readModel);
  const webhooks = webhookOperations({ loopback: false, ports: [443] }, resolve);
  const contextOf = (perform: Perform): ContextFor =>
    contextFactory({
      ...{ database, perform, reader, feed, identity, clock: app.clock, dayOf },
      companyPrefix: '6260000',
      webhooks,
    });
  const undone = createPerform({
    database: undoing(database),
    clock: app.clock,
    onAnnounced: () => undefined,
  });
  const make = (kind: ExecutorKind): Executor => createTestExecutor(of, kind);
  const [jit, interpreter, direct] = [make('jit'), make('graphql-js'), make('direct')];
  const asking = (executor: Executor, perform: Perform): Ask => {
    const prepared = { executor, contextFor: contextOf(perform) };
    return (text, asked = {}) => run(prepared, of, text, asked);
  };
  const askBy = {
    jit: asking(jit, app.perform),
    'graphql-js': asking(interpreter, app.perform),
    direct: asking(direct, app.perform),
  };
  const numberEvents = async (): Promise<void> => {
    const relay = startRelay({ database });
    await relay.settled();
    await relay.stop();
    feed.wake();
  };
  const asTold = (data: unknown): unknown => data;
  const act = alike(askBy.jit, askBy['graphql-js'], asTold);
  const query = alike(act, askBy.direct, asTold);
  return {
    // An act is never answered directly.
    ask: (text, asked) => (text.startsWith('mutation') ? act : query)(text, asked),
    askBy,
    rehearse: alike(asking(jit, undone), asking(interpreter, undone), withoutNews),
    follow: (text, asked) =>
      follow(database.pool, { executor: jit, contextFor: contextOf(app.perform) }, of, text, asked),
    numberEvents,
    feed,
    identity,
    webhooks,
    stop: feed.stop,
  };
}

export const createTestExecutor = (of: GraphQLSchema, kind: ExecutorKind): Executor =>
  createExecutor({
    schema: of,
    kind: kind === 'graphql-js' ? kind : 'jit',
    ...(kind === 'direct' && {
      findShortcut: (document, operation) =>
        planDirectAnswer(of, document, operation) as Shortcut | null,
    }),
    limits,
    present: createErrorPresenter({ log: createLog('silent'), hideSuggestions: false }),
    compileAtUse: 1,
  });

const documents = new Map<string, DocumentNode>();

/** A text that is not valid is a fault of the test. */
function documentOf(of: GraphQLSchema, text: string): DocumentNode {
  const known = documents.get(text);
  if (known) return known;
  const document = parse(text);
  const errors = validate(of, document);
  if (errors.length > 0) throw new Error(`${errors.map(String).join('\n')}\nin ${text}`);
  documents.set(text, document);
  return document;
}

const request = (): RequestMeta => ({
  requestId: newId(),
  address: '127.0.0.1',
  transport: 'http',
  userAgent: 'tests',
  kind: 'none',
  operationName: null,
  field: 'none',
  outcome: 'ok',
});

function executionOf({ contextFor }: Prepared, of: GraphQLSchema, text: string, asked: Asked) {
  const meta = request();
  return {
    document: documentOf(of, text),
    variables: asked.variables ?? {},
    ...(asked.operationName !== undefined && { operationName: asked.operationName }),
    contextValue: contextFor(asked.viewer ?? null, meta),
    request: meta,
    mayBeText: true,
  };
}

async function run(prepared: Prepared, of: GraphQLSchema, text: string, asked: Asked) {
  return asSent(await prepared.executor.execute(executionOf(prepared, of, text, asked)));
}

const asSent = (result: unknown): Answer => JSON.parse(JSON.stringify(result)) as Answer;

async function follow(
  pool: pg.Pool,
  prepared: Prepared,
  of: GraphQLSchema,
  text: string,
  asked: Asked & { readonly count: number },
): Promise<Answer[]> {
  const execution = executionOf(prepared, of, text, asked);
  const { contextValue, request: meta } = execution;
  const forEvent = () => Promise.resolve({ contextValue, request: meta });
  const source = await prepared.executor.subscribe({ ...execution, forEvent });
  if (!(Symbol.asyncIterator in source)) return [asSent(source)];
  const answers: Answer[] = [];
  while (answers.length < asked.count) {
    // Nothing is told, and the database is asked for nothing: there is nothing more.
    const stop = new AbortController();
    const step = await Promise.race([source.next(), silence(pool, stop.signal)]);
    stop.abort();
    if (!step || step.done) break;
    answers.push(asSent(step.value));
  }
  await source.return();
  return answers;
}

/** Resolves when a moment has passed at whose end no statement is under way. */
async function silence(pool: pg.Pool, signal: AbortSignal): Promise<void> {
  do await sleep(50);
  while (!signal.aborted && pool.idleCount < pool.totalCount);
}

/**
 * Both are asked, and what differs fails the test; but for ages in seconds, of which one has passed
 * between the two: they are asked again.
 */
const alike =
  (first: Ask, second: Ask, shown: (data: unknown) => unknown): Ask =>
  async (text, asked) => {
    for (let tries = 1; ; tries += 1) {
      const [one, other] = [await first(text, asked), await second(text, asked)];
      const [a, b] = [comparable(one, shown), comparable(other, shown)];
      if (isDeepStrictEqual(a, b)) return other;
      if (tries < 4) continue;
      throw new Error(`The executors differ on ${text}\n${JSON.stringify([a, b], null, 2)}`);
    }
  };

/** References are drawn anew each time; of variables each executor tells in its own words. */
function comparable({ data, errors }: Answer, shown: (data: unknown) => unknown): unknown {
  if (data === undefined) return new Set(errors?.map(({ extensions }) => extensions.code));
  const faults = errors?.map(({ message, path, extensions }) => ({
    path,
    code: extensions.code,
    message: message.replace(/reference [0-9a-f]+/, 'reference'),
  }));
  return { data: shown(data), faults };
}

const news = new Set(['accessToken', 'refreshToken', 'key', 'prefix', 'id', 'number', 'seq']);

/** What an act makes anew differs from one time to the next. */
function withoutNews(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNews);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      news.has(name) && typeof part === 'string' ? 'new' : withoutNews(part),
    ]),
  );
}

/** The same database, but what is committed on a connection of it is rolled back. */
function undoing(database: Database): Database {
  const connect = async (): Promise<pg.PoolClient> => {
    const client = await database.pool.connect();
    const query = async (...args: unknown[]): Promise<unknown> => {
      if (args[0] !== 'commit') return (client.query as (...all: unknown[]) => unknown)(...args);
      return { ...(await client.query('rollback')), command: 'COMMIT' };
    };
    return new Proxy(client, {
      get(target, name) {
        if (name === 'query') return query;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  };
  return { ...database, pool: { connect } as unknown as pg.Pool };
}
