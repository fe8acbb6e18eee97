import { receive, transfer } from '../inventory/acts.ts';
import { times } from '../inventory/world.ts';
import { carry, Diary, differencesOf, positioned, sendAgain } from './flow.ts';
import {
  makeDataFolder,
  startServer,
  type DataFolder,
  type ServerProcess,
} from './server-process.ts';
import { openShop, type Hired, type Shop } from './shop.ts';
import { subscribe } from './subscriber.ts';
import { openTerminal } from './terminal.ts';
import { patienceMs, waitUntil } from '../support/wait-until.ts';

/*
 * Two server processes on one database. Seen red: without `identity.onEvent` following the feed, a
 * key that was revoked at one went on at the other.
 */
let shop: Shop;
let data: DataFolder;
let servers: readonly [ServerProcess, ServerProcess];
let urls: readonly [string, string];

beforeAll(async () => {
  shop = await openShop();
  data = await makeDataFolder();
  const start = () => startServer({ DATABASE_URL: shop.database.url, DATA_DIR: data.path });
  servers = [start(), start()];
  urls = [await servers[0].up, await servers[1].up];
});

afterEach(async () => {
  await positioned(shop);
  expect(await shop.verify()).toEqual([]);
});

afterAll(async () => {
  servers[1].child.kill('SIGTERM');
  expect((await servers[1].ended).code).toBe(0);
  await shop.close();
  await data.remove();
});

const headOf = async (): Promise<string> => {
  const [head] = await shop.sql<{ position: string }>('select position from event_head');
  return head?.position ?? '0';
};

const after = (position: string, head: string): string[] =>
  Array.from({ length: Number(head) - Number(position) }, (_, n) => `${Number(position) + 1 + n}`);

/** Works at both servers, ever by turns, with one diary. */
async function workAtBoth(keeper: Hired, diary: Diary, flows: number): Promise<void> {
  const terminals = urls.map((url) => openTerminal({ url, token: keeper.token }));
  for (let flow = 0; flow < flows; flow += 1) {
    await carry(shop, terminals[flow % 2] as (typeof terminals)[0], diary);
  }
  for (const terminal of terminals) terminal.close();
}

test('both serve one company: each tells the events of both, in one order', async () => {
  const keeper = await shop.hire('keeper', 'ALL');
  await positioned(shop);
  const start = await headOf();
  const readers = await Promise.all(
    urls.map((url) => subscribe(url, keeper.token, { after: start })),
  );
  const diaries = times(3, () => new Diary());
  await Promise.all(diaries.map((diary) => workAtBoth(keeper, diary, 2)));
  await positioned(shop);
  const all = after(start, await headOf());
  expect(all.length).toBeGreaterThanOrEqual(3 * 2 * 6);
  for (const { positions, errors, raw } of readers) {
    await waitUntil(() => positions.at(-1) === all.at(-1), 'the last position');
    expect(positions).toEqual(all);
    expect(errors).toEqual([]);
    raw.socket.terminate();
  }
  // A key is one key at both: half of the acts were the other server's.
  expect(await differencesOf(shop, keeper, diaries)).toEqual([]);
  const steady = openTerminal({ url: urls[1], token: keeper.token });
  expect(await sendAgain(steady, diaries)).toEqual([]);
  steady.close();
  expect(await differencesOf(shop, keeper, diaries)).toEqual([]);
});

test('a key revoked at one ends the socket at the other, and its next question', async () => {
  const manager = await shop.hire('manager', 'ALL');
  const guest = await shop.hire('guest', 'ALL');
  const reader = await subscribe(urls[1], guest.token);
  const here = openTerminal({ url: urls[0], token: manager.token });
  const there = openTerminal({ url: urls[1], token: guest.token, patienceMs });
  expect((await there.once('{ viewer { expiresAt } }')).errors).toEqual([]);
  const revoke = `mutation ($input: RevokeApiKeyInput!) {
    revokeApiKey(input: $input) { userErrors { code } } }`;
  await here.act(revoke, { apiKeyId: guest.apiKeyId });
  expect(await reader.closed).toEqual({ code: 4403, reason: 'Forbidden' });
  expect((await there.once('{ viewer { expiresAt } }')).errors).toMatchObject([
    { code: 'UNAUTHENTICATED' },
  ]);
  here.close();
  there.close();
});

test('when one is killed the other numbers and tells what it left behind', async () => {
  const reader = await shop.hire('reader', 'ALL');
  await receive(shop, 'TEH DOCK', 'VALVE 1');
  await positioned(shop);
  const start = await headOf();
  const left = await subscribe(urls[1], reader.token, { after: start });
  const telling = times(40, () => transfer(shop, 'TEH > ISF', 'VALVE 1'));
  servers[0].child.kill('SIGKILL');
  await Promise.all(telling);
  await servers[0].ended;
  await positioned(shop);
  const all = after(start, await headOf());
  expect(all).toHaveLength(40);
  await waitUntil(() => left.positions.at(-1) === all.at(-1), 'the last position');
  expect(left.positions).toEqual(all);
  left.raw.socket.terminate();
});
