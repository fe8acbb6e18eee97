import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, isAlive, type ProcessIdentity } from './process-identity.ts';

export interface DataFolderLock {
  /** Lets the next start in. */
  release(): Promise<void>;
}

/**
 * Claims the data folder for this process; a lock left by a dead process is taken over.
 *
 * Throws `This data folder is in use by process N` while N, this process included, holds it.
 */
export async function lockDataFolder(dataDir: string): Promise<DataFolderLock> {
  const lockPath = join(dataDir, 'lock');
  const me = identityOf(process.pid);
  if (!me) throw new Error('Cannot read /proc: the embedded PostgreSQL needs it');
  const claim = `${me.pid} ${me.startTicks} ${randomUUID()}\n`;
  const claimPath = join(dataDir, `lock.${me.pid}.${randomUUID().slice(0, 8)}`);
  await writeFile(claimPath, claim);
  try {
    // A hard link appears whole or not at all, so nobody ever reads half a claim.
    while (!(await linkIfAbsent(claimPath, lockPath))) {
      const held = await readIfPresent(lockPath);
      if (held === undefined) continue;
      refuseIfHeld(dataDir, held);
      if (await takeOver(dataDir, claimPath, lockPath, held)) break;
      await sleep(5);
    }
  } finally {
    await rm(claimPath, { force: true });
  }
  return {
    async release() {
      if ((await readIfPresent(lockPath)) === claim) await rm(lockPath, { force: true });
    },
  };
}

/**
 * Puts our claim in the place of a dead one. Of several starts that found the same dead claim only
 * the one that wins the name `lock.takeover` may replace it, and only while it is still that claim.
 */
async function takeOver(
  dataDir: string,
  claimPath: string,
  lockPath: string,
  deadClaim: string,
): Promise<boolean> {
  const mutexPath = join(dataDir, 'lock.takeover');
  if (!(await linkIfAbsent(claimPath, mutexPath))) {
    const holder = parseClaim((await readIfPresent(mutexPath)) ?? '');
    if (holder && !isAlive(holder)) await rm(mutexPath, { force: true });
    return false;
  }
  try {
    if ((await readIfPresent(lockPath)) !== deadClaim) return false;
    // rename() of one hard link over another of the same file does nothing; these two differ.
    await rename(claimPath, lockPath);
    return true;
  } finally {
    await rm(mutexPath, { force: true });
  }
}

function refuseIfHeld(dataDir: string, claim: string): void {
  const holder = parseClaim(claim);
  if (holder && isAlive(holder)) {
    throw new Error(`This data folder is in use by process ${holder.pid}: ${dataDir}`);
  }
}

function parseClaim(claim: string): ProcessIdentity | undefined {
  const [pid, startTicks] = claim.split(' ');
  if (!pid || !startTicks || !/^\d+$/.test(pid)) return undefined;
  return { pid: Number(pid), startTicks };
}

async function linkIfAbsent(existing: string, name: string): Promise<boolean> {
  try {
    await link(existing, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
