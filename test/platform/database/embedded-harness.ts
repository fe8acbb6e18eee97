/** Data folders, servers and child processes of a test, all gone when it ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import {
  startEmbeddedPostgres,
  stopAbandonedPostgres,
  type EmbeddedPostgres,
} from '../../../src/platform/database/embedded/index.ts';
import { waitUntil } from '../../support/wait-until.ts';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
export const isRoot = process.getuid?.() === 0;
export const asRoot = isRoot ? test : test.skip;
export const NOBODY = 65_534;
export const TEST_SETTINGS = { fsync: 'off', shared_buffers: '16MB' };

/** 0700, as mkdtemp makes it: when we are root, no other account can enter. */
export let folder: string;
export let dataDir: string;
export const children: ChildProcess[] = [];
const servers: EmbeddedPostgres[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bazargan-embedded-'));
  dataDir = join(folder, 'data');
});

afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  for (const name of readdirSync(folder)) {
    const dir = join(folder, name);
    if (existsSync(join(dir, 'cluster'))) await freed(dir);
    // A backend that its server left behind would go on for ever.
    for (const pid of processesOf(dir)) process.kill(pid, 'SIGKILL');
  }
  await rm(folder, { recursive: true, force: true });
});

export async function start(dir = dataDir, settings = TEST_SETTINGS): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir: dir, settings });
  servers.push(server);
  return server;
}

/** A killed child needs a moment to be gone. */
async function freed(dir: string): Promise<void> {
  await waitUntil(async () => {
    try {
      await stopAbandonedPostgres(dir);
      return true;
    } catch {
      return false;
    }
  }, `${dir} to be free`);
}

interface Answer {
  pid?: number;
  url?: string;
  error?: string;
}

interface Child {
  process: ChildProcess;
  answer: Promise<Answer>;
}

export function startChild(
  dir = dataDir,
  options: { root?: string; uid?: number; node?: string; env?: NodeJS.ProcessEnv } = {},
): Child {
  const program = join(options.root ?? ROOT, 'test/platform/database/embedded-child.ts');
  const args = [program, dir, JSON.stringify(TEST_SETTINGS)];
  const child = spawn(options.node ?? process.execPath, args, {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: options.env ?? process.env,
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  children.push(child);
  const silent = once(child, 'close').then(() =>
    Promise.reject(new Error('It ended and was mute')),
  );
  const answer = Promise.race([once(createInterface(child.stdout), 'line'), silent]).then(
    ([line]) => JSON.parse(line as string) as Answer,
  );
  answer.catch(() => undefined);
  return { process: child, answer };
}

export async function killNode(child: Child): Promise<void> {
  const gone = once(child.process, 'exit');
  child.process.kill('SIGKILL');
  await gone;
}

export async function query(url: string, sql: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

/** The pids of every PostgreSQL process of that data folder. */
export function processesOf(dir: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === join(dir, 'cluster');
      } catch {
        return false;
      }
    });
}

export function uidOf(pid: number): number {
  return Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
