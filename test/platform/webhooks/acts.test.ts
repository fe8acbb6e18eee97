import { newId, type Id } from '../../../src/kernel/id.ts';
import type { AnyOperation, Caller } from '../../../src/platform/perform/operation.ts';
import { isGenuine } from '../../../src/platform/webhooks/signature.ts';
import { expireWebhookAttempts, hasOldAttempts } from '../../../src/platform/webhooks/index.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { asSystem, asViewer } from '../../support/perform.ts';
import { refusalOf } from '../../support/refusal.ts';
import { answer, type Got } from './receiver.ts';
import { onlyWoken, openWebhookWorld, type Endpoint, type WebhookWorld } from './world.ts';

let w: WebhookWorld;

beforeEach(async () => {
  w = await openWebhookWorld();
});
afterEach(() => w.stop());

const act = <I, R>(operation: AnyOperation<I, R>, input: I, as: Caller = asSystem) =>
  w.perform(operation, input, as);

/** All that acts change: leases are renewed, and events numbered, by themselves. */
async function state(): Promise<string> {
  await w.settled();
  const endpoints = await w.sql('select url, description, payload, version from webhook_endpoint');
  const others = (await w.tableDump()).replace(/^webhook_endpoint .*\n( {2}.*\n)*/m, '');
  return JSON.stringify(endpoints) + others;
}

/** Codes and paths; fails when anything has changed. */
async function expectRefused(refused: () => Promise<unknown>): Promise<string[]> {
  const before = await state();
  const faults = await refusalOf(refused);
  expect(await state()).toBe(before);
  return faults.map(({ code, path }) => `${code} ${path.join('.')}`);
}

const good = () => ({ name: 'Ledger', url: w.receiver.url, feed: 'METERS', personId: w.personId });

test.each([
  ['https://inner.example/', ['ADDRESS_FORBIDDEN url']],
  ['https://169.254.169.254/latest', ['ADDRESS_FORBIDDEN url']],
  ['https://nowhere.example/', ['NAME_UNKNOWN url']],
  ['http://outer.example/', ['URL_NOT_HTTPS url']],
  ['https://me:secret@outer.example:22/', ['URL_WITH_CREDENTIALS url', 'PORT_FORBIDDEN url']],
  ['outer', ['URL_MALFORMED url']],
])('%s is refused when it is made, and when it is changed to', async (url, faults) => {
  const { createWebhookEndpoint, changeWebhookEndpoint } = w.operations;
  expect(await expectRefused(() => act(createWebhookEndpoint, { ...good(), url }))).toEqual(faults);
  const { id } = await w.endpoint();
  const changed = { webhookEndpointId: id, url };
  expect(await expectRefused(() => act(changeWebhookEndpoint, changed))).toEqual(faults);
});

test('every fault of a new endpoint is named at once', async () => {
  const { createWebhookEndpoint } = w.operations;
  const bad = {
    ...{ webhookEndpointId: 'x', name: '', url: 'ftp://x', feed: 'LEDGER', personId: newId() },
    ...{ description: 'd'.repeat(501), start: 'HEAD' as const, position: '1' },
  };
  expect(await expectRefused(() => act(createWebhookEndpoint, bad))).toEqual([
    ...['ID_MALFORMED webhookEndpointId', 'NAME_MALFORMED name', 'CONTRADICTED position'],
    ...['UNKNOWN_FEED feed', 'PERSON_NOT_FOUND personId', 'URL_NOT_HTTPS url'],
    'DESCRIPTION_TOO_LONG description',
  ]);
  const unknown = { ...good(), types: ['meter.read', 'meter.lost'] };
  expect(await expectRefused(() => act(createWebhookEndpoint, unknown))).toEqual([
    'UNKNOWN_EVENT_TYPE types.1',
  ]);
  const { id } = await w.endpoint();
  const taken = { ...good(), webhookEndpointId: id };
  expect(await expectRefused(() => act(createWebhookEndpoint, taken))).toEqual([
    'ID_TAKEN webhookEndpointId',
  ]);
});

test('nobody has more sent than they may see, or somebody else’s', async () => {
  const { createWebhookEndpoint, rotateWebhookSecret, changeWebhookEndpoint } = w.operations;
  const mine = { ...good(), personId: undefined };
  const grants = { 'webhooks.manage': 'OWN', 'events.subscribe': 'OWN' } as const;
  // A key of the person that may not see meters.
  const key = asViewer(grants, w.personId);
  expect(await expectRefused(() => act(createWebhookEndpoint, mine, key))).toEqual([
    'RIGHTS_NOT_HELD personId',
  ]);
  const whole = asViewer({ ...grants, 'meter.see': 'ALL' }, w.personId);
  const { webhookEndpointId } = await act(createWebhookEndpoint, mine, whole);
  const other = asViewer({ ...grants, 'webhooks.manage': 'ALL', 'meter.see': 'ALL' });
  await expect(act(createWebhookEndpoint, good(), other)).rejects.toThrow('identity.manage');
  await expect(act(rotateWebhookSecret, { webhookEndpointId }, other)).rejects.toThrow('identity');
  const elsewhere = { webhookEndpointId, url: 'https://outer.example/' };
  await expect(act(changeWebhookEndpoint, elsewhere, other)).rejects.toThrow('identity.manage');
  // What sends nothing elsewhere is for who manages webhooks.
  await act(changeWebhookEndpoint, { webhookEndpointId, description: 'Theirs' }, other);
  const own = asViewer(grants);
  const described = { webhookEndpointId, description: 'Mine' };
  await expect(act(changeWebhookEndpoint, described, own)).rejects.toThrow('webhooks.manage');
});

test('a secret is answered once, and is in no log', async () => {
  const { createWebhookEndpoint } = w.operations;
  const keyed = { ...asSystem, idempotencyKey: 'k1' };
  const { secret } = await act(createWebhookEndpoint, good(), keyed);
  expect(secret).toMatch(/^whsec_/);
  const again = await refusalOf(() => act(createWebhookEndpoint, good(), keyed));
  expect(again.map(({ code }) => code)).toEqual(['ALREADY_DONE']);
  const kept = await w.sql<{ text: string }>(
    `select o::text as text from operation_log o union all select e::text from event_log e
     union all select b::text from outbox b`,
  );
  expect(kept.filter(({ text }) => text.includes(secret.slice(8)))).toEqual([]);
});

test('after a rotation both secrets sign until the old one ends', async () => {
  const { rotateWebhookSecret } = w.operations;
  const endpoint = await w.endpoint();
  const { id, secret: old } = endpoint;
  w.serve(onlyWoken);
  const oldValidUntil = new Date(w.clock.now().getTime() + 3_600_000);
  const input = { webhookEndpointId: id, oldValidUntil };
  const { secret: young } = await act(rotateWebhookSecret, input);
  const send = async (): Promise<Got> => {
    const before = w.receiver.got.length;
    await w.happen(w.streams(1));
    await w.untilAcked(endpoint, before + 1);
    return w.receiver.got.at(-1) as Got;
  };
  const believes = (secret: string, { headers, body }: Got): boolean =>
    isGenuine(secret, headers, body, w.clock.now().getTime() / 1000);
  const both = await send();
  expect([old, young].map((secret) => believes(secret, both))).toEqual([true, true]);
  w.clock.advance(3_601);
  const one = await send();
  expect([old, young].map((secret) => believes(secret, one))).toEqual([false, true]);
  expect(one.headers['webhook-signature']?.split(' ')).toHaveLength(1);
  // A third one ends the first at once: two at most.
  await act(rotateWebhookSecret, { webhookEndpointId: id });
  await act(rotateWebhookSecret, { webhookEndpointId: id });
  expect((await send()).headers['webhook-signature']?.split(' ')).toHaveLength(2);
  const days = (n: number) => new Date(w.clock.now().getTime() + n * 86_400_000);
  for (const [at, code] of [
    [-1, 'IN_THE_PAST'],
    [31, 'TOO_LONG'],
  ] as const) {
    const wrong = { webhookEndpointId: id, oldValidUntil: days(at) };
    expect(await expectRefused(() => act(rotateWebhookSecret, wrong))).toEqual([
      `OVERLAP_${code} oldValidUntil`,
    ]);
  }
});

test('an edit holds from the next delivery on; one that is stale is refused', async () => {
  const { changeWebhookEndpoint } = w.operations;
  const { id } = await w.endpoint();
  w.serve();
  const url = `${w.receiver.url}/other`;
  const input = { webhookEndpointId: id, url, payload: 'THIN' as const, expectedVersion: 1 };
  await act(changeWebhookEndpoint, input);
  expect(await expectRefused(() => act(changeWebhookEndpoint, input))).toEqual([
    'STALE expectedVersion',
  ]);
  await w.happen(w.streams(1));
  await waitUntil(() => w.receiver.got.length === 1, 'the delivery');
  expect(w.receiver.got[0]).toMatchObject({ url: '/hook/other', json: { position: '1' } });
  expect(w.receiver.got[0]?.json.data).toBeUndefined();
});

test('a test is sent once, also to one that is paused, and is among the attempts', async () => {
  const { testWebhookEndpoint } = w.operations;
  const endpoint = await w.endpoint();
  w.receiver.behave(answer(410));
  w.serve();
  await w.happen(w.streams(1));
  await waitUntil(async () => (await w.paused(endpoint)) !== null, 'the pause');
  w.receiver.behave(answer(418, {}, 'short and stout'));
  const { eventId } = await act(testWebhookEndpoint, { webhookEndpointId: endpoint.id });
  await waitUntil(() => w.receiver.got.length === 2, 'the test');
  const { id, json } = w.receiver.got[1] as Got;
  expect([id, json.id, json.type, json.position]).toEqual([eventId, eventId, 'webhook.test', null]);
  const found = () =>
    w.sql(`select cause, status, error, answer from webhook_attempt where event_id = $1`, [
      eventId,
    ]);
  await waitUntil(async () => (await found()).length === 1, 'the note');
  expect(await found()).toEqual([
    { cause: 'TEST', status: 418, error: 'STATUS', answer: 'short and stout' },
  ]);
  expect(await w.sql('select * from webhook_request')).toEqual([]);
  expect(await w.acked(endpoint)).toBe(0);
});

test('what has arrived is sent once more, and its stream knows nothing of it', async () => {
  const { resendWebhookDelivery } = w.operations;
  const endpoint = await w.endpoint();
  w.serve();
  await w.happen(w.streams(1), 3);
  await w.untilAcked(endpoint, 3);
  const asked = { webhookEndpointId: endpoint.id, position: '2' };
  await act(resendWebhookDelivery, asked);
  await waitUntil(() => w.receiver.got.length === 4, 'the repeat');
  await w.untilResent();
  const [, second, , again] = w.receiver.got;
  expect([again?.id, again?.body]).toEqual([second?.id, second?.body]);
  const missing = { ...asked, position: '4' };
  expect(await expectRefused(() => act(resendWebhookDelivery, missing))).toEqual([
    'WEBHOOK_EVENT_NOT_FOUND position',
  ]);
});

/** A stream of an endpoint that is dead at its first event, with two more behind it. */
async function dead(): Promise<{ endpoint: Endpoint; stream: Id; streamId: Id }> {
  const endpoint = await w.endpoint();
  const [stream] = w.streams(1) as [Id];
  w.receiver.behave(answer(400));
  const server = w.serve();
  await w.happen([stream]);
  await w.untilFailed(stream, 1);
  await w.sql(`update webhook_stream set failures = 9`);
  w.clock.advance(10);
  server.wake();
  await w.untilFailed(stream, 10);
  await w.happen([stream], 2);
  await w.untilAcked(endpoint, 3);
  const [row] = await w.sql<{ id: Id }>(`select id from webhook_stream where state = 'DEAD'`);
  w.receiver.got.length = 0;
  w.receiver.behave(answer(200));
  return { endpoint, stream, streamId: row?.id as Id };
}

const numbers = (): number[] => w.receiver.got.map(({ json }) => json.data.n);

test('dead letters are replayed in order, and those behind them follow', async () => {
  const { replayDeadLetters } = w.operations;
  const { endpoint, streamId } = await dead();
  const input = { webhookEndpointId: endpoint.id, webhookStreamId: streamId };
  expect(await act(replayDeadLetters, input)).toMatchObject({ streams: 1 });
  await waitUntil(() => w.receiver.got.length === 3, 'the replay');
  expect(numbers()).toEqual([1, 2, 3]);
  await waitUntil(async () => (await w.sql('select 1 from webhook_stream')).length === 0, 'none');
  expect(await w.acked(endpoint)).toBe(3);
  expect(await expectRefused(() => act(replayDeadLetters, input))).toEqual([
    'WEBHOOK_STREAM_NOT_DEAD webhookStreamId',
  ]);
  const all = { webhookEndpointId: endpoint.id };
  expect(await act(replayDeadLetters, all)).toMatchObject({ streams: 0 });
});

test('a dead letter is discarded, the reason stays, and those behind it follow', async () => {
  const { discardDeadLetter } = w.operations;
  const { endpoint, streamId } = await dead();
  const input = { webhookEndpointId: endpoint.id, webhookStreamId: streamId, reason: ' ' };
  expect(await expectRefused(() => act(discardDeadLetter, input))).toEqual([
    'REASON_REQUIRED reason',
  ]);
  const done = await act(discardDeadLetter, { ...input, reason: 'They never had this meter' });
  expect(done).toMatchObject({ position: '1' });
  await waitUntil(() => w.receiver.got.length === 2, 'the rest');
  expect(numbers()).toEqual([2, 3]);
  await w.settled();
  const [told] = await w.sql(
    `select data->>'reason' as reason, data->>'position' as position from event_log
     where type = 'webhookEndpoint.deadLetterDiscarded'`,
  );
  expect(told).toEqual({ reason: 'They never had this meter', position: '1' });
});

test('who is not there is not found, whatever the act', async () => {
  const { createWebhookEndpoint: _, ...others } = w.operations;
  const webhookEndpointId = newId();
  for (const operation of Object.values(others)) {
    const input = { webhookEndpointId, position: '1', webhookStreamId: newId(), reason: 'x' };
    expect(await expectRefused(() => act(operation as never, input as never))).toEqual([
      'WEBHOOK_ENDPOINT_NOT_FOUND webhookEndpointId',
    ]);
  }
});

test('attempts are forgotten: deliveries after a month, failures after three', async () => {
  const endpoint = await w.endpoint();
  const [sick, well] = w.streams(2) as [Id, Id];
  w.receiver.behave((got, response) => {
    response.writeHead(got.json.stream.id === well ? 200 : 500).end();
  });
  w.serve();
  await w.happen([well, sick]);
  await w.untilFailed(sick, 1);
  await w.untilAcked(endpoint, 1);
  const left = async (days: number): Promise<number> => {
    w.clock.advance(days * 86_400);
    const old = await hasOldAttempts(w.database, w.clock.now());
    const { forgotten } = await act(expireWebhookAttempts, {});
    expect(forgotten > 0).toBe(old);
    return (await w.sql('select 1 from webhook_attempt')).length;
  };
  // Nothing is delivered meanwhile.
  await w.sql(`update event_subscriber set state = 'PAUSED', paused_at = now()`);
  expect(await left(29)).toBe(2);
  expect(await left(2)).toBe(1);
  expect(await left(60)).toBe(0);
});
