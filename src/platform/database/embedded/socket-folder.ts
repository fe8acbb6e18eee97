import { createHash } from 'node:crypto';
import { chown, lstat, mkdir, rm } from 'node:fs/promises';
import type { ServerUser } from './server-user.ts';

/**
 * Where the server of this data folder listens. Always below /tmp: the path of a Unix socket may
 * have 107 bytes, which a checkout or a TMPDIR soon exceeds.
 */
export function socketFolderOf(dataDir: string, user: ServerUser): string {
  const hash = createHash('sha256').update(`${user.uid}:${dataDir}`).digest('hex').slice(0, 16);
  return `/tmp/bazargan-${hash}`;
}

/**
 * An empty folder which only the server's account (and root) can enter; what a killed server left
 * in it is removed. The caller knows that no server runs.
 *
 * Throws when another user has put something under that name.
 */
export async function makeSocketFolder(folder: string, user: ServerUser): Promise<void> {
  const left = await lstat(folder).catch(() => undefined);
  if (left && (!left.isDirectory() || (left.uid !== user.uid && left.uid !== process.getuid?.()))) {
    throw new Error(`${folder} belongs to user ${left.uid}; remove it to start PostgreSQL`);
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  if (user.switched) await chown(folder, user.uid, user.gid);
}
