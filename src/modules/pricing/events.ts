import type { EventType } from '../../platform/events/event.ts';

export const pricingEvents = {} as const satisfies Record<string, EventType>;
