import { defineOperation } from '../../../src/platform/perform/operation.ts';
import { startFaultyProxy, type FaultyProxy } from '../../support/faulty-proxy.ts';
import { asSystem, openTestApp, type TestApp } from '../../support/perform.ts';
import { applyMany, together } from './batch-scratch.ts';
import {
  apply,
  insertEffect,
  raiseCounter,
  scratchTables,
  startServer,
  tokens,
  type Server,
} from './scratch.ts';

const empty = defineOperation({
  name: 'empty',
  permission: null,
  run: async (_op, _input: object) => ({}),
});

let app: TestApp;
let proxy: FaultyProxy;
let server: Server;
const sent: string[] = [];

beforeAll(async () => {
  app = await openTestApp();
  await app.sql(scratchTables);
  proxy = await startFaultyProxy(app.database.url);
  server = await startServer(proxy.url, { poolSize: 1 });
  // Warm, so that statements are prepared and go by name alone.
  await server.perform(apply, { token: 'warm' }, asSystem);
  await server.perform(empty, {}, { ...asSystem, idempotencyKey: 'k' });
  for (const size of [1, 2]) await batchOf(size);
  await server.perform(empty, {}, { ...asSystem, idempotencyKey: 'k' });
  // Replies come late, so that what is sent without waiting for them shows as one round trip.
  proxy.inflict(({ text }) => {
    sent.push(text);
    return { delayMs: 20 };
  });
  await server.perform(empty, {}, asSystem);
});
afterAll(async () => {
  await server.close();
  await proxy.close();
  await app.close();
});

const batchOf = (size: number) =>
  together(server.perform, () =>
    tokens(size, 'of').map((token) => server.perform(applyMany, { token }, asSystem)),
  );

const cost = async (act: () => Promise<unknown>) => {
  const before = proxy.roundTrips();
  sent.length = 0;
  await act();
  return { roundTrips: proxy.roundTrips() - before, sent: [...sent] };
};

// Seen red by awaiting each of the pairs: 4.
test('an empty operation: four statements in two round trips', async () => {
  expect(await cost(() => server.perform(empty, {}, asSystem))).toEqual({
    roundTrips: 2,
    sent: ['begin', 'operation_log_open', 'operation_log_close', 'commit'],
  });
});

test('each statement of an operation adds one round trip, announcing adds none', async () => {
  expect(await cost(() => server.perform(apply, { token: 'a' }, asSystem))).toEqual({
    roundTrips: 4,
    sent: [
      'begin',
      'operation_log_open',
      'scratch_insert_effect',
      'scratch_raise_counter',
      'operation_log_close',
      'commit',
    ],
  });
});

const owing = defineOperation({
  name: 'owing',
  permission: null,
  async run(op, _input: object) {
    await op.query(insertEffect, ['owing', op.operationId]);
    op.owe(raiseCounter, ['owing']);
    return {};
  },
});

test('a write that is owed travels with the commit', async () => {
  expect(await cost(() => server.perform(owing, {}, asSystem))).toEqual({
    roundTrips: 3,
    sent: [
      'begin',
      'operation_log_open',
      'scratch_insert_effect',
      'scratch_raise_counter',
      'operation_log_close',
      'commit',
    ],
  });
});

test('a repeat: three round trips', async () => {
  const again = () => server.perform(empty, {}, { ...asSystem, idempotencyKey: 'k' });
  expect(await cost(again)).toEqual({
    roundTrips: 3,
    sent: ['begin', 'operation_log_open', 'operation_log_find', 'commit'],
  });
});

test('a batch: what one act costs, twenty cost', async () => {
  const written = ['scratch_insert_effects', 'scratch_raise_counter_by'];
  // Two refused acts go before it, each in two round trips, and leave by a rollback.
  const batch = async (size: number) => {
    const { roundTrips, sent } = await cost(() => batchOf(size));
    return { roundTrips: roundTrips - 4, sent: sent.slice(sent.lastIndexOf('rollback') + 1) };
  };
  expect(await batch(1)).toEqual({
    roundTrips: 4,
    sent: ['begin', 'operation_log_open', ...written, 'operation_log_close', 'commit'],
  });
  expect(await batch(20)).toEqual({
    roundTrips: 4,
    sent: ['begin', 'operation_log_open_many', ...written, 'operation_log_close_many', 'commit'],
  });
});
