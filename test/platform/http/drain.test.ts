import { request } from 'node:http';
import { connect } from 'node:net';
import { askOn, openReady } from './raw-socket.ts';
import { openTestHttp, type TestHttp } from './test-http.ts';
import { counted, release, slowRunning } from './test-schema.ts';
import { patienceMs, waitUntil } from '../../support/wait-until.ts';

async function untilSlow(count: number): Promise<void> {
  await waitUntil(() => slowRunning() >= count, `${count} to run`);
}

/** Keeps its connection for the next request, as clients do. */
function askKeepingAlive(http: TestHttp, query: string) {
  return new Promise<{ body: string; connection: string | undefined }>((resolve, reject) => {
    const sent = request(
      `${http.url}/graphql`,
      { method: 'POST', headers: { 'content-type': 'application/json', connection: 'keep-alive' } },
      (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => resolve({ body, connection: response.headers.connection }));
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify({ query }));
  });
}

test('what runs is answered, nothing new is taken, idle connections are closed', async () => {
  const http = await openTestHttp({ settings: { drainSeconds: patienceMs / 1_000 } });
  const idle = connect(http.port, '127.0.0.1');
  const idleClosed = new Promise((resolve) => idle.once('close', resolve).resume());
  idle.write('GET /live HTTP/1.1\r\nhost: x\r\n\r\n');
  await new Promise((resolve) => idle.once('data', resolve));
  const running = askKeepingAlive(http, '{ slow }');
  await untilSlow(1);
  let drained = false;
  const drain = http.drain().then(() => (drained = true));
  await idleClosed;
  await expect(fetch(`${http.url}/live`)).rejects.toThrow();
  expect(drained).toBe(false);
  release();
  expect(await running).toEqual({ body: '{"data":{"slow":"done"}}', connection: 'close' });
  await drain;
});

test('sockets are closed with 1001, one after another', async () => {
  const http = await openTestHttp();
  const raws = await Promise.all(Array.from({ length: 20 }, () => openReady(http.url)));
  const startedAt = Date.now();
  await http.drain();
  expect(Date.now() - startedAt).toBeGreaterThan(500);
  const closings = await Promise.all(raws.map(({ closed }) => closed));
  for (const closing of closings) expect(closing).toMatchObject({ code: 1001 });
});

test('a mutation on a socket is answered before that is closed, a new one refused', async () => {
  const http = await openTestHttp({ settings: { drainSeconds: patienceMs / 1_000 } });
  const raw = await openReady(http.url);
  raw.send({
    type: 'subscribe',
    id: 'm',
    payload: { query: 'mutation { slow }' },
  });
  await untilSlow(1);
  const drain = http.drain();
  expect(await askOn(raw, 'mutation { count(n: 22) }', {}, 'late')).toMatchObject({
    id: 'late',
    type: 'error',
    payload: [{ extensions: { code: 'SHUTTING_DOWN' } }],
  });
  release();
  expect(await raw.next()).toMatchObject({ id: 'm', payload: { data: { slow: 'done' } } });
  expect(await raw.closed).toMatchObject({ code: 1001 });
  await drain;
  expect(counted()).not.toContain(22);
});

test('what does not finish in time is cut', async () => {
  const http = await openTestHttp({ settings: { drainSeconds: 0.3 } });
  const raw = await openReady(http.url);
  raw.send({ type: 'subscribe', id: 's', payload: { query: '{ slow }' } });
  const running = askKeepingAlive(http, '{ slow }').catch((error: Error) => error.message);
  await untilSlow(2);
  // The others never end by themselves.
  await http.drain();
  expect(await running).toMatch(/hang up|reset/);
  await raw.closed;
  release();
});
