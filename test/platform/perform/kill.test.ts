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
import type { AnyOperation } from '../../../src/platform/perform/operation.ts';
import { asSystem, openTestApp } from '../../support/perform.ts';
import { applyMany } from './batch-scratch.ts';
import {
  apply,
  byWorkers,
  readApplied,
  scratchTables,
  startServer,
  tokens,
  wrongs,
  type Applied,
  type Server,
} from './scratch.ts';
import { waitUntil } from '../../support/wait-until.ts';

const workers = 8;

class Told {
  /** The answers that were heard of, by token. */
  readonly acknowledged = new Map<string, unknown>();
  /** The tokens whose teller got an error: done or not, nobody said. */
  readonly unheard: string[] = [];
}

type Act = AnyOperation<{ token: string }, unknown>;

/** Tells each token once, as long as there is anyone to tell. */
async function tellOnce(
  server: Server,
  told: Told,
  sent: readonly string[],
  { act = apply as Act, keyed = true, goOn = (): boolean => true } = {},
): Promise<void> {
  await byWorkers(workers, sent, async (token) => {
    if (!goOn()) return;
    const caller = keyed ? { ...asSystem, idempotencyKey: token } : asSystem;
    try {
      told.acknowledged.set(token, await server.perform(act, { token }, caller));
    } catch {
      told.unheard.push(token);
      await sleep(20);
    }
  });
}

/** Tells each token again under its key: those answered before must be answered alike. */
async function tellAgain(server: Server, told: Told, act: Act = apply): Promise<string[]> {
  const sent = [...told.acknowledged.keys(), ...told.unheard];
  await byWorkers(workers, sent, async (token) => {
    const answer = await server.perform(act, { token }, { ...asSystem, idempotencyKey: token });
    expect(told.acknowledged.get(token) ?? answer).toEqual(answer);
  });
  return sent;
}

/** Where the database disagrees with what the tellers were told. */
const wrongsOf = (found: Applied, told: Told): string[] =>
  wrongs(found, told.acknowledged.keys(), told.unheard);

test.each<[string, boolean, Act, number]>([
  ['with keys', true, apply, 240],
  ['without keys', false, apply, 240],
  ['with keys, in batches', true, applyMany, 1_200],
])(
  'all backends ended again and again under load %s: nothing lost, nothing twice',
  async (_name, keyed, act, count) => {
    const app = await openTestApp();
    await app.sql(scratchTables);
    const server = await startServer(app.database.url, { poolSize: workers });
    try {
      const told = new Told();
      let over = false;
      let ended = 0;
      const ending = (async () => {
        // As the work goes on, not as time does: on a slow machine nothing would ever be done.
        for (let enough = count / 12; !over; enough += count / 12) {
          await waitUntil(() => over || told.acknowledged.size >= enough, `${enough} answers`);
          const rows = await app.sql(
            `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid()
             and backend_type = 'client backend'`,
          );
          ended += rows.length;
        }
      })();
      await tellOnce(server, told, tokens(count, 'ended'), { act, keyed });
      over = true;
      await ending;
      expect(wrongsOf(await readApplied(app.sql), told)).toEqual([]);
      expect(told.acknowledged.size).toBeGreaterThan(120);
      expect(ended).toBeGreaterThan(workers);
      expect(server.retries.length).toBeGreaterThan(0);
      if (!keyed) return;
      const sent = await tellAgain(server, told, act);
      expect(wrongs(await readApplied(app.sql), sent)).toEqual([]);
    } finally {
      await server.close();
      await app.close();
    }
  },
);

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
  });

  afterAll(async () => {
    await reader.end();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });

  // Seen red with `synchronous_commit: 'off'`: the last acknowledged ones were gone.
  test('killed twice under load and started again: nothing acknowledged is lost', async () => {
    const sql = async <Row>(text: string): Promise<Row[]> => (await reader.query(text)).rows;
    const server = await startServer(postgres.url('postgres'), { poolSize: workers });
    const told = new Told();
    try {
      for (const round of ['first', 'second']) {
        const enough = told.acknowledged.size + 100;
        let alive = true;
        const goOn = (): boolean => alive;
        const telling = tellOnce(server, told, tokens(5_000, round), { goOn });
        await waitUntil(() => told.acknowledged.size >= enough, `${enough} answers`);
        process.kill(postgres.pid, 'SIGKILL');
        alive = false;
        await telling;
        await postgres.stop(); // frees the folder
        await start();
        expect(wrongsOf(await readApplied(sql), told)).toEqual([]);
      }
      expect(told.unheard.length).toBeGreaterThan(0);
      const sent = await tellAgain(server, told);
      expect(wrongs(await readApplied(sql), sent)).toEqual([]);
    } finally {
      await server.close();
    }
  });
});
