import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded/index.ts';

export interface DatabaseTarget {
  readonly url: string;
  readonly embedded: boolean;
  /** Stops the embedded server; one of one's own is left alone. */
  stop(): Promise<void>;
}

export interface TargetOptions {
  /** Of a PostgreSQL of one's own; null: the embedded one on `dataDir`. */
  readonly url: string | null;
  readonly dataDir: string;
  readonly log?: (line: string) => void;
}

/** There is no database to work on; the message says why in a line. */
export class UnusableDatabase extends Error {
  override readonly name = 'UnusableDatabase';
}

const name = 'bazargan';
const oldestVersion = 150_000;

/**
 * The database to work on: there, reachable and of a version that will do.
 * @throws UnusableDatabase when it is not.
 */
export async function openTarget(options: TargetOptions): Promise<DatabaseTarget> {
  if (options.url !== null) {
    await requireVersion(options.url);
    return { url: options.url, embedded: false, stop: async () => undefined };
  }
  const server = await startEmbedded(options);
  const forget = stopAtExit(server);
  const stop = async (): Promise<void> => {
    await server.stop();
    forget();
  };
  try {
    await ensureDatabase(server.url('postgres'));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: server.url(name), embedded: true, stop };
}

async function startEmbedded({ dataDir, log }: TargetOptions): Promise<EmbeddedPostgres> {
  try {
    return await startEmbeddedPostgres({ dataDir, ...(log && { log }) });
  } catch (error) {
    throw new UnusableDatabase((error as Error).message, { cause: error });
  }
}

/** For ends that wait for nothing: a crash, a second signal. To PostgreSQL, SIGINT means fast. */
function stopAtExit({ pid }: EmbeddedPostgres): () => void {
  const stop = (): void => {
    try {
      process.kill(pid, 'SIGINT');
    } catch {
      // It is gone already.
    }
  };
  process.once('exit', stop);
  return () => process.off('exit', stop);
}

async function requireVersion(url: string): Promise<void> {
  const version = await onConnection(url, async (client) => {
    const { rows } = await client.query<{ version: number; shown: string }>(
      `select current_setting('server_version_num')::int as version,
              current_setting('server_version') as shown`,
    );
    return rows[0];
  });
  if (version && version.version >= oldestVersion) return;
  throw new UnusableDatabase(
    `DATABASE_URL leads to PostgreSQL ${version?.shown}; 15 or later is needed`,
  );
}

async function ensureDatabase(url: string): Promise<void> {
  await onConnection(url, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (!rowCount) await client.query(`create database ${name}`);
  });
}

async function onConnection<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
  } catch (error) {
    const { message } = error as Error;
    throw new UnusableDatabase(`The database cannot be reached: ${message}`, { cause: error });
  }
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
