import { newId, type Id } from '../../../src/kernel/id.ts';
import { eventTypes } from '../../../src/platform/events/event-types.ts';
import type { EventType } from '../../../src/platform/events/event.ts';
import { createEventFeed } from '../../../src/platform/events/feed.ts';
import { startRelay } from '../../../src/platform/events/relay.ts';
import {
  collectPermissions,
  createIdentity,
  definePermissions,
} from '../../../src/platform/identity/index.ts';
import { createLog } from '../../../src/platform/log.ts';
import { defineOperation } from '../../../src/platform/perform/operation.ts';
import {
  pauseEventSubscriber,
  resumeEventSubscriber,
  rewindEventSubscriber,
} from '../../../src/platform/events/index.ts';
import {
  createWebhookOperations,
  type Resolve,
  type WebhookOperations,
} from '../../../src/platform/webhooks/index.ts';
import { createPoster } from '../../../src/platform/webhooks/post.ts';
import {
  startWebhooks,
  type Webhooks,
  type WebhooksParts,
} from '../../../src/platform/webhooks/webhooks.ts';
import { asSystem, openTestApp, type TestApp } from '../../support/perform.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { openReceiver, type Receiver } from './receiver.ts';

const feed = 'METERS';
export const meterRead: EventType = {
  ...{ type: 'meter.read', permission: 'meter.see', feed },
  description: 'A test announces',
};
export const meterBroke: EventType = {
  ...meterRead,
  type: 'meter.broke',
  permission: 'meter.mend',
};

/** Announces one event after the other, each of its stream. */
const announce = defineOperation({
  name: 'announce',
  permission: null,
  async run(op, input: { readonly events: readonly { stream: Id; n: number; broke?: true }[] }) {
    for (const { stream, n, broke } of input.events) {
      op.emit({
        type: broke ? meterBroke : meterRead,
        subject: { type: 'meter', id: stream },
        data: { n },
      });
    }
    return {};
  },
});

export interface Endpoint {
  readonly id: Id;
  readonly secret: string;
}

/** The product with events that come by the relay, receivers, and servers that send. */
export interface WebhookWorld extends TestApp {
  readonly receiver: Receiver;
  readonly personId: Id;
  readonly operations: WebhookOperations;
  /** As many streams as asked for. */
  streams(count: number): Id[];
  /** `rounds` events of each stream, by turns; positions go on. */
  happen(streams: readonly Id[], rounds?: number): Promise<void>;
  broke(stream: Id): Promise<void>;
  endpoint(more?: Partial<NewEndpoint>): Promise<Endpoint>;
  /** A server that sends; stopped at the end. */
  serve(tuning?: Partial<WebhooksParts>): Webhooks;
  /** What is acknowledged of an endpoint. */
  acked(endpoint: Endpoint): Promise<number>;
  untilAcked(endpoint: Endpoint, position: number): Promise<void>;
  /** Until it is noted that a stream's next event failed so often; 'DEAD' counts as well. */
  untilFailed(stream: Id, times: number): Promise<void>;
  /** Until nothing that was asked for once more is on its way. */
  untilResent(): Promise<void>;
  /** Until all events have their positions. */
  settled(): Promise<void>;
  rewind(endpoint: Endpoint, position: number): Promise<void>;
  resume(endpoint: Endpoint): Promise<void>;
  /** The person whose rights apply is no longer active. */
  dismiss(): Promise<void>;
  paused(endpoint: Endpoint): Promise<string | null>;
  stop(): Promise<void>;
}

export interface NewEndpoint {
  readonly url: string;
  readonly types: readonly string[];
  readonly payload: 'FULL' | 'THIN';
}

/** A server that does nothing by itself between what it hears of. */
export const onlyWoken = { pollMs: 3_600_000, leaseMs: 3_600_000 };

export async function openWebhookWorld(): Promise<WebhookWorld> {
  const app = await openTestApp({ poolSize: 20 });
  const receiver = await openReceiver();
  const { database, clock, sql } = app;
  const types = eventTypes([meterRead, meterBroke]);
  const log = createLog('silent');
  const servers: Webhooks[] = [];
  const events = await createEventFeed({ database, pollMs: 100 });
  const relay = startRelay({ database, onMoved: events.wake, pollMs: 20 });
  const { personId, deactivatePerson } = await hire(app);
  events.onEvent((event) => servers.forEach((server) => server.onEvent(event)));
  let [counted, named] = [0, 0];
  const policy = { loopback: true, ports: [443] };
  const resolve: Resolve = async (name) => {
    if (name === 'inner.example') return ['93.184.216.34', '10.0.0.7'];
    if (name === 'outer.example') return ['93.184.216.34'];
    throw new Error('no such name');
  };
  const operations = createWebhookOperations({ types, feeds: [feed], policy, resolve });

  const acked = async ({ id }: Endpoint): Promise<number> => {
    const query = 'select acked_position as acked from event_subscriber where id = $1';
    return Number((await sql<{ acked: string }>(query, [id]))[0]?.acked);
  };
  return {
    ...app,
    receiver,
    personId,
    streams: (count) => Array.from({ length: count }, () => newId()),
    async happen(streams, rounds = 1) {
      const all = Array.from({ length: rounds }, () => streams).flat();
      const numbered = all.map((stream) => ({ stream, n: (counted += 1) }));
      await app.perform(announce, { events: numbered }, asSystem);
      await relay.settled();
    },
    async broke(stream) {
      const n = (counted += 1);
      await app.perform(announce, { events: [{ stream, n, broke: true }] }, asSystem);
      await relay.settled();
    },
    operations,
    settled: () => relay.settled(),
    async endpoint(more) {
      const asked = {
        ...{ name: `Endpoint ${(named += 1)}`, url: receiver.url, feed, personId },
        ...{ start: 'BEGINNING' as const, ...more },
      };
      const made = await app.perform(operations.createWebhookEndpoint, asked, asSystem);
      return { id: made.webhookEndpointId, secret: made.secret };
    },
    serve(tuning = {}) {
      const now = () => clock.now();
      const server = startWebhooks({
        ...{ database, clock, types, log, random: () => 0, deadStreamsAtMost: 100 },
        poster: createPoster({ policy, resolve, now, timeoutMs: 30_000 }),
        ...{ parallel: 8, leaseMs: 30_000, pollMs: 200, drainMs: 30_000 },
        pause: async (subscriberId, reason) => {
          await app.perform(pauseEventSubscriber, { subscriberId, reason }, asSystem);
        },
        ...tuning,
      });
      servers.push(server);
      return server;
    },
    acked,
    untilAcked: (endpoint, position) =>
      waitUntil(async () => (await acked(endpoint)) >= position, `position ${position}`),
    untilFailed: (stream, times) =>
      waitUntil(async () => {
        const query = 'select failures from webhook_stream where subject_id = $1';
        return (await sql<{ failures: number }>(query, [stream]))[0]?.failures === times;
      }, `${times} failures`),
    untilResent: () =>
      waitUntil(
        async () => (await sql('select 1 from webhook_request')).length === 0,
        'the requests to be over',
      ),
    async rewind({ id }, position) {
      const input = { subscriberId: id, toPosition: `${position}` };
      await app.perform(rewindEventSubscriber, input, asSystem);
    },
    async resume({ id }) {
      await app.perform(resumeEventSubscriber, { subscriberId: id }, asSystem);
    },
    async dismiss() {
      await app.perform(deactivatePerson, { personId }, asSystem);
    },
    async paused({ id }) {
      const query = 'select paused_reason as reason from event_subscriber where id = $1';
      return (await sql<{ reason: string | null }>(query, [id]))[0]?.reason ?? null;
    },
    async stop() {
      await Promise.all(servers.map((server) => server.stop()));
      await relay.stop();
      await events.stop();
      await receiver.close();
      await app.close();
    },
  };
}

/** Someone who may see that meters are read, and not that they break. */
async function hire({ database, clock, perform }: TestApp) {
  const permissions = collectPermissions(
    definePermissions([{ name: 'meter.see', description: 'See meters' }]),
  );
  const { operations } = createIdentity({ database, clock, permissions });
  const named = { nameEn: 'Meters', nameFa: 'کنتور' };
  const person = { login: 'meters', ...named };
  const { personId } = await perform(operations.createPerson, person, asSystem);
  const role = { permission: 'meter.see', reach: 'ALL' } as const;
  await perform(operations.defineRole, { code: 'METERS', ...named, permissions: [role] }, asSystem);
  await perform(operations.grantRole, { personId, role: 'METERS', unitIds: [] }, asSystem);
  return { personId, deactivatePerson: operations.deactivatePerson };
}
