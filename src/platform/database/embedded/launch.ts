import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { SERVER_ENV } from './cluster.ts';
import { findPostmaster, stopPostmaster, type Postmaster } from './postmaster.ts';
import { spawnAs, type ServerUser } from './server-user.ts';

// Replaying the log after a crash takes a while; a minute's worth of writes replays in seconds.
const READY_MS = 120_000;
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

export interface Launch {
  readonly clusterDir: string;
  readonly logPath: string;
  readonly commandLine: readonly string[];
  readonly user: ServerUser;
}

/**
 * Starts the server and waits until it accepts connections. It leads a session of its own: a Ctrl-C
 * in the terminal reaches node alone, which drains before it stops the server.
 *
 * Throws with the end of PostgreSQL's log when it gives up, or is not ready in two minutes.
 */
export async function launchPostmaster(launch: Launch): Promise<Postmaster> {
  const log = openLog(launch.logPath);
  const [program, ...args] = launch.commandLine;
  let child: ChildProcess;
  try {
    child = spawn(program ?? '', args, {
      cwd: launch.clusterDir,
      env: SERVER_ENV,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      ...spawnAs(launch.user),
    });
  } finally {
    closeSync(log.fd);
  }
  let failure: string | undefined;
  child.once('error', (error) => (failure = error.message));
  child.once('exit', (code, signal) => (failure ??= `it ended with ${signal ?? `code ${code}`}`));
  child.unref();
  const ready = await awaitReady(launch.clusterDir, () => failure, child.pid);
  if (ready) return ready;
  const running = findPostmaster(launch.clusterDir);
  if (running) await stopPostmaster(running);
  const words = readFileSync(launch.logPath, 'utf8').slice(log.size).trim().slice(-2000);
  throw new Error(`PostgreSQL did not start: ${failure ?? 'it is not ready'}\n${words}`);
}

/** The server of this cluster once it is ready; undefined when it fails or takes too long. */
export async function awaitReady(
  clusterDir: string,
  failure: () => string | undefined,
  pid: number | undefined,
): Promise<Postmaster | undefined> {
  const deadline = performance.now() + READY_MS;
  while (failure() === undefined && performance.now() < deadline) {
    const postmaster = findPostmaster(clusterDir);
    if (postmaster?.pid === pid && postmaster?.status === 'ready') return postmaster;
    await sleep(3);
  }
  return undefined;
}

/** PostgreSQL writes to one file; a start puts a large one aside, in place of the last such. */
function openLog(path: string): { fd: number; size: number } {
  let size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) {
    renameSync(path, `${path}.old`);
    size = 0;
  }
  return { fd: openSync(path, 'a', 0o600), size };
}
