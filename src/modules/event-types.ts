import type { EventType } from '../platform/events/event.ts';
import { identityEvents } from '../platform/identity/index.ts';
import {
  eventsEvents,
  createCreateEventSubscriber,
  createAcknowledgeEvents,
  createTrimEvents,
} from '../platform/events/index.ts';
import { webhooksEvents } from '../platform/webhooks/index.ts';
import { partiesEvents } from './parties/index.ts';
import { catalogEvents } from './catalog/index.ts';
import { inventoryEvents } from './inventory/index.ts';
import { pricingEvents } from './pricing/index.ts';
import {
  receivablesEvents,
  paymentEvents,
  chequeEvents,
  guaranteeEvents,
} from './receivables/index.ts';
import { collectionsEvents } from './collections/index.ts';
import { crmEvents } from './crm/index.ts';
import { inflowEvents } from './inflow/index.ts';
import { salesEvents } from './sales/index.ts';
import { eventTypes } from '../platform/events/event-types.ts';

/** Every type of event that the product announces. */
export const allEventTypes: readonly EventType[] = [
  identityEvents,
  eventsEvents,
  webhooksEvents,
  partiesEvents,
  catalogEvents,
  inventoryEvents,
  pricingEvents,
  receivablesEvents,
  paymentEvents,
  collectionsEvents,
  chequeEvents,
  guaranteeEvents,
  crmEvents,
  inflowEvents,
  salesEvents,
].flatMap((events) => Object.values<EventType>(events));

/** The feed that finance systems follow: all that is about payments. */
export const paymentFeed = 'PAYMENTS';

export const knownEventTypes = eventTypes(allEventTypes);
export const createEventSubscriber = createCreateEventSubscriber(knownEventTypes, [paymentFeed]);
export const acknowledgePaymentEvents = createAcknowledgeEvents(
  'acknowledgePaymentEvents',
  paymentFeed,
);
export const trimPaymentEvents = createTrimEvents('trimPaymentEvents', paymentFeed);
