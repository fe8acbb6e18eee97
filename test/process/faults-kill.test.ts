import { setTimeout as sleep } from 'node:timers/promises';
import { openFaultyLine, type FaultyLine } from './faulty-line.ts';
import { carry, Diary, differencesOf, positioned, sendAgain } from './flow.ts';
import {
  makeDataFolder,
  startServer,
  type DataFolder,
  type ServerProcess,
} from './server-process.ts';
import { openShop, type Hired, type Shop } from './shop.ts';
import { openTerminal, type Terminal } from './terminal.ts';
import { waitUntil } from '../support/wait-until.ts';

/*
 * The server dies, or loses its database, while 8 clients work. Seen red: with receipts of
 * transfers answered before their commit, those of the last moment were gone; with a lost
 * connection answered as INTERNAL, clients could not know that sending again would do.
 */
const clients = 8;

let shop: Shop;
let data: DataFolder;
let server: ServerProcess;
/** Stays, whichever process serves behind it. */
let line: FaultyLine;

const start = async (): Promise<string> => {
  server = startServer({ DATABASE_URL: shop.database.url, DATA_DIR: data.path });
  return server.up;
};

beforeAll(async () => {
  shop = await openShop();
  data = await makeDataFolder();
  line = await openFaultyLine(await start());
});

afterEach(async () => {
  await positioned(shop);
  expect(await shop.verify()).toEqual([]);
});

afterAll(async () => {
  await line.close();
  server.child.kill('SIGTERM');
  expect((await server.ended).code).toBe(0);
  await shop.close();
  await data.remove();
});

/** Eight clients that carry goods until they are told to stop, each to the end of its flow. */
function load(keeper: Hired) {
  const diaries = Array.from({ length: clients }, () => new Diary());
  const terminals = diaries.map(() => openTerminal({ url: line.url, token: keeper.token }));
  let goOn = true;
  const working = Promise.all(
    terminals.map(async (terminal, index) => {
      while (goOn) await carry(shop, terminal, diaries[index] as Diary);
    }),
  );
  working.catch(() => undefined);
  return {
    diaries,
    terminals,
    answered: () => diaries.flatMap(({ entries }) => entries).filter((e) => e.answer).length,
    async stop() {
      goOn = false;
      await working;
      for (const terminal of terminals) terminal.close();
    },
  };
}

const againOf = (terminals: readonly Terminal[], what: RegExp): number =>
  terminals
    .flatMap(({ again }) => [...again])
    .reduce((sum, [why, times]) => sum + (what.test(why) ? times : 0), 0);

async function expectExactlyOnce(keeper: Hired, diaries: readonly Diary[]): Promise<void> {
  expect(await differencesOf(shop, keeper, diaries)).toEqual([]);
  const steady = openTerminal({ url: line.url, token: keeper.token });
  expect(await sendAgain(steady, diaries)).toEqual([]);
  steady.close();
  expect(await differencesOf(shop, keeper, diaries)).toEqual([]);
}

test('killed twice under load and started again: nothing is lost, nothing twice', async () => {
  const keeper = await shop.hire('killed', 'ALL');
  const { diaries, terminals, answered, stop } = load(keeper);
  for (const _ of ['once', 'twice']) {
    const enough = answered() + 25;
    await waitUntil(() => answered() >= enough, `${enough} answers`);
    server.child.kill('SIGKILL');
    await server.ended;
    await waitUntil(nobodyWrites, 'the backends to notice');
    // Before anything is sent again: what was answered is there, and nothing that was not sent.
    expect(await differencesOf(shop, keeper, diaries)).toEqual([]);
    line.leadTo(await start());
  }
  const enough = answered() + 20;
  await waitUntil(() => answered() >= enough, `${enough} answers`);
  await stop();
  expect(againOf(terminals, /ECONNRESET|ECONNREFUSED|socket hang up/)).toBeGreaterThan(0);
  await expectExactlyOnce(keeper, diaries);
});

test('all backends ended ever again: no error but UNAVAILABLE, nothing lost or twice', async () => {
  const keeper = await shop.hire('ended', 'ALL');
  const { diaries, answered, stop } = load(keeper);
  let ended = 0;
  for (let round = 0; round < 12; round += 1) {
    const enough = answered() + 5;
    await waitUntil(() => answered() >= enough, `${enough} answers`);
    ended += await endBackends();
    await sleep(50);
  }
  await stop();
  expect(ended).toBeGreaterThan(50);
  await expectExactlyOnce(keeper, diaries);
});

/** What has reached PostgreSQL is done, also when who sent it is gone. */
async function nobodyWrites(): Promise<boolean> {
  const rows = await shop.sql(
    `select 1 from pg_stat_activity where datname = current_database()
       and pid <> pg_backend_pid() and backend_type = 'client backend' and xact_start is not null`,
  );
  return rows.length === 0;
}

/** Of the server: its pool, its jobs, what it listens with. */
async function endBackends(): Promise<number> {
  const rows = await shop.sql(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and backend_type = 'client backend'
       and pid <> pg_backend_pid()`,
  );
  return rows.length;
}
