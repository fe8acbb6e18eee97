import { startApp, type App } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { transfer } from '../inventory/acts.ts';
import { openRaw } from '../platform/http/raw-socket.ts';
import { patienceMs, waitUntil } from '../support/wait-until.ts';
import { positioned } from './flow.ts';
import { openShop, roomy, type Hired, type Shop } from './shop.ts';
import { metric, subscribe, type Subscriber } from './subscriber.ts';
import { openTerminal, type Payload, type Terminal } from './terminal.ts';

/*
 * Rights end with the credential. Seen red: without `onCredentialChanged` the sockets of the first
 * test stayed open, without the timer of the session those of the second.
 */
const password = 'a long enough word';
const settings = { PORT: '0', LOG_LEVEL: 'silent', DRAIN_SECONDS: '0', ...roomy };

let shop: Shop;
let admin: Hired;
let app: App;
let desk: Terminal;

const open = (accessMinutes: number): Promise<App> => {
  const config = readConfig({ ...settings, DATABASE_URL: shop.database.url });
  const tokens = { ...config.tokens, accessMinutes };
  return startApp({ ...config, tokens }, { tuning: { initWaitMs: patienceMs } });
};

beforeAll(async () => {
  shop = await openShop();
  admin = await shop.hire('admin', 'ALL');
  app = await open(15);
  desk = openTerminal({ url: app.url, token: admin.token, patienceMs });
});

afterAll(async () => {
  desk.close();
  await positioned(shop);
  await app.stop();
  await shop.close();
});

const signIn = `mutation ($input: SignInInput!) { signIn(input: $input) {
  tokens { accessToken } userErrors { code message path } } }`;

async function tokenOf(login: string, url: string): Promise<string> {
  // Signing in again would make a second session.
  const door = openTerminal({ url, token: admin.token, patienceMs });
  const { tokens } = (await door.act(signIn, { login, password })) as Payload & {
    readonly tokens: { readonly accessToken: string };
  };
  door.close();
  return tokens.accessToken;
}

const endings: readonly (readonly [string, (reader: Hired) => Promise<Payload>])[] = [
  [
    'session is revoked',
    async ({ personId }) => {
      const [session] = await shop.sql<{ id: string }>(
        'select id from session where person_id = $1',
        [personId],
      );
      return end('revokeSession', 'RevokeSessionInput', { sessionId: session?.id });
    },
  ],
  ['API key is revoked', ({ apiKeyId }) => end('revokeApiKey', 'RevokeApiKeyInput', { apiKeyId })],
  [
    'person is deactivated',
    ({ personId }) => end('deactivatePerson', 'DeactivatePersonInput', { personId }),
  ],
];

const end = (name: string, type: string, input: object): Promise<Payload> =>
  desk.act(`mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code } } }`, input);

/** Something happens, and whoever may see it is told. */
async function tellAll(subscribers: readonly Subscriber[]): Promise<void> {
  const before = subscribers.map(({ positions }) => positions.length);
  await transfer(shop, 'TEH > ISF', 'VALVE 1');
  await waitUntil(
    () => subscribers.every(({ positions }, index) => positions.length > (before[index] ?? 0)),
    'the event at all subscribers',
  );
}

test.each(endings)('sockets end with 4403 when their %s, and no others', async (what, act) => {
  const login = what.split(' ')[0]?.toLowerCase() ?? '';
  const reader = await shop.hire(login, 'ALL', { password });
  const byPassword = await subscribe(app.url, await tokenOf(login, app.url));
  const byKey = await subscribe(app.url, reader.token);
  const another = await subscribe(app.url, admin.token);
  await tellAll([byPassword, byKey, another]);

  expect(await act(reader)).toEqual({ userErrors: [] });
  const ended = [...(login === 'api' ? [] : [byPassword]), ...(login === 'session' ? [] : [byKey])];
  for (const { closed } of ended) {
    expect(await closed).toEqual({ code: 4403, reason: 'Forbidden' });
  }
  const told = ended.map(({ positions }) => positions.length);
  const left = [byPassword, byKey, another].filter((one) => !ended.includes(one));
  await tellAll(left);
  expect(ended.map(({ positions }) => positions.length)).toEqual(told);
  for (const { raw } of left) {
    raw.socket.close();
    await raw.closed;
  }
  await waitUntil(async () => (await metric(app.url, 'bazargan_event_followers')) === 0, 'no one');
});

test('a socket ends with 4403 when its access token expires, in the middle of events', async () => {
  await shop.hire('brief', 'ALL', { password });
  let wasTold = false;
  // A machine that stands still may have to be given longer tokens.
  for (let accessMs = 4_000; !wasTold && accessMs < 100_000; accessMs *= 4) {
    wasTold = await isToldUntilExpiry(accessMs);
  }
  expect(wasTold).toBe(true);
});

/** Whether an event came before the end; the end itself is as it should be. */
async function isToldUntilExpiry(accessMs: number): Promise<boolean> {
  const short = await open(accessMs / 60_000);
  try {
    const startedAt = Date.now();
    const token = await tokenOf('brief', short.url);
    const reader = await subscribe(short.url, token).catch(() => null);
    if (!reader) return false;
    let over = false;
    void reader.closed.then(() => (over = true));
    await transfer(shop, 'TEH > ISF', 'VALVE 1');
    await waitUntil(() => over || reader.positions.length > 0, 'the event or the end');
    const told = reader.positions.length > 0;
    expect(await reader.closed).toEqual({ code: 4403, reason: 'Forbidden' });
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(accessMs - 50);
    const late = await openRaw(short.url);
    late.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    expect(await late.closed).toMatchObject({ code: 4403 });
    return told;
  } finally {
    await short.stop();
  }
}
