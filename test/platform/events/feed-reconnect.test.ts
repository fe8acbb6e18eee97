import { connect, createServer, type AddressInfo } from 'node:net';
import { createEventFeed } from '../../../src/platform/events/feed.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { openTestApp } from '../../support/perform.ts';
import { feedName, openFeedWorld, places, take } from './feed-world.ts';

/* Seen red: with a timer for the error and another for the end, each try doubled them. */
test('who listens for wake-ups tries again at a steady pace while PostgreSQL is away', async () => {
  let attempts = 0;
  const away = createServer((socket) => {
    attempts += 1;
    socket.destroy();
  });
  await new Promise<void>((done) => away.listen(0, '127.0.0.1', done));
  const { port } = away.address() as AddressInfo;
  const app = await openTestApp();
  const database = { ...app.database, url: `postgresql://nobody@127.0.0.1:${port}/none` };
  const feed = await createEventFeed({ database });
  const startedAt = Date.now();
  await waitUntil(() => attempts === 7, 'tries');
  await feed.stop();
  // Half a second before each, and not half as many.
  expect(Date.now() - startedAt).toBeGreaterThan(2_500);
  await new Promise((done) => away.close(done));
  await app.close();
});

/* Seen red: each try left its connection open. */
test('a connection that may not listen, as on a standby, is let go of', async () => {
  const app = await openTestApp();
  const target = new URL(app.database.url);
  const host = decodeURIComponent(target.hostname);
  let connections = 0;
  const standby = createServer((client) => {
    const server = host.startsWith('/')
      ? connect(`${host}/.s.PGSQL.${target.port || 5432}`)
      : connect(Number(target.port || 5432), host);
    connections += 1;
    client.on('data', (bytes) => {
      const text = bytes.toString('latin1');
      // As long, and no statement.
      server.write(Buffer.from(text.replace('listen bazargan', 'lisXen bazargan'), 'latin1'));
    });
    server.on('data', (bytes) => client.write(bytes));
    const end = (): void => {
      if (!client.destroyed) connections -= 1;
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) socket.on('error', end).on('end', end);
  });
  await new Promise<void>((done) => standby.listen(0, '127.0.0.1', done));
  const url = new URL(app.database.url);
  url.host = `127.0.0.1:${(standby.address() as AddressInfo).port}`;
  const errors: unknown[] = [];
  const feed = await createEventFeed({
    database: { ...app.database, url: url.href },
    onError: (error) => errors.push(error),
  });
  await waitUntil(() => errors.length > 2, 'three tries');
  expect(errors).toContainEqual(expect.objectContaining({ code: '42601' }));
  await waitUntil(() => connections <= 1, 'the others to be let go of');
  await feed.stop();
  await new Promise((done) => standby.close(done));
  await app.close();
});

test('a listener that throws costs nobody an event', async () => {
  const world = await openFeedWorld();
  const errors: unknown[] = [];
  const live = await createEventFeed({
    ...{ database: world.app.database, pollMs: 50 },
    onError: (error) => errors.push(error),
  });
  const heard: string[] = [];
  live.onEvent(() => {
    throw new Error('a listener broke');
  });
  live.onEvent((event) => heard.push(event.position));
  const follower = live.followFeed(feedName, '0');
  for (const count of [3, 3]) {
    await world.ring(count);
    await world.settle();
    await waitUntil(() => live.head(feedName) === `${heard.length}`, 'all to be heard');
  }
  expect(places(await take(follower, 6))).toEqual([1, 2, 3, 4, 5, 6]);
  expect(heard).toHaveLength(6);
  expect(errors).toHaveLength(6);
  await live.stop();
  await world.close();
});
