import type { EventType } from '../../platform/events/event.ts';

export const quoteEvents = {} as const satisfies Record<string, EventType>;
