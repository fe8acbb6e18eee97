import { createAcknowledgeEvents } from '../../../src/platform/events/index.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { asSystem } from '../../support/perform.ts';
import { refusalOf } from '../../support/refusal.ts';
import type { Got } from './receiver.ts';
import { onlyWoken, openWebhookWorld, type WebhookWorld } from './world.ts';

let w: WebhookWorld;

beforeEach(async () => {
  w = await openWebhookWorld();
});
afterEach(() => w.stop());

const acknowledge = createAcknowledgeEvents('acknowledgeMeters', 'METERS');

const numbers = (got: readonly Got[]): number[] => got.map(({ json }) => json.data.n);

test('after a rewind everything behind the position comes again, under the same ids', async () => {
  const endpoint = await w.endpoint();
  const server = w.serve();
  const [stream] = w.streams(1) as [string];
  await w.happen([stream], 10);
  await w.untilAcked(endpoint, 10);
  await w.rewind(endpoint, 4);
  server.wake();
  await waitUntil(() => w.receiver.got.length === 16, 'the last six again');
  await w.untilAcked(endpoint, 10);
  const [first, again] = [w.receiver.got.slice(4, 10), w.receiver.got.slice(10)];
  expect(numbers(again)).toEqual([5, 6, 7, 8, 9, 10]);
  expect(again.map(({ id, body }) => id + body)).toEqual(first.map(({ id, body }) => id + body));
});

test('a rewind takes up what had failed behind it, and leaves older dead letters', async () => {
  const endpoint = await w.endpoint();
  const [dead, sick, well] = w.streams(3) as [string, string, string];
  const bad = new Set([dead]);
  w.receiver.behave((got, response) => {
    response.writeHead(bad.has(got.json.stream.id) ? 500 : 200).end();
  });
  const server = w.serve();
  await w.happen([dead, sick, well]); // 1, 2, 3
  await w.untilFailed(dead, 1);
  await w.sql(`update webhook_stream set state = 'DEAD', next_attempt_at = null, dead_at = now()
    where subject_id = '${dead}'`);
  bad.add(sick);
  await w.happen([sick, well, dead]); // 4, 5, 6
  await w.untilFailed(sick, 1);
  await w.untilAcked(endpoint, 3);
  bad.delete(sick);
  const before = w.receiver.got.length;
  await w.rewind(endpoint, 1);
  server.wake();
  await w.untilAcked(endpoint, 6);
  const again = w.receiver.got.slice(before);
  const of = (stream: string): number[] =>
    numbers(again.filter(({ json }) => json.stream.id === stream));
  expect([of(dead), of(sick), of(well)]).toEqual([[], [2, 4], [3, 5]]);
  expect(
    await w.sql('select subject_id, state, next_position::int as n from webhook_stream'),
  ).toEqual([{ subject_id: dead, state: 'DEAD', n: 1 }]);
});

test('nobody acknowledges what is sent: it would never arrive', async () => {
  const endpoint = await w.endpoint();
  const [sick, well] = w.streams(2) as [string, string];
  let isSick = true;
  w.receiver.behave((got, response) => {
    response.writeHead(isSick && got.json.stream.id === sick ? 500 : 200).end();
  });
  const server = w.serve();
  await w.happen([sick, well]);
  await w.untilFailed(sick, 1);
  const ahead = { subscriberId: endpoint.id, position: '2' };
  expect(await refusalOf(() => w.perform(acknowledge, ahead, asSystem))).toMatchObject([
    { code: 'SUBSCRIBER_SENT_TO', path: ['subscriberId'] },
  ]);
  isSick = false;
  w.clock.advance(5);
  server.wake();
  await w.untilAcked(endpoint, 2);
  expect(numbers(w.receiver.got).sort((a, b) => a - b)).toEqual([1, 1, 2]);
});

test('a subscriber may see nothing of some events: it is told that they are there', async () => {
  const all = await w.endpoint();
  const server = w.serve();
  const [stream] = w.streams(1) as [string];
  await w.happen([stream]);
  await w.broke(stream);
  await w.happen([stream]);
  await w.untilAcked(all, 3);
  expect(w.receiver.got.map(({ json }) => json.position)).toEqual(['1', '2', '3']);
  const { id, json } = w.receiver.got[1] as Got;
  expect(json).toEqual({
    ...{ id, position: '2', withheld: true, recordedAt: expect.any(String) },
    ...{ type: null, stream: null, streamVersion: null, schemaVersion: null, occurredAt: null },
    ...{ effectiveOn: null, actor: null, correlationId: null, causationId: null },
    ...{ idempotencyKey: null, data: null },
  });
  await server.stop();
});

test('who has chosen types gets those that they may see, and goes over the rest', async () => {
  const [stream] = w.streams(1) as [string];
  await w.happen([stream]);
  await w.broke(stream);
  await w.happen([stream]);
  const chosen = await w.endpoint({ types: ['meter.broke', 'meter.read'], payload: 'THIN' });
  const other = await w.endpoint({ types: ['meter.broke'] });
  w.serve();
  await w.untilAcked(chosen, 3);
  await w.untilAcked(other, 3);
  expect(w.receiver.got.map(({ json }) => json)).toEqual(
    ['1', '3'].map((position, n) => ({
      ...{ id: w.receiver.got[n]?.id, position, withheld: false, type: 'meter.read' },
      stream: { type: 'meter', id: stream },
    })),
  );
  // Nothing was sent of what was passed over, and so nothing was attempted.
  expect(await w.sql('select 1 from webhook_attempt')).toHaveLength(2);
});

test('another filter holds from the next delivery on, also for what waits', async () => {
  const endpoint = await w.endpoint({ types: ['meter.read'] });
  const [one, two] = w.streams(2) as [string, string];
  const { changeWebhookEndpoint } = w.operations;
  const change = (...types: string[]) =>
    w.perform(changeWebhookEndpoint, { webhookEndpointId: endpoint.id, types }, asSystem);
  expect(await refusalOf(() => change('meter.read', 'meter.sold'))).toMatchObject([
    { code: 'UNKNOWN_EVENT_TYPE', path: ['types', '1'] },
  ]);
  w.receiver.behave((_got, response) => void response.writeHead(500).end());
  const server = w.serve(onlyWoken);
  await w.happen([one]); // 1
  await w.broke(one); // 2
  await w.untilFailed(one, 1);
  w.receiver.behave((_got, response) => void response.writeHead(200).end());
  await change('meter.broke');
  w.clock.advance(5);
  await w.happen([two]); // 3
  server.wake();
  await w.untilAcked(endpoint, 3);
  // The first had been sent before; the second is withheld, and so nothing is told of it.
  expect(w.receiver.got.map(({ json }) => json.position)).toEqual(['1']);
  await change();
  await w.broke(two); // 4
  await w.happen([two]); // 5
  await w.untilAcked(endpoint, 5);
  expect(w.receiver.got.slice(1).map(({ json }) => [json.position, json.withheld])).toEqual([
    ['4', true],
    ['5', false],
  ]);
});

test('who is no longer active gets nothing more', async () => {
  const endpoint = await w.endpoint();
  const server = w.serve(onlyWoken);
  await w.happen(w.streams(1));
  await w.untilAcked(endpoint, 1);
  await w.dismiss();
  await w.happen(w.streams(1));
  server.wake();
  await waitUntil(async () => (await w.paused(endpoint)) === 'PERSON_INACTIVE', 'the pause');
  expect(w.receiver.got).toHaveLength(1);
});
