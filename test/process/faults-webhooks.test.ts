import { setTimeout as sleep } from 'node:timers/promises';
import { newId, type Id } from '../../src/kernel/id.ts';
import { checks, entities, paymentFeed, permissions } from '../../src/modules/index.ts';
import { paymentEvents } from '../../src/modules/receivables/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { connectDatabase, type Database } from '../../src/platform/database/database.ts';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../src/platform/database/embedded/index.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { collectPermissions, createIdentity } from '../../src/platform/identity/index.ts';
import { defineOperation, type Perform } from '../../src/platform/perform/operation.ts';
import { createPerform } from '../../src/platform/perform/perform.ts';
import { runChecks } from '../../src/platform/verify.ts';
import { resolveByDns } from '../../src/platform/webhooks/index.ts';
import { webhookOperations } from '../../src/send-events.ts';
import { expectAllInOrder } from '../platform/webhooks/arrivals.ts';
import { openReceiver, type Receiver } from '../platform/webhooks/receiver.ts';
import { waitUntil } from '../support/wait-until.ts';
import { asSystem } from '../support/perform.ts';
import {
  makeDataFolder,
  startServer,
  type DataFolder,
  type ServerProcess,
} from './server-process.ts';

/** The server that sends, or its database, is killed while it sends. */
/** Events as acts on payments announce them, without the acts. */
const announce = defineOperation({
  name: 'announce',
  permission: null,
  async run(op, { streams, n }: { readonly streams: readonly Id[]; readonly n: number }) {
    for (const [index, id] of streams.entries()) {
      op.emit({
        type: paymentEvents.receiptRecorded,
        subject: { type: 'receipt', id },
        data: { n: n * streams.length + index },
      });
    }
    return {};
  },
});

let folder: DataFolder;
let data: DataFolder;
let postgres: EmbeddedPostgres;
let database: Database;
let perform: Perform;
let receiver: Receiver;
let endpointId: Id;
let server: ServerProcess;

const startDatabase = async (): Promise<void> => {
  postgres = await startEmbeddedPostgres({ dataDir: folder.path });
};

const start = async (): Promise<void> => {
  server = startServer({
    ...{ DATABASE_URL: postgres.url('postgres'), DATA_DIR: data.path, LOG_LEVEL: 'fatal' },
    ...{ WEBHOOK_LOOPBACK: 'true', WEBHOOK_LEASE_SECONDS: '1' },
  });
  await server.up;
};

beforeAll(async () => {
  [folder, data, receiver] = [await makeDataFolder(), await makeDataFolder(), await openReceiver()];
  await startDatabase();
  await migrate(postgres.url('postgres'));
  database = await connectDatabase({
    ...{ url: postgres.url('postgres'), entities, poolSize: 4 },
    onError: () => undefined,
  });
  perform = createPerform({ database, clock: systemClock, onAnnounced: () => undefined });
  endpointId = await openEndpoint();
  await start();
});

async function openEndpoint(): Promise<Id> {
  const registry = collectPermissions(permissions);
  const { operations } = createIdentity({ database, clock: systemClock, permissions: registry });
  const named = { nameEn: 'Books', nameFa: 'دفتر' };
  const { personId } = await perform(
    operations.createPerson,
    { login: 'books', ...named },
    asSystem,
  );
  const grant = { permission: 'receivables.read', reach: 'ALL' } as const;
  const role = { code: 'BOOKS', ...named, permissions: [grant] };
  await perform(operations.defineRole, role, asSystem);
  await perform(operations.grantRole, { personId, role: 'BOOKS' }, asSystem);
  const { createWebhookEndpoint } = webhookOperations({ loopback: true, ports: [] }, resolveByDns);
  const asked = { name: 'Books', url: receiver.url, feed: paymentFeed, personId };
  return (await perform(createWebhookEndpoint, asked, asSystem)).webhookEndpointId;
}

afterAll(async () => {
  server.child.kill('SIGTERM');
  expect((await server.ended).code).toBe(0);
  expect(await runChecks(database, checks)).toEqual([]);
  await database.close();
  await postgres.stop();
  await receiver.close();
  await Promise.all([folder.remove(), data.remove()]);
});

const acked = async (): Promise<number> => {
  const query = 'select acked_position as acked from event_subscriber where id = $1';
  const { rows } = await database.pool.query<{ acked: string }>(query, [endpointId]);
  return Number(rows[0]?.acked);
};

const streamCount = 10;
let announced = 0;

/** Events happen, 10 streams by turns, while `kill` kills; all arrive, in order. */
async function sendThrough(kill: () => Promise<void>, kills: number): Promise<void> {
  const streams = Array.from({ length: streamCount }, () => newId());
  receiver.got.length = 0;
  receiver.behave((_got, response) => {
    setTimeout(() => response.writeHead(200).end(), Math.random() * 30);
  });
  let rounds = 0;
  let goOn = true;
  const happening = (async () => {
    for (let isDone = true; goOn || !isDone; await sleep(200)) {
      const keyed = { ...asSystem, idempotencyKey: `${streams[0]} ${rounds}` };
      const done = await perform(announce, { streams, n: rounds }, keyed).catch(() => null);
      isDone = done !== null;
      // Whether it was done is not known: it is sent again under its key.
      if (!isDone) continue;
      rounds += 1;
      announced += streamCount;
    }
  })();
  try {
    for (let n = 0; n < kills; n += 1) {
      const enough = receiver.got.length + 30;
      await waitUntil(() => receiver.got.length > enough, 'some to arrive');
      await kill();
    }
  } finally {
    goOn = false;
    await happening;
  }
  const isNoted = async () => (await acked().catch(() => 0)) === announced;
  await waitUntil(isNoted, `position ${announced}`);
  expectAllInOrder(receiver.got, streamCount, rounds);
}

test('a server killed twice while it sends: all arrive, in order', async () => {
  await sendThrough(async () => {
    server.child.kill('SIGKILL');
    await server.ended;
    await start();
  }, 2);
  expect(receiver.got.length).toBeGreaterThanOrEqual(
    new Set(receiver.got.map(({ id }) => id)).size,
  );
});

test('PostgreSQL killed twice while the server sends: the same', async () => {
  await sendThrough(async () => {
    process.kill(postgres.pid, 'SIGKILL');
    await sleep(500);
    await postgres.stop();
    await startDatabase();
  }, 2);
});
