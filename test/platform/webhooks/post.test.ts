import { jest } from '@jest/globals';
import { createServer, Socket, type AddressInfo, type TcpNetConnectOpts } from 'node:net';
import { createPoster, retryAfter, type Poster } from '../../../src/platform/webhooks/post.ts';
import { answer, openReceiver, type Receiver } from './receiver.ts';

/*
 * Seen red: without the limit on what is read; without the look at addresses; with the system's own
 * lookup in place of the addresses that were looked at.
 */

const policy = { loopback: true, ports: [443] };
const resolve = (name: string) => Promise.reject(new Error(`no ${name}`));
const parts = { policy, resolve, timeoutMs: 30_000, now: () => new Date('2026-01-01T00:00:00Z') };

let receiver: Receiver;
let poster: Poster;
/** Waits for a second. */
let impatient: Poster;

beforeEach(async () => {
  receiver = await openReceiver();
  poster = createPoster(parts);
  impatient = createPoster({ ...parts, timeoutMs: 1_000 });
});

afterEach(async () => {
  poster.close();
  impatient.close();
  await receiver.close();
});

const posting = (by: Poster, url = receiver.url) => by.post(url, { 'webhook-id': 'e1' }, '{"a":1}');
const post = (url?: string) => posting(poster, url);

test('2xx is delivered; the first 1,000 bytes of the answer are kept', async () => {
  receiver.behave(answer(202, {}, 'é'.repeat(2_000)));
  const outcome = await post();
  expect(outcome).toMatchObject({ error: null, status: 202, text: 'é'.repeat(500) });
  expect(receiver.got).toMatchObject([{ id: 'e1', body: '{"a":1}', url: '/hook' }]);
});

test('connections are kept, and one that ended meanwhile is no failure', async () => {
  await post();
  await post();
  expect(receiver.connections()).toBe(1);
  // The receiver closes what it kept open at the moment of the next request.
  let closed = 0;
  receiver.behave((_got, response, request) => {
    if ((closed += 1) === 1) request.socket.destroy();
    else response.writeHead(200).end();
  });
  expect(await post()).toMatchObject({ error: null, status: 200 });
  expect(receiver.connections()).toBe(2);
});

test('a redirect is a failure, and is not followed', async () => {
  const other = await openReceiver();
  for (const status of [301, 302, 303, 307, 308]) {
    receiver.behave(answer(status, { location: other.url }));
    expect(await post()).toMatchObject({ error: 'REDIRECT', status });
  }
  expect(other.got).toEqual([]);
  await other.close();
});

test('who does not answer in time has not got it', async () => {
  receiver.behave(() => undefined);
  const outcome = await posting(impatient);
  expect(outcome).toMatchObject({ error: 'TIMEOUT', status: null });
  // A timer counts whole milliseconds.
  expect(outcome.durationMs).toBeGreaterThanOrEqual(990);
});

test('a head that comes byte by byte ends with the time, too', async () => {
  const dribbling = createServer((socket) => {
    const text = `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(10_000)}`;
    let at = 0;
    const timer = setInterval(() => socket.write(text[at++] as string), 10);
    socket.on('close', () => clearInterval(timer));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((done) => dribbling.listen(0, '127.0.0.1', done));
  const { port } = dribbling.address() as AddressInfo;
  expect(await posting(impatient, `http://127.0.0.1:${port}/`)).toMatchObject({ error: 'TIMEOUT' });
  dribbling.close();
});

test.each([
  ['101 Switching Protocols', 'upgrade: websocket\r\nconnection: upgrade\r\n'],
  ['100 Continue', ''],
  ['103 Early Hints', 'link: </x>\r\n'],
])('who answers %s and no more holds no slot', async (status, head) => {
  const odd = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.write(`HTTP/1.1 ${status}\r\n${head}\r\n`));
  });
  await new Promise<void>((done) => odd.listen(0, '127.0.0.1', done));
  const { port } = odd.address() as AddressInfo;
  const outcome = await posting(impatient, `http://127.0.0.1:${port}/`);
  expect(outcome).toMatchObject({ error: expect.stringMatching('TIMEOUT|CONNECTION') });
  odd.close();
});

test('a body that comes byte by byte holds nobody up: the status counts', async () => {
  receiver.behave((_got, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(timer));
  });
  const outcome = await post();
  expect(outcome).toMatchObject({ error: null, status: 200 });
  expect(outcome.text).toMatch(/^x+$/);
});

test('of an answer of 100 MB no more than a little is read', async () => {
  let written = 0;
  receiver.behave((_got, response) => {
    response.writeHead(200);
    const chunk = Buffer.alloc(1_000_000, 'z');
    const more = (): void => {
      if (written >= 100 || response.destroyed) return;
      written += 1;
      response.write(chunk, more);
    };
    more();
  });
  const outcome = await post();
  expect(outcome).toMatchObject({ error: null, status: 200, text: 'z'.repeat(1_000) });
  expect(written).toBeLessThan(20);
});

test('what is said with 4xx and 5xx is kept; 429 and 503 may ask for a while', async () => {
  receiver.behave(answer(429, { 'retry-after': '120' }, 'slow down\0'));
  expect(await post()).toMatchObject({
    ...{ error: 'STATUS', status: 429, text: 'slow down', retryAfterMs: 120_000 },
  });
  receiver.behave(answer(500, { 'retry-after': '120' }));
  expect(await post()).toMatchObject({ error: 'STATUS', status: 500, retryAfterMs: null });
});

test.each([
  ['5', 5_000],
  ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
  ['Wed, 31 Dec 2025 00:00:00 GMT', null],
  ['0', null],
  ['soon', null],
  [undefined, null],
])('Retry-After: %s', (header, ms) => {
  expect(retryAfter(header, parts.now())).toBe(ms);
});

test('nobody is there', async () => {
  const { port } = receiver;
  await receiver.close();
  expect(await post(`http://127.0.0.1:${port}/`)).toMatchObject({ error: 'CONNECTION' });
  expect(await post('https://nowhere.example/')).toMatchObject({ error: 'NAME_UNKNOWN' });
  receiver = await openReceiver();
});

describe('where settings allow nothing but the outside', () => {
  let addresses: string[];
  let strict: Poster;

  beforeEach(() => {
    const outside = { loopback: false, ports: [receiver.port] };
    const known = () => Promise.resolve(addresses);
    strict = createPoster({ ...parts, policy: outside, resolve: known });
  });
  afterEach(() => {
    expect(receiver.connections()).toBe(0);
    strict.close();
  });

  test.each([[['127.0.0.1']], [['93.184.216.34', '169.254.169.254']], [['::ffff:127.0.0.1']]])(
    'a name that leads to %j is not called',
    async (found) => {
      addresses = found;
      const outcome = await strict.post(`https://hooks.example:${receiver.port}/`, {}, '{}');
      expect(outcome).toMatchObject({ error: 'ADDRESS_FORBIDDEN', status: null });
    },
  );

  test('a name is looked up once: at the check, and not again when it leads within', async () => {
    // The system, asked a second time, would say 127.0.0.1.
    addresses = ['93.184.216.34'];
    const called: unknown[] = [];
    const connect = jest.spyOn(Socket.prototype, 'connect').mockImplementation(function (
      this: Socket,
      ...[asked]: unknown[]
    ) {
      const [to] = [asked].flat() as [TcpNetConnectOpts];
      to.lookup?.(to.host ?? '', { all: true }, (_error, found) => called.push(found));
      setImmediate(() => this.destroy(new Error('No call leaves this machine')));
      return this;
    });
    const outcome = await strict.post(`https://localhost:${receiver.port}/`, {}, '{}');
    connect.mockRestore();
    expect(called).toEqual([[{ address: '93.184.216.34', family: 4 }]]);
    expect(outcome.error).toBe('CONNECTION');
  });
});
