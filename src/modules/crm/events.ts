import type { EventType } from '../../platform/events/event.ts';

export const crmEvents = {} as const satisfies Record<string, EventType>;
