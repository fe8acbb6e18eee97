import type { EventType } from '../../platform/events/event.ts';

export const orderEvents = {} as const satisfies Record<string, EventType>;
