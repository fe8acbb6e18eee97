import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import { isDemoCompany } from './demo/is-demo-company.ts';
import { loadDemoCompany, type DemoPerson } from './demo/load-demo-company.ts';
import { registerJobs } from './jobs.ts';
import { daysOf } from './kernel/local-date.ts';
import { entities, permissions } from './modules/index.ts';
import { systemClock, type Clock } from './platform/clock.ts';
import { connectDatabase, type Database } from './platform/database/database.ts';
import { migrate } from './platform/database/migrate.ts';
import { statement } from './platform/database/statement.ts';
import { openTarget } from './platform/database/target.ts';
import { createEventFeed, type EventFeed } from './platform/events/feed.ts';
import { startRelay, type Relay } from './platform/events/relay.ts';
import { createHttpServer, type HttpServerParts, type Shortcut } from './platform/http/index.ts';
import {
  collectPermissions,
  createIdentity,
  defaultIdentitySettings,
  type FirstAdministrator,
  type Identity,
  type IdentitySettings,
} from './platform/identity/index.ts';
import { createJobs, type Jobs } from './platform/jobs/index.ts';
import { createLog, type Log } from './platform/log.ts';
import { createMetrics, type Metrics } from './platform/metrics.ts';
import type { Perform } from './platform/perform/operation.ts';
import { createPerform } from './platform/perform/perform.ts';
import { createReader } from './platform/read/reader.ts';
import { contextFactory } from './schema/context.ts';
import { resolveByDns, type Resolve } from './platform/webhooks/index.ts';
import { startSending, webhookOperations, type SendingParts } from './send-events.ts';
import { schema } from './schema/index.ts';
import { planDirectAnswer } from './schema/read/direct-answer.ts';
import { readModel } from './schema/read-model.ts';

export interface App {
  readonly url: string;
  readonly port: number;
  readonly database: Database;
  readonly perform: Perform;
  readonly identity: Identity;
  /** The demo company's people when it is loaded here, and their password. */
  readonly demo: { readonly people: readonly DemoPerson[]; readonly password: string } | null;
  /** How the first person signs in, once: when this start has made that person. */
  readonly administrator: FirstAdministrator | null;
  /** HTTP and WebSockets, relay, jobs, pool, embedded database, in this order; leaves nothing. */
  stop(): Promise<void>;
}

/** What tests replace. */
export interface Overrides {
  readonly log?: Log;
  readonly clock?: Clock;
  readonly tuning?: HttpServerParts['tuning'];
  /** How names of receivers are looked up. */
  readonly resolve?: Resolve;
}

const demoPassword = 'bazargan-demo';
const examples = fileURLToPath(new URL('../docs/examples', import.meta.url));

/** The whole product, running. When a part does not start, those before it are stopped again. */
export async function startApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const stops: Stops = [];
  const stopAll = async (): Promise<void> => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  try {
    return await start(config, overrides, stops, once(stopAll));
  } catch (error) {
    await stopAll();
    throw error;
  }
}

type Stops = (() => Promise<unknown>)[];

async function start(
  config: Config,
  overrides: Overrides,
  stops: Stops,
  stop: () => Promise<void>,
): Promise<App> {
  const { log = createLog(config.logLevel), clock = systemClock, tuning = {} } = overrides;
  const { resolve = resolveByDns } = overrides;
  const metrics = createMetrics();
  const { database, embedded } = await openDatabase(config, log, stops);
  const settings = identitySettings(config);
  const registry = collectPermissions(permissions);
  const identity = createIdentity({ database, clock, permissions: registry, settings });
  let wakeRelay = (): void => undefined;
  const dayOf = daysOf(config.timeZone);
  const perform = createPerform({
    database,
    clock,
    zone: config.timeZone,
    onAnnounced(events) {
      identity.onAnnounced(events);
      wakeRelay();
    },
    onRetry(operation, err) {
      metrics.retried(operation);
      log.warn({ operation, err }, 'an operation is tried again');
    },
  });
  const ownDemo = embedded && config.demoData && (await isDemoCompany(database));
  const password = demoPassword;
  const demo = ownDemo ? await loadDemoCompany({ perform, database, identity, password }) : null;
  const administrator = await identity.bootstrapAdministrator(perform);

  const jobs = createJobs({ url: database.url, log });
  const day = () => dayOf(clock.now());
  registerJobs(jobs, { perform, database, identity, clock, day });
  stops.push(jobs.stop);
  const sending = { settings: config.webhooks, database, perform, clock, log, metrics, resolve };
  const { feed, relay } = await startEvents(database, identity, sending, stops);
  wakeRelay = relay.wake;

  const reader = createReader(database, readModel);
  const server = await createHttpServer({
    settings: config.http,
    schema,
    findShortcut: (document, operation) =>
      planDirectAnswer(schema, document, operation) as Shortcut | null,
    authenticate: identity.authenticate,
    contextFor: contextFactory({
      ...{ database, perform, reader, feed, identity, clock, dayOf },
      companyPrefix: config.companyPrefix,
      webhooks: webhookOperations(config.webhooks, resolve),
    }),
    onCredentialChanged: identity.onEnded,
    ready: () => readiness(database),
    log,
    metrics,
    examples,
    tuning,
  });
  stops.push(server.drain);
  measure(metrics, database, feed);
  const { url, port } = await server.listen();
  // Nobody waits for jobs: they begin behind the first answers.
  startJobs(jobs, log);
  const people = demo && { people: demo.people, password };
  return { url, port, database, perform, identity, demo: people, administrator, stop };
}

/** The log grows from here on, and who subscribed for it is told. */
async function startEvents(
  database: Database,
  identity: Identity,
  parts: SendingParts,
  stops: Stops,
): Promise<{ feed: EventFeed; relay: Relay }> {
  const onError = (err: unknown): void => parts.log.error({ err }, 'events');
  const feed = await createEventFeed({ database, onError });
  stops.push(feed.stop);
  feed.onEvent(identity.onEvent);
  const relay = startRelay({ database, onMoved: feed.wake, onError });
  stops.push(relay.stop);
  const sending = startSending(parts);
  stops.push(sending.stop);
  feed.onEvent(sending.onEvent);
  return { feed, relay };
}

/** There, migrated and connected to. */
async function openDatabase(config: Config, log: Log, stops: Stops) {
  const target = await openTarget({
    url: config.databaseUrl,
    dataDir: config.dataDir,
    log: (line) => log.debug({ line }, 'embedded database'),
  });
  stops.push(target.stop);
  await migrate(target.url);
  const database = await connectDatabase({
    url: target.url,
    entities,
    poolSize: config.databasePool,
    onError: (err) => log.error({ err }, 'database'),
  });
  stops.push(database.close);
  return { database, embedded: target.embedded };
}

/** What passed its day while nobody was here goes at once; one stopped meanwhile asks again. */
function startJobs(jobs: Jobs, log: Log): void {
  const started = jobs.start();
  started.catch((err: unknown) => log.error({ err }, 'jobs do not start'));
  started.then(() => jobs.request('lots.expire')).catch(() => undefined);
}

function identitySettings({ tokens, signIn }: Config): Partial<IdentitySettings> {
  const { signInLimits } = defaultIdentitySettings;
  return {
    accessMs: tokens.accessMinutes * 60_000,
    refreshMs: tokens.refreshDays * 24 * 3600_000,
    signInLimits: {
      ...signInLimits,
      perLoginAndAddress: { attempts: signIn.attempts, seconds: signIn.minutes * 60 },
    },
  };
}

const alive = statement('ready_alive', 'select 1');

async function readiness(database: Database): Promise<readonly string[]> {
  try {
    await database.query(alive);
    return [];
  } catch {
    return ['the database does not answer'];
  }
}

const waiting = statement('ready_outbox', 'select count(*)::int as events from outbox');

function measure(
  metrics: Metrics,
  database: Database,
  feed: { head(): string; followers(): number },
): void {
  const { pool } = database;
  metrics.gauge(
    'bazargan_database_connections',
    'Connections that are open',
    () => pool.totalCount,
  );
  metrics.gauge('bazargan_database_connections_idle', 'Of them, free', () => pool.idleCount);
  metrics.gauge('bazargan_database_waiting', 'Who wait for a connection', () => pool.waitingCount);
  metrics.gauge('bazargan_event_head', 'Position of the newest event', () => Number(feed.head()));
  metrics.gauge('bazargan_event_followers', 'Subscriptions that follow events', feed.followers);
  metrics.gauge('bazargan_events_without_position', 'Committed, not yet numbered', async () => {
    const [row] = await database.query<{ events: number }>(waiting);
    return row?.events ?? 0;
  });
}

function once(act: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= act());
}
