import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../../src/platform/database/embedded/index.ts';
import { migrate } from '../../../src/platform/database/migrate.ts';
import { asSystem, openTestApp } from '../../support/perform.ts';
import {
  apply,
  byWorkers,
  readApplied,
  scratchTables,
  startServer,
  tokens,
  wrongs,
  type Server,
} from './scratch.ts';

const workers = 8;

interface Told {
  /** The answers that were heard of, by token. */
  readonly acknowledged: Map<string, unknown>;
  /** How often a worker was told of an error that was no refusal. */
  failures: number;
}

/** Tells each token once, as long as there is anyone to tell; what fails is left for later. */
async function tellOnce(
  server: Server,
  sent: readonly string[],
  keyed: boolean,
  goOn: () => boolean = () => true,
): Promise<Told> {
  const told: Told = { acknowledged: new Map(), failures: 0 };
  await byWorkers(workers, sent, async (token) => {
    if (!goOn()) return;
    const caller = keyed ? { ...asSystem, idempotencyKey: token } : asSystem;
    try {
      told.acknowledged.set(token, await server.perform(apply, { token }, caller));
    } catch {
      told.failures += 1;
      await sleep(20);
    }
  });
  return told;
}

/** Tells each token again under its key: those answered before must be answered alike. */
async function tellAgain(server: Server, sent: readonly string[], told: Told): Promise<void> {
  await byWorkers(workers, sent, async (token) => {
    const answer = await server.perform(apply, { token }, { ...asSystem, idempotencyKey: token });
    expect(told.acknowledged.get(token) ?? answer).toEqual(answer);
  });
}

test.each([
  ['with keys', true],
  ['without keys', false],
])('all backends ended again and again under load %s: nothing lost, nothing twice', async (
  _name,
  keyed,
) => {
  const app = await openTestApp();
  await app.sql(scratchTables);
  const server = await startServer(app.database.url, { poolSize: workers });
  try {
    const sent = tokens(240, 'ended');
    let over = false;
    let ended = 0;
    const ending = (async () => {
      while (!over) {
        const rows = await app.sql(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid()
             and backend_type = 'client backend'`,
        );
        ended += rows.length;
        await sleep(100);
      }
    })();
    const told = await tellOnce(server, sent, keyed);
    over = true;
    await ending;
    const unheard = sent.filter((token) => !told.acknowledged.has(token));
    expect(wrongs(await readApplied(app.sql), told.acknowledged.keys(), unheard)).toEqual([]);
    expect(ended).toBeGreaterThan(workers);
    expect(server.retries.length).toBeGreaterThan(0);
    if (!keyed) return;
    await tellAgain(server, sent, told);
    expect(wrongs(await readApplied(app.sql), sent)).toEqual([]);
  } finally {
    await server.close();
    await app.close();
  }
});

describe('a PostgreSQL of its own that waits for its disk', () => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  let reader: pg.Pool;
  const settings = { fsync: 'on', synchronous_commit: 'on', shared_buffers: '16MB' };
  const start = async (): Promise<void> => {
    postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), settings });
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bazargan-kill-'));
    await start();
    await migrate(postgres.url('postgres'));
    reader = new pg.Pool({ connectionString: postgres.url('postgres'), max: 1 });
    reader.on('error', () => undefined);
    await reader.query(scratchTables);
  }, 60_000);

  afterAll(async () => {
    await reader.end();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('killed twice under load and started again: nothing acknowledged is lost', async () => {
    const sql = async <Row>(text: string): Promise<Row[]> => (await reader.query(text)).rows;
    const server = await startServer(postgres.url('postgres'), { poolSize: workers });
    const sent = tokens(800, 'killed');
    const told: Told = { acknowledged: new Map(), failures: 0 };
    try {
      for (const half of [sent.slice(0, 400), sent.slice(400)]) {
        const before = told.acknowledged.size;
        let alive = true;
        const telling = tellOnce(server, half, true, () => alive);
        await sleep(300);
        process.kill(postgres.pid, 'SIGKILL');
        alive = false;
        const { acknowledged, failures } = await telling;
        for (const [token, answer] of acknowledged) told.acknowledged.set(token, answer);
        told.failures += failures;
        await postgres.stop(); // frees the folder
        await start();
        const unheard = sent.filter((token) => !told.acknowledged.has(token));
        const found = await readApplied(sql);
        expect(wrongs(found, told.acknowledged.keys(), unheard)).toEqual([]);
        expect(told.acknowledged.size).toBeGreaterThan(before);
      }
      expect(told.failures).toBeGreaterThan(0);
      await tellAgain(server, sent, told);
      expect(wrongs(await readApplied(sql), sent)).toEqual([]);
    } finally {
      await server.close();
    }
  });
});
