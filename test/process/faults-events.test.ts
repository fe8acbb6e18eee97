import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { App } from '../../src/app.ts';
import { transfer } from '../inventory/acts.ts';
import { idOf, times } from '../inventory/world.ts';
import { startTestApp } from '../support/start-test-app.ts';
import { waitUntil } from '../support/wait-until.ts';
import { openFaultyLine, randomFrom, type FaultyLine } from './faulty-line.ts';
import { positioned } from './flow.ts';
import { openShop, roomy, type Hired, type Shop } from './shop.ts';
import { metric, subscribe, type Subscriber } from './subscriber.ts';

/*
 * Seen red: a feed that answers from memory alone lost what had happened before a reader came back;
 * without a bound on what waits for a reader, the socket of the greedy one stayed open; with a
 * `return` that does not reach the feed, followers stayed when their lines were gone.
 */
const settings = {
  PORT: '0',
  LOG_LEVEL: 'silent',
  DRAIN_SECONDS: '0',
  MAX_SOCKET_BUFFER_BYTES: '100000',
  ...roomy,
};

let shop: Shop;
let reader: Hired;
let app: App;
let line: FaultyLine;

beforeAll(async () => {
  shop = await openShop();
  reader = await shop.hire('reader', 'ALL');
  const open = () =>
    startTestApp({ ...settings, DATABASE_URL: shop.database.url }, { pingMs: 600_000 });
  const before = await open();
  await positioned(shop);
  await before.stop();
  // What happened so far is in the log and not in the memory of this one.
  app = await open();
  line = await openFaultyLine(app.url);
});

afterAll(async () => {
  await line.close();
  await positioned(shop);
  await app.stop();
  await shop.close();
});

const followers = (): Promise<number> => metric(app.url, 'bazargan_event_followers');

/** Drafts of transfers by turns between Tehran, Isfahan and Mashhad: an event each. */
const happen = async (count: number, lines = 1, pauseMs = 0): Promise<void> => {
  const ways = ['TEH > ISF', 'ISF > MHD', 'MHD > TEH'];
  const goods = times(lines, () => 'VALVE 1');
  for (let n = 0; n < count; n += 1) {
    await transfer(shop, ways[n % 3] as string, ...goods);
    if (pauseMs > 0) await sleep(pauseMs);
  }
};

const positionsWhere = async (condition: string, values: unknown[] = []): Promise<string[]> =>
  (
    await shop.sql<{ position: string }>(
      `select position from event_log where ${condition} order by event_log.position`,
      values,
    )
  ).map(({ position }) => position);

/** Calls again after the last position whenever its line is cut, until it has told `last`. */
async function followThrough(token: string, last: () => string | null): Promise<string[]> {
  const told: string[] = [];
  while (last() === null || told.at(-1) !== last()) {
    const after = told.at(-1) ?? '0';
    const line1 = await subscribe(line.url, token, { after, fields: 'position data' }).catch(
      () => null, // cut before it was greeted
    );
    if (!line1) continue;
    let open = true;
    void line1.closed.then(() => (open = false));
    while (open && (last() === null || line1.positions.at(-1) !== last())) await sleep(5);
    line1.raw.socket.terminate();
    expect(line1.errors).toEqual([]);
    told.push(...line1.positions);
  }
  return told;
}

test('cut at 20 random points readers resume: each event they may see once, in order', async () => {
  const mashhad = idOf(shop, 'MHD');
  const granted = ['events.read', 'inventory.read'];
  const local = await shop.hire('local', 'UNIT', { unitIds: [mashhad], granted });
  const random = randomFrom(8);
  const cuts = (): number => line.faults.get('cutAfter') ?? 0;
  line.cutAfter(() => (cuts() < 22 ? Math.floor(100 + random() * 4_000) : undefined));
  let lastOfAll: string | null = null;
  let lastOfLocal: string | null = null;
  const told = Promise.all([
    followThrough(reader.token, () => lastOfAll),
    followThrough(local.token, () => lastOfLocal),
  ]);
  await happen(90, 2, 10);
  await waitUntil(async () => {
    if (cuts() < 20) await happen(3);
    return cuts() >= 20;
  }, '20 cuts');
  line.relent();
  await happen(3);
  await positioned(shop);

  const all = await positionsWhere('true');
  const ofMashhad = await positionsWhere(
    `type ~ '^(warehouse|stockVoucher|stockTransfer)[.]' and $1 = any(unit_ids)`,
    [mashhad],
  );
  [lastOfAll, lastOfLocal] = [all.at(-1) ?? '', ofMashhad.at(-1) ?? ''];
  const [toldAll, toldLocal] = await told;
  expect(toldAll).toEqual(times(all.length, (n) => `${n + 1}`));
  expect(toldLocal).toEqual(ofMashhad);
  expect(ofMashhad.length).toBeLessThan(all.length);
});

test('a reader that stops reading holds up neither 100 others nor the server', async () => {
  await positioned(shop);
  const quick = await Promise.all(times(100, () => subscribe(app.url, reader.token)));
  const lagging = await subscribe(app.url, reader.token, { fields: 'position data' });
  // One that asks for much at once: what waits for it passes the limit.
  const greedy = await subscribe(app.url, reader.token, { fields: 'position data', times: 40 });
  await waitUntil(async () => (await followers()) === 141, 'all to follow');
  for (const { raw } of [lagging, greedy]) raw.socket.pause();
  const before = await metric(app.url, 'bazargan_event_head');
  const memory = held();
  await happen(90, 80);
  await positioned(shop);
  const all = times(90, (n) => `${before + 1 + n}`);
  await waitUntil(() => quick.every(({ positions }) => positions.length === 90), 'the quick');
  for (const { positions } of quick) expect(positions).toEqual(all);
  expect(greedy.positions.length).toBeLessThan(90 * 40);
  await waitUntil(async () => (await followers()) === 101, 'the greedy one to be let go of');
  // All that the greedy one asked for would be twice as much.
  expect(held() - memory).toBeLessThan(30_000_000);

  lagging.raw.socket.resume();
  await waitUntil(() => lagging.positions.length === 90, 'the lagging one to be there too');
  expect(lagging.positions).toEqual(all);
  greedy.raw.socket.resume();
  await greedy.closed;
  await leave([...quick, lagging]);
});

test('500 lines that break leave no follower, and no memory', async () => {
  await comeAndBreak(100);
  const before = held();
  await comeAndBreak(500);
  // What is let go of may be found out later.
  await waitUntil(() => held() - before < 6_000_000, 'the memory to be free again');
});

/** Bytes that something refers to. */
function held(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function comeAndBreak(count: number): Promise<void> {
  const all = await Promise.all(times(count, () => subscribe(app.url, reader.token)));
  await waitUntil(async () => (await followers()) === count, 'all to follow');
  await leave(all);
}

/** No goodbye: the connections are gone. */
async function leave(subscribers: readonly Subscriber[]): Promise<void> {
  for (const { raw } of subscribers) raw.socket.terminate();
  await waitUntil(async () => (await followers()) === 0, 'nobody to follow any more');
  expect(await metric(app.url, 'bazargan_open_sockets')).toBe(0);
}
