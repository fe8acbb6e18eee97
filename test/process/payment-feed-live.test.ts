import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { connectPaymentEvents } from '../../clients/payment-events/index.ts';
import type { App } from '../../src/app.ts';
import { newId, type Id } from '../../src/kernel/id.ts';
import { createEventSubscriber, paymentFeed } from '../../src/modules/index.ts';
import { pauseEventSubscriber } from '../../src/platform/events/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startTestApp } from '../support/start-test-app.ts';
import { waitUntil } from '../support/wait-until.ts';
import { asSystem } from '../support/perform.ts';
import { openPaymentHouse, type PaymentHouse } from './payment-house.ts';
import { metric } from './subscriber.ts';

/*
 * What one client is told must be its own, though it is put together once for many.
 */
let made: TestDatabase;
let house: PaymentHouse;
let app: App;
let token: string;
const clients: Client[] = [];

beforeAll(async () => {
  made = await createTestDatabase();
  house = await openPaymentHouse(made.url);
  token = await house.hire('BOOKKEEPER');
  const settings = { PORT: '0', LOG_LEVEL: 'silent', DRAIN_SECONDS: '0' };
  app = await startTestApp({ ...settings, DATABASE_URL: made.url });
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
  await waitUntil(async () => (await followers()) === 0, 'nobody to follow any more');
});

afterAll(async () => {
  await house.log();
  await app.stop();
  await house.close();
  await made.drop();
});

const followers = (): Promise<number> => metric(app.url, 'bazargan_event_followers');

interface Told {
  readonly data: unknown[];
  readonly errors: unknown[];
}

/** Follows with a document of its own. */
function follow(query: string, variables: Record<string, unknown> = {}, as = token): Told {
  const client = createClient({
    url: `${app.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${as}` },
    retryAttempts: 0,
  });
  clients.push(client);
  const told: Told = { data: [], errors: [] };
  client.subscribe(
    { query, variables },
    {
      next: ({ data, errors }) => (errors ? told.errors.push(...errors) : told.data.push(data)),
      error: (error) => told.errors.push(...[error].flat()),
      complete: () => undefined,
    },
  );
  return told;
}

const codesOf = ({ errors }: Told): unknown[] =>
  errors.map((error) => {
    const { extensions } = error as { extensions: { code: string; faults?: { code: string }[] } };
    return extensions.faults?.[0]?.code ?? extensions.code;
  });

const text = `subscription Feed($after: Position, $wide: Boolean! = false, $types: [String!],
    $subscriber: ID) {
  paymentEvents(after: $after, types: $types, subscriber: $subscriber) {
    position withheld type @include(if: $wide) } }`;

test('each document and each value that answers depend on has answers of its own', async () => {
  const narrow = [1, 2, 3].map(() => follow(text));
  const wide = [1, 2].map(() => follow(text, { wide: true }));
  const spread = follow(`subscription { ...F }
    fragment F on Subscription { it: paymentEvents { ...G } }
    fragment G on PaymentEvent { n: streamVersion actor { id } }`);
  await waitUntil(async () => (await followers()) === 6, 'all to follow');
  await house.pay();
  await house.pay();
  const log = (await house.log()).slice(-2);
  await waitUntil(
    () => [...narrow, ...wide, spread].every(({ data }) => data.length === 2),
    'all to be told',
  );
  const events = (more: object) =>
    log.map(({ position }) => ({ paymentEvents: { position, withheld: false, ...more } }));
  for (const { data } of narrow) expect(data).toEqual(events({}));
  for (const { data } of wide) expect(data).toEqual(events({ type: 'receipt.recorded' }));
  expect(spread.data).toEqual([1, 2].map(() => ({ it: { n: '1', actor: null } })));
});

test('rights of the moment decide: what was whole is withheld once a right is gone', async () => {
  const { defineRole, grantRole, revokeRole, createPerson, createApiKey } = app.identity.operations;
  const names = { nameEn: 'x', nameFa: 'x' };
  const { personId } = await app.perform(createPerson, { login: 'temp', ...names }, asSystem);
  const scopes = ['events.read', 'receivables.read'];
  for (const [role, permission] of [
    ['LOG', 'events.read'],
    ['MONEY', 'receivables.read'],
  ] as const) {
    const permissions = [{ permission, reach: 'ALL' as const }];
    await app.perform(defineRole, { code: role, ...names, permissions }, asSystem);
    await app.perform(grantRole, { personId, role, unitIds: [] }, asSystem);
  }
  const key = await app.perform(createApiKey, { personId, name: 'x', scopes }, asSystem);
  const temp = follow(text, { wide: true }, key.key);
  // So it is with all events, of whatever feed.
  const tempOfAll = follow('subscription { events { type } }', {}, key.key);
  const steady = follow(text, { wide: true });
  await waitUntil(async () => (await followers()) === 3, 'all to follow');
  const payAndWait = async (count: number): Promise<void> => {
    await house.pay();
    await waitUntil(() => steady.data.length === count, 'the steady one to be told');
  };
  await payAndWait(1);
  await waitUntil(() => [temp, tempOfAll].every(({ data }) => data.length === 1), 'the others');
  await app.perform(revokeRole, { personId, role: 'MONEY' }, asSystem);
  await payAndWait(2);
  await waitUntil(() => temp.data.length === 2, 'the other one to be told');
  const shown = (told: Told) =>
    told.data.map((one) => (one as { paymentEvents: { type: unknown } }).paymentEvents.type);
  expect(shown(steady)).toEqual(['receipt.recorded', 'receipt.recorded']);
  expect(shown(temp)).toEqual(['receipt.recorded', null]);
  expect(tempOfAll.data).toEqual([{ events: { type: 'receipt.recorded' } }]);
  // Without the right to read events at all it is over.
  await app.perform(revokeRole, { personId, role: 'LOG' }, asSystem);
  await payAndWait(3);
  await waitUntil(() => temp.errors.length > 0, 'the other one to be refused');
  expect(codesOf(temp)).toEqual(['FORBIDDEN']);
  await waitUntil(() => tempOfAll.errors.length > 0, 'all events to be refused');
  expect(codesOf(tempOfAll)).toEqual(['FORBIDDEN']);
});

test('a subscriber begins behind what it has acknowledged, with its types', async () => {
  const own = await house.sql<{ id: Id }>(`select id from person where login = 'bookkeeper'`);
  const personId = own[0]?.id as Id;
  const log = await house.log();
  const before = log.at(-3)?.position as string;
  const asked = { name: 'Ledger', feed: paymentFeed, personId, position: before };
  const types = ['receipt.recorded'];
  const { subscriberId } = await app.perform(createEventSubscriber, { ...asked, types }, asSystem);
  const replayed = follow(text, { subscriber: subscriberId });
  await waitUntil(() => replayed.data.length === 2, 'the replay');
  const positions = (told: Told) =>
    told.data.map((one) => (one as { paymentEvents: { position: string } }).paymentEvents.position);
  expect(positions(replayed)).toEqual(log.slice(-2).map(({ position }) => position));
  // As the server tells it: how far behind it is, and then not any more.
  const feed = connectPaymentEvents({ url: `${app.url}/graphql`, token });
  expect(await feed.acknowledged(subscriberId)).toBe(before);
  expect(await feed.acknowledge(subscriberId, log.at(-2)?.position as string)).toBe(
    log.at(-2)?.position,
  );
  const [lag] = await house.sql<{ lag: string }>(
    `select f.position - s.acked_position as lag from event_subscriber s
     join event_feed f on f.feed = s.feed where s.id = $1`,
    [subscriberId],
  );
  expect(lag?.lag).toBe('1');
  const pause = { subscriberId, reason: 'Year-end' };
  await app.perform(pauseEventSubscriber, pause, asSystem);
  const refused = async (variables: Record<string, unknown>, as = token): Promise<unknown[]> => {
    const told = follow(text, variables, as);
    await waitUntil(() => told.errors.length > 0, 'a refusal');
    return codesOf(told);
  };
  expect(await refused({ subscriber: subscriberId })).toEqual(['SUBSCRIBER_PAUSED']);
  expect(await refused({ subscriber: newId() })).toEqual(['SUBSCRIBER_NOT_FOUND']);
  expect(await refused({ types: ['person.created'] })).toEqual(['UNKNOWN_EVENT_TYPE']);
  expect(await refused({ after: '999999' })).toEqual(['POSITION_AHEAD']);
  const other = await house.hire('OTHER');
  expect(await refused({ subscriber: subscriberId }, other)).toEqual(['SUBSCRIBER_NOT_FOUND']);
});
