import { access, constants, mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import {
  startEmbeddedPostgres,
  stopAbandonedPostgres,
} from '../../src/platform/database/embedded/index.ts';
import { migrate } from '../../src/platform/database/migrate.ts';

export const TEMPLATE = 'template_bazargan';
/** The same with the demo company in it; made by the first test that wants one. */
export const DEMO_TEMPLATE = 'template_bazargan_demo';

const FOLDER = /^bazargan-test-(\d+)-/;

/** Nobody misses these data after a power cut, so nothing waits for the disk. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  shared_buffers: '128MB',
};

/** Memory as a folder, where Linux has it: a new database is 1,400 files. */
const MEMORY = '/dev/shm';
const NEEDED_BYTES = 4 * 2 ** 30;

export interface TestServer {
  /** A superuser's connection to the database `postgres`. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * The one PostgreSQL of a test run, holding the migrated template: our own in a temporary folder,
 * in memory where there is room, or the one at TEST_DATABASE_URL (15 or later, as a superuser).
 */
export async function startTestServer(): Promise<TestServer> {
  const external = process.env['TEST_DATABASE_URL'];
  if (external) {
    await makeTemplate(external);
    return { url: external, stop: () => dropTemplates(external) };
  }
  const roomy = await hasRoom(MEMORY);
  for (const parent of roomy ? [MEMORY, tmpdir()] : [tmpdir()]) await removeLeftovers(parent);
  const parent = roomy ? MEMORY : tmpdir();
  const folder = await mkdtemp(join(parent, `bazargan-test-${process.pid}-`));
  const server = await startEmbeddedPostgres({ dataDir: folder, settings: SETTINGS });
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const url = server.url('postgres');
    await makeTemplate(url);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The URL of another database on the same server. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function makeTemplate(serverUrl: string): Promise<void> {
  await dropTemplates(serverUrl);
  await query(serverUrl, `create database ${TEMPLATE} template template0`);
  await migrate(databaseUrl(serverUrl, TEMPLATE));
  // No connections: one session on it, of autovacuum too, would make the next clone fail.
  await query(
    serverUrl,
    `alter database ${TEMPLATE} with is_template true allow_connections false`,
  );
}

async function dropTemplates(serverUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    for (const name of [TEMPLATE, DEMO_TEMPLATE]) {
      const found = await client.query('select 1 from pg_database where datname = $1', [name]);
      if (found.rowCount === 0) continue;
      await client.query(`alter database ${name} with is_template false`);
      await client.query(`drop database ${name} with (force)`);
    }
  } finally {
    await client.end();
  }
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function hasRoom(parent: string): Promise<boolean> {
  try {
    await access(parent, constants.W_OK);
    const { bavail, bsize } = await statfs(parent);
    return bavail * bsize >= NEEDED_BYTES;
  } catch {
    return false;
  }
}

/** Ends the servers of test runs that were killed, and removes their folders. */
async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = FOLDER.exec(name)?.[1];
    if (!pid || name.startsWith(`bazargan-test-${process.pid}-`)) continue;
    const folder = join(parent, name);
    try {
      // Refused while the process that locked the folder lives.
      await stopAbandonedPostgres(folder);
      await rm(folder, { recursive: true, force: true });
    } catch {
      // In use, or another user's.
    }
  }
}
