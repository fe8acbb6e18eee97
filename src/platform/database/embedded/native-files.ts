import { statSync } from 'node:fs';
import { lstat, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** Makes the missing links; false when the folder cannot be written. */
export async function linkLibraries(nativeDir: string): Promise<boolean> {
  const list = await readFile(join(nativeDir, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    // Both are told from the package's folder, which is the parent of `native`.
    const path = join(nativeDir, '..', target);
    if (await lstat(path).catch(() => undefined)) continue;
    try {
      await symlink(relative(dirname(target), source), path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
      if (code !== 'EEXIST') throw error;
    }
  }
  return true;
}

/** May any account run what lies here? A few files tell: one umask made them all. */
export function isOpenToAll(nativeDir: string): boolean {
  const readable = ['bin/postgres', 'bin/initdb', 'share/postgresql/postgres.bki'];
  return (
    mayAllEnter(join(nativeDir, 'lib')) &&
    readable.every((file) => {
      const path = join(nativeDir, file);
      const needed = file.startsWith('bin/') ? 0o005 : 0o004;
      return mayAllEnter(dirname(path)) && (statSync(path).mode & needed) === needed;
    })
  );
}

export function mayAllEnter(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false;
  return folder === dirname(folder) || mayAllEnter(dirname(folder));
}
