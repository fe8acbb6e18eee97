import { readFileSync, statSync } from 'node:fs';
import type { SpawnOptions } from 'node:child_process';

/** The account PostgreSQL runs under. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
  /** True when we are root and hand the server to another account. */
  readonly switched: boolean;
}

/**
 * Ourselves, except for root, whom PostgreSQL refuses: then the owner of a cluster that exists,
 * else the owner of the data folder when that is an ordinary account, else `postgres` or `nobody`.
 *
 * Throws when we are not root and the cluster belongs to someone else.
 */
export function chooseServerUser(clusterDir: string, dataDir: string): ServerUser {
  const uid = process.getuid?.() ?? -1;
  const owner = ownerOf(clusterDir);
  if (uid !== 0) {
    if (owner && owner.uid !== uid) {
      throw new Error(
        `The cluster in ${clusterDir} belongs to user ${owner.uid} and this is user ${uid}: it ` +
          'was made by another account or by root. Start as that one, or set DATA_DIR.',
      );
    }
    return { uid, gid: process.getgid?.() ?? -1, switched: false };
  }
  if (owner && owner.uid !== 0) return { ...owner, switched: true };
  const accounts = readAccounts();
  const folderOwner = ownerOf(dataDir)?.uid;
  const account =
    (folderOwner ? accounts.find((candidate) => candidate.uid === folderOwner) : undefined) ??
    accounts.find(({ name, uid }) => name === 'postgres' && uid !== 0) ??
    accounts.find(({ name, uid }) => name === 'nobody' && uid !== 0);
  return { uid: account?.uid ?? 65_534, gid: account?.gid ?? 65_534, switched: true };
}

export function spawnAs(user: ServerUser): Pick<SpawnOptions, 'uid' | 'gid'> {
  return user.switched ? { uid: user.uid, gid: user.gid } : {};
}

function ownerOf(path: string): { uid: number; gid: number } | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && { uid: stats.uid, gid: stats.gid };
}

function readAccounts(): { name: string; uid: number; gid: number }[] {
  let passwd = '';
  try {
    passwd = readFileSync('/etc/passwd', 'utf8');
  } catch {
    // Without the file there is still the number everyone uses for nobody.
  }
  return passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}
