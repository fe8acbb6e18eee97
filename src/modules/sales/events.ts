import type { EventType } from '../../platform/events/event.ts';
import { deliveryEvents } from './delivery-events.ts';
import { invoiceEvents } from './invoice-events.ts';
import { orderEvents } from './order-events.ts';
import { quoteEvents } from './quote-events.ts';

export const salesEvents = {
  ...quoteEvents,
  ...orderEvents,
  ...deliveryEvents,
  ...invoiceEvents,
} as const satisfies Record<string, EventType>;
