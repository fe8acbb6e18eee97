import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { askOn, openRaw, openReady } from './raw-socket.ts';
import { openTestHttp, type TestHttp } from './test-http.ts';
import { bell, counted } from './test-schema.ts';
import { patienceMs, waitUntil } from '../../support/wait-until.ts';

let http: TestHttp;
beforeAll(async () => {
  http = await openTestHttp({
    limits: { socketsPerPerson: 2, operationsPerSocket: 3, bodyBytes: 20_000 },
  });
});
afterAll(() => http.drain());

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const listeners = (expected: number): Promise<void> =>
  waitUntil(() => bell.listenerCount('ring') === expected, `${expected} listeners`);

describe('close codes', () => {
  test('4400 for what is not of the protocol', async () => {
    for (const message of ['no json', '{"type":"unheard_of"}', '{"type":"subscribe"}']) {
      const raw = await openRaw(http.url);
      raw.send(message);
      expect(await raw.closed).toMatchObject({ code: 4400 });
    }
  });

  test('4401 for an operation before the greeting is answered', async () => {
    const raw = await openRaw(http.url);
    raw.send({ type: 'subscribe', id: 'one', payload: { query: '{ hello }' } });
    expect(await raw.closed).toEqual({ code: 4401, reason: 'Unauthorized' });
  });

  test('4403 for a credential that does not hold', async () => {
    for (const authorization of ['Bearer unknown', 'Basic abc', '', 7]) {
      const raw = await openRaw(http.url);
      raw.send({ type: 'connection_init', payload: { authorization } });
      expect(await raw.closed).toEqual({ code: 4403, reason: 'Forbidden' });
    }
  });

  test('4406 for another protocol', async () => {
    const raw = await openRaw(http.url, { protocol: 'graphql-ws' }).catch((error: Error) => error);
    expect(raw).toBeInstanceOf(Error);
  });

  test('4408 for silence', async () => {
    const brisk = await openTestHttp({ tuning: { initWaitMs: 150 } });
    const raw = await openRaw(brisk.url);
    expect(await raw.closed).toMatchObject({ code: 4408 });
    await brisk.drain();
  });

  test('4409 for an id that is in use', async () => {
    const raw = await openReady(http.url, http.signIn().token);
    raw.send({ type: 'subscribe', id: 'one', payload: { query: 'subscription { rings }' } });
    raw.send({ type: 'subscribe', id: 'one', payload: { query: 'subscription { rings }' } });
    expect(await raw.closed).toMatchObject({ code: 4409 });
    await listeners(0);
  });

  test('4429 for a second greeting', async () => {
    const raw = await openReady(http.url);
    raw.send({ type: 'connection_init' });
    expect(await raw.closed).toMatchObject({ code: 4429 });
  });

  test('4429 for more sockets than one person may have', async () => {
    const { token } = http.signIn();
    const first = await openReady(http.url, token);
    await openReady(http.url, token);
    const third = await openRaw(http.url);
    third.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    expect(await third.closed).toMatchObject({ code: 4429 });
    first.socket.close();
    await first.closed;
    const again = () => openReady(http.url, token).then(Boolean, () => false);
    await waitUntil(again, 'room for another');
  });

  test('1009 for a message larger than a body may be', async () => {
    const raw = await openReady(http.url);
    raw.send({
      type: 'subscribe',
      id: 'one',
      payload: { query: `{ hello } # ${'x'.repeat(20_000)}` },
    });
    expect(await raw.closed).toMatchObject({ code: 1009 });
  });
});

describe('operations', () => {
  test('run with a context of their own each', async () => {
    const raw = await openReady(http.url);
    for (const id of ['a', 'b']) {
      expect(await askOn(raw, '{ uses }', {}, id)).toMatchObject({
        payload: { data: { uses: 1 } },
      });
      expect(await raw.next()).toEqual({ type: 'complete', id });
    }
    raw.socket.close();
  });

  test('know who asks', async () => {
    const { token, viewer } = http.signIn();
    const raw = await openReady(http.url, token);
    const answer = await askOn(raw, '{ me }');
    expect(answer).toMatchObject({ type: 'next', payload: { data: { me: viewer.personId } } });
    raw.socket.close();
  });

  test('errors have the codes that they have on HTTP', async () => {
    const raw = await openReady(http.url);
    const code = async (query: string, variables: object, id: string): Promise<unknown> => {
      const message = await askOn(raw, query, variables, id);
      const payload = message['payload'] as { errors?: object[] } | object[];
      const [error] = Array.isArray(payload) ? payload : (payload.errors ?? []);
      if (message['type'] === 'next') await raw.next();
      return (error as { extensions: { code: string } }).extensions.code;
    };
    expect(await code('{', {}, '1')).toBe('GRAPHQL_PARSE_FAILED');
    expect(await code('{ nothing }', {}, '2')).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(await code('query($n: Int!) { echo(n: $n) }', { n: 'x' }, '3')).toBe('BAD_USER_INPUT');
    expect(await code('{ secret }', {}, '4')).toBe('UNAUTHENTICATED');
    expect(await code('{ locked }', {}, '5')).toBe('FORBIDDEN');
    expect(await code('{ refused }', {}, '6')).toBe('BAD_USER_INPUT');
    expect(await code('{ broken }', {}, '7')).toBe('INTERNAL');
    expect(await code('{ things(first: 101) { nodes { name } } }', {}, '8')).toBe('BAD_USER_INPUT');
    expect(await code('subscription { failingRings(x: 1) }', {}, '9')).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    );
    expect(await code('subscription { rings }', {}, '10')).toBe('UNAUTHENTICATED');
    raw.socket.close();
  });

  test('more at once than one socket may run are refused', async () => {
    const raw = await openReady(http.url, http.signIn().token);
    for (const id of ['1', '2', '3']) {
      raw.send({ type: 'subscribe', id, payload: { query: 'subscription { rings }' } });
    }
    expect(await askOn(raw, '{ hello }', {}, '4')).toMatchObject({ type: 'error', id: '4' });
    raw.socket.close();
    await listeners(0);
  });

  test('nothing of an inner error reaches the client, also in a subscription', async () => {
    const raw = await openReady(http.url);
    expect(await askOn(raw, 'subscription { failingRings }')).toMatchObject({ type: 'next' });
    const told = JSON.stringify(await raw.next());
    expect(told).toContain('INTERNAL');
    expect(told).not.toContain('hunter2');
    expect(await raw.next()).toMatchObject({ type: 'complete' });
    raw.socket.close();
  });
});

describe('subscriptions', () => {
  test('answer each event in a new context', async () => {
    const raw = await openReady(http.url, http.signIn().token);
    raw.send({ type: 'subscribe', id: 's', payload: { query: 'subscription { rings }' } });
    await listeners(1);
    for (const ring of [1, 2, 3]) {
      bell.emit('ring', ring);
      expect(await raw.next()).toMatchObject({ payload: { data: { rings: ring * 10 + 1 } } });
    }
    raw.send({ type: 'complete', id: 's' });
    await listeners(0);
    raw.socket.close();
  });

  test('500 sockets that vanish leave no listener', async () => {
    const many = await openTestHttp({ limits: { socketsPerAddress: 600, socketsPerPerson: 600 } });
    const { token } = many.signIn();
    for (let round = 0; round < 5; round += 1) {
      const raws = await Promise.all(Array.from({ length: 100 }, () => openReady(many.url, token)));
      for (const raw of raws) {
        raw.send({ type: 'subscribe', id: 's', payload: { query: 'subscription { rings }' } });
      }
      await listeners(100);
      raws.forEach(({ socket }) => socket.terminate());
      await listeners(0);
    }
    await many.drain();
  });

  test('end with 4403 when the credential is revoked', async () => {
    const { token } = http.signIn();
    const raw = await openReady(http.url, token);
    raw.send({ type: 'subscribe', id: 's', payload: { query: 'subscription { rings }' } });
    await listeners(1);
    http.end(token);
    expect(await raw.closed).toEqual({ code: 4403, reason: 'Forbidden' });
    await listeners(0);
  });

  test('end with 4403 when the credential expires', async () => {
    const startedAt = Date.now();
    const raw = await openRaw(http.url);
    const authorization = `Bearer ${http.signIn(300).token}`;
    raw.send({ type: 'connection_init', payload: { authorization } });
    expect(await raw.closed).toEqual({ code: 4403, reason: 'Forbidden' });
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(290);
  });

  test('a revocation nobody told of is noticed at the next operation', async () => {
    const { token } = http.signIn();
    const raw = await openReady(http.url, token);
    http.forget(token);
    raw.send({ type: 'subscribe', id: 'one', payload: { query: 'mutation { count(n: 99) }' } });
    expect(await raw.closed).toMatchObject({ code: 4403 });
    expect(counted()).not.toContain(99);
  });
});

describe('peers', () => {
  test('that answer no ping are cut', async () => {
    const brisk = await openTestHttp({ tuning: { pingMs: 100 } });
    const raw = await openRaw(brisk.url, { autoPong: false });
    raw.send({ type: 'connection_init' });
    expect(await raw.closed).toMatchObject({ code: 1006 });
    await brisk.drain();
  });

  test('that answer pings stay', async () => {
    const lively = await openTestHttp({ tuning: { pingMs: 2_000 } });
    const raw = await openReady(lively.url);
    let pings = 0;
    raw.socket.on('ping', () => (pings += 1));
    await waitUntil(() => pings === 2, 'two pings');
    expect(await askOn(raw, '{ hello }')).toMatchObject({ payload: { data: { hello: 'world' } } });
    raw.socket.close();
    await lively.drain();
  });

  test('that do not read are closed with 1013 instead of filling memory', async () => {
    const small = await openTestHttp({
      limits: { socketBufferBytes: 100_000 },
      tuning: { closeGraceMs: patienceMs },
    });
    const raw = await openReady(small.url);
    raw.socket.pause();
    for (let id = 0; id < 15; id += 1) {
      raw.send({ type: 'subscribe', id: `${id}`, payload: { query: '{ big(bytes: 4000000) }' } });
    }
    await pause(500);
    raw.socket.resume();
    expect(await raw.closed).toMatchObject({ code: 1013 });
    await small.drain();
  });

  test('from one address are limited', async () => {
    const few = await openTestHttp({ limits: { socketsPerAddress: 1 } });
    const first = await openReady(few.url);
    await expect(openRaw(few.url)).rejects.toThrow('refused with 429');
    first.socket.close();
    await first.closed;
    const again = () => openReady(few.url).then(Boolean, () => false);
    await waitUntil(again, 'room for another');
    await few.drain();
  });

  test('of foreign pages are refused, allowed ones are not', async () => {
    await expect(
      openRaw(http.url, { headers: { origin: 'https://evil.example' } }),
    ).rejects.toThrow('403');
    const raw = await openReady(http.url, undefined, {
      headers: { origin: 'https://desk.example' },
    });
    raw.socket.close();
  });
});

test('the client library of graphql-ws gets along with it', async () => {
  const { token } = http.signIn();
  const client = createClient({
    url: `${http.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
  });
  const rings = client.iterate({ query: 'subscription { rings }' });
  const first = rings.next();
  await listeners(1);
  bell.emit('ring', 4);
  expect(await first).toMatchObject({ value: { data: { rings: 41 } } });
  await client.dispose();
  await listeners(0);
});
