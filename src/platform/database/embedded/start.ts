import { mkdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { answers } from './answers.ts';
import { findNativeDir, prepareBinaries } from './binaries.ts';
import { DATA_DIR_OF_SERVER, ensureCluster, SUPERUSER } from './cluster.ts';
import { lockDataFolder } from './data-folder-lock.ts';
import { awaitReady, launchPostmaster, type Launch } from './launch.ts';
import {
  clearDeadPostmaster,
  findPostmaster,
  stopPostmaster,
  type Postmaster,
} from './postmaster.ts';
import { isAlive, waitUntilGone } from './process-identity.ts';
import { chooseServerUser } from './server-user.ts';
import { makeSocketFolder, socketFolderOf } from './socket-folder.ts';

const PORT = 5432; // a name in the socket folder, no TCP port

const DEFAULT_SETTINGS: Record<string, string> = {
  jit: 'off',
  // Pages come from memory or a solid-state disk. At 4, the default, PostgreSQL finds its general
  // plan for posting stock too dear and plans each time: 1.9 ms where 0.1 ms do.
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '200',
  shared_buffers: '256MB',
};

export interface EmbeddedPostgresOptions {
  /** Holds the cluster, the server's log and the lock; made when missing. */
  dataDir: string;
  /** PostgreSQL settings beside our own; another set restarts a server found running. */
  settings?: Record<string, string>;
  log?: (line: string) => void;
}

export interface EmbeddedPostgres {
  readonly socketDir: string;
  readonly port: number;
  readonly user: string;
  readonly pid: number;
  /** For node-postgres, MikroORM, psql and everything else that reads connection URLs. */
  url(database: string): string;
  /** Stops the server and frees the data folder; further calls wait for the same stop. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that came with node_modules on this data folder, with a new cluster the
 * first time, and resolves when it accepts connections. A healthy server that survived its killed
 * node process is used as it is, unless the settings are others. As root the server runs under
 * another account. The caller stops it: there is no exit hook.
 *
 * Throws when another live process holds the folder, when there are no binaries for this machine,
 * or when PostgreSQL gives up, with its own words.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const nativeDir = findNativeDir();
  const dataDir = await openDataFolder(options.dataDir);
  const lock = await lockDataFolder(dataDir);
  try {
    const { postmaster, socketDir } = await runOn(dataDir, nativeDir, options);
    let stopped: Promise<void> | undefined;
    const stop = async (): Promise<void> => {
      await stopPostmaster(postmaster);
      await rm(socketDir, { recursive: true, force: true });
      await lock.release();
    };
    return {
      socketDir,
      port: PORT,
      user: SUPERUSER,
      pid: postmaster.pid,
      url: (database) =>
        // The socket folder stands in the host's place, percent-encoded: libpq, node-postgres and
        // MikroORM all take that, whereas MikroORM overlooks `?host=`.
        `postgresql://${SUPERUSER}@${encodeURIComponent(socketDir)}:${PORT}/` +
        encodeURIComponent(database),
      stop: () => (stopped ??= stop()),
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Stops the server which a killed process left on this folder, if any. */
export async function stopAbandonedPostgres(dataDir: string): Promise<void> {
  const folder = await openDataFolder(dataDir);
  const lock = await lockDataFolder(folder);
  try {
    const clusterDir = join(folder, 'cluster');
    const running = findPostmaster(clusterDir);
    if (running) await stopPostmaster(running);
    const user = chooseServerUser(clusterDir, folder);
    await rm(socketFolderOf(folder, user), { recursive: true, force: true });
  } finally {
    await lock.release();
  }
}

async function runOn(
  dataDir: string,
  nativeDir: string,
  { settings, log = () => undefined }: EmbeddedPostgresOptions,
): Promise<{ postmaster: Postmaster; socketDir: string }> {
  const clusterDir = join(dataDir, 'cluster');
  const user = chooseServerUser(clusterDir, dataDir);
  const socketDir = socketFolderOf(dataDir, user);
  const binaries = await prepareBinaries(nativeDir, user);
  if (await ensureCluster(clusterDir, binaries, user)) {
    log(`Made a new PostgreSQL cluster in ${clusterDir}`);
  }
  const commandLine = [binaries.postgres, ...serverArguments(socketDir, settings)];
  const launch: Launch = { clusterDir, logPath: join(dataDir, 'postgres.log'), commandLine, user };
  const survivor = await settleSurvivor(launch, socketDir, log);
  if (survivor) return { postmaster: survivor, socketDir };
  await clearDeadPostmaster(clusterDir);
  await makeSocketFolder(socketDir, user);
  const postmaster = await launchPostmaster(launch);
  log(`PostgreSQL ${postmaster.pid} is ready on ${socketDir}`);
  return { postmaster, socketDir };
}

function serverArguments(socketDir: string, settings: Record<string, string> = {}): string[] {
  const all = {
    ...DEFAULT_SETTINGS,
    ...settings,
    listen_addresses: '',
    port: String(PORT),
    unix_socket_directories: socketDir,
    unix_socket_permissions: '0700',
  };
  const pairs = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', DATA_DIR_OF_SERVER, ...pairs];
}

/** The server a killed process left, if it is as we would start it; any other is stopped. */
async function settleSurvivor(
  { clusterDir, commandLine }: Launch,
  socketDir: string,
  log: (line: string) => void,
): Promise<Postmaster | undefined> {
  const found = findPostmaster(clusterDir);
  if (!found) return undefined;
  const same = found.commandLine.join('\0') === commandLine.join('\0');
  if (found.status !== 'stopping' && same) {
    const gone = (): string | undefined => (isAlive(found) ? undefined : 'it ended');
    const ready = await awaitReady(clusterDir, gone, found.pid);
    if (ready && (await answers(socketDir, PORT))) {
      log(`PostgreSQL ${ready.pid} was left running and is used again`);
      return ready;
    }
  }
  log(`PostgreSQL ${found.pid} was left running, cannot be used as it is, and is restarted`);
  if (found.status === 'stopping') await waitUntilGone(found, 30_000);
  await stopPostmaster(found);
  return undefined;
}

async function openDataFolder(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    return await realpath(path);
  } catch (error) {
    throw new Error(
      `The data folder ${path} cannot be used (${(error as Error).message}). ` +
        'Set DATA_DIR to a folder this user may write.',
      { cause: error },
    );
  }
}
