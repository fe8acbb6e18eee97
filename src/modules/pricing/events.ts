import type { EventType, NewEvent } from '../../platform/events/event.ts';
import type { PriceListRecord } from './rules/read-list.ts';

const define = (type: string, description: string): EventType => ({
  type,
  permission: 'pricing.read',
  description,
});

/** What pricing announces. Each bears the record as it then is, and what changed. */
export const pricingEvents = {
  priceListCreated: define('price_list.created', 'A list of prices was opened'),
  pricesSet: define('price_list.prices_set', 'Prices of a list were set, changed or taken out'),
} as const satisfies Record<string, EventType>;

export const priceListEvent = (
  type: EventType,
  priceList: PriceListRecord,
  change: Readonly<Record<string, unknown>> = {},
): NewEvent => ({
  type,
  subject: { type: 'price_list', id: priceList.id },
  data: { priceList, change },
});
