import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresBinaries } from './binaries.ts';
import { spawnAs, type ServerUser } from './server-user.ts';

/** The superuser of every cluster we make; connections come by the private socket only. */
export const SUPERUSER = 'bazargan';

/**
 * PostgreSQL enters its data folder through its own working directory, which node sets before it
 * gives up root. So the folder may lie below one (/root, a 0700 home) that the server's account
 * could not enter by path, and the data stays where the user asked for it.
 */
export const DATA_DIR_OF_SERVER = '/proc/self/cwd';

/** What PostgreSQL's programs see of our environment: nothing of PGDATA, PGOPTIONS, LC_… */
export const SERVER_ENV = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' };

/**
 * Makes the cluster when there is none; true when it was made now. Built aside and renamed, so that
 * an interrupted start leaves no half of one. The caller holds the data folder's lock.
 */
export async function ensureCluster(
  clusterDir: string,
  binaries: PostgresBinaries,
  user: ServerUser,
): Promise<boolean> {
  const aside = `${clusterDir}.new`;
  // An initdb whose parent was killed may still be writing there.
  await rm(aside, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  if (existsSync(join(clusterDir, 'PG_VERSION'))) return false;
  await mkdir(aside, { mode: 0o700 });
  if (user.switched) await chownTo(aside, user);
  await runInitdb(aside, binaries, user);
  await rename(aside, clusterDir);
  await syncFolder(dirname(clusterDir));
  return true;
}

async function chownTo(folder: string, user: ServerUser): Promise<void> {
  try {
    await chown(folder, user.uid, user.gid);
  } catch (error) {
    throw new Error(
      `PostgreSQL does not run as root, and ${folder} cannot be given to user ${user.uid} ` +
        `(${(error as Error).message}). Set DATA_DIR to a folder on a local disk, or start as ` +
        'an ordinary user.',
      { cause: error },
    );
  }
}

async function runInitdb(
  folder: string,
  binaries: PostgresBinaries,
  user: ServerUser,
): Promise<void> {
  const args = [
    `--pgdata=${DATA_DIR_OF_SERVER}`,
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    `--username=${SUPERUSER}`,
    '--auth=trust', // the folder of the socket is 0700: who can reach it is the server's owner
    '--no-instructions',
  ];
  try {
    await promisify(execFile)(binaries.initdb, args, {
      cwd: folder,
      env: SERVER_ENV,
      ...spawnAs(user),
    });
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new Error(`PostgreSQL could not make its cluster in ${folder}: ${stderr || message}`, {
      cause: error,
    });
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
