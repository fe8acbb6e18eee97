import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  identityOf,
  signalProcess,
  waitUntilGone,
  type ProcessIdentity,
} from './process-identity.ts';

const FAST_SHUTDOWN_MS = 30_000;
const QUIT_MS = 10_000;

/** What postmaster.pid tells, once the process in it has proved to be this cluster's server. */
export interface Postmaster extends ProcessIdentity {
  readonly status: 'starting' | 'ready' | 'stopping';
  readonly commandLine: readonly string[];
}

/**
 * The server that runs on this cluster, be it our child or one that survived a killed parent.
 * A pid file left by a dead server, whose pid may long be someone else's, finds nothing.
 */
export function findPostmaster(clusterDir: string): Postmaster | undefined {
  const lines = readPidFile(clusterDir);
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  const identity = identityOf(pid);
  if (!identity || !isPostgresIn(pid, clusterDir)) return undefined;
  const status = lines[7]?.trim();
  return {
    ...identity,
    status: status === 'ready' || status === 'stopping' ? status : 'starting',
    commandLine: readCommandLine(pid),
  };
}

/** Stops that server, letting it write its checkpoint; one that hangs is ended the hard way. */
export async function stopPostmaster(postmaster: ProcessIdentity): Promise<void> {
  signalProcess(postmaster, 'SIGINT');
  if (await waitUntilGone(postmaster, FAST_SHUTDOWN_MS)) return;
  signalProcess(postmaster, 'SIGQUIT');
  if (await waitUntilGone(postmaster, QUIT_MS)) return;
  signalProcess(postmaster, 'SIGKILL');
  await waitUntilGone(postmaster, QUIT_MS);
}

/**
 * Clears what a killed server left on the cluster: backends that have not noticed yet, and the pid
 * file, which PostgreSQL would obey when its pid is now somebody else's.
 */
export async function clearDeadPostmaster(clusterDir: string): Promise<void> {
  for (const orphan of orphansIn(clusterDir)) {
    signalProcess(orphan, 'SIGQUIT');
    if (await waitUntilGone(orphan, 5000)) continue;
    signalProcess(orphan, 'SIGKILL');
    await waitUntilGone(orphan, 5000);
  }
  await rm(join(clusterDir, 'postmaster.pid'), { force: true });
}

function readPidFile(clusterDir: string): string[] {
  try {
    return readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function orphansIn(clusterDir: string): ProcessIdentity[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isPostgresIn(Number(name), clusterDir))
    .flatMap((name) => identityOf(Number(name)) ?? []);
}

/** Every process of a cluster's server has the cluster as its working directory. */
function isPostgresIn(pid: number, clusterDir: string): boolean {
  try {
    const program = basename(readlinkSync(`/proc/${pid}/exe`)).replace(/ \(deleted\)$/, '');
    return program === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === clusterDir;
  } catch {
    return false; // gone, or of another user and so not ours
  }
}

function readCommandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    return [];
  }
}
