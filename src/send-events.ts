import type { WebhookSettings } from './config.ts';
import { DomainError } from './kernel/domain-error.ts';
import { knownEventTypes, paymentFeed } from './modules/index.ts';
import type { Clock } from './platform/clock.ts';
import type { Database } from './platform/database/database.ts';
import { statement } from './platform/database/statement.ts';
import { pauseEventSubscriber } from './platform/events/index.ts';
import type { Log } from './platform/log.ts';
import type { Metrics } from './platform/metrics.ts';
import type { Perform } from './platform/perform/operation.ts';
import {
  createPoster,
  createWebhookOperations,
  startWebhooks,
  type PauseReason,
  type Resolve,
  type WebhookOperations,
  type Webhooks,
} from './platform/webhooks/index.ts';

export interface SendingParts {
  readonly settings: WebhookSettings;
  readonly database: Database;
  readonly perform: Perform;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly resolve: Resolve;
}

/** The acts on webhook endpoints, where deliveries may go as the settings say. */
export const webhookOperations = (
  { loopback, ports }: Pick<WebhookSettings, 'loopback' | 'ports'>,
  resolve: Resolve,
): WebhookOperations =>
  createWebhookOperations({
    policy: { loopback, ports },
    ...{ resolve, types: knownEventTypes, feeds: [paymentFeed] },
  });

const seconds = 1_000;

/** Begins to send events to those who subscribed for them. */
export function startSending(parts: SendingParts): Webhooks {
  const { settings, database, clock, log, resolve } = parts;
  const { loopback, ports, timeoutMs, parallel, deadStreamsAtMost, leaseMs } = settings;
  const policy = { loopback, ports };
  const webhooks = startWebhooks({
    ...{ database, clock, log, types: knownEventTypes, random: Math.random },
    ...{ parallel, deadStreamsAtMost },
    poster: createPoster({ policy, resolve, timeoutMs, now: () => clock.now() }),
    ...{ leaseMs, pollMs: 5 * seconds, drainMs: 5 * seconds },
    pause: (subscriberId, reason) => pause(parts.perform, subscriberId, reason),
  });
  measure(parts, webhooks);
  return webhooks;
}

const why: Readonly<Record<PauseReason, string>> = {
  GONE: 'the receiver answered 410, Gone',
  ALL_FAILED: 'nothing has arrived for three days',
  TOO_MANY_DEAD: 'too many streams are among the dead letters',
  PERSON_INACTIVE: 'the person whose rights apply is no longer active',
};

/** One that somebody has paused or deleted meanwhile needs no pause. */
async function pause(perform: Perform, subscriberId: string, reason: PauseReason): Promise<void> {
  const input = { subscriberId, reason: `${reason}: ${why[reason]}` };
  try {
    await perform(pauseEventSubscriber, input, { viewer: null, system: true });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
}

const backlog = statement(
  'metrics_webhook_streams',
  `select count(*) filter (where state = 'RETRYING')::int as retrying,
          count(*) filter (where state = 'DEAD')::int as dead from webhook_stream`,
);

function measure({ metrics, database }: SendingParts, { endpoints }: Webhooks): void {
  const streams = async (state: 'retrying' | 'dead'): Promise<number> =>
    (await database.query<Record<typeof state, number>>(backlog))[0]?.[state] ?? 0;
  const gauge = (name: string, help: string, read: () => number | Promise<number>): void =>
    metrics.gauge(`bazargan_webhook_${name}`, help, read);
  gauge('endpoints', 'Endpoints that this server delivers', endpoints);
  gauge('streams_retrying', 'Streams whose next event failed', () => streams('retrying'));
  gauge('streams_dead', 'Streams among the dead letters', () => streams('dead'));
}
