import { createHash, randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { chmod, cp, lstat, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { linkLibraries, mayAllEnter } from './native-files.ts';
import type { ServerUser } from './server-user.ts';

/**
 * A copy of the binaries where the server's account can run them, made once per build of them.
 *
 * Throws, naming each place tried, when no cache folder can be written.
 */
export async function copyToCache(
  nativeDir: string,
  user: ServerUser,
  cacheRoots: readonly string[] = defaultCacheRoots(),
): Promise<string> {
  const name = await cacheName(nativeDir);
  const refusals: string[] = [];
  for (const root of cacheRoots) {
    try {
      await requirePrivateRoot(root, user);
      return await cachedCopy(nativeDir, join(root, name));
    } catch (error) {
      refusals.push(`${root}: ${(error as Error).message}`);
    }
  }
  throw new Error(
    'The embedded PostgreSQL cannot run from node_modules and no copy of it can be made. ' +
      `Set DATABASE_URL instead. (${refusals.join('; ')})`,
  );
}

// A folder under /tmp comes last: cleaners of old files may thin it out under a running server.
function defaultCacheRoots(): string[] {
  const uid = process.getuid?.() ?? -1;
  const home = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const own = uid === 0 ? '/var/cache' : home;
  return [join(own, 'bazargan'), join(tmpdir(), `bazargan-cache-${uid}`)];
}

/** A folder that only we can write, or someone else could give us binaries of theirs to run. */
async function requirePrivateRoot(root: string, user: ServerUser): Promise<void> {
  await mkdir(root, { recursive: true, mode: 0o755 });
  const stats = await lstat(root);
  if (!stats.isDirectory() || stats.uid !== process.getuid?.() || (stats.mode & 0o022) !== 0) {
    throw new Error('is not a folder of our own');
  }
  if (user.switched && (stats.mode & 0o777) !== 0o755) await chmod(root, 0o755);
  if (user.switched && !mayAllEnter(root)) throw new Error(`user ${user.uid} cannot enter it`);
}

/** Version, and a hash of names and sizes: another build of one version is another copy. */
async function cacheName(nativeDir: string): Promise<string> {
  const manifest = await readFile(join(nativeDir, '..', 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  return `postgresql-${version}-${await fingerprint(nativeDir)}`;
}

async function fingerprint(nativeDir: string): Promise<string> {
  const entries = await readdir(nativeDir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${relative(nativeDir, file)} ${statSync(file).size}\n`);
  return hash.digest('hex').slice(0, 12);
}

/** Built aside and renamed into place, so that two starts at once both end with a whole copy. */
async function cachedCopy(nativeDir: string, copy: string): Promise<string> {
  const native = join(copy, 'native');
  // Sizes are compared as well: a power cut right after the rename can leave empty files.
  const whole = await fingerprint(native).catch(() => undefined);
  if (whole !== undefined && basename(copy).endsWith(whole)) return native;
  const aside = `${copy}.${randomUUID().slice(0, 8)}`;
  await mkdir(join(aside, 'native'), { recursive: true });
  try {
    await cp(nativeDir, join(aside, 'native'), { recursive: true, verbatimSymlinks: true });
    await openToAll(aside);
    await linkLibraries(join(aside, 'native'));
    if (whole !== undefined) await rm(copy, { recursive: true, force: true });
    await rename(aside, copy);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error; // else another start was faster
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return native;
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory() || (entry.isFile() && entry.parentPath.endsWith('/bin'))) {
      await chmod(path, 0o755);
    } else if (entry.isFile()) {
      await chmod(path, 0o644);
    }
  }
}
