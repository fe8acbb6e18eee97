import { setTimeout as sleep } from 'node:timers/promises';
import type { Queryable } from '../../../src/platform/database/statement.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { expectAllInOrder } from './arrivals.ts';
import { openWebhookWorld, type WebhookWorld } from './world.ts';

let w: WebhookWorld;

beforeEach(async () => {
  w = await openWebhookWorld();
});
afterEach(() => w.stop());

/** A database that can be made not to answer, as a machine that stands still sees it. */
function standing(database: Queryable) {
  let still: Promise<void> | undefined;
  let goOn: () => void = () => undefined;
  const query: Queryable['query'] = async (asked, values) => {
    await still;
    return database.query(asked, values);
  };
  return {
    database: { query },
    stand: () => {
      still = new Promise((resolve) => (goOn = resolve));
    },
    goOn: () => {
      still = undefined;
      goOn();
    },
  };
}

test('two servers share the endpoints, and each is delivered by one of them', async () => {
  const endpoints = await Promise.all([w.endpoint(), w.endpoint(), w.endpoint()]);
  const [one, two] = [w.serve(), w.serve()];
  const streams = w.streams(5);
  for (let round = 0; round < 20; round += 1) await w.happen(streams);
  for (const endpoint of endpoints) await w.untilAcked(endpoint, 100);
  expect(one.endpoints() + two.endpoints()).toBe(3);
  expect(w.receiver.got).toHaveLength(300);
  await one.stop();
  await w.happen(streams, 2);
  for (const endpoint of endpoints) await w.untilAcked(endpoint, 110);
  expect(two.endpoints()).toBe(3);
  expect(w.receiver.got).toHaveLength(330);
});

test('who stood still while another took over notes and sends nothing more', async () => {
  const endpoint = await w.endpoint();
  const { database, stand, goOn } = standing(w.database);
  const slow = w.serve({ database, leaseMs: 1_000 });
  const [stream] = w.streams(1) as [string];
  await waitUntil(() => slow.endpoints() === 1, 'the first server');
  w.receiver.behave((_got, response) => {
    stand();
    response.writeHead(500).end();
  });
  await w.happen([stream], 5);
  await waitUntil(() => w.receiver.got.length === 1, 'the first delivery');
  w.receiver.behave((_got, response) => void response.writeHead(200).end());
  w.serve();
  await w.untilAcked(endpoint, 5);
  // The first comes to itself, with a failure to be noted of an event that has arrived.
  goOn();
  await waitUntil(() => slow.endpoints() === 0, 'the first server to let go');
  await w.happen([stream], 5);
  await w.untilAcked(endpoint, 10);
  expectAllInOrder(w.receiver.got, 1, 10);
  expect(w.receiver.got).toHaveLength(11);
  expect(await w.sql('select error from webhook_attempt where error is not null')).toEqual([]);
});

test('who dies between sending and noting: all arrive, the last ones again', async () => {
  const endpoint = await w.endpoint();
  const { database, stand, goOn } = standing(w.database);
  const dying = w.serve({ database, leaseMs: 1_000 });
  const streams = w.streams(10);
  let sent = 0;
  w.receiver.behave((_got, response) => {
    if ((sent += 1) === 25) stand();
    response.writeHead(200).end();
  });
  await w.happen(streams, 10);
  await waitUntil(() => sent >= 25, 'half of it');
  w.serve();
  await w.untilAcked(endpoint, 100);
  expectAllInOrder(w.receiver.got, 10, 10);
  expect(w.receiver.got.length).toBeGreaterThan(100);
  expect(w.receiver.got.length).toBeLessThanOrEqual(108);
  expect(dying.endpoints()).toBe(1);
  goOn();
});

test('connections that PostgreSQL cuts cost repeats, no event and no order', async () => {
  const endpoint = await w.endpoint();
  const streams = w.streams(10);
  let cutting = true;
  w.receiver.behave((_got, response) => {
    setTimeout(() => response.writeHead(200).end(), Math.random() * 20);
  });
  const server = w.serve();
  await w.happen(streams, 30);
  const cuts = (async () => {
    for (; cutting; await sleep(50)) {
      await w
        .sql(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid()
             and application_name <> 'listen' and query like '%webhook%'`,
        )
        .catch(() => undefined);
    }
  })();
  await sleep(2_000);
  cutting = false;
  await cuts;
  server.wake();
  await w.untilAcked(endpoint, 300);
  expectAllInOrder(w.receiver.got, 10, 30);
});

test('who dies behind a pause, before it is settled, pauses nothing a second time', async () => {
  const endpoint = await w.endpoint();
  await w.sql(`update webhook_endpoint set pause_wanted = 'GONE', failures = 3`);
  await w.sql(
    `update event_subscriber set state = 'PAUSED', paused_reason = 'GONE', paused_at = now()`,
  );
  const server = w.serve();
  const wanted = () => w.sql('select 1 from webhook_endpoint where pause_wanted is not null');
  await waitUntil(async () => (await wanted()).length === 0, 'the pause to be settled');
  await w.resume(endpoint);
  await w.happen(w.streams(1));
  server.wake();
  await w.untilAcked(endpoint, 1);
  expect(await w.paused(endpoint)).toBeNull();
});

test('who asked for an event that is gone gets nothing, and holds nothing up', async () => {
  const endpoint = await w.endpoint();
  await w.sql(
    `insert into webhook_request (id, endpoint_id, position, requested_at)
     values (gen_random_uuid(), $1, 999, now())`,
    [endpoint.id],
  );
  w.serve();
  await w.happen(w.streams(1));
  await w.untilAcked(endpoint, 1);
  await w.untilResent();
  expect(w.receiver.got).toHaveLength(1);
  expect(await w.sql('select 1 from webhook_attempt')).toHaveLength(1);
});

test('who stops while it reads a long log that is not for it stops at once', async () => {
  await w.endpoint({ types: ['meter.broke'] });
  await w.happen(w.streams(1), 3_000);
  let read = 0;
  let stopped: Promise<void> | undefined;
  const query: Queryable['query'] = async (asked, values) => {
    if (asked.name === 'webhook_take_in' && (read += 1) === 1) stopped = server.stop();
    return w.database.query(asked, values);
  };
  const server = w.serve({ database: { query } });
  await waitUntil(() => stopped !== undefined, 'the first look');
  await stopped;
  expect(read).toBe(1);
});
