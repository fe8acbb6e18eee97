import { waitUntil } from '../../support/wait-until.ts';
import { isGenuine } from '../../../src/platform/webhooks/signature.ts';
import { expectAllInOrder, firstArrivals } from './arrivals.ts';
import { answer, type Got } from './receiver.ts';
import { openWebhookWorld, type WebhookWorld } from './world.ts';

let w: WebhookWorld;

beforeEach(async () => {
  w = await openWebhookWorld();
});
afterEach(() => w.stop());

test('every event arrives once, in order within its stream, signed, under its own id', async () => {
  const endpoint = await w.endpoint();
  const streams = w.streams(20);
  await w.happen(streams, 10);
  w.serve();
  await w.untilAcked(endpoint, 200);
  await w.happen(streams, 5);
  await w.untilAcked(endpoint, 300);
  const { got } = w.receiver;
  expect(got).toHaveLength(300);
  expectAllInOrder(got, 20, 15);
  const ids = await w.sql<{ id: string }>('select id from event_log where feed is not null');
  expect(got.map(({ id }) => id).sort()).toEqual(ids.map(({ id }) => id).sort());
  const seconds = w.clock.now().getTime() / 1000;
  expect(got.every(({ headers, body }) => isGenuine(endpoint.secret, headers, body, seconds))).toBe(
    true,
  );
  expect(await w.sql('select * from webhook_stream')).toEqual([]);
  expect(await w.sql('select 1 from webhook_attempt where error is null')).toHaveLength(300);
});

test('what fails is tried again at its time, the same; then the rest follows', async () => {
  const endpoint = await w.endpoint();
  const [sick, ...healthy] = w.streams(21);
  w.receiver.behave((got, response) => {
    response.writeHead(got.json.stream.id === sick ? 500 : 200).end('no meter');
  });
  const server = w.serve();
  await w.happen([sick as string, ...healthy], 10);
  const well = (): Got[] => w.receiver.got.filter(({ json }) => json.stream.id !== sick);
  const ill = (): Got[] => w.receiver.got.filter(({ json }) => json.stream.id === sick);
  await waitUntil(() => well().length === 200, 'the healthy');
  await w.untilFailed(sick as string, 1);
  expect(ill()).toHaveLength(1);
  // The cursor waits before the one that failed.
  expect(await w.acked(endpoint)).toBe(0);
  w.clock.advance(4);
  server.wake();
  await w.happen(healthy);
  await waitUntil(() => well().length === 220, 'the healthy');
  expect(ill()).toHaveLength(1);
  w.clock.advance(1);
  server.wake();
  await w.untilFailed(sick as string, 2);
  expect(ill()[1]?.body).toBe(ill()[0]?.body);
  expect(ill()[1]?.id).toBe(ill()[0]?.id);
  expect(ill()[1]?.headers['webhook-timestamp']).not.toBe(ill()[0]?.headers['webhook-timestamp']);
  w.receiver.behave(answer(200));
  w.clock.advance(300);
  server.wake();
  await w.untilAcked(endpoint, 230);
  expect(firstArrivals(w.receiver.got).get(sick as string)).toEqual(
    Array.from({ length: 10 }, (_, n) => 1 + 21 * n),
  );
  const attempts = await w.sql(
    'select number, error, status, answer from webhook_attempt where subject_id = $1 order by id',
    [sick],
  );
  expect(attempts.slice(0, 3)).toMatchObject([
    { number: 1, error: 'STATUS', status: 500, answer: 'no meter' },
    { number: 2, error: 'STATUS', status: 500 },
    { number: 3, error: null, status: 200 },
  ]);
});

test('after three days of failures a stream is dead, and the others never notice', async () => {
  const endpoint = await w.endpoint();
  const [sick, ...healthy] = w.streams(4) as [string, ...string[]];
  w.receiver.behave((got, response) => {
    response.writeHead(got.json.stream.id === sick ? 422 : 200).end();
  });
  const server = w.serve();
  const began = w.clock.now().getTime();
  for (let failures = 1; failures <= 10; failures += 1) {
    await w.happen([sick, ...healthy]);
    await w.untilFailed(sick, failures);
    if (failures < 10) await advanceToNextAttempt(sick);
    server.wake();
  }
  const days = (w.clock.now().getTime() - began) / 86_400_000;
  expect(days).toBeGreaterThan(3);
  expect(days).toBeLessThan(3.3);
  const query = `select next_position::int, dead_at from webhook_stream where state = 'DEAD'`;
  expect(await w.sql(query)).toEqual([{ next_position: 1, dead_at: w.clock.now() }]);
  // The cursor goes on over the dead, and later events of the stream wait behind it.
  await w.happen([sick, ...healthy]);
  await w.untilAcked(endpoint, 44);
  const ill = w.receiver.got.filter(({ json }) => json.stream.id === sick);
  expect(ill.map(({ json }) => json.data.n)).toEqual(Array(10).fill(1));
  expect(w.receiver.got).toHaveLength(10 + 33);
  expect(await w.paused(endpoint)).toBeNull();
});

/** To the very moment: a millisecond before it nothing is sent. */
async function advanceToNextAttempt(stream: string): Promise<void> {
  const query = 'select next_attempt_at as at from webhook_stream where subject_id = $1';
  const [row] = await w.sql<{ at: Date }>(query, [stream]);
  w.clock.set(row?.at ?? w.clock.now());
}

test('where nothing arrived for three days is paused, and goes on where it was', async () => {
  const endpoint = await w.endpoint();
  const [one, two] = w.streams(2) as [string, string];
  w.receiver.behave(answer(500));
  const server = w.serve();
  await w.happen([one, two]);
  for (let failures = 1; failures <= 10; failures += 1) {
    await w.untilFailed(one, failures);
    if (failures === 10) break;
    await w.untilFailed(two, failures);
    if (failures === 9)
      await w.sql(`update webhook_stream set next_attempt_at = next_attempt_at +
      interval '1 hour' where subject_id = '${two}'`);
    await advanceToNextAttempt(one);
    server.wake();
  }
  await waitUntil(async () => (await w.paused(endpoint)) !== null, 'the pause');
  expect(await w.paused(endpoint)).toBe('ALL_FAILED');
  await waitUntil(() => server.endpoints() === 0, 'nobody to deliver');
  const before = w.receiver.got.length;
  await w.happen([one, two]);
  w.clock.advance(86_400);
  server.wake();
  expect(w.receiver.got).toHaveLength(before);

  w.receiver.behave(answer(200));
  await w.resume(endpoint);
  server.wake();
  // One stream is among the dead letters, the other goes on without waiting.
  await w.untilAcked(endpoint, 4);
  expect(w.receiver.got.slice(before).map(({ json }) => json.data.n)).toEqual([2, 4]);
});

test('410 pauses the endpoint at once', async () => {
  const endpoint = await w.endpoint();
  w.receiver.behave(answer(410));
  w.serve();
  await w.happen(w.streams(1));
  await waitUntil(async () => (await w.paused(endpoint)) === 'GONE', 'the pause');
  expect(w.receiver.got).toHaveLength(1);
  expect(await w.acked(endpoint)).toBe(0);
});

test('who says 429 or 503 and until when is left alone so long, by every stream', async () => {
  const endpoint = await w.endpoint();
  w.receiver.behave(answer(503, { 'retry-after': '600' }));
  const server = w.serve({ parallel: 1 });
  await w.happen(w.streams(5));
  await waitUntil(
    async () => (await w.sql('select 1 from webhook_attempt')).length > 0,
    'the first',
  );
  w.clock.advance(599);
  server.wake();
  await w.happen(w.streams(1));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(w.receiver.got).toHaveLength(1);
  w.receiver.behave(answer(200));
  w.clock.advance(2);
  server.wake();
  await w.untilAcked(endpoint, 6);
  expect(w.receiver.got).toHaveLength(7);
});

test('too many dead streams pause the endpoint', async () => {
  const endpoint = await w.endpoint();
  const [well, ...ill] = w.streams(4) as [string, ...string[]];
  w.receiver.behave((got, response) => {
    response.writeHead(got.json.stream.id === well ? 200 : 400).end();
  });
  await w.happen([well, ...ill]);
  const server = w.serve({ deadStreamsAtMost: 3 });
  for (let failures = 1; failures < 10; failures += 1) {
    for (const stream of ill) await w.untilFailed(stream, failures);
    await w.happen([well]);
    w.clock.advance(90_000);
    server.wake();
  }
  await waitUntil(async () => (await w.paused(endpoint)) !== null, 'the pause');
  expect(await w.paused(endpoint)).toBe('TOO_MANY_DEAD');
});

test('a clock that jumps gives up nothing and waits for nothing', async () => {
  const endpoint = await w.endpoint();
  const [stream] = w.streams(1) as [string];
  w.receiver.behave(answer(500));
  const server = w.serve();
  await w.happen([stream]);
  await w.untilFailed(stream, 1);
  // A year ahead: one attempt more, and not the end.
  w.clock.advance(365 * 86_400);
  server.wake();
  await w.untilFailed(stream, 2);
  expect(await w.sql('select state from webhook_stream')).toEqual([{ state: 'RETRYING' }]);
  expect(await w.paused(endpoint)).toBeNull();
  // And back: what failed in a future that is not there any more is due.
  w.clock.advance(-365 * 86_400);
  w.receiver.behave(answer(200));
  server.wake();
  await w.untilAcked(endpoint, 1);
});
