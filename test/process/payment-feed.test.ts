import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import {
  connectPaymentEvents,
  cursorTable,
  FeedBroken,
  fileCursorStore,
  type LineLost,
  memoryCursorStore,
  postgresCursorStore,
  type PaymentEvent,
} from '../../clients/payment-events/index.ts';
import type { App } from '../../src/app.ts';
import { newId } from '../../src/kernel/id.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { isCommit, startFaultyProxy } from '../support/faulty-proxy.ts';
import { startTestApp } from '../support/start-test-app.ts';
import { waitUntil } from '../support/wait-until.ts';
import { openFaultyLine, randomFrom, type FaultyLine } from './faulty-line.ts';
import {
  bookedIn,
  bookInto,
  consume,
  ledgerTable,
  openPaymentHouse,
  type PaymentHouse,
} from './payment-house.ts';
import { roomy } from './shop.ts';
import { metric } from './subscriber.ts';

/*
 * The feed of payments through real sockets, by the client that finance systems use.
 */
let made: TestDatabase;
let house: PaymentHouse;
let app: App;
let line: FaultyLine;
let token: string;
let folder: string;

beforeAll(async () => {
  made = await createTestDatabase();
  house = await openPaymentHouse(made.url);
  token = await house.hire('BOOKKEEPER');
  const settings = { PORT: '0', LOG_LEVEL: 'silent', DRAIN_SECONDS: '0', ...roomy };
  app = await startTestApp({ ...settings, DATABASE_URL: made.url });
  line = await openFaultyLine(app.url);
  folder = await mkdtemp(join(tmpdir(), 'bazargan-cursor-'));
});

afterAll(async () => {
  await line.close();
  await house.log();
  await app.stop();
  await house.close();
  await made.drop();
  await rm(folder, { recursive: true });
});

const feed = (as = token) => connectPaymentEvents({ url: `${app.url}/graphql`, token: as });
const headOf = async (): Promise<string> => (await house.log()).at(-1)?.position ?? '0';

const collect = async (events: AsyncIterable<PaymentEvent>): Promise<PaymentEvent[]> => {
  const all: PaymentEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
};

const plain = ({ position, id }: PaymentEvent) => ({ position, id });

test('12 writers, a line that is cut ever again: all, once, in order', async () => {
  const random = randomFrom(19);
  const cuts = (): number => line.faults.get('cutAfter') ?? 0;
  line.cutAfter(() => (cuts() < 25 ? Math.floor(300 + random() * 12_000) : undefined));
  const store = fileCursorStore(join(folder, 'cursor'));
  const consumer = consume({ url: line.url, token }, store);
  await house.payMany(600, 12);
  while (cuts() < 20) await house.payMany(24, 12);
  line.relent();
  const log = await house.log();
  await consumer.until(log.at(-1)?.position);
  await consumer.stop();
  expect(consumer.taken).toEqual(log);
  expect(consumer.lost()).toBeGreaterThanOrEqual(19);
  // What it has kept lets it go on where it was.
  await house.pay();
  const again = consume({ url: app.url, token }, fileCursorStore(join(folder, 'cursor')));
  await again.until(await headOf());
  await again.stop();
  expect(again.taken).toHaveLength(1);
});

test('replies to its own commits cut, it books each event exactly once', async () => {
  const own = await createTestDatabase();
  const direct = new pg.Pool({ connectionString: own.url, max: 2 });
  await direct.query(`${ledgerTable} ${cursorTable}`);
  const proxy = await startFaultyProxy(own.url);
  const pool = new pg.Pool({ connectionString: proxy.url, max: 2 });
  pool.on('error', () => undefined);
  const random = randomFrom(20);
  proxy.inflict((request) =>
    isCommit(request) && random() < 0.2
      ? (['cutReply', 'cutAtOnce', 'cutBefore'] as const)[Math.floor(random() * 3)]
      : undefined,
  );
  const start = await headOf();
  // Two instances of one consumer: each event is one's or the other's.
  const line1 = { url: app.url, token };
  const consumers = [1, 2].map(() =>
    consume(line1, postgresCursorStore(pool, 'ledger', start), bookInto),
  );
  await house.payMany(120, 4);
  const log = await house.log();
  const store = postgresCursorStore(direct, 'ledger', start);
  await waitUntil(async () => (await store.read())?.position === log.at(-1)?.position, 'the end');
  await Promise.all(consumers.map((consumer) => consumer.stop()));
  expect(proxy.cuts()).toBeGreaterThan(10);
  const booked = await bookedIn(direct);
  expect(booked).toEqual(log.filter(({ position }) => Number(position) > Number(start)));
  await pool.end();
  await direct.end();
  await proxy.close();
  await own.drop();
});

test.each(['while its store answers', 'while nobody answers at the other end'])(
  'who leaves %s is let go of at once',
  async (when) => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const leaving = new AbortController();
    const quiet = when.startsWith('while nobody');
    const url = quiet ? `http://127.0.0.1:${port}/graphql` : `${app.url}/graphql`;
    const store = memoryCursorStore({ position: await headOf(), id: null });
    const read = async () => {
      if (!quiet) leaving.abort();
      return store.read();
    };
    const { signal } = leaving;
    const connected = quiet ? once(silent, 'connection') : null;
    let over = false;
    const ended = connectPaymentEvents({ url, token })
      .follow({ store: { ...store, read }, effect: () => Promise.resolve(), signal })
      .finally(() => (over = true));
    const [socket] = ((await connected) ?? []) as Socket[];
    leaving.abort();
    // Counted in turns: a machine may stand still. It waits for an opening much longer than these.
    for (let turn = 0; !over && turn < 2_000; turn += 1) await sleep(1);
    expect(over).toBe(true);
    await ended;
    socket?.destroy();
    silent.close();
  },
);

test('10,000 events later it gets them all, by pulling and by following', async () => {
  const start = await headOf();
  await house.payMany(10_000, 4, 100);
  const log = (await house.log()).filter(({ position }) => Number(position) > Number(start));
  expect(log).toHaveLength(10_000);
  expect((await collect(feed().all({ after: start }))).map(plain)).toEqual(log);
  const store = memoryCursorStore({ position: start, id: null });
  const consumer = consume({ url: app.url, token }, store);
  await consumer.until(log.at(-1)?.position);
  await consumer.stop();
  expect(consumer.taken).toEqual(log);
});

test('a slow one holds up none of 500 quick ones, and none is left when they break', async () => {
  const start = await headOf();
  const cursor = { position: start, id: null };
  let slowly = true;
  const slow = consume({ url: app.url, token }, memoryCursorStore(cursor), async () => {
    while (slowly) await new Promise((resolve) => setTimeout(resolve, 10));
  });
  const quick = Array.from({ length: 500 }, () =>
    consume({ url: line.url, token }, memoryCursorStore(cursor)),
  );
  await waitUntil(
    async () => (await metric(app.url, 'bazargan_event_followers')) === 501,
    'all to follow',
  );
  await house.payMany(30, 3);
  const log = (await house.log()).filter(({ position }) => Number(position) > Number(start));
  for (const consumer of quick) await consumer.until(log.at(-1)?.position);
  expect(slow.taken).toEqual([]);
  for (const { taken } of quick) expect(taken).toEqual(log);
  slowly = false;
  await slow.until(log.at(-1)?.position);
  expect(slow.taken).toEqual(log);
  await Promise.all([slow, ...quick].map((consumer) => consumer.stop()));
  await waitUntil(
    async () => (await metric(app.url, 'bazargan_event_followers')) === 0,
    'nobody to follow any more',
  );
});

test('rights withhold and leave no hole, in pages, live and in a snapshot', async () => {
  const [mine, theirs] = [newId(), newId()];
  const local = await house.hire('LOCAL', ['events.read', 'receivables.read'], [mine]);
  const start = await headOf();
  const consumer = consume(
    { url: app.url, token: local },
    memoryCursorStore({ position: start, id: null }),
  );
  for (let n = 0; n < 6; n += 1) await house.pay({ unitId: n % 2 === 0 ? mine : theirs });
  const log = (await house.log()).slice(-6);
  await consumer.until(log.at(-1)?.position);
  await consumer.stop();
  expect(consumer.taken).toEqual(log);
  const pulled = await collect(feed(local).all({ after: start }));
  expect(pulled.map(({ withheld }) => withheld)).toEqual([false, true, false, true, false, true]);
  const [shown, hidden] = pulled;
  expect(shown).toMatchObject({ type: 'receipt.recorded', streamVersion: '1', schemaVersion: 1 });
  const { position, id, recordedAt, ...rest } = hidden as PaymentEvent;
  expect([position, id, recordedAt]).toEqual([log[1]?.position, log[1]?.id, expect.any(String)]);
  expect(new Set(Object.values(rest))).toEqual(new Set([true, null]));
  const state = await feed(local).snapshot();
  const events = await collect(state.events);
  expect(state.at).toBe(log.at(-1)?.position);
  expect(events.filter(({ withheld }) => !withheld)).toHaveLength(3);
  // Each receipt once, though three of them were written to thousands of times.
  const [streams] = await house.sql<{ n: number }>('select count(*)::int as n from event_stream');
  expect(events).toHaveLength(streams?.n ?? 0);
});

test('a cursor ahead, unknown types, no right: refused in words', async () => {
  const refused = (asked: Promise<unknown>) => expect(asked).rejects;
  await refused(feed().page({ after: '99999999' })).toMatchObject({ code: 'POSITION_AHEAD' });
  await refused(feed().page({ types: ['stockTransfer.shipped'] })).toMatchObject({
    code: 'UNKNOWN_EVENT_TYPE',
  });
  await refused(feed('bzk_none').page()).toMatchObject({ code: 'UNAUTHENTICATED' });
  const ahead = memoryCursorStore({ position: '99999999', id: null });
  const effect = () => Promise.resolve();
  await refused(feed().follow({ store: ahead, effect })).toMatchObject({ code: 'POSITION_AHEAD' });
});

test('a server with other data behind the cursor is found out, not followed', async () => {
  await house.pay();
  const effect = () => Promise.resolve();
  const { position, id } = (await house.log()).at(-1) as { position: string; id: string };
  const other = memoryCursorStore({ position, id: newId() });
  await expect(feed().follow({ store: other, effect })).rejects.toThrow(
    new FeedBroken(`Position ${position} was event ${(await other.read())?.id} and now is ${id}`),
  );
  // Where the cursor's own event was given up, and all behind it is kept, there is nothing to ask.
  await house.sql('update event_feed set kept_after = position');
  const store = memoryCursorStore({ position, id });
  const consumer = consume({ url: app.url, token }, store);
  await house.pay();
  await consumer.until(await headOf());
  await consumer.stop();
  expect(consumer.taken).toHaveLength(1);
  const old = memoryCursorStore({ position: `${Number(position) - 1}`, id: newId() });
  await expect(feed().follow({ store: old, effect })).rejects.toMatchObject({
    ...{ name: 'FeedRefused', code: 'CURSOR_TOO_OLD', details: { keptAfter: position } },
  });
});

test('a proxy that answers in place of the server is named in what is lost', async () => {
  const proxy = createHttpServer((_request, response) => {
    response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const behind = async (scheme: string): Promise<LineLost[]> => {
    const { port } = proxy.address() as AddressInfo;
    const url = `${scheme}://127.0.0.1:${port}/graphql`;
    const client = connectPaymentEvents({ url, token });
    const leaving = new AbortController();
    const lost = [await client.page().catch((error: LineLost) => error)];
    await client.follow({
      ...{ store: memoryCursorStore(), effect: () => Promise.resolve(), signal: leaving.signal },
      onLost: (error) => {
        lost.push(error);
        leaving.abort();
      },
    });
    return lost as LineLost[];
  };
  for (const [scheme, words] of [
    ['http', '502'],
    ['https', 'SSL|TLS|EPROTO'],
  ] as const) {
    const lost = await behind(scheme);
    expect(lost.map(({ name }) => name)).toEqual(['LineLost', 'LineLost']);
    for (const { message } of lost) expect(message).toMatch(new RegExp(words));
  }
  proxy.closeAllConnections();
  proxy.close();
});
