import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checks } from '../src/modules/index.ts';
import { createPool, runPrepared } from '../src/platform/database/database.ts';
import { startEmbeddedPostgres } from '../src/platform/database/embedded/index.ts';
import { runChecks } from '../src/platform/verify.ts';

/*
 * Recomputes what is derived from its sources, prints each difference, and exits 1 when there is
 * one, 2 when it could not look. On DATABASE_URL, or else on the embedded database in DATA_DIR,
 * whether a server runs on it or not.
 */

interface Target {
  readonly url: string;
  stop(): Promise<void>;
}

const database = 'bazargan';

async function openTarget(): Promise<Target> {
  const url = process.env['DATABASE_URL'];
  if (url) return { url, stop: async () => undefined };
  const project = fileURLToPath(new URL('../', import.meta.url));
  const dataDir = process.env['DATA_DIR'] ?? join(project, '.data');
  const cluster = join(dataDir, 'cluster');
  if (!existsSync(cluster)) {
    throw new Error(`There is no database in ${dataDir}; set DATA_DIR or DATABASE_URL`);
  }
  try {
    const server = await startEmbeddedPostgres({ dataDir });
    return { url: server.url(database), stop: server.stop };
  } catch (error) {
    if (!/in use by process/.test((error as Error).message)) throw error;
    return { url: await urlOfRunning(cluster), stop: async () => undefined };
  }
}

/** PostgreSQL's own note of where it listens: port and socket folder are lines 4 and 5. */
async function urlOfRunning(cluster: string): Promise<string> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  const [port, folder] = [lines[3], lines[4]];
  return `postgresql://bazargan@${encodeURIComponent(folder ?? '')}:${port}/${database}`;
}

async function verify(): Promise<number> {
  const target = await openTarget();
  const pool = createPool({ url: target.url, poolSize: 1 });
  try {
    const differences = await runChecks(
      { query: (prepared, values) => runPrepared(pool, prepared, values) },
      checks,
    );
    for (const { check, row } of differences) console.log(`${check}: ${JSON.stringify(row)}`);
    console.log(`${checks.length} checks, ${differences.length} differences`);
    return differences.length;
  } finally {
    await pool.end();
    await target.stop();
  }
}

try {
  process.exitCode = (await verify()) === 0 ? 0 : 1;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
