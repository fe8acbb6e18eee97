import type { EventType } from '../../platform/events/event.ts';

export const deliveryEvents = {} as const satisfies Record<string, EventType>;
