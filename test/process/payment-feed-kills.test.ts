import pg from 'pg';
import { connectPaymentEvents, memoryCursorStore } from '../../clients/payment-events/index.ts';
import { newId } from '../../src/kernel/id.ts';
import { createEventSubscriber, paymentFeed } from '../../src/modules/index.ts';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded/index.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { createPerform } from '../../src/platform/perform/perform.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { createTestDatabase } from '../support/database.ts';
import { waitUntil } from '../support/wait-until.ts';
import { asSystem } from '../support/perform.ts';
import { openFaultyLine, type FaultyLine } from './faulty-line.ts';
import { consume, openPaymentHouse, type PaymentHouse } from './payment-house.ts';
import {
  makeDataFolder,
  startServer,
  type DataFolder,
  type ServerProcess,
} from './server-process.ts';

/*
 * The server, or its database, dies while payments happen and a consumer follows them.
 */
let data: DataFolder;
let server: ServerProcess;
let line: FaultyLine;

const start = async (url: string): Promise<string> => {
  server = startServer({ DATABASE_URL: url, DATA_DIR: data.path });
  return server.up;
};

const stop = async (): Promise<void> => {
  await line.close();
  server.child.kill('SIGTERM');
  expect((await server.ended).code).toBe(0);
  await data.remove();
};

/** Pays until told to stop; what fails for the moment is paid again. */
function paying(house: PaymentHouse): () => Promise<void> {
  const receipts = [newId(), newId()];
  let goOn = true;
  const pay = async (writer: number): Promise<void> => {
    while (goOn) {
      await house.pay({ receiptId: receipts[writer % 2] as string }).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  };
  const all = Promise.all([0, 1].map(pay));
  return async () => {
    goOn = false;
    await all;
  };
}

beforeEach(async () => {
  data = await makeDataFolder();
});

test('a server killed between sending and acknowledgement: repeats bear the same id', async () => {
  const made = await createTestDatabase();
  const house = await openPaymentHouse(made.url);
  const token = await house.hire('BOOKKEEPER');
  line = await openFaultyLine(await start(made.url));
  const [person] = await house.sql<{ id: string }>('select id from person');
  const { database } = house;
  const perform = createPerform({ database, clock: systemClock, onAnnounced: () => undefined });
  const { subscriberId } = await perform(
    createEventSubscriber,
    { name: 'Ledger', feed: paymentFeed, personId: person?.id, start: 'BEGINNING' },
    asSystem,
  );
  const feed = connectPaymentEvents({ url: `${line.url}/graphql`, token });
  const told = new Map<string, string>();
  let killed = 0;
  let round = 0;
  const resumed = async (): Promise<ReturnType<typeof consume>> => {
    const position = await feed.acknowledged(subscriberId);
    // What the server knows is all that this consumer keeps.
    return consume(
      { url: line.url, token },
      memoryCursorStore({ position, id: null }),
      async (event) => {
        expect(told.get(event.position) ?? event.id).toBe(event.id);
        told.set(event.position, event.id);
        if (
          Number(event.position) % 20 === 10 &&
          killed < round &&
          killed === Math.floor(told.size / 20)
        ) {
          killed += 1;
          server.child.kill('SIGKILL');
        }
        await feed.acknowledge(subscriberId, event.position).catch(() => undefined);
      },
    );
  };
  const stopPaying = paying(house);
  let repeated = 0;
  for (round = 1; round <= 2; round += 1) {
    const consumer = await resumed();
    await waitUntil(() => killed === round, 'the kill');
    await server.ended;
    await consumer.stop();
    expect(consumer.taken.length).toBeGreaterThan(0);
    line.leadTo(await start(made.url));
    const acknowledged = Number(await feed.acknowledged(subscriberId));
    repeated += Math.max(...[...told.keys()].map(Number)) - acknowledged;
  }
  await stopPaying();
  const position = await feed.acknowledged(subscriberId);
  const store = memoryCursorStore({ position, id: null });
  const consumer = consume({ url: line.url, token }, store, (event) => {
    expect(told.get(event.position) ?? event.id).toBe(event.id);
    told.set(event.position, event.id);
    return Promise.resolve();
  });
  const log = await house.log();
  await consumer.until(log.at(-1)?.position);
  await consumer.stop();
  expect(repeated).toBeGreaterThan(0);
  expect([...told].sort(([a], [b]) => Number(a) - Number(b))).toEqual(
    log.map(({ position, id }) => [position, id]),
  );
  await stop();
  await house.close();
  await made.drop();
});

test('PostgreSQL killed ever again: none lost, none out of order', async () => {
  const cluster = await makeDataFolder();
  const postgres = await startEmbeddedPostgres({ dataDir: cluster.path });
  const url = postgres.url('postgres');
  await migrate(url);
  const house = await openPaymentHouse(url);
  const token = await house.hire('BOOKKEEPER');
  line = await openFaultyLine(await start(url));
  const consumer = consume({ url: line.url, token }, memoryCursorStore());
  const stopPaying = paying(house);
  const answers = (): Promise<boolean> =>
    house.sql('select').then(
      () => true,
      () => false,
    );
  for (let round = 0; round < 3; round += 1) {
    await consumer.untilTaken(consumer.taken.length + 20);
    // One backend that dies so takes all others with it: PostgreSQL recovers from its log.
    const [victim] = await house.sql<{ pid: number }>(
      `select pid from pg_stat_activity where backend_type = 'client backend'
         and pid <> pg_backend_pid() limit 1`,
    );
    const witness = new pg.Client({ connectionString: url });
    witness.on('error', () => undefined);
    await witness.connect();
    const fallen = new Promise<void>((resolve) => witness.once('end', resolve));
    process.kill(Number(victim?.pid), 'SIGKILL');
    await fallen;
    await waitUntil(answers, 'PostgreSQL to rise');
  }
  await consumer.untilTaken(consumer.taken.length + 20);
  await stopPaying();
  const log = await house.log();
  await consumer.until(log.at(-1)?.position);
  await consumer.stop();
  expect(consumer.taken).toEqual(log);
  expect(new Set(log.map(({ id }) => id)).size).toBe(log.length);
  await stop();
  await house.close();
  await postgres.stop();
  await cluster.remove();
});
