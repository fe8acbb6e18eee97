import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { productId, warehouseId } from '../../src/demo/ids.ts';
import { newId } from '../../src/kernel/id.ts';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded/index.ts';
import { password } from '../support/demo-database.ts';
import { documents } from './flow.ts';
import { makeDataFolder, startServer, type DataFolder } from './server-process.ts';
import { roomy } from './shop.ts';
import { subscribe } from './subscriber.ts';
import { openTerminal, type Payload } from './terminal.ts';
import { waitUntil } from '../support/wait-until.ts';

/*
 * The product as `npm start` starts it, with its own PostgreSQL, told to stop while it is busy.
 * Seen red: without the pause between two sockets all were closed within 24 ms.
 */
const run = promisify(execFile);
const project = fileURLToPath(new URL('../../', import.meta.url));
const followers = 50;
const clients = 8;

let data: DataFolder;
beforeEach(async () => void (data = await makeDataFolder()));
afterEach(() => data.remove());

test('SIGTERM under load: what was answered is there, sockets are told', async () => {
  const server = startServer({ DATA_DIR: data.path, DEMO_DATA: 'true', ...roomy });
  const url = await server.up;
  const postgres = data.postgres();
  const tokens = { clerk: await signIn(url, 'clerk.teh'), manager: await signIn(url, 'manager') };
  const readers = await Promise.all(
    Array.from({ length: followers }, () => subscribe(url, tokens.manager)),
  );
  const { acknowledged, unheard, refusals, done } = work(url, tokens.clerk);
  await waitUntil(() => acknowledged.size >= 40, '40 answers');

  server.child.kill('SIGTERM');
  const { code } = await server.ended;
  await done;
  expect({ code, refusals }).toEqual({ code: 0, refusals: [] });
  // One act in flight a client at most, and only if its connection was idle when it was closed.
  expect(unheard.size).toBeLessThanOrEqual(clients);
  const closed = await Promise.all(readers.map((reader) => reader.closed));
  expect(new Set(closed.map((one) => `${one.code} ${one.reason}`))).toEqual(
    new Set(['1001 The server is stopping']),
  );
  expect(data.postgres()).toBeNull();
  expect(isAlive(postgres ?? 0)).toBe(false);
  expect(await descendantsIn(data.path)).toEqual([]);

  const kept = new Set(await receiptsIn(data.path));
  expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([]);
  expect([...kept].filter((id) => !acknowledged.has(id) && !unheard.has(id))).toEqual([]);
  const { stdout } = await run(process.execPath, ['scripts/verify.ts'], {
    cwd: project,
    env: { ...process.env, DATA_DIR: data.path, DATABASE_URL: '' },
  });
  expect(stdout).toMatch(/ 0 differences/);
  expect(data.postgres()).toBeNull();
});

async function signIn(url: string, login: string): Promise<string> {
  const asked = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: `mutation ($input: SignInInput!) {
        signIn(input: $input) { tokens { accessToken } } }`,
      variables: { input: { login, password } },
    }),
  });
  const { data: answer } = (await asked.json()) as {
    data: { signIn: { tokens: { accessToken: string } } };
  };
  return answer.signIn.tokens.accessToken;
}

/** Eight clerks receive goods, one after the other each, until nobody answers. */
function work(url: string, token: string) {
  const acknowledged = new Set<string>();
  const unheard = new Set<string>();
  const refusals: unknown[] = [];
  const clerk = async (): Promise<void> => {
    const terminal = openTerminal({ url, token, patienceMs: 20_000 });
    for (let heard = true; heard;) {
      const id = newId();
      const line = { productId: productId('RA-AL-08'), quantity: '1', unit: 'PCE' };
      const input = { id, warehouseId: warehouseId('TEH'), lines: [line], idempotencyKey: id };
      try {
        const { data: answer, errors } = await terminal.once(documents.receiveGoods, { input });
        const payload = answer?.['receiveGoods'] as Payload | undefined;
        if (errors.length === 0 && payload?.userErrors.length === 0) acknowledged.add(id);
        else refusals.push({ errors, payload });
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // Nobody listens any more: this act was not sent at all.
        if (code !== 'ECONNREFUSED') unheard.add(id);
        heard = false;
      }
    }
    terminal.close();
  };
  const done = Promise.all(Array.from({ length: clients }, clerk));
  return { acknowledged, unheard, refusals, done };
}

/** The receipts of this test, from the folder that the stopped server has left. */
async function receiptsIn(folder: string): Promise<string[]> {
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  const client = new pg.Client({ connectionString: postgres.url('bazargan') });
  await client.connect();
  const { rows } = await client.query<{ id: string }>(
    `select g.id from stock_voucher g join operation_log o on o.id = g.operation_id
     where o.idempotency_key = g.id::text`,
  );
  await client.end();
  await postgres.stop();
  return rows.map(({ id }) => id);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Command lines of processes that still work in the folder. */
async function descendantsIn(folder: string): Promise<string[]> {
  await sleep(100);
  const { stdout } = await run('ps', ['-eo', 'pid,args']);
  return stdout.split('\n').filter((line) => line.includes(folder));
}
