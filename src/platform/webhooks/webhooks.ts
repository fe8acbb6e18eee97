import { newId, type Id } from '../../kernel/id.ts';
import type { RecordedEvent } from '../events/event.ts';
import { startCourier, type Courier, type CourierParts } from './courier.ts';
import { takeFreeLeases } from './lease.ts';

export type WebhooksParts = CourierParts;

/** Sends the events of feeds to those who subscribed for them. */
export interface Webhooks {
  /** To be called with each event that arrives in the log. */
  onEvent(event: RecordedEvent): void;
  /** Looks now, whether something is due. */
  wake(): void;
  /** Endpoints that this server delivers. */
  endpoints(): number;
  /** Sends nothing more, waits for what is on its way and lets others take over. */
  stop(): Promise<void>;
}

export function startWebhooks(parts: WebhooksParts): Webhooks {
  const couriers = new Map<Id, Courier>();
  /** With those whose lease is over, and who still find that out. */
  const atWork = new Set<Courier>();
  const serverId = newId();
  let stopping = false;
  let looking: Promise<void> | undefined;
  let again = false;

  const look = async (): Promise<void> => {
    try {
      const leases = await takeFreeLeases(parts.database, serverId, parts.leaseMs);
      for (const lease of leases) {
        const courier = startCourier(parts, lease);
        couriers.set(lease.endpointId, courier);
        atWork.add(courier);
        void courier.done.then(() => {
          atWork.delete(courier);
          if (couriers.get(lease.endpointId) === courier) couriers.delete(lease.endpointId);
          lookSoon();
        });
        if (stopping) courier.stop();
      }
    } catch (err) {
      if (!stopping) parts.log.warn({ err }, 'webhooks: free endpoints are looked for again');
    }
  };
  const lookSoon = (): void => {
    if (stopping) return;
    again = true;
    looking ??= (async () => {
      while (again && !stopping) {
        again = false;
        await look();
      }
    })().finally(() => (looking = undefined));
  };
  const wake = (): void => {
    lookSoon();
    for (const courier of couriers.values()) courier.wake();
  };
  const timer = setInterval(lookSoon, Math.min(parts.pollMs, 1_000));
  timer.unref();
  lookSoon();
  return {
    onEvent(event) {
      if (event.feed !== null || event.subjectType === 'webhookEndpoint') wake();
    },
    wake,
    endpoints: () => couriers.size,
    async stop() {
      stopping = true;
      clearInterval(timer);
      for (const courier of atWork) courier.stop();
      await looking;
      await Promise.all([...atWork].map((courier) => courier.done));
      parts.poster.close();
    },
  };
}
