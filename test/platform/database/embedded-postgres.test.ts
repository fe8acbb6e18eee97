import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../../src/platform/database/embedded/index.ts';
import { waitUntil } from '../../support/wait-until.ts';
import {
  asRoot,
  children,
  dataDir,
  folder,
  isRoot,
  killNode,
  processesOf,
  query,
  start,
  startChild,
  TEST_SETTINGS,
  uidOf,
} from './embedded-harness.ts';

test('a first start makes a cluster, the next finds its data, a stop leaves nothing', async () => {
  const first = await start();
  const kept = await query(
    first.url('postgres'),
    `select current_setting('server_encoding'), datlocprovider::text, datlocale, current_user::text,
            current_setting('jit'), current_setting('TimeZone'), current_setting('listen_addresses')
       from pg_database where datname = current_database()`,
  );
  expect(kept).toEqual([['UTF8', 'b', 'C.UTF-8', 'bazargan', 'off', 'UTC', '']]);
  await query(first.url('postgres'), 'create database "a b"');
  await query(first.url('a b'), 'create table goods as select 7 as n');
  expect(processesOf(dataDir)).toContain(first.pid);
  expect(statSync(first.socketDir).mode & 0o777).toBe(0o700);
  await Promise.all([first.stop(), first.stop()]);
  expect(processesOf(dataDir)).toEqual([]);
  expect(existsSync(first.socketDir)).toBe(false);
  expect(readdirSync(dataDir).sort()).toEqual(['cluster', 'postgres.log']);

  const second = await start();
  expect(second.pid).not.toBe(first.pid);
  expect(await query(second.url('a b'), 'select n from goods')).toEqual([[7]]);
  await second.stop();
  expect(processesOf(dataDir)).toEqual([]);
});

test('the url serves a pool, psql and the parsers of URLs', async () => {
  const server = await start();
  const url = server.url('postgres');
  expect(decodeURIComponent(new URL(url).hostname)).toBe(server.socketDir);
  const pool = new pg.Pool({ connectionString: url });
  pool.on('error', () => undefined); // the server may end before the pool's last goodbye
  expect((await pool.query('select 40 + 2 as n')).rows).toEqual([{ n: 42 }]);
  await pool.end();
  const psql = spawnSync('psql', [url, '-Atc', 'select 40 + 2'], { encoding: 'utf8' });
  if (!psql.error) expect([psql.stderr, psql.stdout]).toEqual(['', '42\n']);
  await server.stop();
});

asRoot('as root, in a folder nobody else can enter, the server is not root', async () => {
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const server = await start();
  expect(uidOf(server.pid)).not.toBe(0);
  expect(statSync(join(dataDir, 'cluster')).uid).toBe(uidOf(server.pid));
  const stranger = spawnSync('ls', [server.socketDir], { uid: 12_345, gid: 12_345 });
  expect(stranger.status).not.toBe(0);
  await server.stop();
});

test('a server that survives the kill of its node is used again', async () => {
  const child = startChild();
  const { pid, url } = await child.answer;
  await query(url!, 'create table goods as select 7 as n');
  await killNode(child);
  expect(processesOf(dataDir)).toContain(pid);

  const again = await start();
  expect(again.pid).toBe(pid);
  expect(await query(again.url('postgres'), 'select n from goods')).toEqual([[7]]);
  await again.stop();
  expect(processesOf(dataDir)).toEqual([]);
});

test('a survivor with other settings is restarted', async () => {
  const child = startChild();
  const { pid, url } = await child.answer;
  await query(url!, 'create table goods as select 7 as n');
  await killNode(child);

  const again = await start(dataDir, { ...TEST_SETTINGS, shared_buffers: '17MB' });
  expect(again.pid).not.toBe(pid);
  expect(await query(again.url('postgres'), 'show shared_buffers')).toEqual([['17MB']]);
  expect(await query(again.url('postgres'), 'select n from goods')).toEqual([[7]]);
  await again.stop();
});

test.each(['gone', 'still going'])(
  'node and server both killed, the server %s: the next start recovers',
  async (how) => {
    const child = startChild();
    const { pid, url } = await child.answer;
    await query(url!, 'create table goods as select 7 as n');
    // A backend busy in a long statement outlives its postmaster and holds the shared memory.
    const busy = new pg.Client({ connectionString: url! });
    busy.on('error', () => undefined);
    await busy.connect();
    const endless = busy
      // Rows are made one by one: kept in a file, they would fill the disk that recovery syncs.
      .query('select max(n) from (select generate_series(1, 1000000000000) as n) endless')
      .catch(() => undefined);
    await query(url!, 'select pg_sleep(0.2)');
    await killNode(child);
    // One that stands still is like one that is killed and not gone yet.
    process.kill(pid!, how === 'gone' ? 'SIGKILL' : 'SIGSTOP');
    if (how === 'gone') await waitUntil(() => !processesOf(dataDir).includes(pid!), 'its end');
    const starting = start();
    await sleep(300);
    if (how !== 'gone') process.kill(pid!, 'SIGKILL');

    const again = await starting;
    expect(again.pid).not.toBe(pid);
    await endless;
    await busy.end().catch(() => undefined);
    expect(await query(again.url('postgres'), 'select n from goods')).toEqual([[7]]);
    await again.stop();
    expect(processesOf(dataDir)).toEqual([]);
  },
);

test('pid files left by the dead, their pids now of others, hinder nothing', async () => {
  const first = await start();
  await first.stop();
  const owner = statSync(join(dataDir, 'cluster')).uid;
  const alien = spawn('sleep', ['3600'], isRoot ? { uid: owner, gid: owner } : {});
  children.push(alien);
  await once(alien, 'spawn');
  const lines = [alien.pid, '/proc/self/cwd', 1, 5432, first.socketDir, '', ' 1 2', 'ready'];
  const pidFile = join(dataDir, 'cluster/postmaster.pid');
  await writeFile(pidFile, `${lines.join('\n')}\n`);
  if (isRoot) await chown(pidFile, owner, owner);
  // Our own pid, but of a process that started at another time.
  await writeFile(join(dataDir, 'lock'), `${process.pid} 1 x\n`);

  const second = await start();
  expect(second.pid).not.toBe(alien.pid);
  expect(await query(second.url('postgres'), 'select 1')).toEqual([[1]]);
  await second.stop();
  expect(alien.exitCode ?? alien.signalCode).toBe(null);
});

test('of starts at once on one folder one wins and the others are told who', async () => {
  await mkdir(dataDir);
  await writeFile(join(dataDir, 'lock'), '999999999 1 left-by-the-dead\n');
  const starts = [1, 2, 3].map(() => startChild());
  const answers = await Promise.all(starts.map(async (child) => child.answer));
  const winner = starts[answers.findIndex(({ error }) => error === undefined)];
  expect(winner).toBeDefined();
  const refusal = `This data folder is in use by process ${winner?.process.pid}: ${dataDir}`;
  const words = answers.map(({ error }) => error).sort((a, b) => (a ?? '').localeCompare(b ?? ''));
  expect(words).toEqual([refusal, refusal, undefined]);
  await expect(start()).rejects.toThrow(refusal);
  winner?.process.stdin?.write('stop\n');
  await once(winner!.process, 'exit');
  expect(processesOf(dataDir)).toEqual([]);
  expect(existsSync(join(dataDir, 'lock'))).toBe(false);
});

test('two folders run side by side', async () => {
  const [one, two] = await Promise.all([start(), start(join(folder, 'other'))]);
  expect(one.socketDir).not.toBe(two.socketDir);
  await query(one.url('postgres'), 'create table goods ()');
  expect(await query(two.url('postgres'), `select to_regclass('goods')`)).toEqual([[null]]);
  await Promise.all([one.stop(), two.stop()]);
});

test('Ctrl-C in the terminal does not reach the server', async () => {
  const child = startChild();
  const { pid, url } = await child.answer;
  const gone = once(child.process, 'exit');
  process.kill(-child.process.pid!, 'SIGINT');
  expect(await gone).toEqual([null, 'SIGINT']);
  expect(await query(url!, 'select 1')).toEqual([[1]]);
  expect(processesOf(dataDir)).toContain(pid);
});

test('a start that fails says what PostgreSQL said, and leaves the folder free', async () => {
  const wrong = startEmbeddedPostgres({ dataDir, settings: { no_such_thing: '1' } });
  await expect(wrong).rejects.toThrow(/unrecognized configuration parameter "no_such_thing"/);
  expect(processesOf(dataDir)).toEqual([]);
  // An initdb cut short leaves this behind.
  await mkdir(join(dataDir, 'cluster.new/base'), { recursive: true });
  const server = await start();
  expect(existsSync(join(dataDir, 'cluster.new'))).toBe(false);
  await server.stop();
});

test('a large log is put aside at the next start', async () => {
  await mkdir(dataDir);
  await writeFile(join(dataDir, 'postgres.log'), Buffer.alloc(11 * 1024 * 1024));
  const server = await start();
  expect(statSync(join(dataDir, 'postgres.log')).size).toBeLessThan(100_000);
  expect(statSync(join(dataDir, 'postgres.log.old')).size).toBe(11 * 1024 * 1024);
  await server.stop();
});
