import { once } from 'node:events';
import { connect } from 'node:net';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { openReady } from '../platform/http/raw-socket.ts';
import { makeDataFolder, startServer, takePort, type DataFolder } from './server-process.ts';
import { waitUntil } from '../support/wait-until.ts';

let data: DataFolder;
beforeEach(async () => void (data = await makeDataFolder()));
afterEach(() => data.remove());

async function ask(url: string, query: string): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

describe('on the embedded database', () => {
  test('it says where it is and as whom to sign in, and leaves nothing behind', async () => {
    const server = startServer({ DATA_DIR: data.path });
    const url = await server.up;
    expect(await ask(url, '{ __typename }')).toEqual({ data: { __typename: 'Query' } });
    await waitUntil(() => server.said().includes('Sign in as admin with '), 'the password');
    expect(data.postgres()).not.toBeNull();
    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
    expect(data.postgres()).toBeNull();
  });

  test('a port that is taken is told in one line, and the database is stopped again', async () => {
    const taken = await takePort();
    const server = startServer({ DATA_DIR: data.path, PORT: `${taken.port}` });
    expect((await server.ended).code).toBe(1);
    expect(server.said()).toBe(`Port ${taken.port} is taken: set PORT to another one\n`);
    expect(data.postgres()).toBeNull();
    await taken.close();
  });

  test('a second signal ends it at once, and the database with it', async () => {
    const server = startServer({ DATA_DIR: data.path, DRAIN_SECONDS: '60' });
    const url = new URL(await server.up);
    const unfinished = connect(Number(url.port), url.hostname);
    unfinished.on('error', () => undefined);
    unfinished.write(
      'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n' +
        'content-length: 99\r\nexpect: 100-continue\r\n\r\n',
    );
    // It has begun with this request, and waits for the rest.
    expect(String(await once(unfinished, 'data'))).toContain('100 Continue');
    server.child.kill('SIGINT');
    await waitUntil(() => server.said().includes('stopping'), 'the stop');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(server.child.exitCode).toBeNull();
    server.child.kill('SIGINT');
    expect((await server.ended).code).toBe(128);
    await waitUntil(() => data.postgres() === null, 'PostgreSQL to end');
  });
});

describe('on a database of its own', () => {
  let database: TestDatabase;
  beforeAll(async () => void (database = await createTestDatabase()));
  afterAll(() => database.drop());

  test('SIGTERM closes sockets with 1001 and finishes what runs', async () => {
    const server = startServer({ DATABASE_URL: database.url, DATA_DIR: data.path });
    const url = await server.up;
    const sockets = await Promise.all([openReady(url), openReady(url), openReady(url)]);
    const running = Promise.all(
      Array.from({ length: 20 }, () => ask(url, '{ __schema { types { name } } }')),
    );
    await ask(url, '{ __typename }');
    server.child.kill('SIGTERM');
    for (const socket of sockets) expect(await socket.closed).toMatchObject({ code: 1001 });
    for (const answer of await running) expect(answer).toHaveProperty('data.__schema');
    expect((await server.ended).code).toBe(0);
    expect(data.postgres()).toBeNull();
  });
});

test('faulty settings are all named, and nothing is started', async () => {
  const server = startServer({ DATA_DIR: data.path, PORT: 'abc', MAX_DEPTH: '0' });
  expect((await server.ended).code).toBe(1);
  expect(server.said()).toMatch(/^Settings to mend:\n {2}PORT: .*\n {2}MAX_DEPTH: .*\n$/);
});

test('a database that cannot be reached is told in one line', async () => {
  const server = startServer({
    DATABASE_URL: 'postgresql://x@127.0.0.1:1/none',
    DATA_DIR: data.path,
  });
  expect((await server.ended).code).toBe(1);
  expect(server.said()).toMatch(/^The database cannot be reached: .*\n$/);
});
